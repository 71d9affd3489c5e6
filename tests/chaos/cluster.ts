/**
 * Workers on several hosts over one Postgres, one Redis and one Temporal server (the release over Postgres, built with
 * Go on first use). Each worker has an ARREARS_HOME of its own. Workers are killed, stopped and added under load; then
 * everything must converge, and no provider call may be repeated. One JSON line a number of workers; exit 1 otherwise.
 * npm run cluster -- [--workers 1,2,4] [--minutes M] [--effects N] [--kills K] [--seed S]
 */
import { parseArgs } from 'node:util';
import { runChaos } from './run-chaos.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    workers: { ...text, default: '1,2,4' },
    minutes: { ...text, default: '5' },
    effects: { ...text, default: '800' },
    kills: { ...text, default: '8' },
    seed: { ...text, default: '1' },
  },
});
const began = performance.now();
const report = (words: string) =>
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} ${words}\n`);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

/** Runs with so many workers. Returns what is wrong. */
async function runWith(workers: number): Promise<string[]> {
  report(`${workers} workers`);
  const { report: found, findings } = await runChaos({
    minutes: Number(values.minutes),
    seed: Number(values.seed),
    queue: 'redis',
    effects: Number(values.effects),
    kills: Number(values.kills),
    // A worker needs some seconds to start and to do something worth killing it for.
    killEveryMs: 8000 + 12_000 / workers,
    otherEveryMs: 20_000,
    only: ['kill-worker', 'stop-worker', 'add-worker'],
    wave: 100,
    workers,
    ownHomes: true,
    temporal: 'server',
    report,
    signal: stop.signal,
  });
  process.stdout.write(`${JSON.stringify(found)}\n`);
  const repeated = found.repeated > 0 ? [`${found.repeated} provider calls were repeated`] : [];
  const tooFew = found.effects < Number(values.effects) ? [`only ${found.effects} of ${values.effects} effects`] : [];
  return [...findings, ...repeated, ...tooFew].map((finding) => `${workers} workers: ${finding}`);
}

try {
  for (const workers of values.workers.split(',').map(Number)) {
    const findings = await runWith(workers);
    for (const finding of findings) report(finding);
    if (findings.length > 0) process.exitCode = 1;
  }
} catch (error) {
  report(error instanceof Error ? error.message : 'error');
  process.exit(1);
}
