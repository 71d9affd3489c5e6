/**
 * The whole system as processes below one folder: servers, workers, API, the provider double, and links between them
 * that can be broken.
 */
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
import { superviseTemporal } from './temporal-part.ts';

export const ZONE = 'Asia/Taipei';
export const FIRST_DAY = '2026-03-02';
/**
 * After the hours over which the first evaluations of a book are spread, so that all accounts are evaluated at once.
 */
export const START: Instant = instantAt(FIRST_DAY, 8 * 60 + 30, ZONE);
/** Business milliseconds per wall millisecond. The clock is limited only by how fast due work is settled. */
const FAST = 1_000_000_000;
const WORKERS = 2;
/** Lanes that need no folder. */
const BY_NETWORK = 'email,sms,call,desk';

export interface WorldOptions {
  seed: number;
  queue: 'redis' | 'postgres';
  /** Worker processes; default 2. */
  workers?: number;
  /**
   * Each worker has an ARREARS_HOME of its own, as on hosts that share no folder. The first alone works the lanes that
   * write files, and the API shares its home.
   */
  ownHomes?: boolean;
  /** `server` is the release over the same Postgres; default is the development server. */
  temporal?: 'development' | 'server';
  /** Puts Postgres's data and ARREARS_HOME on small disks, where possible. */
  smallDisks?: boolean;
  /** Settings for workers and API in addition to `SHORT`. */
  environment?: Readonly<Record<string, string>>;
  report(words: string): void;
}
export type Link = 'database' | 'http' | 'smtp';

export interface ChaosWorld {
  readonly options: WorldOptions;
  /** Contains everything that the run writes. */
  readonly dir: string;
  /** ARREARS_HOME of workers and API. */
  readonly home: string;
  readonly parts: readonly ChaosPart[];
  readonly links: Readonly<Record<Link, FaultProxy>>;
  readonly double: Double;
  /** A direct connection that bypasses the proxy. */
  readonly db: Kysely<Database>;
  readonly apiUrl: string;
  readonly redisUrl: string | null;
  readonly temporalAddress: string;
  /** True, or the reason why there are none. */
  readonly smallDisks: true | string;
  /** Run after an older database was restored; every source sends its data again. */
  readonly restored: (() => Promise<void>)[];
  /** Secret of the source `lender`. */
  readonly secret: string;
  part(kind: Kind): ChaosPart;
  workers(): readonly ChaosPart[];
  /** Starts one more worker with additional settings; it is not restarted. */
  extraWorker(environment: Readonly<Record<string, string>>): Promise<Running>;
  /** Ends all processes. `keep`: the folder is kept for inspection. */
  close(keep: boolean): Promise<void>;
}

/** Short times, so that lost work is taken over within seconds. */
const SHORT = {
  ARREARS_LEASE_SECONDS: '5',
  ARREARS_TAKEOVER_SECONDS: '2',
  ARREARS_SWEEP_MS: '500',
  DATABASE_POOL_SIZE: '8',
  LOG_LEVEL: 'info',
} as const;

/** Starts everything. If a part cannot start, ends the others and throws. */
export async function openWorld(options: WorldOptions): Promise<ChaosWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'arrears-chaos-'));
  chmodSync(dir, 0o711);
  const ending: (() => Promise<void>)[] = [];
  const close = async (keep: boolean) => {
    for (const end of ending.splice(0).reverse()) await end().catch(() => undefined);
    if (!keep) rmSync(dir, { recursive: true, force: true });
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
  // A restore asks the outbox what was sent. A missing outbox cannot answer, and possibly no file was sent before, so
  // the folder is created here.
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
  const [databasePort, redisPort, apiPort] = await Promise.all([steadyPort(), steadyPort(), steadyPort()]);
  const postgres = supervise('Postgres', 'postgres', () =>
    startPostgres(join(dir, 'postgres'), { port: databasePort }),
  );
  const temporal = superviseTemporal({ ...options, dir, postgres, databasePort, supervise });
  const redis = options.queue === 'redis' ? supervise('Redis', 'redis', () => startQueue(dir, redisPort)) : null;
  const double = await startDouble({
    dir: join(dir, 'double'),
    logs: join(dir, 'logs'),
    seed,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    supervise,
  });
  const links = {
    database: await line('database', databasePort),
    http: await line('http', double.httpPort),
    smtp: await line('smtp', double.smtpPort),
  };
  const { address: temporalAddress, part: temporalPart } = await temporal;
  const parts = [await postgres, temporalPart, ...(redis ? [await redis] : [])];
  const db = openDatabase(
    openPool(`postgres://postgres@127.0.0.1:${databasePort}/arrears`, { size: 4, name: 'chaos' }),
  );
  ending.push(() => db.destroy());
  await migrate(db);
  // By default Postgres syncs its folder file by file after a kill -9, which takes seconds.
  await sql`alter system set recovery_init_sync_method = 'syncfs'`.execute(db);
  await sql`select pg_reload_conf()`.execute(db);
  await simulateClock(db, START, FAST);
  writeFileSync(join(dir, 'creditors.json'), JSON.stringify([TEST_CREDITOR]));
  const secret = newSecret();
  const environment = {
    ...SHORT,
    DATABASE_URL: `postgres://postgres@127.0.0.1:${links.database.port}/arrears`,
    TEMPORAL_ADDRESS: temporalAddress,
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
      supervise(`worker ${at + 1}`, 'worker', () =>
        start('workers/main.ts', `worker-${at + 1}`, at === 0 ? {} : hostOf(options, dir, `${at + 1}`)),
      ),
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
    temporalAddress,
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

/** Settings of a worker on another host, where homes are not shared. */
export function hostOf({ ownHomes }: WorldOptions, dir: string, name: string): Record<string, string> {
  return ownHomes ? { ARREARS_HOME: join(dir, `home-${name}`), ARREARS_LANES: BY_NETWORK } : {};
}

/**
 * Appends every write to a file, which a restart reads. `emptyQueue` moves the file away and keeps it for the search
 * for canaries.
 */
async function startQueue(dir: string, port: number) {
  return startRedis(join(dir, 'redis'), ['--appendonly', 'yes', '--auto-aof-rewrite-percentage', '0'], port);
}

/** Empties the queue at its next start. */
export function emptyQueue(dir: string): void {
  const from = join(dir, 'redis', 'appendonlydir');
  if (existsSync(from)) renameSync(from, join(dir, 'redis', `emptied-${Date.now()}`));
}
