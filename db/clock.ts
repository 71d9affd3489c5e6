/** The business clock: the wall clock in production, a row in demo and tests (workers/simulated-clock.ts moves it). */
import { type Kysely, sql } from 'kysely';
import { Problem } from '../domain/problems.ts';
import type { Instant } from '../domain/time.ts';
import type { Database } from './schema.ts';

/** The clock as read. `runTo` is the moment to which a simulated clock runs, if any. */
export interface ClockState {
  mode: 'wall' | 'simulated';
  now: Instant;
  runTo: Instant | null;
  /** Business seconds a wall second, at most. */
  speed: number;
}

/** Reads the clock. On a wall clock `now` is this process's time. */
export async function readClock(db: Kysely<Database>): Promise<ClockState> {
  const row = await db.selectFrom('clock').select(['mode', 'now_at', 'run_to', 'speed']).executeTakeFirstOrThrow();
  const simulated = row.mode === 'simulated';
  return { mode: row.mode, now: simulated ? row.now_at : Date.now(), runTo: row.run_to, speed: row.speed };
}

/** Business time now. */
export async function businessNow(db: Kysely<Database>): Promise<Instant> {
  return (await readClock(db)).now;
}

/** Makes the clock a simulated clock that stands at `now`. For demo and tests, on an empty database. */
export async function simulateClock(db: Kysely<Database>, now: Instant, speed: number): Promise<void> {
  await db
    .updateTable('clock')
    .set({ mode: 'simulated', now_at: new Date(now), run_to: null, speed })
    .execute();
}

/**
 * Lets a simulated clock run to a moment, never backwards. It arrives when everything due before is settled. Throws
 * `clock-not-simulated`.
 */
export async function runClockTo(db: Kysely<Database>, to: Instant, speed?: number): Promise<ClockState> {
  const { numUpdatedRows } = await db
    .updateTable('clock')
    .set({ run_to: sql<Date>`greatest(${new Date(to)}, now_at)`, ...(speed === undefined ? {} : { speed }) })
    .where('mode', '=', 'simulated')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Problem('clock-not-simulated');
  return readClock(db);
}
