/** Reads which accounts follow a strategy, and stores what an evaluation changed of it (domain/strategy/decide-following.ts). */
import { type Kysely, sql, type Transaction } from 'kysely';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import type { Rulebook } from '../../domain/rules.ts';
import type { Follower, SegmentChange, StrategyMove } from '../../domain/strategy/decide-following.ts';
import type { ScoreClass } from '../../domain/strategy/score/axes.ts';
import type { Instant } from '../../domain/time.ts';

interface FollowerRow {
  id: string;
  stage: string;
  ability: ScoreClass;
  willingness: ScoreClass;
  move: string | null;
  at: StrategyMove['at'] | null;
  to: string | null;
}

/**
 * Those of the accounts that follow a strategy, or move to one; the others follow the ladder of the code. An evaluation
 * locks them first.
 */
export async function readFollowers(
  db: Kysely<Database>,
  { strategies }: Rulebook,
  accountIds: readonly string[],
): Promise<Map<string, Follower>> {
  if (strategies === undefined || strategies.revision === 0 || accountIds.length === 0) return new Map();
  const { rows } = await sql<FollowerRow>`
    select a.id, a.stage, coalesce(s.ability, 'unknown') as ability, coalesce(s.willingness, 'unknown') as willingness,
      m.id as move, m.at, m.to_strategy as to
    from account a
    left join account_score s on s.account_id = a.id
    left join strategy_move m on m.id = a.strategy_move
    where a.id = any(${[...accountIds]}::uuid[])
      and (a.strategy is not null or a.strategy_move is not null)`.execute(db);
  return new Map(
    rows.map(({ id, stage, ability, willingness, move, at, to }) => [
      id,
      { stage, classes: { ability, willingness }, move: move === null || at === null ? null : { id: move, at, to } },
    ]),
  );
}

/** Stores changes of strategy and segment. The accounts are locked. */
export async function storeSegmentChanges(
  trx: Transaction<Database>,
  changes: readonly SegmentChange[],
  now: Instant,
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ before, after, because, move }) => ({
    id: after.accountId,
    move,
    strategy_before: before.strategy?.id ?? null,
    segment_before: before.strategy?.segment ?? null,
    strategy: after.strategy?.id ?? null,
    segment: after.strategy?.segment ?? null,
    since: after.strategy?.since ?? null,
    withheld: after.strategy?.withheld ?? false,
    because: { v: 1, because },
  }));
  await sql`
    with r as (
      select *
      from ${rowsOf(rows, {
        id: 'uuid',
        move: 'uuid',
        strategy_before: 'text',
        segment_before: 'text',
        strategy: 'text',
        segment: 'text',
        since: 'date',
        withheld: 'boolean',
        because: 'jsonb',
      })}),

    changed as (
      update account a
      set strategy = r.strategy,
        segment = r.segment,
        segment_since = r.since,
        withheld = r.withheld,
        strategy_move = case when r.move is null then a.strategy_move end
      from r
      where a.id = r.id
      returning a.id, a.creditor_id)

    insert into segment_change (
      account_id, creditor_id, at, move_id, strategy_before, segment_before, strategy_after, segment_after, because)
    select c.id, c.creditor_id, ${new Date(now)}, r.move, r.strategy_before, r.segment_before, r.strategy, r.segment,
      r.because
    from changed c
    join r on r.id = c.id`.execute(trx);
}
