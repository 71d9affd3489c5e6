/** The business clock as the run uses it: it runs to a moment, and stands there settled. */
import type { Moment } from './calendar.ts';
import type { DemoApi } from './outside/api-client.ts';

/** The clock is moved over HTTP. */
type Clocked = { door: DemoApi };

/** Moments at which the outside acts: before the first message of the day, after each round of calls, after the day's files. */
export const MOMENTS = { morning: '08:58', noon: '13:00', evening: '20:30' } as const;

interface Clock {
  now: string;
  settled: boolean;
}
/** Wall milliseconds between two questions, growing: a question costs the machine that is waited for. */
const [POLL_MS, MOST_POLL_MS] = [8, 60] as const;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function readNow({ door }: Clocked): Promise<Clock> {
  return door.get<Clock>('/v1/clock');
}

/** Business seconds a wall second: the night is jumped, the day from 09:00 to 20:30 takes a quarter of a second when nothing is to be done. */
const SPEED = { night: 100_000_000, day: 180_000 } as const;

/** Lets the clock run to a moment. */
export async function runTo({ door }: Clocked, { at }: Moment): Promise<void> {
  await door.post('/v1/clock', { runTo: at, speed: at.includes(`T${MOMENTS.morning}`) ? SPEED.night : SPEED.day });
}

/** Waits until the clock stands at the moment and nothing that is due is open. */
export async function standAt(world: Clocked, moment: Moment, stopped: () => boolean = () => false): Promise<void> {
  await runTo(world, moment);
  const at = Date.parse(moment.at);
  for (let wait: number = POLL_MS; !stopped(); wait = Math.min(wait * 1.4, MOST_POLL_MS)) {
    const { now, settled } = await readNow(world);
    if (settled && Date.parse(now) >= at) return;
    await pause(wait);
  }
}
