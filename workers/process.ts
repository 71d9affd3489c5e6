/**
 * Assembles a worker process: database, queue, channels, Temporal, scheduler. Tests run it inside their own process.
 */
import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { ChannelAdapter } from '../channels/channel.ts';
import { channelsConfig, openChannels } from '../channels/index.ts';
import { openOutbox } from '../channels/outbox/adapter.ts';
import { businessNow, readClock } from '../db/clock.ts';
import { openDatabase } from '../db/database.ts';
import { accountsOf, channelOf } from '../db/hints.ts';
import { markOtherModels } from '../db/mark-scores.ts';
import { migrate } from '../db/migrate.ts';
import type { Database } from '../db/schema.ts';
import type { Channel } from '../domain/channels.ts';
import type { EvaluationAnswer } from '../domain/contracts/loop.ts';
import { newestVersion, type Rulebook } from '../domain/rules.ts';
import type { Instant } from '../domain/time.ts';
import { watchInvariants } from '../engine/checks/watch.ts';
import { keepContactFiles } from '../engine/contacts/contact-files.ts';
import { judgeToldContacts } from '../engine/contacts/judge-conduct.ts';
import type { ClaimDeps } from '../engine/effects/claim.ts';
import { enqueueDue, type FillDeps } from '../engine/effects/fill-queue.ts';
import { STALE_MS, type SweepDeps } from '../engine/effects/sweep.ts';
import { type EvaluationDeps, type EvaluationRequest, evaluateAccounts } from '../engine/evaluate/evaluate.ts';
import { keepBookFiles } from '../engine/instructions/book-files.ts';
import { followRules } from '../engine/law/follow-rules.ts';
import { recordPacks } from '../engine/law/record-packs.ts';
import { askLoops, type EpochWatch, type Witness, watchEpoch } from '../engine/restore/watch-epoch.ts';
import type { Scorer } from '../engine/score/scorer.ts';
import { collect } from '../platform/collector.ts';
import type { Config } from '../platform/config.ts';
import { listen } from '../platform/listener.ts';
import { type Logger, limitLog } from '../platform/logger.ts';
import { checkDatabase, openPool } from '../platform/pool.ts';
import { type Lanes, openLanes, QUEUE_POOL_SIZE } from '../platform/queue.ts';
import {
  askWitness,
  ensureSearchAttributes,
  findMissingLoops,
  nudgeAccounts,
  nudgeCycles,
  openTemporal,
  tellWitness,
} from '../platform/temporal.ts';
import { type Evaluations, type InPlaceDeps, openEvaluations } from './evaluations.ts';
import { collectResults, laneDepsOf } from './lane-deps.ts';
import { type LaneWorkers, laneWorkers } from './lanes.ts';
import { askOnly, workOnly } from './own-lanes.ts';
import { startScheduler } from './scheduler.ts';
import { startTemporalWorker, type TemporalWorker } from './temporal.ts';

export type WorkerConfig = Config & { DATABASE_URL: string; TEMPORAL_ADDRESS: string };
export interface WorkerOptions {
  rulebook: Rulebook;
  /** What scores accounts. */
  scorer: Scorer;
  /** Adapters that replace the configured ones, by channel. */
  channels?: Readonly<Partial<Record<Channel, ChannelAdapter>>>;
}
export interface WorkerProcess {
  stop(): Promise<void>;
}

/** Processes assumed when checking the connection limit: two workers and the API. */
const PROCESSES = 3;
/** Most wall milliseconds that the witness takes to answer, and to be told. */
const ANSWER_MS = 5000;
const TELL_MS = 2000;
/** How evaluations share transactions. */
const EVALUATIONS = { waitMs: 2, most: 100, inFlight: 2 };

/** What the whole process shares. */
interface Parts {
  db: Kysely<Database>;
  lanes: Lanes;
  laneWorkers: LaneWorkers;
  temporal: Client;
  channels: Readonly<Record<Channel, ChannelAdapter>>;
  /** Whether the clock is a simulated clock (demo and tests). */
  simulated: boolean;
  now(): Promise<Instant>;
  /** Wakes the loops of accounts. */
  wake(accountIds: readonly string[]): Promise<void>;
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
  const book = openOutbox(config.home, 'book');
  const evaluationDeps = evaluationDepsOf(parts, rulebook, config);
  const evaluations = openEvaluations(evaluationDeps);
  const sweepDeps = sweepDepsOf(parts, options, config, evaluations);
  const worker = await startLoops(evaluationDeps, config);
  const epoch = await watchEpoch({ ...parts, home: config.home, witness: witnessOf(parts, config) });
  await askLoops(parts);
  startLanes(parts, rulebook, sweepDeps, config, { epoch, evaluations });
  const id = uuidv7();
  const hints = await listen(config.DATABASE_URL, channelOf(id), (hint) => evaluations.add(accountsOf(hint)));
  const scheduler = await startScheduler(sweepDeps, {
    id,
    decider: newestVersion(rulebook),
    sweepMs: config.ARREARS_SWEEP_MS,
    logAndContinue: parts.logAndContinue,
    epoch,
    watch: watchInvariants({ ...parts, rulebook }),
    judgeContacts: async () => judgeToldContacts(parts.db, rulebook, await parts.now()),
    keepContactFiles: () => keepContactFiles({ ...sweepDeps, rulebook }),
    keepBookFiles: () => keepBookFiles({ ...sweepDeps, book }),
    repairTemporal: () =>
      parts.temporal.connection.withDeadline(Date.now() + 5000, () => ensureSearchAttributes(parts.temporal)),
  });
  return {
    async stop() {
      await hints.close();
      await scheduler.stop();
      await worker.stop();
      await parts.laneWorkers.stop();
      await evaluations.close();
      await parts.temporal.connection.close();
      await parts.db.destroy();
    },
  };
}

async function openParts(config: WorkerConfig, logger: Logger, options: WorkerOptions): Promise<Parts> {
  const pool = openPool(config.DATABASE_URL, {
    size: config.DATABASE_POOL_SIZE,
    name: 'arrears worker',
    byIndex: true,
  });
  await checkDatabase(pool, config.DATABASE_URL, PROCESSES * (config.DATABASE_POOL_SIZE + QUEUE_POOL_SIZE + 1));
  const db = openDatabase(pool);
  await migrate(db);
  await recordPacks(db, options.rulebook.published?.packs ?? []);
  await followRules(db, options.rulebook);
  await markOtherModels(db, options.scorer.digest);
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
    laneWorkers: laneWorkers(lanes, config.ARREARS_CALLS_AT_ONCE),
    temporal,
    channels: { ...openChannels(channelsConfig(config)), ...options.channels },
    simulated,
    now: () => (simulated ? businessNow(db) : Promise.resolve(Date.now())),
    wake: (ids) => nudgeAccounts(temporal, config, ids).catch(logAndContinue('a nudge failed; the sweep repeats it')),
    warn,
    logAndContinue,
  };
}

function sweepDepsOf(
  parts: Parts,
  { rulebook, scorer }: WorkerOptions,
  config: WorkerConfig,
  evaluations: Evaluations,
): SweepDeps {
  const { db, now, channels, simulated, wake, temporal, logAndContinue } = parts;
  const evaluate = async (ids: readonly string[]) => evaluations.add(ids);
  const perSweep = (perSecond: number) => Math.max(1, Math.round((perSecond * config.ARREARS_SWEEP_MS) / 1000));
  return {
    ...queueDepsOf(parts, config),
    rulebook,
    scorer,
    channels: askOnly(channels, config.lanes),
    wake,
    evaluate,
    findMissing: (ids) => findMissingLoops(temporal, ids),
    settle: collectResults({ db, now, nudge: evaluate, rulebook }),
    nudgeCycles: (ids) =>
      nudgeCycles(temporal, config, ids).catch(logAndContinue('a nudge failed; the sweep repeats it')),
    startsASweep: simulated ? 1000 : perSweep(config.ARREARS_STARTS_PER_SECOND),
    checksASweep: perSweep(config.ARREARS_CHECKS_PER_SECOND),
  };
}

/** What queueing due effects works with. */
const queueDepsOf = ({ db, now, simulated, lanes, laneWorkers }: Parts, config: WorkerConfig): FillDeps => ({
  db,
  now,
  simulated,
  enqueue: (jobs) => lanes.add(jobs),
  room: (lane) => laneWorkers.room(lane),
  requeueAfterMs: config.ARREARS_TAKEOVER_SECONDS * 1000,
});

const witnessOf = ({ temporal, logAndContinue }: Parts, config: WorkerConfig): Witness => ({
  ask: () =>
    temporal.connection
      .withDeadline(Date.now() + ANSWER_MS, () => askWitness(temporal, config))
      .then((marks) => marks.map(({ epoch, mark }) => ({ epoch, mark: BigInt(mark) })))
      .catch((error: unknown) => {
        logAndContinue('the witness of the database could not be asked')(error);
        return [];
      }),
  tell: ({ epoch, mark }) =>
    temporal.connection
      .withDeadline(Date.now() + TELL_MS, () => tellWitness(temporal, config, { epoch, mark: mark.toString() }))
      .catch(logAndContinue('the witness of the database could not be told')),
});

function startLanes(
  { db, now, channels, simulated, laneWorkers, warn }: Parts,
  rulebook: Rulebook,
  sweepDeps: SweepDeps,
  config: WorkerConfig,
  { epoch, evaluations }: { epoch: EpochWatch; evaluations: Evaluations },
): void {
  const nudge = async (ids: readonly string[]) => evaluations.add(ids);
  const claims: ClaimDeps = {
    db,
    now,
    seen: epoch.seen,
    rulebook,
    leaseSeconds: config.ARREARS_LEASE_SECONDS,
    simulated,
    slowestCallMs: (channel) => channels[channel].slowestCallMs,
  };
  const { settle } = sweepDeps;
  laneWorkers.start(laneDepsOf({ db, channels, now, nudge, settle, warn, claims, queue: sweepDeps }));
}

function evaluationDepsOf(parts: Parts, rulebook: Rulebook, config: WorkerConfig): InPlaceDeps {
  const { db, now, simulated, wake, logAndContinue } = parts;
  const queueDeps = queueDepsOf(parts, config);
  return {
    db,
    now,
    rulebook,
    wake,
    graceMs: simulated ? 0 : STALE_MS,
    wallWait: (at, from) => (simulated ? null : Math.max(at - from, 1)),
    enqueueDue: async (ids) => {
      await enqueueDue(queueDeps, ids).catch(logAndContinue('effects could not be queued after a look'));
    },
    warn: logAndContinue('a look failed'),
  };
}

/** Starts the loops of accounts and cycles, and the witness. */
function startLoops(evaluationDeps: InPlaceDeps, config: WorkerConfig): Promise<TemporalWorker> {
  return startTemporalWorker(config, {
    ...evaluationDeps,
    evaluateAccount: collect((asked: EvaluationRequest[]) => evaluateEach(evaluationDeps, asked), EVALUATIONS),
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
