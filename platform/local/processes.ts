/** Worker and API processes of a local stack, started through tsx; each says `ready` over IPC. */
import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithParent, OWN_GROUP, stopChild } from './children.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Running {
  pid: number;
  /** What it said when it was ready. */
  said: Record<string, unknown>;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  onExit(run: () => void): void;
}

/** Starts `workers/main.ts` or `api/main.ts` and waits until it is ready. Its log goes to this process's stderr, or to `log`. */
export async function startProcess(
  path: 'workers/main.ts' | 'api/main.ts',
  environment: Record<string, string>,
  logTo: 'inherit' | number = 'inherit',
): Promise<Running> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--disable-warning=ExperimentalWarning', join(ROOT, path)], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    ...OWN_GROUP,
    stdio: ['ignore', logTo, logTo, 'ipc'],
  });
  endWithParent(child);
  const said = await ready(child, path);
  return {
    pid: child.pid as number,
    said,
    stop: () => stopChild(child),
    kill: () => stopChild(child, 'SIGKILL'),
    onExit: (run) => child.once('exit', run),
  };
}

function ready(child: ChildProcess, path: string): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const exited = (code: number | null) => reject(new Error(`${path} ended at its start (${code})`));
    child.once('exit', exited);
    child.on('message', (message) => {
      if (typeof message !== 'object' || message === null || !('ready' in message)) return;
      child.off('exit', exited);
      resolve(message as Record<string, unknown>);
    });
  });
}
