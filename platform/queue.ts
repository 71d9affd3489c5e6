/**
 * The queue of hints that effects are due: BullMQ in the same Postgres by default, in Redis if REDIS_URL is set; one
 * queue per lane. A job names several effects; one that is added again under its id while it waits or runs stays one
 * job. A job runs once and is never kept, because a kept id would swallow a later add.
 */
import { createPostgresBackend, type PgPool, Queue, runMigrations, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { groupBy } from '../domain/group.ts';
import { Problem } from '../domain/problems.ts';
import { plainAddress } from './address.ts';
import { type Logger, limitLog } from './logger.ts';
import { PreparingClient } from './pool.ts';

interface QueueJob {
  effectIds: string[];
}
/** Due effects of one lane that are claimed together. */
export interface LaneJob {
  id: string;
  channel: string;
  effectIds: string[];
}
/** Runs the job of this id, which names these effects. */
type RunJob = (id: string, effectIds: string[]) => Promise<void>;
export interface Lanes {
  /** Adds jobs, grouped by lane. Returns the jobs that the queue did not accept in time; the sweep retries them. */
  add(jobs: readonly LaneJob[]): Promise<LaneJob[]>;
  /** Jobs of the lane that nobody has begun. Throws when the queue does not answer in time. */
  countWaiting(lane: string): Promise<number>;
  /** Works on a lane's jobs, `concurrency` at once. */
  work(lane: string, concurrency: number, run: RunJob): void;
  /** Stops taking jobs, waits some seconds for running jobs, closes every connection. */
  close(): Promise<void>;
}
interface LanesConfig {
  DATABASE_URL: string;
  REDIS_URL?: string | undefined;
  /** Prefix of keys in Redis. */
  ARREARS_TASK_QUEUE: string;
  /** Wall seconds after which another worker takes over the jobs of a dead worker. */
  ARREARS_TAKEOVER_SECONDS?: number | undefined;
}

/** Wall milliseconds after which an add is abandoned, so that a queue that is down never delays an evaluation. */
const ADD_BUDGET_MS = 250;
/** Wall milliseconds that closing waits for a queue that does not answer. Its jobs go to another worker. */
const CLOSE_BUDGET_MS = 5000;
const ONCE = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;
/**
 * How long a worker keeps its jobs without a sign of life. A job that stalls twice is dropped; the sweep adds it again.
 */
const locksOf = ({ ARREARS_TAKEOVER_SECONDS: seconds = 10 }: LanesConfig) =>
  ({
    lockDuration: seconds * 1000,
    stalledInterval: seconds * 500,
    maxStalledCount: 1,
    runRetryDelay: Math.min(seconds * 500, 1000),
  }) as const;
type Locks = ReturnType<typeof locksOf>;
const OLDEST_REDIS = 7;
/** Connections of the queue's own pool per process. */
export const QUEUE_POOL_SIZE = 12;

interface Backend {
  queue(name: string): Queue;
  worker(name: string, run: RunJob, concurrency: number): Worker;
  /** Called when the queue failed; recreates tables that were removed. */
  repair?(error: unknown): Promise<void>;
  close(): Promise<void>;
}

/** Opens the configured queue. Throws a Problem if it is unreachable or unsuitable. */
export async function openLanes(config: LanesConfig, logger: Logger): Promise<Lanes> {
  const locks = locksOf(config);
  const backend = config.REDIS_URL
    ? await openRedis(config.REDIS_URL, config.ARREARS_TASK_QUEUE, locks)
    : await openPostgres(config.DATABASE_URL, locks);
  const warn = limitLog((fields, words) => logger.warn(fields, words));
  const queues = new Map<string, Queue>();
  const workers: Worker[] = [];
  const queueOf = (lane: string): Queue => {
    const known = queues.get(lane);
    if (known) return known;
    const queue = backend.queue(nameOf(lane));
    queue.on('error', (error) => warn('queue', { lane, reason: error.message }, 'the queue has trouble'));
    queues.set(lane, queue);
    return queue;
  };
  const report = (what: string, lane: string, error: unknown, words: string): void => {
    warn(what, { lane, reason: error instanceof Error ? error.message : 'error' }, words);
    backend.repair?.(error).catch(() => undefined);
  };
  return {
    async add(jobs) {
      const lanes = [...groupBy(jobs, (job) => job.channel)];
      const refused = lanes.map(async ([lane, mine]) => {
        const adding = queueOf(lane).addBulk(
          mine.map(({ id, effectIds }) => ({
            name: 'effects',
            data: { effectIds } satisfies QueueJob,
            opts: { ...ONCE, jobId: id },
          })),
        );
        return within(ADD_BUDGET_MS, adding).then(
          () => [],
          (error: unknown) => {
            report('add', lane, error, 'jobs could not be queued');
            return mine;
          },
        );
      });
      return (await Promise.all(refused)).flat();
    },
    countWaiting: (lane) =>
      within(ADD_BUDGET_MS, queueOf(lane).getWaitingCount()).catch((error: unknown) => {
        report('count', lane, error, 'waiting jobs could not be counted');
        throw error;
      }),
    work(lane, concurrency, run) {
      const worker = backend.worker(nameOf(lane), run, concurrency);
      worker.on('error', (error) => warn('worker', { lane, reason: error.message }, 'a lane has trouble'));
      worker.on('failed', (job, error) => warn('job', { lane, job: job?.id, reason: error.message }, 'a job failed'));
      workers.push(worker);
    },
    async close() {
      await closeAll(workers);
      await closeAll([...queues.values()]);
      await closeAll([backend]);
    },
  };
}

/** Closes the parts, within the budget. */
async function closeAll(parts: readonly { close(): Promise<void> }[]): Promise<void> {
  const closed = Promise.all(parts.map((part) => part.close()));
  await within(CLOSE_BUDGET_MS, closed).catch(() => undefined);
}

const nameOf = (lane: string) => `arrears-${lane}`;

/** A job that a release before wrote names no list; the sweep queues its effect again. */
const runJob = (run: RunJob, { id = '', data }: { id?: string | undefined; data: Partial<QueueJob> }): Promise<void> =>
  run(id, data.effectIds ?? []);

/** Rejects after `budgetMs`. A late add is harmless: its effects wait under another job by then. */
function within<T>(budgetMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${budgetMs} ms`)), budgetMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function openPostgres(url: string, locks: Locks): Promise<Backend> {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: url,
    max: QUEUE_POOL_SIZE,
    application_name: 'arrears queue',
    // A job is a hint that the sweep repeats. Losing it costs nothing, so commits need not wait for the disk.
    options: '-c search_path=bullmq -c synchronous_commit=off',
  });
  pool.on('error', () => undefined);
  pool.setMaxListeners(0);
  const makeTables = async () => {
    const client = await pool.connect();
    await runMigrations(client).finally(() => client.release());
  };
  try {
    await makeTables();
  } catch (error) {
    await pool.end();
    throw new Problem('database-unreachable', { address: plainAddress(url) }, { cause: error });
  }
  return {
    queue: (name) =>
      new Queue(name, { connection: pool as unknown as PgPool }, createPostgresBackend) as unknown as Queue,
    worker: (name, run, concurrency) =>
      new Worker(
        name,
        (job) => runJob(run, job),
        { ...locks, connection: pool as unknown as PgPool, concurrency },
        createPostgresBackend,
      ) as unknown as Worker,
    repair: (error) => (isMissing(error) ? makeTables() : Promise.resolve()),
    close: () => pool.end(),
  };
}

/** True if the tables, functions or schema no longer exist. */
function isMissing(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return code === '42P01' || code === '42883' || code === '3F000';
}

async function openRedis(url: string, prefix: string, locks: Locks): Promise<Backend> {
  await checkRedis(url);
  // Producers fail fast; consumers wait until Redis is back.
  const producer = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, lazyConnect: true });
  const consumer = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true });
  for (const item of [producer, consumer]) item.on('error', () => undefined);
  await Promise.all([producer.connect(), consumer.connect()]);
  return {
    queue: (name) => new Queue(name, { connection: producer, prefix }),
    worker: (name, run, concurrency) =>
      new Worker(name, (job) => runJob(run, job), {
        ...locks,
        connection: consumer,
        prefix,
        concurrency,
      }),
    async close() {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

async function checkRedis(url: string): Promise<void> {
  const address = plainAddress(url);
  const probe = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: 5000,
  });
  probe.on('error', () => undefined);
  try {
    await probe.connect();
    const version = /redis_version:([\d.]+)/.exec(await probe.info('server'))?.[1] ?? '0';
    const [, policy] = (await probe.config('GET', 'maxmemory-policy')) as [string, string];
    if (Number.parseInt(version, 10) < OLDEST_REDIS) throw new Problem('redis-too-old', { address, version });
    if (policy !== 'noeviction') throw new Problem('redis-policy', { address, policy });
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('redis-unreachable', { address }, { cause: error });
  } finally {
    probe.disconnect();
  }
}
