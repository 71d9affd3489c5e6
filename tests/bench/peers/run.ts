/** Runs a peer over a backlog of items: workers begin together, and a run ends with the last recorded result. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { openPool } from '../../../platform/pool.ts';
import { findRedis } from '../../support/find-redis.ts';
import { startRedis } from '../../support/redis.ts';
import { TEMPLATE } from '../backlog-template.ts';
import { type Script, startScript } from '../children.ts';
import { cpuOfTree } from '../cpu.ts';
import { asAdmin, type Bench, IDLE_MS, pause, urlOf, waitUntil } from '../place.ts';
import { readCalls } from '../recorded-channel.ts';
import { ITEM_TABLES } from './item.ts';
import type { Peer, Place } from './peer.ts';

export interface PeerOptions {
  /** Module of the peer in this folder. */
  name: string;
  items: number;
  workers: number;
  /** Share of the items after which a worker is killed (-9). */
  killAt?: number;
}
export interface PeerRun {
  seconds: number;
  /** Of worker processes, Postgres and Redis. */
  cpuMs: number;
  /** Calls beyond one for each item; 0 without a kill. */
  repeatedCalls: number;
}
interface Running {
  bench: Bench;
  place: Place;
  peer: Peer;
  pool: pg.Pool;
  options: PeerOptions;
  calls: string;
  redisPid: number;
  start(): Promise<Script>;
}

const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'everysec'];
/** Wall milliseconds without a result after which the other workers have done what they can get. */
const STALL_MS = 4000;

export const redisVersion = (): string =>
  /\bv=([\d.]+)/.exec(spawnSync(findRedis(), ['--version'], { encoding: 'utf8' }).stdout)?.[1] ?? 'unknown';

let runs = 0;

/** Throws when the peer is not installed, or when not every item was sent. */
export async function runPeer(bench: Bench, options: PeerOptions): Promise<PeerRun> {
  const { peer } = (await import(`./${options.name}.ts`)) as { peer: Peer };
  runs += 1;
  const database = `peer_${runs}`;
  const home = join(bench.dir, database);
  mkdirSync(home);
  await asAdmin(bench.postgres, `create database ${database}`);
  const redis = await startRedis(join(home, 'redis'), DURABLE);
  const place = { databaseUrl: urlOf(bench.postgres, database), redisUrl: redis.url };
  const pool = openPool(place.databaseUrl, { size: 1, name: 'bench' });
  const calls = options.killAt === undefined ? '' : join(home, 'calls.txt');
  const workers: Script[] = [];
  const start = async () => {
    const worker = await startScript('peers/worker.ts', {
      DATABASE_URL: place.databaseUrl,
      REDIS_URL: place.redisUrl,
      ARREARS_HOME: home,
      BENCH_PEER: options.name,
      BENCH_TEMPLATE: urlOf(bench.postgres, TEMPLATE),
      BENCH_CALLS: calls,
    });
    workers.push(worker);
    return worker;
  };
  try {
    await pool.query(ITEM_TABLES);
    await peer.fill(
      place,
      Array.from({ length: options.items }, (_, at) => `item-${at}`),
    );
    return await measure({ bench, place, peer, pool, options, calls, redisPid: redis.pid, start });
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await pool.end();
    await redis.close();
    await asAdmin(bench.postgres, `drop database ${database} with (force)`);
    rmSync(home, { recursive: true, force: true });
  }
}

async function measure(running: Running): Promise<PeerRun> {
  const { bench, pool, redisPid, options, calls } = running;
  const { items, workers: wanted, killAt } = options;
  const workers: Script[] = [];
  while (workers.length < wanted) workers.push(await running.start());
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
  await pause(IDLE_MS);
  const cpu = () => [...workers.map(({ pid }) => pid), bench.postgres.pid, redisPid].map(cpuOfTree);
  const [cpuBefore, began] = [sum(cpu()), performance.now()];
  for (const worker of workers) worker.tell({ begin: true });
  if (killAt !== undefined) await killAndReplace(running, workers[0] as Script, killAt * items);
  await waitUntil('the items', async () => (await countSent(pool, killAt !== undefined)) >= items);
  const seconds = (performance.now() - began) / 1000;
  const cpuMs = sum(cpu()) - cpuBefore;
  await Promise.all(workers.map((worker) => worker.stop()));
  if (calls === '') return { seconds, cpuMs, repeatedCalls: 0 };
  return { seconds, cpuMs, repeatedCalls: readCalls(calls).length - items };
}

/** Kills a worker. Once the others have done what they can get, the time to retry passes and a new worker begins. */
async function killAndReplace({ peer, place, pool, start }: Running, worker: Script, after: number): Promise<void> {
  await waitUntil('the run up to the kill', async () => (await countSent(pool, false)) >= after);
  await worker.kill();
  let [sent, since] = [0, performance.now()];
  await waitUntil('the rest of the run', async () => {
    const now = await countSent(pool, true);
    if (now !== sent) [sent, since] = [now, performance.now()];
    return performance.now() - since > STALL_MS;
  });
  await peer.passTime?.(place);
  (await start()).tell({ begin: true });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Items with a recorded result. Only after a crash may one have several. */
async function countSent(pool: pg.Pool, crashed: boolean): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(${crashed ? 'distinct item' : '*'})::int as n from permit where result = 'sent'`,
  );
  return rows[0]?.n ?? 0;
}
