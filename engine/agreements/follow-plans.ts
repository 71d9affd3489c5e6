/** Tells the lender's book what became of plans: broken, ended or replaced, and what a paid settlement waives. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { bySystem } from '../../domain/act.ts';
import {
  type GivenOrder,
  type PlanOrder,
  planOrders,
  settledNow,
  waiversTakenBack,
} from '../../domain/agreements/book-orders.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { Problem } from '../../domain/problems.ts';
import { standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';
import type { FactInput } from '../facts/fact-input.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { type BookOrder, instructBook } from '../instructions/instruct-book.ts';

/** An instruction with the account that has it. */
interface Given extends GivenOrder {
  readonly account: string;
}

/**
 * Instructs the book about the plans of accounts that are locked and open. Each end is told once; a waiver is taken
 * back while the book has not booked it, where the money of its settlement is gone again. A settlement ends its account
 * once its certificate is due and the book has answered.
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
    const fresh = planOrders(facts, now).filter(({ key }) => !given.some((known) => known.key === key));
    for (const order of fresh) await instruct(trx, facts.accountId, order, now);
    const more = [...takenBack(facts, given, now), ...(fresh.length === 0 ? closing(facts, given, now) : [])];
    await recordFacts(trx, more, bySystem('plans', now));
  }
}

/** What the account does not take now, since another waiver is being booked, is told at a later evaluation. */
async function instruct(trx: Transaction<Database>, accountId: string, order: PlanOrder, now: Instant): Promise<void> {
  const act = bySystem('plans', now);
  try {
    if (order.kind === 'waiver') await instructBook(trx, act, { accountId, ...order } satisfies BookOrder<'waiver'>);
    else await instructBook(trx, act, { accountId, ...order } satisfies BookOrder<'plan-cancelled'>);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

/** Waivers of settlements whose money came back. */
function takenBack(facts: AccountFacts, given: readonly Given[], now: Instant): FactInput[] {
  return waiversTakenBack(facts, given, now).map(({ id }) => ({
    ...{ accountId: facts.accountId, kind: 'book-withdrawn', source: 'plans', externalId: id, occurredAt: now },
    body: { instruction: id, reason: 'the money of the settlement came back', by: 'plans' },
  }));
}

/** The end of an account that is settled in part. */
function closing(facts: AccountFacts, given: readonly Given[], now: Instant): FactInput[] {
  const key = settledNow(facts, given, now);
  if (key === null) return [];
  return [
    {
      ...{ accountId: facts.accountId, kind: 'closed', source: 'plans', externalId: key, occurredAt: now },
      body: { how: 'settled' },
    },
  ];
}
