/** Tells the lender's book what became of plans: broken, ended or replaced, and what a paid settlement waives. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { bySystem } from '../../domain/act.ts';
import type { Agreement } from '../../domain/agreements/agreements.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { coverComponents, sumOf } from '../../domain/money/components.ts';
import { standingOf } from '../../domain/standing.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { type BookOrder, instructBook } from '../instructions/instruct-book.ts';
import { planOf, type WaivedPart, waivedIn, waivedParts } from './waived.ts';

type Order = BookOrder<'plan-cancelled'> | BookOrder<'waiver'>;

/**
 * Instructs the book about the plans of accounts that are locked and open. Each end is told once; a waiver is taken back
 * while the book has not booked it, where the money of its settlement is gone again.
 */
export async function followPlans(
  trx: Transaction<Database>,
  accounts: Iterable<AccountFacts>,
  now: Instant,
): Promise<void> {
  const act = bySystem('plans', now);
  const open = [...accounts].filter((facts) => !facts.closed && standingOf(facts, now).agreement !== null);
  if (open.length === 0) return;
  const { rows } = await sql<{ id: string; account: string; key: string; state: string }>`
    select id, account_id as account, key, state
    from book_instruction
    where account_id = any(${open.map(({ accountId }) => accountId)}::uuid[])`.execute(trx);
  for (const facts of open) {
    const given = rows.filter(({ account }) => account === facts.accountId);
    for (const order of ordersFor(facts, now)) {
      if (given.some(({ key }) => key === order.key)) continue;
      if (order.kind === 'waiver') await instructBook(trx, act, order as BookOrder<'waiver'>);
      else await instructBook(trx, act, order as BookOrder<'plan-cancelled'>);
    }
    const lost = standingOf(facts, now).agreements.filter(({ state }) => state !== 'kept');
    const keys = lost.map(({ id }) => waiverKey(id));
    const undone = given.filter(({ key, state }) => state === 'open' && keys.includes(key));
    await recordFacts(
      trx,
      undone.map(({ id }) => ({
        accountId: facts.accountId,
        kind: 'book-withdrawn' as const,
        body: { instruction: id, reason: 'the money of the settlement came back', by: 'plans' },
        source: 'plans',
        externalId: id,
        occurredAt: now,
      })),
      act,
    );
  }
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
