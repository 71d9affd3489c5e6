/** Child processes that end with the one that started them. */
import type { ChildProcess } from 'node:child_process';

const alive = new Set<ChildProcess>();
let watching = false;

/** Ends the child with this process, however this one ends (but for SIGKILL). */
export function endWithParent(child: ChildProcess): void {
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const one of alive) one.kill('SIGKILL');
  });
}

/** Asks the child to stop and waits; after `graceMs` it is killed. */
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
