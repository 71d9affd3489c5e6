/**
 * Points between two steps that no transaction joins, where tests let a process die. A point does nothing unless a test
 * has armed it. `ARREARS_CRASH_AT=<point>` (or `<point>:<n>` for the n-th time) kills the process there, like `kill
 * -9`.
 */
export const CRASH_POINTS = [
  'fact recorded, workflow not told',
  'looked, not queued',
  'due, not queued',
  'queued, not claimed',
  'claimed, not called',
  'marked, not called',
  'called, not recorded',
  'recorded, workflow not told',
  'asked, not settled',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

type Act = () => void | Promise<void>;
const armed = new Map<CrashPoint, Act>();

/** Runs what a test armed at this point, if anything. */
export async function crashPoint(point: CrashPoint): Promise<void> {
  if (armed.size > 0) await armed.get(point)?.();
}

/** Runs `act` whenever the point is reached. The returned function disarms it. For tests. */
export function armCrash(point: CrashPoint, act: Act): () => void {
  armed.set(point, act);
  return () => void armed.delete(point);
}

/** Arms the point that the environment names. Throws for an unknown name. Called by the main file of a process. */
export function armFromEnvironment(setting = process.env['ARREARS_CRASH_AT']): void {
  if (!setting) return;
  const [, name = '', times = '1'] = /^(.*?)(?::(\d+))?$/.exec(setting) ?? [];
  const point = CRASH_POINTS.find((known) => known === name);
  if (point === undefined) throw new Error(`ARREARS_CRASH_AT names no point: ${CRASH_POINTS.join(' | ')}`);
  let left = Number(times);
  armCrash(point, () => {
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  });
}
