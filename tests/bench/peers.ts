/**
 * What a collections team could use instead: job queues that do the work of an effect beside Arrears, on one machine.
 * Each round runs every system with 1 and with 2 workers; then a worker of each is killed once in mid-run.
 *   npm run bench -- peers [--accounts N] [--rounds N] [--only NAME]
 * One JSON line a figure (medians of the rounds), exit 1 when a gate is missed, and docs/peers.md unless --only is given.
 * With the defaults it takes about half an hour.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { openPool } from '../../platform/pool.ts';
import { runBacklog } from './backlog-run.ts';
import { makeTemplate } from './backlog-template.ts';
import { type PeerTable, peersPage } from './peers/page.ts';
import { redisVersion, runPeer } from './peers/run.ts';
import { type Bench, onPostgres } from './place.ts';
import { report } from './report.ts';

const ARREARS = 'arrears';
/** Modules of peers/. */
const PEERS = ['pg-boss', 'pg-boss-sets', 'graphile-worker', 'bullmq'];
const WORKERS = [1, 2] as const;
/** Arrears over pg-boss, by workers. */
const GATES: Readonly<Record<number, number>> = { 1: 0.65, 2: 0.9 };
const KILL_AT = 0.4;

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '3000' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
  },
  allowPositionals: true,
});
const accounts = Number(values.accounts);
const rounds = Number(values.rounds);
const systems = [ARREARS, ...PEERS].filter((name) => values.only === undefined || name === values.only);
if (!(accounts > 0 && rounds > 0) || systems.length === 0)
  throw new Error(`--accounts N, --rounds N, --only ${[ARREARS, ...PEERS].join('|')}`);

interface Rate {
  perSecond: number;
  cpuMs: number;
}
/** Rates by system and number of workers, one a round. */
const rates = new Map<string, Rate[]>();
const repeated = new Map<string, number>();
const unavailable = new Set<string>();
const nameOf = (system: string, workers: number): string => `${system}/${workers}`;

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

async function runOnce(bench: Bench, system: string, workers: number): Promise<Rate> {
  if (system === ARREARS) {
    const run = await runBacklog(bench, { accounts, workers, redis: false, channel: 'outbox' });
    return { perSecond: accounts / run.seconds, cpuMs: (run.workerCpuMs + run.postgresCpuMs) / accounts };
  }
  const run = await runPeer(bench, { name: system, items: accounts, workers });
  return { perSecond: accounts / run.seconds, cpuMs: run.cpuMs / accounts };
}

async function killOnce(bench: Bench, system: string): Promise<number> {
  const run =
    system === ARREARS
      ? await runBacklog(bench, { accounts, workers: 2, redis: false, channel: 'recorded-outbox', killAt: KILL_AT })
      : await runPeer(bench, { name: system, items: accounts, workers: 2, killAt: KILL_AT });
  return run.repeatedCalls;
}

/** Runs what is installed; a peer that is not is named once and left out. */
async function ifInstalled(system: string, run: () => Promise<void>): Promise<void> {
  if (unavailable.has(system)) return;
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    unavailable.add(system);
    process.stdout.write(
      `${JSON.stringify({ bench: 'peers', system, notInstalled: error.message.split(' imported')[0] })}\n`,
    );
  }
}

async function measure(bench: Bench): Promise<void> {
  for (let round = 0; round < rounds; round += 1)
    for (const workers of WORKERS)
      for (const system of systems)
        await ifInstalled(system, async () => {
          const found = rates.get(nameOf(system, workers)) ?? [];
          rates.set(nameOf(system, workers), [...found, await runOnce(bench, system, workers)]);
        });
  for (const system of systems)
    await ifInstalled(system, async () => void repeated.set(system, await killOnce(bench, system)));
}

/** Prints the medians, the ratios of each round's own runs among them, and returns them. */
function showAll(): PeerTable {
  const table: PeerTable = { systems: [], ratios: [] };
  const parameters = { accounts, rounds, fsync: true };
  for (const system of systems.filter((name) => rates.has(nameOf(name, WORKERS[0])))) {
    const perWorkers = WORKERS.map((workers) => {
      const found = rates.get(nameOf(system, workers)) ?? [];
      const [perSecond, cpuMs] = [median(found.map((rate) => rate.perSecond)), median(found.map((rate) => rate.cpuMs))];
      const all = { system, workers, ...parameters };
      report('peers', { figure: 'effects-per-second', value: perSecond, unit: 'effects/s' }, all);
      report('peers', { figure: 'cpu-ms-per-effect', value: cpuMs, unit: 'ms/effect' }, all);
      return { workers, perSecond, cpuMs };
    });
    const calls = repeated.get(system) ?? 0;
    report('peers', { figure: 'calls-repeated-after-kill', value: calls, unit: 'calls' }, { system, ...parameters });
    table.systems.push({ system, perWorkers, repeated: calls });
  }
  for (const over of ['pg-boss', 'pg-boss-sets'])
    for (const workers of WORKERS) {
      const [own, theirs] = [rates.get(nameOf(ARREARS, workers)), rates.get(nameOf(over, workers))];
      if (own === undefined || theirs === undefined) continue;
      const value = median(own.map((rate, at) => rate.perSecond / (theirs[at]?.perSecond ?? Number.NaN)));
      const gate = over === 'pg-boss' ? { atLeast: GATES[workers] as number } : {};
      report('peers', { figure: `arrears-over-${over}`, value, unit: 'ratio', ...gate }, { workers, ...parameters });
      table.ratios.push({ over, workers, value });
    }
  return table;
}

async function writePage(table: PeerTable, databaseUrl: string): Promise<void> {
  const pool = openPool(databaseUrl, { size: 1 });
  const { rows } = await pool.query<{ server_version: string }>('show server_version');
  await pool.end();
  const own = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
  const versions = { ...own['dependencies'], ...own['devDependencies'] };
  const page = peersPage(table, {
    accounts,
    rounds,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    versions: {
      ...versions,
      postgres: rows[0]?.server_version ?? 'unknown',
      redis: redisVersion(),
      node: process.version.slice(1),
    },
  });
  writeFileSync('docs/peers.md', page);
}

await onPostgres(async (bench) => {
  await makeTemplate(bench.postgres, accounts);
  await measure(bench);
  const table = showAll();
  if (values.only === undefined) await writePage(table, bench.postgres.url);
});
