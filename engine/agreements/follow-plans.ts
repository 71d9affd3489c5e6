/** Tells the lender's book what became of plans: broken, ended or replaced, and what a paid settlement waives. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { bySystem } from '../../domain/act.ts';
import type { Agreement } from '../../domain/agreements/agreements.ts';
import { closesAt } from '../../domain/agreements/quiet.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { InstructionState } from '../../domain/instruction-facts.ts';
import { coverComponents, sumOf } from '../../domain/money/components.ts';
import { Problem } from '../../domain/problems.ts';
import { standingOf } from '../../domain/standing.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import type { FactInput } from '../facts/fact-input.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { type BookOrder, instructBook } from '../instructions/instruct-book.ts';
import { planOf, type WaivedPart, waivedIn, waivedParts } from './waived.ts';

type Order = BookOrder<'plan-cancelled'> | BookOrder<'waiver'>;

/** An instruction that an account has. */
interface Given {
  readonly id: string;
  readonly account: string;
  readonly key: string;
  readonly state: InstructionState;
}

/**
 * Instructs the book about the plans of accounts that are locked and open. Each end is told once; a waiver is taken back
 * while the book has not booked it, where the money of its settlement is gone again. A settlement ends its account once
 * its certificate is due and the book has answered.
 */
export async function followPlans(
  trx: Transaction<Database>,
  accounts: Iterable<AccountFacts>,
  now: Instant,
): Promise<void> {
  const open = [...accounts].filter((facts) => !facts.closed && standingOf(facts, now).agreement !== null);
  if (open.length === 0) return;
  const { rows } = await sql<Given>`
    select id, account_id as account, key, state
    from book_instruction
    where account_id = any(${open.map(({ accountId }) => accountId)}::uuid[])`.execute(trx);
  for (const facts of open) {
    const given = rows.filter(({ account }) => account === facts.accountId);
    const fresh = ordersFor(facts, now).filter(({ key }) => !given.some((known) => known.key === key));
    for (const order of fresh) await instruct(trx, order, now);
    const more = [...takenBack(facts, given, now), ...(fresh.length === 0 ? closing(facts, given, now) : [])];
    await recordFacts(trx, more, bySystem('plans', now));
  }
}

/** What the account does not take now, since another waiver is being booked, is told at a later evaluation. */
async function instruct(trx: Transaction<Database>, order: Order, now: Instant): Promise<void> {
  const act = bySystem('plans', now);
  try {
    if (order.kind === 'waiver') await instructBook(trx, act, order as BookOrder<'waiver'>);
    else await instructBook(trx, act, order as BookOrder<'plan-cancelled'>);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

/** Waivers of settlements whose money came back. */
function takenBack(facts: AccountFacts, given: readonly Given[], now: Instant): FactInput[] {
  const { agreements } = standingOf(facts, now);
  const lost = agreements.filter(({ state }) => state !== 'kept').map(({ id }) => waiverKey(id));
  return given
    .filter(({ key, state }) => state === 'open' && lost.includes(key))
    .map(({ id }) => ({
      ...{ accountId: facts.accountId, kind: 'book-withdrawn', source: 'plans', externalId: id, occurredAt: now },
      body: { instruction: id, reason: 'the money of the settlement came back', by: 'plans' },
    }));
}

/** The end of an account that is settled in part. */
function closing(facts: AccountFacts, given: readonly Given[], now: Instant): FactInput[] {
  const standing = standingOf(facts, now);
  const from = closesAt({ standing, facts });
  if (from === null || from > localDate(now, facts.creditor.zone) || standing.agreement === null) return [];
  const key = waiverKey(standing.agreement.id);
  if (given.some((known) => known.key === key && known.state === 'open')) return [];
  return [
    {
      ...{ accountId: facts.accountId, kind: 'closed', source: 'plans', externalId: key, occurredAt: now },
      body: { how: 'settled' },
    },
  ];
}

const waiverKey = (plan: string): string => `plan/${plan}/waiver`;

const REASONS = { broken: 'broken', ended: 'ended', replaced: 'replaced' } as const;

function ordersFor(facts: AccountFacts, now: Instant): Order[] {
  const { agreements } = standingOf(facts, now);
  const effectiveOn = localDate(now, facts.creditor.zone);
  return agreements.flatMap((agreement): Order[] => {
    const { id, state, accepted, said } = agreement;
    // What the book was never told of it need not take back.
    if (accepted?.said.instruction === undefined) return [];
    const common = { accountId: facts.accountId, effectiveOn };
    if (state === 'broken' || state === 'ended' || state === 'replaced')
      return [
        { ...common, kind: 'plan-cancelled', body: { agreement: id, reason: REASONS[state] }, key: `plan/${id}/end` },
      ];
    const components = state === 'kept' && said.settlement ? waivedBy(agreement, facts, now) : [];
    return components.length === 0 ? [] : [{ ...common, kind: 'waiver', body: { components }, key: waiverKey(id) }];
  });
}

/** What a settlement waives of each component, by its terms; at most what is still owed. */
function waivedBy({ said }: Agreement, facts: AccountFacts, now: Instant): WaivedPart[] {
  const { balance } = standingOf(facts, now);
  const plan = planOf(said, localDate(now, facts.creditor.zone));
  const { discount } = waivedIn(plan);
  const most = balance < 0n ? 0n : balance;
  const { paid } = coverComponents(discount, most < sumOf(discount) ? most : sumOf(discount), plan.terms.order);
  return waivedParts(paid, facts.currency);
}
