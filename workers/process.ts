/**
 * Assembles a worker process: database, queue, channels, Temporal, scheduler. Tests run it inside their own process.
 */
import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import type { ChannelAdapter } from '../channels/channel.ts';
import { channelsConfig, openChannels } from '../channels/index.ts';
import { businessNow, readClock } from '../db/clock.ts';
import { openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import type { Database } from '../db/schema.ts';
import type { Channel } from '../domain/channels.ts';
import type { EvaluationAnswer } from '../domain/contracts/loop.ts';
import { Problem } from '../domain/problems.ts';
import { newestVersion, type Rulebook } from '../domain/rules.ts';
import type { Instant } from '../domain/time.ts';
import { watchInvariants } from '../engine/checks/watch.ts';
import { type ClaimDeps, claim } from '../engine/effects/claim.ts';
import { settle } from '../engine/effects/send.ts';
import type { Settlement } from '../engine/effects/settle.ts';
import { enqueueDue, type SweepDeps } from '../engine/effects/sweep.ts';
import { type EvaluationDeps, type EvaluationRequest, evaluateAccounts } from '../engine/evaluate/evaluate.ts';
import { outgoingFor } from '../engine/files/build-files.ts';
import { askLoops, type EpochWatch, watchEpoch } from '../engine/restore/watch-epoch.ts';
import { collect } from '../platform/collector.ts';
import type { Config } from '../platform/config.ts';
import { type Logger, limitLog } from '../platform/logger.ts';
import { checkDatabase, openPool } from '../platform/pool.ts';
import { type Lanes, openLanes, QUEUE_POOL_SIZE } from '../platform/queue.ts';
import { ensureSearchAttributes, nudgeAccounts, nudgeCycles, openTemporal } from '../platform/temporal.ts';
import { assignToJobs, startLaneWorkers } from './lanes.ts';
import { askOnly, workOnly } from './own-lanes.ts';
import { startScheduler } from './scheduler.ts';
import { startTemporalWorker, type TemporalWorker } from './temporal.ts';

export type WorkerConfig = Config & { DATABASE_URL: string; TEMPORAL_ADDRESS: string };
export interface WorkerOptions {
  rulebook: Rulebook;
  /** Adapters that replace the configured ones, by channel. */
  channels?: Readonly<Partial<Record<Channel, ChannelAdapter>>>;
}
export interface WorkerProcess {
  stop(): Promise<void>;
}

/** Processes assumed when checking the connection limit: two workers and the API. */
const PROCESSES = 3;
const COLLECT = { waitMs: 12, most: 100 };

/** What the whole process shares. */
interface Parts {
  db: Kysely<Database>;
  lanes: Lanes;
  temporal: Client;
  channels: Readonly<Record<Channel, ChannelAdapter>>;
  /** Whether the clock is a simulated clock (demo and tests). */
  simulated: boolean;
  now(): Promise<Instant>;
  nudge(accountIds: readonly string[]): Promise<void>;
  /** Logs a warning; repetitions are logged only now and then. */
  warn(words: string, fields: object): void;
  logAndContinue(words: string): (error: unknown) => void;
}

/** Opens the parts, starts working and returns how to stop. Throws a Problem if a server is missing or unsuitable. */
export async function startWorker(
  config: WorkerConfig,
  logger: Logger,
  options: WorkerOptions,
): Promise<WorkerProcess> {
  const parts = await openParts(config, logger, options);
  const { rulebook } = options;
  const sweepDeps = sweepDepsOf(parts, rulebook, config);
  const epoch = await watchEpoch({ ...parts, home: config.home });
  const worker = await startEvaluations(parts, rulebook, sweepDeps, config);
  await askLoops(parts);
  startLanes(parts, rulebook, config, epoch);
  const scheduler = await startScheduler(sweepDeps, {
    decider: newestVersion(rulebook),
    sweepMs: config.ARREARS_SWEEP_MS,
    logAndContinue: parts.logAndContinue,
    epoch,
    watch: watchInvariants({ ...parts, rulebook }),
    repairTemporal: () =>
      parts.temporal.connection.withDeadline(Date.now() + 5000, () => ensureSearchAttributes(parts.temporal)),
  });
  return {
    async stop() {
      await scheduler.stop();
      await worker.stop();
      await parts.lanes.close();
      await parts.temporal.connection.close();
      await parts.db.destroy();
    },
  };
}

async function openParts(config: WorkerConfig, logger: Logger, options: WorkerOptions): Promise<Parts> {
  const pool = openPool(config.DATABASE_URL, { size: config.DATABASE_POOL_SIZE, name: 'arrears worker' });
  await checkDatabase(pool, config.DATABASE_URL, PROCESSES * (config.DATABASE_POOL_SIZE + QUEUE_POOL_SIZE));
  const db = openDatabase(pool);
  await migrate(db);
  await yieldToNewerVersion(db, newestVersion(options.rulebook));
  const lanes = workOnly(await openLanes(config, logger), config.lanes);
  const temporal = await openTemporal(config);
  await ensureSearchAttributes(temporal);
  const limited = limitLog((fields, words) => logger.warn(fields, words));
  const warn = (words: string, fields: object) => limited(words, fields, words);
  const logAndContinue = (words: string) => (error: unknown) =>
    warn(words, { reason: error instanceof Error ? error.message : 'error' });
  const simulated = (await readClock(db)).mode === 'simulated';
  return {
    db,
    lanes,
    temporal,
    channels: { ...openChannels(channelsConfig(config)), ...options.channels },
    simulated,
    now: () => (simulated ? businessNow(db) : Promise.resolve(Date.now())),
    nudge: (ids) => nudgeAccounts(temporal, config, ids).catch(logAndContinue('a nudge failed; the sweep repeats it')),
    warn,
    logAndContinue,
  };
}

function sweepDepsOf(
  { db, now, channels, simulated, nudge, lanes, temporal, logAndContinue }: Parts,
  rulebook: Rulebook,
  config: WorkerConfig,
): SweepDeps {
  return {
    db,
    now,
    channels: askOnly(channels, config.lanes),
    simulated,
    nudge,
    settle: (settlement) => settle({ db, now, nudge, rulebook }, [settlement]),
    enqueue: (jobs) => lanes.add(jobs),
    nudgeCycles: (ids) =>
      nudgeCycles(temporal, config, ids).catch(logAndContinue('a nudge failed; the sweep repeats it')),
    requeueAfterMs: config.ARREARS_TAKEOVER_SECONDS * 1000,
    startsASweep: simulated
      ? 1000
      : Math.max(1, Math.round((config.ARREARS_STARTS_PER_SECOND * config.ARREARS_SWEEP_MS) / 1000)),
  };
}

/** Starts the lane workers with batched claims and settlements. */
function startLanes(
  { db, now, channels, simulated, nudge, lanes, warn }: Parts,
  rulebook: Rulebook,
  config: WorkerConfig,
  epoch: EpochWatch,
): void {
  const claimDeps: ClaimDeps = {
    db,
    now,
    seen: epoch.seen,
    rulebook,
    leaseSeconds: config.ARREARS_LEASE_SECONDS,
    simulated,
    slowestCallMs: (channel) => channels[channel].slowestCallMs,
  };
  startLaneWorkers(lanes, {
    db,
    channels,
    now,
    nudge,
    outgoing: async (claimed) => outgoingFor(db, rulebook, claimed, await now()),
    claimFor: collect(async (ids: string[]) => assignToJobs(ids, await claim(claimDeps, ids)), COLLECT),
    settle: collect(
      (some: Settlement[]) => settle({ db, now, nudge, rulebook }, some).then(() => some.map(() => undefined)),
      COLLECT,
    ),
    warn,
  });
}

/** Starts the loops of accounts and cycles. */
function startEvaluations(
  { db, now, simulated, logAndContinue }: Parts,
  rulebook: Rulebook,
  sweepDeps: SweepDeps,
  config: WorkerConfig,
): Promise<TemporalWorker> {
  const evaluationDeps: EvaluationDeps = {
    db,
    now,
    rulebook,
    wallWait: (at, from) => (simulated ? null : Math.max(at - from, 1)),
    enqueueDue: async (ids) => {
      await enqueueDue(sweepDeps, ids).catch(logAndContinue('effects could not be queued after a look'));
    },
  };
  return startTemporalWorker(config, {
    ...evaluationDeps,
    warn: logAndContinue('a look failed'),
    evaluateAccount: collect((asked: EvaluationRequest[]) => evaluateEach(evaluationDeps, asked), COLLECT),
  });
}

/** Evaluates an account once for all requests in the batch. The last request's `seen` counts. */
async function evaluateEach(
  deps: EvaluationDeps,
  asked: readonly EvaluationRequest[],
): Promise<(EvaluationAnswer | null)[]> {
  const distinct = [...new Map(asked.map((request) => [request.id, request])).values()];
  const answers = await evaluateAccounts(deps, distinct);
  const byId = new Map(distinct.map((request, at) => [request.id, answers[at] ?? null]));
  return asked.map((request) => byId.get(request.id) ?? null);
}

/**
 * Throws Problem `schema-too-new` if a newer decider has worked on the database: an older worker must not decide there.
 */
async function yieldToNewerVersion(db: SweepDeps['db'], own: number): Promise<void> {
  const { found } = await db
    .selectFrom('worker')
    .select((eb) => eb.fn.max('decider').as('found'))
    .executeTakeFirstOrThrow();
  if (found !== null && found > own) throw new Problem('schema-too-new', { found, own });
}
