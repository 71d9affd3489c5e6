/**
 * Runs the tests: types and lint, then one layer after another, each within its budget, over servers of their own. Ends
 * with one line `N passed, N failed`.
 *   npm test                     everything
 *   npm test -- stories          one layer (or several)
 *   npm test -- domain/dpd       the test files whose path holds these words
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../platform/local/postgres.ts';
import { startTemporal } from '../platform/local/temporal.ts';
import { makeTemplate } from './support/database.ts';
import { startRedis } from './support/redis.ts';

interface Layer {
  name: string;
  /** Wall minutes on two cores; a layer that needs longer fails. */
  minutes: number;
  /** Which servers its tests use. */
  servers: ('postgres' | 'temporal' | 'redis')[];
}
const LAYERS: readonly Layer[] = [
  { name: 'unit', minutes: 12, servers: [] },
  { name: 'conformance', minutes: 5, servers: ['postgres', 'redis'] },
  { name: 'stories', minutes: 8, servers: ['postgres'] },
  { name: 'integration', minutes: 35, servers: ['postgres', 'temporal', 'redis'] },
  { name: 'replay', minutes: 2, servers: [] },
  { name: 'simulation', minutes: 8, servers: [] },
  { name: 'chaos', minutes: 12, servers: ['postgres'] },
];
/** A jest that does not end so long after its last test has left something open. */
const LEAK_MS = 30_000;

const wanted = process.argv.slice(2);
const named = LAYERS.filter((layer) => wanted.includes(layer.name));
const paths = wanted.filter((name) => !LAYERS.some((layer) => layer.name === name));
const layers = named.length > 0 ? named : LAYERS;
const whole = wanted.length === 0;
const total = { passed: 0, failed: 0 };
const logLine = (words: string) => process.stderr.write(`${words}\n`);

function check(name: string, command: string, args: string[]): void {
  const started = Date.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  total[status === 0 ? 'passed' : 'failed'] += 1;
  logLine(`${name}: ${status === 0 ? 'passed' : 'failed'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

async function runLayer(layer: Layer, dir: string): Promise<void> {
  const report = join(dir, `${layer.name}.json`);
  const started = Date.now();
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    layer.name,
    '--json',
    `--outputFile=${report}`,
    ...(paths.length > 0 ? ['--passWithNoTests'] : []),
    ...paths,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const leaked = await ended(child, layer.minutes);
  const minutes = (Date.now() - started) / 60_000;
  const { numPassedTests: passed, numFailedTests: failed, numRuntimeErrorTestSuites: broken } = readReport(report);
  total.passed += passed;
  total.failed += failed + broken;
  if (leaked !== null) fail(`${layer.name}: ${leaked}`);
  if (minutes > layer.minutes)
    fail(`${layer.name}: took ${minutes.toFixed(1)} minutes, its budget is ${layer.minutes}`);
  logLine(`${layer.name}: ${passed} passed, ${failed + broken} failed in ${(minutes * 60).toFixed(0)} s`);
}

function fail(words: string): void {
  total.failed += 1;
  logLine(words);
}

function readReport(path: string): {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
} {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ReturnType<typeof readReport>;
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1 };
  }
}

/**
 * Waits for the end. Returns what a test left behind: a process, a connection or a timer that keeps jest alive; null
 * when nothing.
 */
function ended(child: ChildProcess, minutes: number): Promise<string | null> {
  return new Promise((resolve) => {
    let leaked: string | null = null;
    let lines = '';
    const end = (words: string) => {
      leaked = words;
      child.kill('SIGKILL');
    };
    const late = setTimeout(() => end(`did not end within twice its budget of ${minutes} minutes`), minutes * 120_000);
    let over: NodeJS.Timeout | undefined;
    child.stderr?.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      lines = (lines + chunk.toString('utf8')).slice(-2000);
      if (lines.includes('failed to exit gracefully'))
        leaked = 'a test left something open (a process, a connection or a timer)';
      if (/Ran all test suites/.test(lines))
        over ??= setTimeout(() => end('a test left something open: jest could not end'), LEAK_MS);
    });
    child.once('exit', () => {
      clearTimeout(late);
      clearTimeout(over);
      resolve(leaked);
    });
  });
}

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'arrears-test-'));
  chmodSync(dir, 0o711);
  if (whole) {
    check('types', 'node_modules/.bin/tsc', ['--noEmit']);
    check('lint', 'node_modules/.bin/biome', ['check', '.']);
  }
  const needs = (server: Layer['servers'][number]) => layers.some((layer) => layer.servers.includes(server));
  const servers: { close(): Promise<void> }[] = [];
  const started = async <T extends { close(): Promise<void> }>(item: Promise<T>): Promise<T> => {
    const server = await item;
    servers.push(server);
    return server;
  };
  try {
    if (needs('postgres')) {
      const { url } = await started(
        startPostgres(join(dir, 'postgres'), { fast: true, database: 'admin', maxConnections: 300 }),
      );
      process.env['ARREARS_TEST_POSTGRES'] = url;
      await makeTemplate();
    }
    if (needs('redis')) process.env['ARREARS_TEST_REDIS'] = (await started(startRedis(join(dir, 'redis')))).url;
    if (needs('temporal'))
      process.env['ARREARS_TEST_TEMPORAL'] = (
        await started(startTemporal(join(dir, 'temporal'), { report: logLine }))
      ).address;
    for (const layer of layers) await runLayer(layer, dir);
  } finally {
    for (const server of servers.reverse()) await server.close();
  }
  if (total.failed === 0) rmSync(dir, { recursive: true, force: true });
  else logLine(`databases and logs of this run are kept in ${dir}`);
  if (total.passed === 0) total.failed += 1;
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

await main();
