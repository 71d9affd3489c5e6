/** The days of a run. The clock runs to a moment and settles, the outside world acts, the clock goes on. */

import { type Moment, momentOn } from './calendar.ts';
import { MOMENTS, standAt } from './clock.ts';
import { type Agency, type FileNews, workAgency } from './outside/agencies.ts';
import { doLater, noteLateness, sendBook } from './outside/bank.ts';
import { answerBureau, type Bureau } from './outside/bureau.ts';
import { openTasks, workCalls } from './outside/callers.ts';
import { workDesk } from './outside/desk.ts';
import { deliverMail, liveDay } from './outside/people.ts';
import { agreePlan, answerInstructions } from './outside/plans.ts';
import type { DemoWorld } from './outside/world.ts';

export interface Town {
  world: DemoWorld;
  agencies: readonly Agency[];
  bureau: Bureau;
}

/** Before the first message: the lender's book, and payments that arrived overnight. */
export async function actInTheMorning({ world }: Town, moment: Moment): Promise<void> {
  await sendBook(world, moment);
  await doLater(world, moment, true);
  await answerInstructions(world, moment);
}

/** The morning's calls. */
export async function actAtNoon({ world }: Town, moment: Moment): Promise<void> {
  await workCalls(world, moment, await openTasks(world));
}

/**
 * Everybody's evening in sequence. The effects of each act are settled before the next begins, so that timing decides
 * nothing. Returns unusual news about the agencies' files.
 */
export async function actInTheEvening({ world, agencies, bureau }: Town, moment: Moment): Promise<FileNews[]> {
  const tasks = await openTasks(world);
  await deliverMail(world, moment);
  await workCalls(world, moment, tasks);
  await standAt(world, moment);
  const news: FileNews[] = [];
  for (const agency of agencies) {
    const item = await workAgency(world, moment, agency);
    if (item) news.push(item);
    await standAt(world, moment);
  }
  await answerBureau(world, moment, bureau);
  await workDesk(world, moment, tasks);
  await standAt(world, moment);
  await agreePlan(world, moment);
  await doLater(world, moment, false);
  await standAt(world, moment);
  await liveDay(world, moment);
  noteLateness(world, moment);
  return news;
}

export const morningOf = ({ law }: DemoWorld, day: number): Moment => momentOn(law.zone, day, MOMENTS.morning);
export const noonOf = ({ law }: DemoWorld, day: number): Moment => momentOn(law.zone, day, MOMENTS.noon);
export const eveningOf = ({ law }: DemoWorld, day: number): Moment => momentOn(law.zone, day, law.evening);
