/** What a worker does again and again beside its jobs: it says that it lives, sweeps, and on a simulated clock one of all governs. */
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { enqueueDue, ensureTasks, nudgeStale, type SweepDeps, sweep } from '../engine/effects/sweep.ts';
import type { EpochWatch } from '../engine/restore/watch-epoch.ts';
import { runSimulatedClock } from './simulated-clock.ts';

const HEARTBEAT_MS = 2000;
const REPAIR_MS = 10_000;
const WATCH_MS = 15_000;
const GOVERN_AGAIN_MS = 500;
/** Any number, the same in all processes. */
const GOVERNOR_LOCK = 7_302_000;

export interface Scheduler {
  stop(): Promise<void>;
}
export interface SchedulerOptions {
  /** Version of the rules that this process decides by. */
  decider: number;
  sweepMs: number;
  /** Logs what failed and goes on. */
  logAndContinue(words: string): (error: unknown) => void;
  /** Which database this is, compared and marked with each heartbeat. */
  epoch: Pick<EpochWatch, 'raise'>;
  /** Registers at Temporal what a server that was lost and begun anew does not know. */
  repairTemporal(): Promise<void>;
  /** One round of the watch over the invariants (engine/checks/watch.ts). */
  watch(): Promise<void>;
}

/** Starts heartbeat, sweep and, on a simulated clock, the governor of whichever process holds the lock. */
export async function startScheduler(
  deps: SweepDeps,
  { decider, sweepMs, logAndContinue, epoch, repairTemporal, watch }: SchedulerOptions,
): Promise<Scheduler> {
  const id = uuidv7();
  await deps.db.insertInto('worker').values({ id, decider }).execute();
  const state = { stopped: false };
  const seen = () => deps.db.updateTable('worker').set({ seen_at: new Date() }).where('id', '=', id).execute();
  const loops = [
    repeat(state, HEARTBEAT_MS, () => seen().catch(logAndContinue('the heartbeat failed'))),
    repeat(state, HEARTBEAT_MS, () =>
      epoch.raise().catch(logAndContinue('the database could not be compared with what was seen of it')),
    ),
    repeat(state, REPAIR_MS, () =>
      repairTemporal().catch(logAndContinue('Temporal could not be asked for its search attributes')),
    ),
    repeat(state, WATCH_MS, () => watch().catch(logAndContinue('the invariants could not be asked'))),
    repeat(state, sweepMs, () => sweep(deps).catch(logAndContinue('a sweep failed'))),
  ];
  if (deps.simulated)
    loops.push(
      repeat(state, GOVERN_AGAIN_MS, () => tryToRunClock(deps, state).catch(logAndContinue('the governor failed'))),
    );
  return {
    async stop() {
      state.stopped = true;
      await Promise.all(loops);
      const gone = deps.db.deleteFrom('worker').where('id', '=', id).execute();
      await gone.catch(() => undefined);
    },
  };
}

/** Runs with a pause that jitters, so that workers do not sweep in step. */
async function repeat(state: { stopped: boolean }, everyMs: number, run: () => Promise<unknown>): Promise<void> {
  while (!state.stopped) {
    await run();
    for (let left = everyMs * (0.75 + Math.random() / 2); left > 0 && !state.stopped; left -= 100)
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, 100)));
  }
}

async function tryToRunClock(deps: SweepDeps, state: { stopped: boolean }): Promise<void> {
  await deps.db.connection().execute(async (own) => {
    const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(${GOVERNOR_LOCK}) as held`.execute(own);
    if (!rows[0]?.held) return;
    const governorDeps = {
      db: deps.db,
      stopped: () => state.stopped,
      sweep: async () => {
        await ensureTasks(deps);
        await nudgeStale(deps);
        await enqueueDue(deps);
      },
    };
    await runSimulatedClock(governorDeps).finally(() => sql`select pg_advisory_unlock(${GOVERNOR_LOCK})`.execute(own));
  });
}
