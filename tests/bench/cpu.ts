/**
 * CPU time of processes as Linux counts it, children that have ended included: utime + stime + cutime + cstime of
 * /proc/PID/stat.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of a clock tick (USER_HZ is 100 on Linux). */
const TICK_MS = 10;

function statOf(pid: number): { parent: number; ticks: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15);
    return { parent: fields[1] ?? 0, ticks: utime + stime + cutime + cstime };
  } catch {
    return null;
  }
}

/** Of the process and its living children, in milliseconds. */
export function cpuOfTree(root: number): number {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const stats = pids.map((pid) => ({ pid, stat: statOf(pid) }));
  const mine = stats.filter(({ pid, stat }) => pid === root || stat?.parent === root);
  return mine.reduce((sum, { stat }) => sum + (stat?.ticks ?? 0), 0) * TICK_MS;
}

/** CPU milliseconds of the work: of this process, and of the other one with its children. */
export async function cpuOf(pid: number, work: () => Promise<void>): Promise<number> {
  const [own, before] = [process.cpuUsage(), cpuOfTree(pid)];
  await work();
  const { user, system } = process.cpuUsage(own);
  return (user + system) / 1000 + cpuOfTree(pid) - before;
}
