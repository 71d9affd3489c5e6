/** Two callers work on the call tasks: they read the list, call, and record the outcome. */

import { answerCall, type CallAnswer } from '../../simulation/behaviour/behaviour.ts';
import { drawOne } from '../../simulation/behaviour/draw.ts';
import { dateOf, type Moment, momentOn } from '../calendar.ts';
import { standAt } from '../clock.ts';
import { Refused } from './api-client.ts';
import { noteDispute } from './bank.ts';
import { countRefusal, type DemoWorld, money, type Resident, seenOf } from './world.ts';

const CALLERS = ['Mei', 'Jun'] as const;

export interface Task {
  task: number;
  kind: string;
  account: string | null;
  person: string | null;
  occurrence: number | null;
  openedAt: string;
  dueAt: string;
}

/** Open tasks, in an order independent of when they were opened. */
export async function openTasks({ api }: DemoWorld): Promise<Task[]> {
  const tasks = await api.get<Task[]>('/v1/tasks?limit=1000');
  const name = ({ account, person, kind }: Task): string => `${account ?? person ?? ''} ${kind}`;
  return tasks.sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : a.task - b.task));
}
export const numberOf = (account: string | null): string => account?.split('/')[1] ?? '';

/**
 * Works on all call tasks. Persons are independent of each other. The tasks of one person are done in order, each after
 * the previous one is settled, because a call may make the next one unnecessary.
 */
export async function workCalls(world: DemoWorld, moment: Moment, tasks: readonly Task[]): Promise<void> {
  const byPerson = new Map<Resident, Task[]>();
  for (const task of tasks) {
    const resident = task.kind === 'call' ? world.residentOf.get(numberOf(task.account)) : undefined;
    if (resident) byPerson.set(resident, [...(byPerson.get(resident) ?? []), task]);
  }
  const most = Math.max(0, ...[...byPerson.values()].map((own) => own.length));
  for (let round = 0; round < most; round += 1) {
    if (round > 0) await standAt(world, moment);
    const calls = [...byPerson].flatMap(([resident, own]) => {
      const task = own[round];
      return task ? [makeCall(world, moment, resident, task)] : [];
    });
    await Promise.all(calls);
  }
}

async function makeCall(world: DemoWorld, moment: Moment, resident: Resident, task: Task): Promise<void> {
  const account = numberOf(task.account);
  const caller = drawOne(CALLERS, world.seed, account, 0, 'caller');
  const seen = seenOf(world, account, moment.day);
  const met = answerCall(resident.debtor, { account: seen, day: moment.day, attempt: task.occurrence ?? 1 });
  try {
    await world.api.post(`/v1/tasks/${task.task}/outcome`, { as: caller, outcome: outcomeOf(world, met, moment) });
  } catch (error) {
    // What the person said about another account may have withdrawn this task.
    if (!(error instanceof Refused)) throw error;
    if (error.code !== 'task-ended') countRefusal(world, `call ${error.code}`);
    return;
  }
  if (met.contact === 'right-party') remember(world, moment.day, resident, account, met);
}

function outcomeOf(world: DemoWorld, met: CallAnswer, { day }: Moment): Record<string, unknown> {
  const { contact, result, parts, offer, callBackInDays } = met;
  return {
    contact,
    ...(result === undefined ? {} : { result }),
    ...(parts === undefined
      ? {}
      : { parts: parts.map(({ day, minor }) => ({ on: dateOf(day), amount: money(world, minor) })) }),
    ...(offer === undefined ? {} : { offer }),
    ...(callBackInDays === undefined ? {} : { callBackAt: momentOn(world.law.zone, day + callBackInDays, '10:30').at }),
  };
}

function remember(
  world: DemoWorld,
  day: number,
  resident: Resident,
  account: string,
  { result, parts }: CallAnswer,
): void {
  resident.received.push({ day, channel: 'call', account });
  if (parts) resident.promises.push({ account, parts });
  if (result === 'disputes') noteDispute(world, day, account);
}
