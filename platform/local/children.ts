/** Child processes that end with their parent. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from '../../domain/problems.ts';

const alive = new Set<ChildProcess>();
let watching = false;

/**
 * Ctrl-C reaches every process of the terminal's group at once. A child in its own group is instead stopped in order by
 * its parent.
 */
export const OWN_GROUP = { detached: true } as const;

/** Ends the child with this process, however this process ends (except by SIGKILL). */
export function endWithParent(child: ChildProcess): void {
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const item of alive) item.kill('SIGKILL');
  });
}

/** Runs once the child has ended; soon if it already has. */
export function whenEnded(child: ChildProcess, run: () => void): void {
  if (child.exitCode !== null || child.signalCode !== null) setImmediate(run);
  else child.once('exit', run);
}

/** Asks the child to stop and waits. Kills it after `graceMs` wall milliseconds. */
export function stopChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM', graceMs = 10_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.once('exit', () => {
      clearTimeout(killer);
      resolve();
    });
    child.kill(signal);
  });
}

/**
 * Refuses to start a second server over a folder. The first line of `pidFile` holds the pid of the earlier server,
 * which may outlive a killed parent.
 */
export function refuseSecond(pidFile: string, what: string): void {
  const pid = existsSync(pidFile) ? Number.parseInt(readFileSync(pidFile, 'utf8'), 10) : Number.NaN;
  if (!Number.isInteger(pid) || pid <= 0) return;
  try {
    process.kill(pid, 0);
  } catch {
    return;
  }
  throw new Problem('not-allowed-now', {
    reason: `${what} of an earlier start still runs over ${dirname(pidFile)}`,
    remedy: `End it first: kill ${pid}`,
  });
}
