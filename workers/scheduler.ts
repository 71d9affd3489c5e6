/**
 * What a worker repeats beside its jobs: heartbeat, sweep, invariant watch, conduct of agencies and their files of
 * contacts, files of instructions to the book. A single worker also moves a simulated clock.
 */
import { sql } from 'kysely';
import { enqueueDue } from '../engine/effects/fill-queue.ts';
import { ensureTasks, nudgeStale, type SweepDeps, sweep } from '../engine/effects/sweep.ts';
import type { EpochWatch } from '../engine/restore/watch-epoch.ts';
import { runSimulatedClock } from './simulated-clock.ts';

const HEARTBEAT_MS = 2000;
const REPAIR_MS = 10_000;
const WATCH_MS = 15_000;
const CLOCK_RETRY_MS = 500;
/** An arbitrary number, the same in all processes. */
const CLOCK_LOCK = 7_302_000;

interface Scheduler {
  stop(): Promise<void>;
}
interface SchedulerOptions {
  /** Of this worker: others leave it hints by this name. */
  id: string;
  /** Version of the rules by which this process decides. */
  decider: number;
  sweepMs: number;
  /** Logs a failure and continues. */
  logAndContinue(words: string): (error: unknown) => void;
  /** Compares the database's epoch and raises its mark; called with each heartbeat. */
  epoch: Pick<EpochWatch, 'raise'>;
  /** Registers search attributes that a replaced Temporal server does not know. */
  repairTemporal(): Promise<void>;
  /** One round of the invariant checks (engine/checks/watch.ts). */
  watch(): Promise<void>;
  /** Judges contacts of which agencies told (engine/contacts/judge-conduct.ts). */
  judgeContacts(): Promise<unknown>;
  /** Builds and sends the files of contacts of agencies (engine/contacts/contact-files.ts). */
  keepContactFiles(): Promise<unknown>;
  /** Builds and sends the files of instructions to the book (engine/instructions/book-files.ts). */
  keepBookFiles(): Promise<unknown>;
}

/** Starts all repetitions. On a simulated clock, the process that holds the lock also moves the clock. */
export async function startScheduler(
  deps: SweepDeps,
  {
    id,
    decider,
    sweepMs,
    logAndContinue,
    epoch,
    repairTemporal,
    watch,
    judgeContacts,
    keepContactFiles,
    keepBookFiles,
  }: SchedulerOptions,
): Promise<Scheduler> {
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
    repeat(state, sweepMs, () => judgeContacts().catch(logAndContinue('the contacts of agencies could not be judged'))),
    repeat(state, sweepMs, () => keepContactFiles().catch(logAndContinue('a file of contacts failed'))),
    repeat(state, sweepMs, () => keepBookFiles().catch(logAndContinue('a file of instructions failed'))),
    repeat(state, sweepMs, () => sweep(deps).catch(logAndContinue('a sweep failed'))),
  ];
  if (deps.simulated)
    loops.push(
      repeat(state, CLOCK_RETRY_MS, () => tryToRunClock(deps, state).catch(logAndContinue('the governor failed'))),
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

/** Repeats `run` with a jittered pause, so that workers do not sweep in step. */
async function repeat(state: { stopped: boolean }, everyMs: number, run: () => Promise<unknown>): Promise<void> {
  while (!state.stopped) {
    await run();
    for (let left = everyMs * (0.75 + Math.random() / 2); left > 0 && !state.stopped; left -= 100)
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, 100)));
  }
}

async function tryToRunClock(deps: SweepDeps, state: { stopped: boolean }): Promise<void> {
  await deps.db.connection().execute(async (own) => {
    const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(${CLOCK_LOCK}) as held`.execute(own);
    if (!rows[0]?.held) return;
    const clockDeps = {
      db: deps.db,
      stopped: () => state.stopped,
      sweep: async () => {
        await ensureTasks(deps);
        await nudgeStale(deps);
        await enqueueDue(deps);
      },
    };
    await runSimulatedClock(clockDeps).finally(() => sql`select pg_advisory_unlock(${CLOCK_LOCK})`.execute(own));
  });
}
