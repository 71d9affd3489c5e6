/**
 * Mutation tests: `npm run mutate`. Changes one operator, text or branch of the rules at a time and asks whether a unit
 * test notices. Prints one JSON line a part and exits 1 where one is below the bar. Survivors and why they may live:
 * tests/mutation/survivors.md.
 *   npm run mutate                           all parts (tests/mutation/parts.ts)
 *   npm run mutate -- policies CN            some parts
 *   npm run mutate -- domain/law/CN/sale.ts  some files, by the tests of their part
 */
import { readdirSync, rmSync } from 'node:fs';
import { matchesGlob, relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { PARTS, type Part } from './parts.ts';

/** Percent of mutants that must be noticed. */
const BAR = 95;
/** Not code: tests, the situations that they put before the packs, and holidays, which a test compares as a whole. */
const NO_CODE = [
  ...['!**/*.test.ts', '!domain/law/*/*vectors.ts', '!domain/law/*/situation{,s}.ts'],
  ...['!domain/law/vector.ts', '!domain/calendars/holidays.ts'],
];

const beside = (name: string): string => `${import.meta.dirname}/${name}`;

const mutate = (files: readonly string[], tests: readonly string[]) =>
  new Stryker({
    mutate: [...files, ...NO_CODE],
    testRunner: 'unit',
    unitTests: testFiles(tests),
    plugins: [beside('runner.ts'), beside('ignore-texts.ts')],
    ignorers: ['texts'],
    testRunnerNodeArgs: ['--import', 'tsx', '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
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
    warnings: false,
    fileLogLevel: 'off' as never,
    logLevel: 'error' as never,
  }).runMutationTest();

/** Names who hung or broke the runner: the report of survivors only counts them. */
function showBroken(results: readonly MutantResult[]): void {
  for (const { status, fileName, location, mutatorName, replacement, statusReason } of results) {
    if (status !== 'Timeout' && status !== 'RuntimeError' && status !== 'CompileError') continue;
    const place = `${relative(process.cwd(), fileName)}:${location.start.line}`;
    process.stdout.write(
      `[${status}] ${place} ${mutatorName} ${replacement ?? ''} ${statusReason?.split('\n')[0] ?? ''}\n`,
    );
  }
}

/** Paths of the tests that the globs name, in their order, each once. */
function testFiles(globs: readonly string[]): readonly string[] {
  const paths = readdirSync('domain', { recursive: true, encoding: 'utf8' }).sort();
  const named = globs.flatMap((glob) => paths.filter((path) => matchesGlob(path, `${glob}.test.ts`)));
  return [...new Set(named)].map((path) => `domain/${path}`);
}

/** Prints the score of a part; whether it reaches the bar. */
async function runPart(name: string, { tests }: Part, files: readonly string[]): Promise<boolean> {
  const started = Date.now();
  const results = await mutate(files, tests);
  showBroken(results);
  const count = (state: MutantResult['status']) => results.filter(({ status }) => status === state).length;
  const [killed, survived, timeout] = [count('Killed'), count('Survived'), count('Timeout')];
  const [noCoverage, broken, ignored] = [count('NoCoverage'), count('RuntimeError'), count('Ignored')];
  const all = killed + survived + timeout + noCoverage;
  const score = all === 0 ? 0 : Math.floor(((killed + timeout) / all) * 10_000) / 100;
  const seconds = Math.round((Date.now() - started) / 1000);
  const line = { part: name, score, killed, survived, timeout, noCoverage, broken, ignored, seconds };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return score >= BAR;
}

/** What is asked for, by part: its name stands for all of its files. */
function filesOf(name: string, { files }: Part, wanted: readonly string[]): readonly string[] {
  if (wanted.length === 0 || wanted.includes(name)) return files;
  return wanted.filter((path) => files.some((glob) => matchesGlob(path, glob)));
}

const wanted = process.argv.slice(2);
const runs = Object.entries(PARTS).map(([name, part]) => ({ name, part, files: filesOf(name, part, wanted) }));
const asked = runs.filter(({ files }) => files.length > 0);
if (asked.length === 0) process.stdout.write(`no part has ${wanted.join(', ')}: ${Object.keys(PARTS).join(', ')}\n`);
let passed = asked.length > 0;
for (const { name, part, files } of asked) passed = (await runPart(name, part, files)) && passed;
rmSync('.mutation', { recursive: true, force: true });
process.exitCode = passed ? 0 : 1;
