/** The days of a run: the clock runs to a moment and stands there settled; then the outside acts; then it goes on. */

import { type Agency, type FileNews, workAgency } from './outside/agencies.ts';
import { doLater, noteLateness, sendBook } from './outside/bank.ts';
import { answerBureau, type Bureau } from './outside/bureau.ts';
import { openTasks, workCalls } from './outside/callers.ts';
import { workDesk } from './outside/desk.ts';
import { deliverMail, liveDay } from './outside/people.ts';
import { type Moment, momentOn, type World } from './outside/world.ts';

/** Moments at which the outside acts: before the first message of the day, after each round of calls, after the day's files. */
export const MOMENTS = { morning: '08:58', noon: '13:00', evening: '20:30' } as const;

export interface Town {
  world: World;
  agencies: readonly Agency[];
  bureau: Bureau;
}

interface Clock {
  now: string;
  settled: boolean;
}
/** Wall milliseconds between two questions, growing: a question costs the machine that is waited for. */
const [POLL_MS, MOST_POLL_MS] = [8, 60] as const;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function readNow({ door }: World): Promise<Clock> {
  return door.get<Clock>('/v1/clock');
}

/** Business seconds a wall second: the night is jumped, the day from 09:00 to 20:30 takes a quarter of a second when nothing is to be done. */
const SPEED = { night: 100_000_000, day: 180_000 } as const;

/** Lets the clock run to a moment. */
export async function runTo({ door }: World, { at }: Moment): Promise<void> {
  await door.post('/v1/clock', { runTo: at, speed: at.includes(`T${MOMENTS.morning}`) ? SPEED.night : SPEED.day });
}

/** Waits until the clock stands at the moment and nothing that is due is open. */
export async function standAt(world: World, moment: Moment, stopped: () => boolean): Promise<void> {
  await runTo(world, moment);
  const at = Date.parse(moment.at);
  for (let wait: number = POLL_MS; !stopped(); wait = Math.min(wait * 1.4, MOST_POLL_MS)) {
    const { now, settled } = await readNow(world);
    if (settled && Date.parse(now) >= at) return;
    await pause(wait);
  }
}

/** Before the first message: the lender's book, and money that was on its way. */
export async function actInTheMorning({ world }: Town, moment: Moment): Promise<void> {
  await sendBook(world, moment);
  await doLater(world, moment, true);
}

/** The calls of the morning. */
export async function actAtNoon({ world }: Town, moment: Moment): Promise<void> {
  await workCalls(world, moment, await openTasks(world));
}

/** Everybody's evening. Returns what was unusual about the agencies' files. */
export async function actInTheEvening({ world, agencies, bureau }: Town, moment: Moment): Promise<FileNews[]> {
  const tasks = await openTasks(world);
  await deliverMail(world, moment);
  await workCalls(world, moment, tasks);
  const news: FileNews[] = [];
  for (const agency of agencies) {
    const one = await workAgency(world, moment, agency);
    if (one) news.push(one);
  }
  await answerBureau(world, moment, bureau);
  await workDesk(world, moment, tasks);
  await doLater(world, moment, false);
  await liveDay(world, moment);
  noteLateness(world, moment);
  return news;
}

export const morningOf = (day: number): Moment => momentOn(day, MOMENTS.morning);
export const noonOf = (day: number): Moment => momentOn(day, MOMENTS.noon);
export const eveningOf = (day: number): Moment => momentOn(day, MOMENTS.evening);
