/** How a person closes a lane and opens it again. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import type { Channel } from '../../domain/channels.ts';
import { dequeueLane } from '../effects/find-due.ts';
import { clearLanes } from '../effects/lane-pauses.ts';
import { type Freed, freeEffects, joinFreed, NOTHING_FREED } from './free-effects.ts';

/** Closes a lane: nothing more is sent by it until a person opens it. */
export async function closeLane(db: Kysely<Database>, lane: string, reason: string): Promise<void> {
  await sql`
    insert into lane (name, closed_since, reason)
    values (${lane}, clock_timestamp(), ${reason})
    on conflict (name) do update
    set closed_since = coalesce(lane.closed_since, excluded.closed_since),
      reason = excluded.reason`.execute(db);
}

/** Opens a lane again and frees what failed on it. */
export async function openLane(db: Kysely<Database>, lane: Channel, act: Act): Promise<Freed> {
  const opened: Freed = { ...NOTHING_FREED, lanes: await clearLanes(db, [lane]) };
  // Jobs that came while the lane was closed were dropped.
  await dequeueLane(db, lane);
  const failed = await db
    .selectFrom('effect')
    .select(['id', 'account_id'])
    .where('channel', '=', lane)
    .where('state', '=', 'failed')
    .orderBy('id')
    .execute();
  const freed: Freed[] = [];
  for (const effect of failed)
    freed.push(await inTransaction(db, (trx) => freeEffects(trx, effect.account_id, act.now, effect.id)));
  return joinFreed([opened, ...freed]);
}
