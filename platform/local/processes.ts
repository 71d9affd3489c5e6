/**
 * Worker and API processes of a local stack, started through tsx. Each reports `ready` over IPC, or the Problem that
 * prevents its start.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problemOf } from '../start.ts';
import { endWithParent, OWN_GROUP, stopChild, whenEnded } from './children.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Running {
  pid: number;
  /** Its `ready` message. */
  said: Record<string, unknown>;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  onExit(run: () => void): void;
}
interface StartOptions {
  /** Where it writes logs: this process's stderr, or an open file. */
  log?: 'inherit' | number;
  /** Kills the process while it is starting. */
  signal?: AbortSignal;
}

/**
 * Starts `workers/main.ts` or `api/main.ts` and waits until it is ready. Throws the Problem that the process reports.
 */
export async function startProcess(
  path: 'workers/main.ts' | 'api/main.ts',
  environment: Record<string, string>,
  { log = 'inherit', signal }: StartOptions = {},
): Promise<Running> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--disable-warning=ExperimentalWarning', join(ROOT, path)],
    {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      ...OWN_GROUP,
      stdio: ['ignore', log, log, 'ipc'],
    },
  );
  endWithParent(child);
  const abort = () => void stopChild(child, 'SIGKILL');
  signal?.addEventListener('abort', abort);
  const said = await ready(child, path).finally(() => signal?.removeEventListener('abort', abort));
  return {
    pid: child.pid as number,
    said,
    stop: () => stopChild(child),
    kill: () => stopChild(child, 'SIGKILL'),
    onExit: (run) => whenEnded(child, run),
  };
}

function ready(child: ChildProcess, path: string): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const exited = (code: number | null) => reject(new Error(`${path} ended at its start (${code})`));
    child.once('exit', exited);
    child.on('message', (word) => {
      const problem = problemOf(word);
      if (problem) reject(problem);
      if (typeof word !== 'object' || word === null || !('ready' in word)) return;
      child.off('exit', exited);
      resolve(word as Record<string, unknown>);
    });
  });
}
