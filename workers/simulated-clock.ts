/**
 * Moves the simulated clock of a demo or test to the next moment at which anything is due, at most at its set speed. It
 * skips empty time and stands still while anything due is unsettled. In production the business clock is the wall
 * clock, and this does nothing.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Instant } from '../domain/time.ts';
import { isSettled, nextDue } from '../engine/effects/next-due.ts';

interface SimulatedClockDeps {
  db: Kysely<Database>;
  /** Called after each move of the clock, and again while due work stays open. */
  sweep(): Promise<void>;
  stopped(): boolean;
}

/** Wall milliseconds between checks for open work: short after the clock moved, then longer. */
const POLL_MS = [5, 10, 20, 40] as const;
const IDLE_MS = 25;
/**
 * Wall milliseconds after which the sweep is repeated while due work stays open. This is the cost of a lost job or
 * nudge.
 */
const SWEEP_AGAIN_MS = 250;

interface ClockRow {
  mode: 'wall' | 'simulated';
  now_at: Instant;
  run_to: Instant | null;
  speed: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs until stopped. The caller holds the lock that makes it the only process moving the clock. */
export async function runSimulatedClock(deps: SimulatedClockDeps): Promise<void> {
  let movedAt = performance.now();
  let sweptAt = 0;
  let polls = 0;
  while (!deps.stopped()) {
    const clock = (await deps.db
      .selectFrom('clock')
      .select(['mode', 'now_at', 'run_to', 'speed'])
      .executeTakeFirstOrThrow()) as ClockRow;
    if (clock.mode !== 'simulated') return;
    if (!(await isSettled(deps.db, clock.now_at))) {
      if (performance.now() - sweptAt > SWEEP_AGAIN_MS) {
        await deps.sweep();
        sweptAt = performance.now();
      }
      await pause(POLL_MS[Math.min(polls, POLL_MS.length - 1)] as number);
      polls += 1;
      continue;
    }
    if (clock.run_to === null || clock.now_at >= clock.run_to) {
      movedAt = performance.now();
      await pause(IDLE_MS);
      continue;
    }
    const target = Math.min((await nextDue(deps.db, clock.now_at)) ?? clock.run_to, clock.run_to);
    const earliest = movedAt + (target - clock.now_at) / clock.speed;
    if (earliest > performance.now()) await pause(Math.min(earliest - performance.now(), 100));
    if (performance.now() + 1 < earliest) continue;
    // Compare and set: a process that has lost the lock must not turn the clock back.
    await sql`
      update clock
      set now_at = ${new Date(target)}, updated_at = clock_timestamp()
      where now_at = ${new Date(clock.now_at)}`.execute(deps.db);
    movedAt = performance.now();
    polls = 0;
    await deps.sweep();
    sweptAt = performance.now();
  }
}
