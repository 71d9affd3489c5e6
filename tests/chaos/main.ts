/**
 * Chaos with real processes. Servers, workers, API and provider run as processes that are killed, stopped and cut off
 * from each other. Afterwards everything must converge. Prints one JSON line; exits 1 if anything is violated.
 * npm run chaos -- --minutes M --seed S [--effects N] [--kills K] [--queue redis|postgres] [--scenario NAME] [--json]
 * [--workers N] [--own-homes] [--temporal development|server]
 */
import { parseArgs } from 'node:util';
import { ALL_SCENARIOS } from './all-scenarios.ts';
import { runChaos } from './run-chaos.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    minutes: { ...text, default: '3' },
    seed: { ...text, default: '1' },
    effects: text,
    kills: { ...text, default: '0' },
    queue: { ...text, default: 'redis' },
    scenario: { ...text, multiple: true },
    every: { ...text, default: '5' },
    wave: { ...text, default: '200' },
    workers: text,
    'own-homes': { type: 'boolean', default: false },
    temporal: { ...text, default: 'development' },
    json: { type: 'boolean', default: false },
  },
});

const unknown = (values.scenario ?? []).filter((name) => !ALL_SCENARIOS.some((scenario) => scenario.name === name));
const known = ['redis', 'postgres'].includes(values.queue) && ['development', 'server'].includes(values.temporal);
if (unknown.length > 0 || !known) {
  process.stderr.write(
    `--scenario is one of ${ALL_SCENARIOS.map((scenario) => scenario.name).join(', ')}; ` +
      '--queue is redis or postgres; --temporal is development or server\n',
  );
  process.exit(2);
}
/** Wall milliseconds between faults other than the steady kill -9. */
const OTHER_EVERY_MS = 20_000;
const began = performance.now();
const logLine = (words: string) => {
  if (!values.json) process.stderr.write(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} ${words}\n`);
};
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

async function main(): Promise<void> {
  const { report, findings } = await runChaos({
    minutes: Number(values.minutes),
    seed: Number(values.seed),
    queue: values.queue as 'redis' | 'postgres',
    effects: values.effects === undefined ? null : Number(values.effects),
    kills: Number(values.kills),
    killEveryMs: Number(values.every) * 1000,
    otherEveryMs: OTHER_EVERY_MS,
    only: values.scenario ?? null,
    wave: Number(values.wave),
    ...(values.workers === undefined ? {} : { workers: Number(values.workers) }),
    ownHomes: values['own-homes'],
    temporal: values.temporal as 'development' | 'server',
    report: logLine,
    signal: stop.signal,
  });
  const tooFew =
    report.effects < Number(values.effects ?? 0) ? [`only ${report.effects} of ${values.effects} effects`] : [];
  for (const finding of [...findings, ...tooFew]) process.stderr.write(`${finding}\n`);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exitCode = findings.length + tooFew.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'error'}\n`);
  process.exit(1);
});
