/** What the credit file of an account shows while a plan is kept and after it: by the records that would be sent. */
import type { Transaction } from 'kysely';
import { buildRecord } from '../../channels/bureau/build-record.ts';
import { pastMonth } from '../../channels/bureau/right-record.ts';
import type { Database } from '../../db/schema.ts';
import { certificateOn } from '../../domain/agreements/certificate.ts';
import type { AccountFact, AccountFacts } from '../../domain/facts.ts';
import type { Plan } from '../../domain/money/plan/plan.ts';
import { type CalendarDate, instantAt, monthEnd } from '../../domain/time.ts';
import type { CreditFile, RecordAhead } from '../../stages/agreement-text.ts';
import { readReported } from '../files/bureau-files.ts';

/** null where the creditor reports to no bureau. `bureau` is its name. */
export async function creditFileOf(
  trx: Transaction<Database>,
  bureau: string | null,
  facts: AccountFacts,
  plan: Plan,
): Promise<CreditFile | null> {
  if (bureau === null) return null;
  const sent = (await readReported(trx, [facts.accountId])).get(facts.accountId) ?? [];
  if (sent.length === 0) return { bureau, records: null };
  const { today, settlement } = plan.terms;
  const last = plan.instalments.at(-1)?.on ?? today;
  const closedOn = settlement === null ? null : certificateOn(last, facts.creditor);
  const paid = asPaid(facts, plan, closedOn);
  const recordOf = (date: CalendarDate): RecordAhead => {
    const asOf = monthEnd(date);
    const state = pastMonth(paid, asOf.slice(0, 7), { entry: 'ahead', reportedOn: asOf });
    const { status, overdue, balance } = buildRecord(
      state,
      sent.map(({ record }) => record),
    );
    return { asOf, status, overdue: BigInt(overdue), balance: BigInt(balance) };
  };
  return { bureau, records: [recordOf(today), recordOf(closedOn ?? last)] };
}

/** The facts as they will be when each payment of the plan comes on its date, and a settlement closes the account. */
function asPaid(facts: AccountFacts, plan: Plan, closedOn: CalendarDate | null): AccountFacts {
  const { zone } = facts.creditor;
  const told = (id: string, on: CalendarDate) => ({
    ...{ id, occurredAt: instantAt(on, 12 * 60, zone), source: 'plan', reference: id, version: facts.version },
  });
  const payments = plan.instalments.map(
    ({ on, minor }): AccountFact => ({ ...told(`part ${on}`, on), kind: 'payment', body: { minor, via: 'lender' } }),
  );
  const closing: AccountFact[] =
    closedOn === null ? [] : [{ ...told('closing', closedOn), kind: 'closed', body: { how: 'settled' } }];
  return { ...facts, facts: [...facts.facts, ...payments, ...closing] };
}
