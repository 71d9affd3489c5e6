/** `.arrears/run.json`: where the stack of this folder runs, so that other commands find it. */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RunFile {
  /** Pid of the process that started the stack. */
  pid: number;
  /** Settings that other commands take from the stack, by name. */
  environment: Record<string, string>;
  apiUrl: string;
}

const pathOf = (home: string) => join(home, 'run.json');

/** The run file of a running stack, else null. */
export function readRunFile(home: string): RunFile | null {
  try {
    const run = JSON.parse(readFileSync(pathOf(home), 'utf8')) as RunFile;
    process.kill(run.pid, 0);
    return run;
  } catch {
    return null;
  }
}

/** Written completely or not at all. It holds secrets of event sources, so only the owner may read it. */
export function writeRunFile(home: string, run: RunFile): void {
  mkdirSync(home, { recursive: true });
  const path = pathOf(home);
  writeFileSync(`${path}.new`, JSON.stringify(run, null, 2), { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
}

export function removeRunFile(home: string): void {
  rmSync(pathOf(home), { force: true });
}
