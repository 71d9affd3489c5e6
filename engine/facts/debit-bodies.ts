/** Checks what is told of debits: whether one may be scheduled, and whether the one that is named is there. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { DebitFactBodies } from '../../domain/debit-facts.ts';
import { type Refusal, scheduling, type WantedDebit } from '../../domain/debit-limits.ts';
import { debitsOf } from '../../domain/debits.ts';
import type { StandingFacts } from '../../domain/facts.ts';
import { Problem } from '../../domain/problems.ts';
import { standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountFactInput } from './fact-input.ts';
import { faultAt } from './field-fault.ts';
import type { Subject } from './find-subject.ts';

type Trx = Transaction<Database>;

/** What a debit is told of. */
interface DebitContext {
  subject: Subject & { accountId: string };
  by: string;
  now: Instant;
}

const notAllowed = ({ reason, remedy }: Refusal): Problem => new Problem('not-allowed-now', { reason, remedy });

async function readAccount(trx: Trx, { subject }: DebitContext): Promise<StandingFacts> {
  const account = (await loadStandingFacts(trx, [subject.accountId])).get(subject.accountId);
  if (account === undefined) throw new Problem('unknown-account', { account: subject.name });
  return account;
}

/**
 * The body of a debit that may be scheduled. The account is locked. Throws `fact-invalid` for an id that another debit
 * has or dues that are not there, and `not-allowed-now` when nothing may be drawn.
 */
export async function scheduledDebit(
  trx: Trx,
  { debit, ...wanted }: WantedDebit & { debit: string },
  context: DebitContext,
  known: boolean,
): Promise<DebitFactBodies['debit-scheduled']> {
  const { minor, on, mandate = '', dues = [] } = wanted;
  if (known) return { debit, minor, on, mandate, dues: [...dues], by: context.by };
  if ((await findDebits(trx, context.subject.creditorId, [debit])).has(debit))
    throw faultAt(
      'fact-invalid',
      '/data/debit',
      'names a debit that was scheduled before: give an id of its own',
      'debit',
    );
  const account = await readAccount(trx, context);
  const standing = standingOf(account, context.now);
  const strange = (wanted.dues ?? []).find((due) => !standing.position.open.some((open) => open.on === due));
  if (strange !== undefined)
    throw faultAt('fact-invalid', '/data/dues', `${strange} is no unpaid due of this account`, 'debit');
  const answer = scheduling(account, standing, wanted);
  if (answer.kind === 'refused') throw notAllowed(answer);
  return { debit, minor, on, mandate: answer.mandate, dues: answer.dues, by: context.by };
}

/** Throws `fact-invalid` for a debit that is not there, `not-allowed-now` for one that was answered. */
export async function needScheduled(trx: Trx, named: string, context: DebitContext): Promise<void> {
  const { facts } = await readAccount(trx, context);
  const debit = debitsOf(facts).find(({ debit }) => debit === named);
  if (debit === undefined)
    throw faultAt(
      'fact-invalid',
      '/data/debit',
      'names no debit of this account: npx arrears debit list has them',
      'debit',
    );
  if (debit.state !== 'scheduled')
    throw notAllowed({
      reason: `the debit is not scheduled any more: ${debit.state}`,
      remedy: 'Nothing is left to cancel; money that was drawn wrongly goes back by a refund.',
    });
}

/** Keeps a debit that was scheduled by its id. */
export async function storeDebit(
  trx: Trx,
  factId: string,
  { accountId, body }: Extract<AccountFactInput, { kind: 'debit-scheduled' }>,
): Promise<void> {
  await sql`
    insert into debit (creditor_id, debit, account_id, fact_id)
    select creditor_id, ${body.debit}, id, ${factId}::uuid
    from account
    where id = ${accountId}::uuid
    on conflict (creditor_id, debit) do nothing`.execute(trx);
}

/** The account of each debit that is known, by the id of the debit. */
export async function findDebits(
  db: Kysely<Database>,
  creditorId: string,
  debits: readonly string[],
): Promise<Map<string, { accountId: string; number: string }>> {
  if (debits.length === 0) return new Map();
  const { rows } = await sql<{ debit: string; accountId: string; number: string }>`
    select d.debit, d.account_id as "accountId", a.number
    from debit d
    join account a on a.id = d.account_id
    where d.creditor_id = ${creditorId}::uuid
      and d.debit = any(${[...debits]}::text[])`.execute(db);
  return new Map(rows.map(({ debit, ...account }) => [debit, account]));
}
