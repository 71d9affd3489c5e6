/** Runs a backlog (backlog-template.ts): worker processes send it from a copy of the template. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { openOutbox } from '../../channels/outbox/adapter.ts';
import { runClockTo } from '../../db/clock.ts';
import { openDatabase } from '../../db/database.ts';
import { CLAIMABLE } from '../../db/effect-sets.ts';
import type { Database } from '../../db/schema.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import { isSettled } from '../../engine/effects/next-due.ts';
import type { LocalPostgres } from '../../platform/local/postgres.ts';
import { startProcess } from '../../platform/local/processes.ts';
import { startTemporal } from '../../platform/local/temporal.ts';
import { openPool } from '../../platform/pool.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { startRedis } from '../support/redis.ts';
import { BEFORE, DUE_AT, TEMPLATE } from './backlog-template.ts';
import { startScript } from './children.ts';
import { cpuOfTree } from './cpu.ts';
import { asAdmin, type Bench, IDLE_MS, pause, urlOf, waitUntil } from './place.ts';
import { readCalls } from './recorded-channel.ts';

/** `outbox`: the product's own, by its own worker process. The others write down each call (recorded-channel.ts). */
export const CHANNELS = ['outbox', 'recorded-outbox', 'instant', 'slow'] as const;
export type BacklogChannel = (typeof CHANNELS)[number];

export interface BacklogOptions {
  accounts: number;
  workers: number;
  /** The queue on Redis instead of Postgres. */
  redis: boolean;
  channel: BacklogChannel;
  /** Share of the effects after which a worker is killed (-9). */
  killAt?: number;
  /** False: the invariants of the whole database are not checked afterwards. */
  check?: boolean;
}
export interface BacklogRun {
  effects: number;
  seconds: number;
  workerCpuMs: number;
  postgresCpuMs: number;
  redisCpuMs: number;
  commits: number;
  walBytes: number;
  /** From the begin of each claim to its call, in wall milliseconds; empty when calls are not recorded. */
  claimToCallMs: number[];
  /** Calls beyond one for each effect; 0 when calls are not recorded. */
  repeatedCalls: number;
}
interface Running {
  pid: number;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

let runs = 0;

/** Runs the backlog over a copy of the template, checks that all is well afterwards, and drops the copy. */
export async function runBacklog(bench: Bench, options: BacklogOptions): Promise<BacklogRun> {
  runs += 1;
  const name = `${TEMPLATE}_${runs}`;
  const home = join(bench.dir, name);
  await asAdmin(bench.postgres, `create database ${name} template ${TEMPLATE}`);
  try {
    return await sendBacklog(bench.postgres, urlOf(bench.postgres, name), home, options);
  } finally {
    await asAdmin(bench.postgres, `drop database ${name} with (force)`);
    rmSync(home, { recursive: true, force: true });
  }
}

/** Sends a backlog with workers whose ARREARS_HOME is `home`, and checks that all is well afterwards. */
export async function sendBacklog(
  postgres: LocalPostgres,
  url: string,
  home: string,
  options: BacklogOptions,
): Promise<BacklogRun> {
  const temporal = await startTemporal(join(home, 'temporal'));
  const redis = options.redis ? await startRedis(join(home, 'redis')) : null;
  // A check of everything takes minutes in a large database.
  const db = openDatabase(openPool(url, { name: 'bench', size: 2, statementTimeoutMs: 0 }));
  const environment = {
    DATABASE_URL: url,
    TEMPORAL_ADDRESS: temporal.address,
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    ARREARS_HOME: home,
    LOG_LEVEL: 'error',
  };
  const workers: Running[] = [];
  try {
    for (let at = 0; at < options.workers; at += 1) workers.push(await startOne(options.channel, environment));
    const measured = await measure(postgres, db, workers, redis?.pid ?? null, options);
    const calls = await checkRun(db, home, options);
    return { ...measured, ...calls };
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await db.destroy();
    await redis?.close();
    await temporal.close();
  }
}

const callsOf = (home: string): string => join(home, 'calls.txt');

function startOne(channel: BacklogChannel, environment: Record<string, string>): Promise<Running> {
  if (channel === 'outbox') return startProcess('workers/main.ts', environment);
  const calls = callsOf(environment['ARREARS_HOME'] as string);
  return startScript('backlog-worker.ts', { ...environment, BENCH_CHANNEL: channel, BENCH_CALLS: calls });
}

/** Releases the clock and waits until the last effect is settled. Stops the workers. */
async function measure(
  postgres: LocalPostgres,
  db: Kysely<Database>,
  workers: readonly Running[],
  redisPid: number | null,
  { accounts, killAt }: BacklogOptions,
): Promise<Omit<BacklogRun, 'claimToCallMs' | 'repeatedCalls'>> {
  await waitUntil('the start', () => isSettled(db, BEFORE));
  await sql`checkpoint`.execute(db);
  await pause(IDLE_MS);
  const cpu = () => ({
    workerCpuMs: workers.reduce((sum, { pid }) => sum + cpuOfTree(pid), 0),
    postgresCpuMs: cpuOfTree(postgres.pid),
    redisCpuMs: redisPid === null ? 0 : cpuOfTree(redisPid),
  });
  const [countsBefore, cpuBefore, began] = [await countsOf(db), cpu(), performance.now()];
  await runClockTo(db, DUE_AT);
  if (killAt !== undefined) {
    await waitUntil('the run up to the kill', async () => (await countSent(db)) >= killAt * accounts);
    await workers[0]?.kill();
  }
  await waitUntil('the backlog', () => isSent(db));
  const seconds = (performance.now() - began) / 1000;
  const cpuAfter = cpu();
  await Promise.all(workers.map((worker) => worker.stop()));
  const countsAfter = await countsOf(db);
  return {
    effects: await countSent(db),
    seconds,
    workerCpuMs: cpuAfter.workerCpuMs - cpuBefore.workerCpuMs,
    postgresCpuMs: cpuAfter.postgresCpuMs - cpuBefore.postgresCpuMs,
    redisCpuMs: cpuAfter.redisCpuMs - cpuBefore.redisCpuMs,
    commits: countsAfter.commits - countsBefore.commits,
    walBytes: countsAfter.walBytes - countsBefore.walBytes,
  };
}

async function countsOf(db: Kysely<Database>): Promise<{ commits: number; walBytes: number }> {
  const { rows } = await sql<{ commits: number; walBytes: number }>`
    select xact_commit::float8 as commits, (pg_current_wal_lsn() - '0/0')::float8 as "walBytes"
    from pg_stat_database
    where datname = current_database()`.execute(db);
  return rows[0] as { commits: number; walBytes: number };
}

/** Whether no effect is left to be sent. */
async function isSent(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from effect where state in ${CLAIMABLE} and due_at <= ${new Date(DUE_AT)})
      or exists (select from effect where state = 'claimed') as open`.execute(db);
  return rows[0]?.open === false;
}

/** Effects of the backlog that were sent, without those of the past. */
async function countSent(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n
    from effect
    where state = 'sent'
      and due_at >= ${new Date(BEFORE)}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Throws unless the invariants hold and each message left once; repeated calls are counted for a run with a kill. */
async function checkRun(
  db: Kysely<Database>,
  home: string,
  { accounts, channel, killAt, check = true }: BacklogOptions,
): Promise<Pick<BacklogRun, 'claimToCallMs' | 'repeatedCalls'>> {
  const { violations } = check ? await checkInvariants(db, RULEBOOK, DUE_AT) : { violations: [] };
  if (violations.length > 0) throw new Error(`invariants are broken: ${JSON.stringify(violations.slice(0, 5))}`);
  const sent = await countSent(db);
  if (sent !== accounts) throw new Error(`${sent} of ${accounts} effects were sent`);
  if (channel === 'outbox' || channel === 'recorded-outbox') await checkOutbox(home, accounts);
  if (channel === 'outbox') return { claimToCallMs: [], repeatedCalls: 0 };
  const calls = readCalls(callsOf(home));
  const keys = new Set(calls.map((call) => call.key)).size;
  const repeatedCalls = calls.length - keys;
  if (keys !== accounts || (repeatedCalls > 0 && killAt === undefined))
    throw new Error(`${calls.length} calls for ${keys} messages of ${accounts} effects`);
  return { claimToCallMs: calls.map((call) => call.sinceClaimMs), repeatedCalls };
}

async function checkOutbox(home: string, accounts: number): Promise<void> {
  const mails = readdirSync(join(home, 'outbox', 'email'), { recursive: true, encoding: 'utf8' });
  const written = mails.filter((name) => name.endsWith('.eml')).length;
  const covered = ((await openOutbox(home, 'email').log?.(0)) ?? []).flatMap(({ covers }) => covers);
  if (written !== accounts || covered.length !== accounts || new Set(covered).size !== accounts)
    throw new Error(`${written} mails cover ${covered.length} effects of ${accounts}`);
}
