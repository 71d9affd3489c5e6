/**
 * The lender's staff. The approver is never the maker; a clerk files cases, reviews hardship and decides at the end of
 * a ladder.
 */

import { draw, drawOne } from '../../simulation/behaviour/draw.ts';
import { addDays, daysBetween, type Moment } from '../calendar.ts';
import { Refused } from './api-client.ts';
import { numberOf, type Task } from './callers.ts';
import { countRefusal, type DemoWorld } from './world.ts';

const APPROVER = 'Ines';
const CLERK = 'Paul';
/** Days that a person in trouble gets before a review. */
const REVIEW_DAYS = 4;
const SHARE_APPROVED = 0.9;
const SHARE_FILED = 0.85;
const SHARE_HARDSHIP_ENDS = 0.4;
const SHARE_ACCEPTED = 0.5;
/** Tasks that take a yes or a no. */
const ASKS = ['review-promise', 'review-announcement', 'possible-breach'];
const REVIEWS = ['hardship-review', 'death-review', 'bankruptcy-review'];

/** Does all tasks other than calls. */
export async function workDesk(world: DemoWorld, moment: Moment, tasks: readonly Task[]): Promise<void> {
  for (const task of tasks) {
    if (task.kind === 'call') continue;
    try {
      await doTask(world, moment, task);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code !== 'task-ended') countRefusal(world, `${task.kind} ${error.code}`);
    }
  }
}

async function doTask(world: DemoWorld, moment: Moment, task: Task): Promise<void> {
  const about = numberOf(task.account) || (task.person ?? '');
  const luck = draw(world.seed, about, moment.day, task.kind);
  const done = (outcome: Record<string, unknown>) =>
    world.api.post(`/v1/tasks/${task.task}/outcome`, { as: CLERK, outcome });
  if (task.kind === 'approve-court') return approve(world, task, luck);
  // The bank closes its disputes itself.
  if (task.kind === 'review-dispute') return;
  if (task.kind === 'record-filing') {
    const filed = { court: world.law.court, number: `${moment.date.slice(0, 4)}-C-${about}` };
    await done(luck < SHARE_FILED ? { filed } : { notFiled: { reason: 'the cost is not in proportion' } });
  } else if (task.kind === 'ladder-end') await endLadder(world, moment, about, luck, done);
  else if (REVIEWS.includes(task.kind)) {
    if (daysBetween(task.openedAt.slice(0, 10), moment.date) < REVIEW_DAYS) return;
    const ended = task.kind === 'hardship-review' && luck < SHARE_HARDSHIP_ENDS;
    await done({
      reviewed: ended ? 'a plan was agreed, the ladder may go on' : 'papers seen, nothing presses',
      hardshipEnded: ended,
    });
  } else if (ASKS.includes(task.kind)) {
    await done(luck < SHARE_ACCEPTED ? { accept: true } : { decline: 'not in this form' });
  } else await done({ done: 'looked into, nothing to change' });
}

/** The approver reads the checklist before approving. */
async function approve({ api }: DemoWorld, { task }: Task, luck: number): Promise<void> {
  const { checklist } = await api.get<{ checklist: { passed: boolean }[] | null }>(`/v1/tasks/${task}`);
  const passed = checklist?.every((item) => item.passed) ?? false;
  if (passed && luck < SHARE_APPROVED) await api.post(`/v1/tasks/${task}/approve`, { as: APPROVER });
  else
    await api.post(`/v1/tasks/${task}/refuse`, {
      as: APPROVER,
      reason: passed ? 'a last offer first' : 'the checklist does not hold',
    });
}

async function endLadder(
  world: DemoWorld,
  moment: Moment,
  account: string,
  luck: number,
  done: (outcome: Record<string, unknown>) => Promise<unknown>,
): Promise<void> {
  const answer =
    luck < 0.5 ? 'wait' : drawOne(['write-off', 'sell'] as const, world.seed, account, moment.day, 'ladder end');
  await done({ answer, ...(answer === 'wait' ? { until: addDays(moment.date, 45) } : {}) });
  if (answer !== 'wait') world.closed.add(account);
}
