/** The simulated clock as a run uses it: it runs to a moment and stays there until everything due is settled. */
import type { Moment } from './calendar.ts';
import type { DemoApi } from './outside/api-client.ts';

/** The clock is moved over HTTP. */
type Clocked = { api: DemoApi };

/**
 * Moments at which the outside world acts: before the day's first message and after the morning's calls. The evening,
 * after the day's files, is that of the law.
 */
export const MOMENTS = { morning: '08:58', noon: '13:00' } as const;

interface Clock {
  now: string;
  settled: boolean;
}
/** Wall milliseconds between polls. They grow, because each poll costs the machine that does the work. */
const [POLL_MS, MOST_POLL_MS] = [8, 60] as const;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function readNow({ api }: Clocked): Promise<Clock> {
  return api.get<Clock>('/v1/clock');
}

/**
 * Business seconds per wall second. The night is skipped; an idle day from 09:00 to 20:30 takes a quarter of a second.
 */
const SPEED = { night: 100_000_000, day: 180_000 } as const;

/** Starts the clock towards a moment. */
export async function runTo({ api }: Clocked, { at }: Moment): Promise<void> {
  await api.post('/v1/clock', { runTo: at, speed: at.includes(`T${MOMENTS.morning}`) ? SPEED.night : SPEED.day });
}

/** Waits until the clock has reached the moment and nothing due is open. */
export async function standAt(world: Clocked, moment: Moment, stopped: () => boolean = () => false): Promise<void> {
  await runTo(world, moment);
  const at = Date.parse(moment.at);
  for (let wait: number = POLL_MS; !stopped(); wait = Math.min(wait * 1.4, MOST_POLL_MS)) {
    const { now, settled } = await readNow(world);
    if (settled && Date.parse(now) >= at) return;
    await pause(wait);
  }
}
