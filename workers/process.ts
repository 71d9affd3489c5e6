/** Puts a worker process together: database, queue, channels, Temporal, sweep, governor. Tests use it within their own process. */
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { type LookDeps, lookAt } from '../activities/look.ts';
import type { ChannelAdapter } from '../channels/channel.ts';
import { openChannels } from '../channels/index.ts';
import { migrate } from '../db/migrate.ts';
import type { Settlement } from '../db/queries/settle-effects.ts';
import type { Channel } from '../domain/channels.ts';
import { DECIDER } from '../domain/decide.ts';
import type { Policy } from '../domain/policies/policy.ts';
import { Problem } from '../domain/problems.ts';
import type { Ladder } from '../domain/stage.ts';
import type { Instant } from '../domain/time.ts';
import { businessNow, readClock } from '../platform/clock.ts';
import { collect } from '../platform/collector.ts';
import type { Config } from '../platform/config.ts';
import { checkDatabase, openDatabase, openPool } from '../platform/database.ts';
import { type Logger, limitLog } from '../platform/logger.ts';
import { openLanes, QUEUE_POOL_SIZE } from '../platform/queue.ts';
import { ensureSearchAttributes, nudgeAccounts, nudgeCycles, openTemporal } from '../platform/temporal.ts';
import { LADDER } from '../stages/index.ts';
import { settle } from './carry-out.ts';
import { type ClaimDeps, claim } from './claim.ts';
import { govern } from './governor.ts';
import { shareOut, workLanes } from './outreach.ts';
import { outgoingFor } from './reporting.ts';
import { enqueueDue, type SweepDeps, sweep, wakeStale } from './sweep.ts';
import { startTemporalWorker } from './temporal.ts';

export type WorkerConfig = Config & { DATABASE_URL: string; TEMPORAL_ADDRESS: string };
export interface WorkerOptions {
  ladder?: Ladder;
  policies?: readonly Policy[];
  /** Other adapters than the configured ones, by channel. */
  channels?: Readonly<Partial<Record<Channel, ChannelAdapter>>>;
}
export interface WorkerProcess {
  stop(): Promise<void>;
}

/** Processes that the connection sum is computed for: two workers and the API. */
const PROCESSES = 3;
const COLLECT = { waitMs: 12, most: 100 };
const HEARTBEAT_MS = 2000;
/** Any number, the same in all processes. */
const GOVERNOR_LOCK = 7_302_000;

export async function startWorker(config: WorkerConfig, logger: Logger, options: WorkerOptions = {}): Promise<WorkerProcess> {
  const pool = openPool(config.DATABASE_URL, { size: config.DATABASE_POOL_SIZE, name: 'arrears worker' });
  await checkDatabase(pool, config.DATABASE_URL, PROCESSES * (config.DATABASE_POOL_SIZE + QUEUE_POOL_SIZE));
  const db = openDatabase(pool);
  await migrate(db);
  await stepAside(db);
  const lanes = await openLanes(config, logger);
  const temporal = await openTemporal(config);
  await ensureSearchAttributes(temporal);
  const channels = { ...openChannels({ home: config.home, smtpUrl: config.SMTP_URL }), ...options.channels };
  const warn = limitLog((fields, words) => logger.warn(fields, words));
  const mild = (words: string) => (error: unknown) => warn(words, { reason: error instanceof Error ? error.message : 'error' }, words);
  const governed = (await readClock(db)).mode === 'governed';
  const now = (): Promise<Instant> => (governed ? businessNow(db) : Promise.resolve(Date.now()));
  const nudge = (ids: readonly string[]) =>
    nudgeAccounts(temporal, config.ARREARS_TASK_QUEUE, ids).catch(mild('a nudge failed; the sweep repeats it'));
  const sweepDeps: SweepDeps = {
    db,
    now,
    channels,
    governed,
    nudge,
    settle: (settlement) => settle({ db, now, nudge }, [settlement]),
    enqueue: (jobs) => lanes.add(jobs),
    nudgeCycles: (ids) => nudgeCycles(temporal, config.ARREARS_TASK_QUEUE, ids).catch(mild('a nudge failed; the sweep repeats it')),
    startsASweep: governed ? 1000 : Math.max(1, Math.round((config.ARREARS_STARTS_PER_SECOND * config.ARREARS_SWEEP_MS) / 1000)),
  };
  const ladder = { ladder: options.ladder ?? LADDER, ...(options.policies ? { policies: options.policies } : {}) };
  const lookDeps: LookDeps = {
    db,
    now,
    ...ladder,
    wallWait: (at, from) => (governed ? null : Math.max(at - from, 1)),
    enqueueDue: async (ids) => {
      await enqueueDue(sweepDeps, ids).catch(mild('effects could not be queued after a look'));
    },
  };
  const claimDeps: ClaimDeps = {
    db,
    now,
    ...ladder,
    leaseSeconds: config.ARREARS_LEASE_SECONDS,
    governed,
    slowestCallMs: (channel) => channels[channel].slowestCallMs,
  };
  workLanes(lanes, {
    db,
    channels,
    now,
    nudge,
    outgoing: async (claimed) => outgoingFor(db, claimed, await now()),
    claimOne: collect(async (ids: string[]) => shareOut(ids, await claim(claimDeps, ids)), COLLECT),
    settle: collect((some: Settlement[]) => settle({ db, now, nudge }, some).then(() => some.map(() => undefined)), COLLECT),
    warn: (words, fields) => warn(words, fields, words),
  });
  const worker = await startTemporalWorker(config, {
    ...lookDeps,
    warn: mild('a look failed'),
    lookOne: collect((ids: string[]) => lookAt(lookDeps, [...new Set(ids)]).then((answers) => spread(ids, answers)), COLLECT),
  });
  const beat = await startBeating(sweepDeps, config, governed, mild);
  return {
    async stop() {
      await beat.stop();
      await worker.stop();
      await lanes.close();
      await temporal.connection.close();
      await db.destroy();
    },
  };
}

/** Answers of the distinct ids, for each id asked. */
function spread<T>(ids: readonly string[], answers: readonly T[]): T[] {
  const distinct = [...new Set(ids)];
  return ids.map((id) => answers[distinct.indexOf(id)] as T);
}

/** The database knows the newest decider that has worked on it; an older worker must not decide over it. */
async function stepAside(db: SweepDeps['db']): Promise<void> {
  const { found } = await db
    .selectFrom('worker')
    .select((eb) => eb.fn.max('decider').as('found'))
    .executeTakeFirstOrThrow();
  if (found !== null && found > DECIDER) throw new Problem('schema-too-new', { found, own: DECIDER });
}

/** Heartbeat, sweep and, on a governed clock, the governor of whichever process holds the lock. */
async function startBeating(
  deps: SweepDeps,
  config: WorkerConfig,
  governed: boolean,
  mild: (words: string) => (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  const id = uuidv7();
  await deps.db.insertInto('worker').values({ id, decider: DECIDER }).execute();
  let stopped = false;
  const loops = [
    loop(
      () => stopped,
      HEARTBEAT_MS,
      () => deps.db.updateTable('worker').set({ seen_at: new Date() }).where('id', '=', id).execute().catch(mild('the heartbeat failed')),
    ),
    loop(
      () => stopped,
      config.ARREARS_SWEEP_MS,
      () => sweep(deps).catch(mild('a sweep failed')),
    ),
    ...(governed
      ? [
          loop(
            () => stopped,
            500,
            () => tryToGovern(deps, () => stopped).catch(mild('the governor failed')),
          ),
        ]
      : []),
  ];
  return {
    async stop() {
      stopped = true;
      await Promise.all(loops);
      await deps.db
        .deleteFrom('worker')
        .where('id', '=', id)
        .execute()
        .catch(() => undefined);
    },
  };
}

/** Runs again and again with a pause that jitters, so that workers do not sweep in step. */
async function loop(stopped: () => boolean, everyMs: number, run: () => Promise<unknown>): Promise<void> {
  while (!stopped()) {
    await run();
    for (let left = everyMs * (0.75 + Math.random() / 2); left > 0 && !stopped(); left -= 100)
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, 100)));
  }
}

async function tryToGovern(deps: SweepDeps, stopped: () => boolean): Promise<void> {
  await deps.db.connection().execute(async (own) => {
    const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(${GOVERNOR_LOCK}) as held`.execute(own);
    if (!rows[0]?.held) return;
    const governorDeps = {
      db: deps.db,
      stopped,
      sweep: async () => {
        await wakeStale(deps);
        await enqueueDue(deps);
      },
    };
    await govern(governorDeps).finally(() => sql`select pg_advisory_unlock(${GOVERNOR_LOCK})`.execute(own));
  });
}
