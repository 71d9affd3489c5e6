/**
 * Runs many seeds one after another on one core. Prints one JSON line; exits 1 if anything was sent twice or lost, if
 * an invariant was broken, or if a counter stayed at zero in a run that is long enough to meet everything.
 *   npm run sim -- --seeds 100 [--from 1] [--json]
 *   npm run sim -- --seeds 3 --rows        repeats all acts over a real Postgres: both must end in the same rows
 *   npm run sim -- --seed 7 --trace        prints what happened in one seed
 *   npm run sim -- --forecasts --seeds 500 compares the forecasts of 10,000 accounts with what then happens
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { NOTHING_NEW, REACHED } from '../../simulation/forecast.ts';
import { compareSeed } from './calm.ts';
import { unseen } from './coverage.ts';
import { openTables } from './postgres/tables.ts';
import { runSeed, type SeedResult } from './run-seed.ts';

const DEFAULT_SEEDS = 50;
/** This many seeds meet everything (coverage.ts); a shorter run only says what it did not meet. */
const COVERING_SEEDS = 200;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string' },
    seed: { type: 'string' },
    trace: { type: 'boolean' },
    rows: { type: 'boolean' },
    json: { type: 'boolean' },
    forecasts: { type: 'boolean' },
  },
});
const logLine = (words: string): boolean => process.stderr.write(`${words}\n`);

function commitOf(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

function showResult(result: Result, commit: string): void {
  const command = `npm run sim -- --seed ${result.seed} ${values.rows ? '--rows' : '--trace'}`;
  logLine(`seed ${result.seed} at ${commit} failed: ${command}`);
  if (result.duplicates > 0) logLine(`  ${result.duplicates} taken twice`);
  for (const { invariant, account, evidence } of [...result.violations, ...result.losses].slice(0, 10))
    logLine(`  ${invariant} ${account}: ${evidence}`);
  for (const line of (result.differences ?? []).slice(0, 10)) logLine(`  only in ${line}`);
}

/** With real tables: the rows in which they differ from the maps. */
type Result = SeedResult & { differences?: string[] };

async function main(): Promise<void> {
  const from = Number(values.seed ?? values.from ?? 1);
  const seeds = values.seed === undefined ? Number(values.seeds ?? DEFAULT_SEEDS) : 1;
  if (values.forecasts) {
    compareForecasts(from, seeds);
    return;
  }
  const commit = commitOf();
  const tables = values.rows ? await openTables() : null;
  const trace = values.trace ? { trace: (words: string) => void process.stdout.write(`${words}\n`) } : {};
  const sum = { accountYears: 0, effects: 0, faults: 0, duplicates: 0, losses: 0, violations: 0 };
  let differing = 0;
  const coverage = new Map<string, number>();
  const time = stopwatch(tables !== null);
  for (let seed = from; seed < from + seeds; seed += 1) {
    const result: Result = tables === null ? runSeed(seed, trace) : await tables.run(seed);
    for (const key of ['accountYears', 'effects', 'faults', 'duplicates'] as const) sum[key] += result[key];
    for (const key of ['losses', 'violations'] as const) sum[key] += result[key].length;
    const differences = result.differences?.length ?? 0;
    differing += differences;
    for (const [name, count] of result.counts) coverage.set(name, (coverage.get(name) ?? 0) + count);
    if (result.duplicates + result.losses.length + result.violations.length + differences > 0)
      showResult(result, commit);
  }
  const accountYearsPerSecond = Math.round((10 * sum.accountYears) / time()) / 10;
  await tables?.close();
  const unmet = unseen(coverage);
  const missing = seeds >= COVERING_SEEDS ? unmet : [];
  for (const name of missing) logLine(`never met: ${name}`);
  if (unmet.length > missing.length)
    logLine(
      `${unmet.length} counters of coverage.ts stayed at zero in ${seeds} seeds; ${COVERING_SEEDS} seeds must meet all`,
    );
  const sorted = Object.fromEntries([...coverage].sort(([a], [b]) => (a < b ? -1 : 1)));
  const compared = tables && { differences: differing };
  process.stdout.write(
    `${JSON.stringify({ seeds, commit, ...sum, ...compared, coverage: sorted, accountYearsPerSecond })}\n`,
  );
  process.exitCode = sum.duplicates + sum.losses + sum.violations + differing + missing.length === 0 ? 0 : 1;
}

/** Prints each account whose forecast was wrong, and one JSON line; exits 1 if there is any. */
function compareForecasts(from: number, seeds: number): void {
  const sum = { accounts: 0, foreseen: 0, wrong: 0 };
  for (let seed = from; seed < from + seeds; seed += 1) {
    const assumptions = seed % 2 === 0 ? REACHED : NOTHING_NEW;
    for (const { account, state, foreseen, missing, surplus } of compareSeed(seed, { assumptions })) {
      sum.accounts += 1;
      sum.foreseen += foreseen;
      sum.wrong += missing.length + surplus.length;
      for (const line of missing) logLine(`seed ${seed} ${account} (${state}): foreseen and missing ${line}`);
      for (const line of surplus) logLine(`seed ${seed} ${account} (${state}): not foreseen ${line}`);
    }
  }
  process.stdout.write(`${JSON.stringify({ seeds, ...sum })}\n`);
  process.exitCode = sum.wrong === 0 ? 0 : 1;
}

/** Seconds since the start: CPU time of this process, or wall time if Postgres works too. */
function stopwatch(byWall: boolean): () => number {
  const started = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return byWall ? (performance.now() - started) / 1000 : (user + system) / 1e6;
  };
}

await main();
