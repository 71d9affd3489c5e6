/** A run's days in order, with the troubles that belong to it, shown as they pass. */

import type { Moment } from './calendar.ts';
import { readNow, runTo, standAt } from './clock.ts';
import { actAtNoon, actInTheEvening, actInTheMorning, eveningOf, morningOf, noonOf, type Town } from './days.ts';
import type { Parts } from './parts.ts';
import { many } from './screen.ts';
import type { Show } from './show.ts';
import { BrokenLane, KILL_DAY, killWorkers, REFUSES_FROM, REFUSES_UNTIL, readStuck, retryStuck } from './troubles.ts';
import type { Watch } from './watch.ts';

export interface Run {
  days: number;
  parts: Parts;
  town: Town;
  watch: Watch;
  show: Show;
  stopped(): boolean;
}

/** Business time on the day of the kill at which messages leave. */
const KILL_AFTER_MS = 30 * 60_000;

/** Lives all days. Ends early when stopped. */
export async function liveDays(run: Run): Promise<void> {
  const { world } = run.town;
  const lane = new BrokenLane(run.parts.outbox);
  for (let day = 0; day < run.days && !run.stopped(); day += 1) {
    const [morning, noon, evening] = [morningOf(day), noonOf(day), eveningOf(day)];
    // Nothing is on its way before the first day: its messages leave the sooner.
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
  await standAt(world, eveningOf(run.days - 1), run.stopped);
}

/** Shows where everything stands once what has just happened is settled. */
async function draw({ show, watch, town, stopped }: Run, moment: Moment, evening: boolean): Promise<void> {
  if (!show.wants(moment.day, evening)) return;
  await standAt(town.world, moment, stopped);
  show.draw(await watch.view(moment));
}

/** While the workers are gone nothing settles. */
async function drawNow({ show, watch }: Run, moment: Moment): Promise<void> {
  if (show.wants(moment.day, false)) show.draw(await watch.view(moment));
}

/** News goes to the screen, and where there is none it is a line of its own. */
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
  const stuck = await readStuck(run.town.world.door);
  const first = stuck[0];
  if (first) announce(run, evening, `stuck ${stuck.length}: ${first.account ?? ''} ${first.cause}; ${first.remedy}`);
}

async function repairLane(run: Run, lane: BrokenLane, morning: Moment): Promise<void> {
  lane.repair();
  const freed = await retryStuck(run.town.world.door);
  announce(run, morning, `the SMS lane works again; retry freed ${many(freed, 'message')}, the accounts move on`);
}
