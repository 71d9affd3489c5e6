/**
 * A local Temporal server. The binary is found, or installed once and cached. Data is an SQLite file, so a restart
 * loses nothing.
 */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../domain/problems.ts';
import { cacheDir } from '../cache.ts';
import { SEARCH_ATTRIBUTES } from '../temporal.ts';
import { endWithParent, OWN_GROUP, refuseSecond, stopChild, whenEnded } from './children.ts';
import { goInstall } from './go-install.ts';
import { freePort, listens } from './ports.ts';
import { isProgram, programOnPath } from './programs.ts';

/** The last release of the CLI that `go install` can build (server 1.29.1). */
const GO_PACKAGE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
const VERSION = '1.5.1';

export interface LocalTemporal {
  address: string;
  pid: number;
  uiUrl: string | null;
  port: number;
  uiPort: number | null;
  onExit(run: () => void): void;
  close(): Promise<void>;
}

/**
 * Path of the binary: TEMPORAL_CLI_PATH, PATH, the cache, the SDK's download, or `go install` (about three minutes,
 * once).
 */
async function findTemporal(cliPath: string | undefined, report: (words: string) => void): Promise<string> {
  if (cliPath !== undefined) {
    if (isProgram(cliPath)) return cliPath;
    throw new Problem('temporal-binary-missing', { reason: `TEMPORAL_CLI_PATH ${cliPath} is no program` });
  }
  const onPath = programOnPath('temporal');
  if (onPath) return onPath;
  const cached = join(cacheDir(), `temporal-${VERSION}`);
  if (isProgram(cached)) return cached;
  mkdirSync(cacheDir(), { recursive: true });
  return (await download(report)) ?? build(cached, report);
}

/** The SDK's own download; null if it is unavailable. */
async function download(report: (words: string) => void): Promise<string | null> {
  const dir = join(cacheDir(), 'download');
  mkdirSync(dir, { recursive: true });
  const { TestWorkflowEnvironment } = await import('@temporalio/testing').catch(() => ({
    TestWorkflowEnvironment: null,
  }));
  if (TestWorkflowEnvironment === null) return null;
  report('getting the Temporal server (download)');
  try {
    const env = await TestWorkflowEnvironment.createLocal({
      server: { executable: { type: 'cached-download', downloadDir: dir, version: 'v1.5.1' } },
    });
    await env.teardown();
    const found = readdirSync(dir)
      .map((name) => join(dir, name))
      .find(isProgram);
    return found ?? null;
  } catch {
    return null;
  }
}

async function build(cached: string, report: (words: string) => void): Promise<string> {
  const go = programOnPath('go');
  const gopath = go === undefined ? null : execFileSync(go, ['env', 'GOPATH'], { encoding: 'utf8' }).trim();
  const built = gopath === null ? '' : join(gopath, 'bin', 'temporal');
  if (!isProgram(built))
    await goInstall({
      packages: [GO_PACKAGE],
      title: 'the Temporal server',
      seconds: 180,
      otherwise: 'it is not on PATH, could not be downloaded',
      report,
    });
  // Another process may do the same, or run the copy already.
  const fresh = `${cached}.${process.pid}`;
  copyFileSync(built, fresh);
  renameSync(fresh, cached);
  return cached;
}

/** Arguments of the server. The timer setting makes timers fire within milliseconds instead of a second. */
function serverArgs(dir: string, namespace: string, port: number, uiPort: number | null): string[] {
  return [
    'server',
    'start-dev',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--db-filename',
    join(dir, 'temporal.sqlite'),
    '--namespace',
    namespace,
    '--log-level',
    'never',
    '--sqlite-pragma',
    'journal_mode=WAL',
    '--sqlite-pragma',
    'synchronous=OFF',
    '--dynamic-config-value',
    'history.timerProcessorMaxTimeShift="5ms"',
    '--dynamic-config-value',
    'frontend.namespaceRPS=20000',
    '--dynamic-config-value',
    'frontend.rps=20000',
    '--dynamic-config-value',
    'matching.numTaskqueueReadPartitions=1',
    '--dynamic-config-value',
    'matching.numTaskqueueWritePartitions=1',
    ...SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort)]),
  ];
}

/** Starts a server over `dir`/temporal.sqlite. */
export async function startTemporal(
  dir: string,
  options: {
    cliPath?: string | undefined;
    namespace?: string;
    ui?: boolean;
    report?: (words: string) => void;
    /** Any free ports by default. */
    ports?: { port: number; uiPort: number | null };
  } = {},
): Promise<LocalTemporal> {
  const binary = await findTemporal(options.cliPath, options.report ?? (() => undefined));
  mkdirSync(dir, { recursive: true });
  const port = options.ports?.port ?? (await freePort());
  const uiPort = options.ui ? (options.ports?.uiPort ?? (await freePort())) : null;
  const pidFile = join(dir, 'temporal.pid');
  refuseSecond(pidFile, 'the Temporal server');
  const child = spawn(binary, serverArgs(dir, options.namespace ?? 'default', port, uiPort), {
    ...OWN_GROUP,
    stdio: 'ignore',
  });
  writeFileSync(pidFile, `${child.pid}\n`);
  endWithParent(child);
  await listening(port, () => child.exitCode !== null);
  return {
    address: `127.0.0.1:${port}`,
    pid: child.pid as number,
    uiUrl: uiPort === null ? null : `http://127.0.0.1:${uiPort}`,
    port,
    uiPort,
    onExit: (run) => whenEnded(child, run),
    close: () => stopChild(child),
  };
}

async function listening(port: number, dead: () => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    if (dead()) throw new Problem('temporal-binary-missing', { reason: 'the server ended at its start' });
    if (await listens('127.0.0.1', port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Problem('temporal-unreachable', { address: `127.0.0.1:${port}` });
}
