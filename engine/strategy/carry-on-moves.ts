/**
 * The sweep of moves: tells the accounts of the oldest move that they switch, and before that takes back those of moves
 * that were undone. One batch a sweep, in one transaction with the place that it reached: after a crash the next sweep
 * goes on from there.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Instant } from '../../domain/time.ts';
import { askForEvaluation } from '../facts/record-facts.ts';
import { findFollowers } from './followers.ts';
import { takeBack, type UndoneMove } from './take-back.ts';

/** Accounts a sweep. */
const BATCH = 500;

type OpenMove = UndoneMove & { told_up_to: string | null; undone: boolean };

/** Tells or takes back the next accounts, at most `batch`. Safe to run on many workers. */
export async function carryOnMoves(
  { db, now: clock }: { db: Kysely<Database>; now(): Promise<Instant> },
  batch = BATCH,
): Promise<void> {
  const now = await clock();
  await inTransaction(db, async (trx) => {
    const move = await acquireMove(trx);
    if (move === null) return;
    if (move.undone) await takeBack(trx, move, now, batch);
    else await tell(trx, move, now, batch);
  });
}

/**
 * Locks the move whose turn it is. Not FOR UPDATE: an evaluation that switches an account needs the key of its move
 * while it holds the account, and here it is the other way round.
 */
async function acquireMove(trx: Transaction<Database>): Promise<OpenMove | null> {
  const { rows } = await sql<OpenMove>`
    select id, creditor_id, from_strategy, to_strategy, told_up_to, undone_up_to, kept, undone_at is not null as undone
    from strategy_move
    where told_at is null or (undone_at is not null and undo_told_at is null)
    order by undone_at, made_at, id
    limit 1
    for no key update skip locked`.execute(trx);
  return rows[0] ?? null;
}

/** Tells the next accounts: each evaluation switches its account, now or when it would enter another stage. */
async function tell(trx: Transaction<Database>, move: OpenMove, now: Instant, limit: number): Promise<void> {
  const { id, creditor_id: creditorId, from_strategy: strategy, told_up_to: after } = move;
  const ids = await findFollowers(trx, { creditorId, strategy, after, limit }, sql`for no key update`);
  if (ids.length > 0) {
    await sql`
      update account
      set strategy_move = ${id}::uuid
      where id = any(${ids}::uuid[])`.execute(trx);
    await askForEvaluation(trx, ids);
  }
  await sql`
    update strategy_move
    set told = told + ${ids.length}, told_up_to = ${ids.at(-1) ?? after}::uuid,
      told_at = ${ids.length < limit ? new Date(now) : null}::timestamptz
    where id = ${id}::uuid`.execute(trx);
}
