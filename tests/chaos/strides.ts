/**
 * Moves the simulated clock in strides. The product's clock stops at every due moment; under faults each stop may cost
 * seconds, so here everything due within a quarter of an hour becomes due together. Like the product's clock, this one
 * stands still while anything due is unsettled.
 */
import { type Kysely, sql } from 'kysely';
import { readClock } from '../../db/clock.ts';
import type { Database } from '../../db/schema.ts';
import { type Instant, MINUTE_MS } from '../../domain/time.ts';
import { isSettled, nextDue } from '../../engine/effects/next-due.ts';

const STRIDE_MS = 15 * MINUTE_MS;

/**
 * Checks the clock and moves it one stride if it may go. Returns true once it stands at `end` and everything due is
 * settled. Throws while Postgres is away.
 */
export async function stride(db: Kysely<Database>, end: Instant): Promise<boolean> {
  const { now } = await readClock(db);
  if (!(await isSettled(db, now))) return false;
  if (now >= end) return true;
  const next = (await nextDue(db, now)) ?? end;
  const to = Math.min(Math.ceil(next / STRIDE_MS) * STRIDE_MS, end);
  await sql`
    update clock
    set now_at = ${new Date(to)}, run_to = null, updated_at = clock_timestamp()
    where now_at = ${new Date(now)}`.execute(db);
  return false;
}
