/** Scripts of the benchmarks as processes of their own. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithParent, OWN_GROUP, stopChild } from '../../platform/local/children.ts';
import { problemOf } from '../../platform/start.ts';

export interface Script {
  pid: number;
  /** Sends a message over IPC. */
  tell(message: object): void;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

/**
 * Starts a script of this folder and waits until it reports `ready` (platform/start.ts). Throws the Problem that it
 * reports instead.
 */
export async function startScript(name: string, environment: Readonly<Record<string, string>>): Promise<Script> {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', '--disable-warning=ExperimentalWarning', path], {
    env: { ...process.env, ...environment },
    ...OWN_GROUP,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  endWithParent(child);
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${name} ended at its start (${code})`)));
    child.on('message', (word) => {
      const problem = problemOf(word);
      if (problem) reject(problem);
      else resolve();
    });
  });
  return {
    pid: child.pid as number,
    tell: (message) => void child.send(message),
    stop: () => stopChild(child),
    kill: () => stopChild(child, 'SIGKILL'),
  };
}
