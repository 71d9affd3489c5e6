/**
 * Mutation tests: `npm run mutate`. Changes one operator, text or branch of the rules at a time and asks whether a unit test notices. Prints one JSON
 * line and exits 1 below the bar. Survivors and why they may live: tests/mutation/survivors.md.
 *   npm run mutate                          all of it
 *   npm run mutate -- domain/money.ts       some files
 */
import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';

/** Percent of mutants that must be noticed. */
const BAR = 95;
const FILES = [
  'domain/policies/*.ts',
  '!domain/policies/*.test.ts',
  'domain/effects.ts',
  'domain/money.ts',
  'domain/money/*.ts',
  '!domain/money/*.test.ts',
  'domain/dpd.ts',
  'domain/closing.ts',
  'domain/contact-day.ts',
  'domain/fact-dates.ts',
];

const wanted = process.argv.slice(2);
const started = Date.now();
const results = await new Stryker({
  mutate: wanted.length > 0 ? wanted : FILES,
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: { projectType: 'custom', configFile: 'tests/mutation/jest.config.js', enableFindRelatedTests: false },
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Long: a busy machine must not count as a test that noticed something.
  timeoutMS: 60_000,
  // Stryker rewrites a tsconfig.json by the compiler's API, which TypeScript 7 does not have; swc needs none.
  ignorePatterns: [
    'tsconfig.json',
    '.arrears',
    'demo',
    'docs',
    'dist',
    'channels/*/samples',
    'tests/replay',
    'tests/bench',
  ],
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: {
    allowColor: false,
    logTests: false,
    reportTests: false,
    reportScoreTable: true,
    skipFull: false,
  },
  allowConsoleColors: false,
  tempDirName: '.mutation',
  fileLogLevel: 'off' as never,
  logLevel: 'warn' as never,
}).runMutationTest();

// The report above names who survived; who hung or broke the runner, it only counts.
for (const { status, fileName, location, mutatorName, replacement, statusReason } of results) {
  if (status !== 'Timeout' && status !== 'RuntimeError' && status !== 'CompileError') continue;
  const place = `${relative(process.cwd(), fileName)}:${location.start.line}`;
  process.stdout.write(
    `[${status}] ${place} ${mutatorName} ${replacement ?? ''} ${statusReason?.split('\n')[0] ?? ''}\n`,
  );
}
const count = (...states: string[]) => results.filter(({ status }) => states.includes(status)).length;
const [killed, survived, timeout, noCoverage] = [
  count('Killed'),
  count('Survived'),
  count('Timeout'),
  count('NoCoverage'),
];
const all = killed + survived + timeout + noCoverage;
const score = all === 0 ? 0 : Math.floor(((killed + timeout) / all) * 10_000) / 100;
rmSync('.mutation', { recursive: true, force: true });
const seconds = Math.round((Date.now() - started) / 1000);
process.stdout.write(`${JSON.stringify({ score, killed, survived, timeout, noCoverage, seconds })}\n`);
process.exitCode = score >= BAR ? 0 : 1;
