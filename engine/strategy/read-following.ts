/** Which strategy an account follows, in which segment it is and why, and what changed. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { wireMoment } from '../../domain/contracts/answer.ts';
import type { StoryView } from '../../domain/contracts/story-view.ts';
import type { Reason } from '../../domain/stage.ts';
import type { Instant } from '../../domain/time.ts';

/** Changes that are shown. */
const SHOWN = 10;

interface ChangeRow {
  at: Instant;
  move: string | null;
  strategy: string | null;
  segment: string | null;
  because: { v: 1; because: readonly Reason[] };
}

/** null for an account that never followed a strategy, moves to none and is in no experiment. */
export async function readFollowing(db: Kysely<Database>, accountId: string): Promise<StoryView['strategy']> {
  const account = await db
    .selectFrom('account')
    .leftJoin('strategy_move', 'strategy_move.id', 'account.strategy_move')
    .select([
      'strategy',
      'segment',
      'segment_since',
      'withheld',
      'strategy_move.id as move',
      'to_strategy',
      'strategy_move.at',
    ])
    .where('account.id', '=', accountId)
    .executeTakeFirstOrThrow();
  const { rows } = await sql<ChangeRow>`
    select at, move_id as move, strategy_after as strategy, segment_after as segment, because
    from segment_change
    where account_id = ${accountId}
    order by no desc
    limit ${SHOWN}`.execute(db);
  const { strategy, segment, segment_since: since, withheld, move, to_strategy: to, at } = account;
  const experiment =
    (await db
      .selectFrom('experiment_person as entered')
      .innerJoin('account_person as of', 'of.person_id', 'entered.person_id')
      .select(['experiment as name', 'arm', 'entered_on as since'])
      .where('of.account_id', '=', accountId)
      .where('of.role', '=', 'debtor')
      .executeTakeFirst()) ?? null;
  if (strategy === null && move === null && experiment === null && rows.length === 0) return null;
  const changes = rows.map(({ because: stored, ...row }) => ({
    ...row,
    at: wireMoment(row.at),
    because: stored.because.map(({ words }) => words),
  }));
  return { version: strategy, segment, since, withheld, moving: at === null ? null : { to, at }, experiment, changes };
}
