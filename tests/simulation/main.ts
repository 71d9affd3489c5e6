/**
 * Many seeds, one after another, on one core. Prints one JSON line; exits 1 when anything was sent twice, lost or against an invariant, or a counter stayed at zero.
 *   npm run sim -- --seeds 100 [--from 1] [--json]
 *   npm run sim -- --seed 7 --trace        writes what happened in one seed
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { unseen } from './coverage.ts';
import { runSeed, type SeedResult } from './run-seed.ts';

/** So many seeds meet everything (coverage.ts). */
const DEFAULT_SEEDS = 50;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string' },
    seed: { type: 'string' },
    trace: { type: 'boolean' },
    json: { type: 'boolean' },
  },
});
const say = (words: string): boolean => process.stderr.write(`${words}\n`);

function commitOf(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

function tell(result: SeedResult, commit: string): void {
  say(`seed ${result.seed} at ${commit} failed: npm run sim -- --seed ${result.seed} --trace`);
  if (result.duplicates > 0) say(`  ${result.duplicates} taken twice`);
  for (const { invariant, account, evidence } of [...result.violations, ...result.losses].slice(0, 10))
    say(`  ${invariant} ${account}: ${evidence}`);
}

function main(): void {
  const from = Number(values.seed ?? values.from ?? 1);
  const seeds = values.seed === undefined ? Number(values.seeds ?? DEFAULT_SEEDS) : 1;
  const commit = commitOf();
  const sum = { accountYears: 0, effects: 0, faults: 0, duplicates: 0, losses: 0, violations: 0 };
  const coverage = new Map<string, number>();
  const started = process.cpuUsage();
  for (let seed = from; seed < from + seeds; seed += 1) {
    const result = runSeed(seed, values.trace ? { trace: (words) => void process.stdout.write(`${words}\n`) } : {});
    for (const key of ['accountYears', 'effects', 'faults', 'duplicates'] as const) sum[key] += result[key];
    sum.losses += result.losses.length;
    sum.violations += result.violations.length;
    for (const [name, count] of result.counts) coverage.set(name, (coverage.get(name) ?? 0) + count);
    if (result.duplicates + result.losses.length + result.violations.length > 0) tell(result, commit);
  }
  const { user, system } = process.cpuUsage(started);
  const missing = seeds >= DEFAULT_SEEDS ? unseen(coverage) : [];
  for (const name of missing) say(`never met: ${name}`);
  const perSecond = Math.round(sum.accountYears / ((user + system) / 1e6));
  const sorted = Object.fromEntries([...coverage].sort(([a], [b]) => (a < b ? -1 : 1)));
  process.stdout.write(`${JSON.stringify({ seeds, commit, ...sum, coverage: sorted, accountYearsPerSecond: perSecond })}\n`);
  process.exitCode = sum.duplicates + sum.losses + sum.violations + missing.length === 0 ? 0 : 1;
}

main();
