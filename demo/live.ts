/** Runs the days in order with the planned troubles, and shows them. */

import type { Moment } from './calendar.ts';
import { readNow, runTo, standAt } from './clock.ts';
import { actAtNoon, actInTheEvening, actInTheMorning, eveningOf, morningOf, noonOf, type Town } from './days.ts';
import type { Parts } from './parts.ts';
import { many } from './screen.ts';
import type { Show } from './show.ts';
import { BrokenLane, KILL_DAY, killWorkers, REFUSES_FROM, REFUSES_UNTIL, readStuck, retryStuck } from './troubles.ts';
import type { Watch } from './watch.ts';

interface Run {
  days: number;
  parts: Parts;
  town: Town;
  watch: Watch;
  show: Show;
  stopped(): boolean;
}

/** Business milliseconds after the morning at which the workers are killed, while messages are being sent. */
const KILL_AFTER_MS = 30 * 60_000;

/** Runs all days. Returns early when stopped. */
export async function liveDays(run: Run): Promise<void> {
  const { world } = run.town;
  const lane = new BrokenLane(run.parts.outbox);
  for (let day = 0; day < run.days && !run.stopped(); day += 1) {
    const [morning, noon, evening] = [morningOf(world, day), noonOf(world, day), eveningOf(world, day)];
    // On the first day nothing precedes the first messages.
    if (day > 0) {
      await standAt(world, morning, run.stopped);
      await actInTheMorning(run.town, morning);
    }
    if (day + 1 === REFUSES_FROM) await breakLane(run, lane, morning);
    if (day + 1 === REFUSES_UNTIL) await repairLane(run, lane, morning);
    if (day + 1 === KILL_DAY) await killAmidMessages(run, morning, noon);
    await standAt(world, noon, run.stopped);
    await actAtNoon(run.town, noon);
    await draw(run, noon, false);
    await standAt(world, evening, run.stopped);
    for (const { words } of await actInTheEvening(run.town, evening)) announce(run, evening, words);
    if (lane.broken) await showStuck(run, evening);
    await draw(run, evening, true);
  }
  if (run.stopped()) return;
  await standAt(world, eveningOf(world, run.days - 1), run.stopped);
}

/** Draws the state once the latest acts are settled. */
async function draw({ show, watch, town, stopped }: Run, moment: Moment, evening: boolean): Promise<void> {
  if (!show.wants(moment.day, evening)) return;
  await standAt(town.world, moment, stopped);
  show.draw(await watch.view(moment));
}

/** Draws without waiting: while the workers are dead nothing settles. */
async function drawNow({ show, watch }: Run, moment: Moment): Promise<void> {
  if (show.wants(moment.day, false)) show.draw(await watch.view(moment));
}

/** Puts news on the screen; without a screen it is printed as a line. */
function announce({ show, watch }: Run, { day }: Moment, what: string): void {
  const words = `day ${day + 1}: ${what}`;
  watch.addNews(day, words);
  show.news(words);
}

async function killAmidMessages(run: Run, morning: Moment, noon: Moment): Promise<void> {
  const { world } = run.town;
  await runTo(world, noon);
  const from = Date.parse(morning.at) + KILL_AFTER_MS;
  while (!run.stopped() && Date.parse((await readNow(world)).now) < from)
    await new Promise((resolve) => setTimeout(resolve, 5));
  await killWorkers(run.parts, async (words) => {
    announce(run, morning, words);
    await drawNow(run, morning);
  });
}

async function breakLane(run: Run, lane: BrokenLane, morning: Moment): Promise<void> {
  lane.break();
  announce(run, morning, 'the SMS lane refuses');
}

async function showStuck(run: Run, evening: Moment): Promise<void> {
  const stuck = await readStuck(run.town.world.api);
  const first = stuck[0];
  if (first) announce(run, evening, `stuck ${stuck.length}: ${first.account ?? ''} ${first.cause}; ${first.remedy}`);
}

async function repairLane(run: Run, lane: BrokenLane, morning: Moment): Promise<void> {
  lane.repair();
  const freed = await retryStuck(run.town.world.api);
  announce(run, morning, `the SMS lane works again; retry freed ${many(freed, 'message')}, the accounts move on`);
}
