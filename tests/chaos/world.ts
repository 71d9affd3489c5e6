/** The whole system as processes of its own below one folder: servers, workers, API, the provider double, and lines between them that can be broken. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { simulateClock } from '../../db/clock.ts';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import type { Database } from '../../db/schema.ts';
import { type Instant, instantAt } from '../../domain/time.ts';
import { startPostgres } from '../../platform/local/postgres.ts';
import { type Running, startProcess } from '../../platform/local/processes.ts';
import { startTemporal } from '../../platform/local/temporal.ts';
import { openPool } from '../../platform/pool.ts';
import { newSecret } from '../support/api.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { startRedis } from '../support/redis.ts';
import { openDice } from './dice.ts';
import { type Double, startDouble } from './double.ts';
import { mountSmallDisks } from './host-faults.ts';
import { type ChaosPart, type Kind, supervisePart } from './parts.ts';
import { steadyPort } from './ports.ts';
import { type FaultProxy, openProxy } from './proxy.ts';

export const ZONE = 'Asia/Taipei';
export const FIRST_DAY = '2026-03-02';
/** After the hours over which the first looks of a book are spread: all of its accounts are looked at at once. */
export const START: Instant = instantAt(FIRST_DAY, 8 * 60 + 30, ZONE);
/** Business milliseconds a wall millisecond: as fast as what is due gets settled. */
const FAST = 1_000_000_000;
const WORKERS = 2;

export interface WorldOptions {
  seed: number;
  queue: 'redis' | 'postgres';
  /** Worker processes; two when left out. */
  workers?: number;
  /** The data of Postgres and ARREARS_HOME lie on small disks of their own, where that can be had. */
  smallDisks?: boolean;
  /** Settings for workers and API beside the short ones. */
  environment?: Readonly<Record<string, string>>;
  report(words: string): void;
}
export type Link = 'database' | 'http' | 'smtp';

export interface ChaosWorld {
  readonly options: WorldOptions;
  /** Everything that the run wrote is below it. */
  readonly dir: string;
  /** ARREARS_HOME of workers and API. */
  readonly home: string;
  readonly parts: readonly ChaosPart[];
  readonly links: Readonly<Record<Link, FaultProxy>>;
  readonly double: Double;
  /** By a line of its own, past the proxy. */
  readonly db: Kysely<Database>;
  readonly apiUrl: string;
  readonly redisUrl: string | null;
  readonly temporalAddress: string;
  /** True, or why not. */
  readonly smallDisks: true | string;
  /** Run after an older database was put back: whoever told it something tells it again. */
  readonly restored: (() => Promise<void>)[];
  /** Of the source `lender`. */
  readonly secret: string;
  part(kind: Kind): ChaosPart;
  workers(): readonly ChaosPart[];
  /** One more worker, under a setting more; it is not started again. */
  extraWorker(environment: Readonly<Record<string, string>>): Promise<Running>;
  /** Ends all processes. `keep`: the folder stays for a look. */
  close(supervise: boolean): Promise<void>;
}

/** Short times, so that what is lost is taken over in seconds. */
const SHORT = {
  ARREARS_LEASE_SECONDS: '5',
  ARREARS_TAKEOVER_SECONDS: '2',
  ARREARS_SWEEP_MS: '500',
  DATABASE_POOL_SIZE: '8',
  LOG_LEVEL: 'info',
} as const;

/** Starts everything. What was started is ended when something cannot be. */
export async function openWorld(options: WorldOptions): Promise<ChaosWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'arrears-chaos-'));
  chmodSync(dir, 0o711);
  const ending: (() => Promise<void>)[] = [];
  const close = async (supervise: boolean) => {
    for (const end of ending.splice(0).reverse()) await end().catch(() => undefined);
    if (!supervise) rmSync(dir, { recursive: true, force: true });
  };
  try {
    return await build(options, dir, ending, close);
  } catch (error) {
    await close(true);
    throw error;
  }
}

async function build(
  options: WorldOptions,
  dir: string,
  ending: (() => Promise<void>)[],
  close: ChaosWorld['close'],
): Promise<ChaosWorld> {
  const { seed, report } = options;
  mkdirSync(join(dir, 'logs'));
  const disks = options.smallDisks ? mountSmallDisks(dir) : 'they were not asked for';
  if (typeof disks !== 'string') ending.push(() => disks.unmount());
  // An outbox that is not there cannot be asked what left by it, and no file may have left when a restore asks.
  mkdirSync(join(dir, 'home', 'outbox'), { recursive: true });
  const supervise = async (
    name: string,
    kind: Kind,
    start: Parameters<typeof supervisePart>[2],
  ): Promise<ChaosPart> => {
    const part = await supervisePart(name, kind, start, report);
    ending.push(() => part.close());
    return part;
  };
  const line = async (name: string, port: number): Promise<FaultProxy> => {
    const proxy = await openProxy({ host: '127.0.0.1', port }, openDice(seed, `proxy ${name}`));
    ending.push(() => proxy.close());
    return proxy;
  };
  const [databasePort, temporalPort, redisPort, apiPort] = await Promise.all([
    steadyPort(),
    steadyPort(),
    steadyPort(),
    steadyPort(),
  ]);
  const postgres = supervise('Postgres', 'postgres', () =>
    startPostgres(join(dir, 'postgres'), { port: databasePort }),
  );
  const temporal = supervise('Temporal', 'temporal', () =>
    startTemporal(join(dir, 'temporal'), { ports: { port: temporalPort, uiPort: null } }),
  );
  const redis = options.queue === 'redis' ? supervise('Redis', 'redis', () => startQueue(dir, redisPort)) : null;
  const double = await startDouble({
    dir: join(dir, 'double'),
    logs: join(dir, 'logs'),
    seed,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    keep: supervise,
  });
  const links = {
    database: await line('database', databasePort),
    http: await line('http', double.httpPort),
    smtp: await line('smtp', double.smtpPort),
  };
  const parts = [await postgres, await temporal, ...(redis ? [await redis] : [])];
  const db = openDatabase(
    openPool(`postgres://postgres@127.0.0.1:${databasePort}/arrears`, { size: 4, name: 'chaos' }),
  );
  ending.push(() => db.destroy());
  await migrate(db);
  // After kill -9 the folder is synced file by file, which takes seconds.
  await sql`alter system set recovery_init_sync_method = 'syncfs'`.execute(db);
  await sql`select pg_reload_conf()`.execute(db);
  await simulateClock(db, START, FAST);
  writeFileSync(join(dir, 'creditors.json'), JSON.stringify([TEST_CREDITOR]));
  const secret = newSecret();
  const environment = {
    ...SHORT,
    DATABASE_URL: `postgres://postgres@127.0.0.1:${links.database.port}/arrears`,
    TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
    ...(redis ? { REDIS_URL: `redis://127.0.0.1:${redisPort}` } : {}),
    ARREARS_HOME: join(dir, 'home'),
    ARREARS_CREDITORS: join(dir, 'creditors.json'),
    ARREARS_EVENT_SECRETS: `lender=${secret},${double.eventSecret}`,
    ...double.settings({ http: links.http.port, smtp: links.smtp.port }),
    PORT: String(apiPort),
    ...options.environment,
  };
  const start = (path: 'workers/main.ts' | 'api/main.ts', log: string, more: Readonly<Record<string, string>> = {}) =>
    startProcess(path, { ...environment, ...more }, { log: openSync(join(dir, 'logs', `${log}.log`), 'a') });
  const own = await Promise.all([
    supervise('the API', 'api', () => start('api/main.ts', 'api')),
    ...Array.from({ length: options.workers ?? WORKERS }, (_, at) =>
      supervise(`worker ${at + 1}`, 'worker', () => start('workers/main.ts', `worker-${at + 1}`)),
    ),
  ]);
  parts.push(...own, double.part);
  return {
    options,
    dir,
    home: join(dir, 'home'),
    parts,
    links,
    double,
    db,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    redisUrl: redis ? `redis://127.0.0.1:${redisPort}` : null,
    temporalAddress: `127.0.0.1:${temporalPort}`,
    secret,
    smallDisks: typeof disks === 'string' ? disks : true,
    restored: [],
    part(kind) {
      const found = parts.find((part) => part.kind === kind);
      if (!found) throw new Error(`no ${kind} runs here`);
      return found;
    },
    workers: () => parts.filter((part) => part.kind === 'worker'),
    async extraWorker(more) {
      const running = await start('workers/main.ts', 'worker-extra', more);
      ending.push(() => running.kill());
      return running;
    },
    close,
  };
}

/** Every write goes to its append-only file, which a restart reads again; `emptyQueue` moves it away. Kept to be searched. */
async function startQueue(dir: string, port: number) {
  return startRedis(join(dir, 'redis'), ['--appendonly', 'yes', '--auto-aof-rewrite-percentage', '0'], port);
}

/** What the queue holds is gone at its next start. */
export function emptyQueue(dir: string): void {
  const from = join(dir, 'redis', 'appendonlydir');
  if (existsSync(from)) renameSync(from, join(dir, 'redis', `emptied-${Date.now()}`));
}
