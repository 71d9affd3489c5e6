/** `arrears tasks`: what waits for a person; `arrears tasks NO`: one task with what its doer must see. */
import { findAccount } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { readChoice, readTask } from '../input.ts';
import { answer, type Column, type OutputOptions, showMoney, table } from '../print.ts';
import { type ShownTask, type Task, taskText } from '../task.ts';
import { readTimes, type TimeOf } from '../times.ts';

interface TaskOptions extends OutputOptions {
  kind?: string;
  account?: string;
  state: string;
  limit: number;
}

const STATES = ['open', 'done', 'withdrawn'] as const;
/** A task of care is about a person, not about one account. */
const aboutWhom = ({ account, person }: Task): string => account ?? (person === null ? '' : `person ${person}`);
const columns = (timeOf: TimeOf): Column<Task>[] => [
  { title: 'task', of: (task) => String(task.task), right: true },
  { title: 'kind', of: (task) => task.kind },
  { title: 'account', of: aboutWhom },
  { title: 'dpd', of: (task) => (task.dpd === null ? '' : String(task.dpd)), right: true },
  { title: 'overdue', of: (task) => showMoney(task.overdue), right: true },
  { title: 'due', of: (task) => timeOf(task.dueAt, task.account) },
  { title: 'asked by', of: (task) => task.askedBy ?? '' },
  { title: 'reason', of: (task) => task.reason ?? '' },
];

export async function listTasks(no: string | undefined, options: TaskOptions): Promise<void> {
  const api = openApiClient();
  const timeOf = await readTimes(api);
  if (no !== undefined) {
    const task = await api.get<ShownTask>(`/v1/tasks/${readTask(no)}`);
    answer(options, task, () => taskText(task, timeOf));
    return;
  }
  const state = readChoice(options.state, STATES, '--state');
  const account = options.account === undefined ? undefined : (await findAccount(api, options.account)).name;
  const tasks = await api.get<Task[]>('/v1/tasks', { kind: options.kind, account, state, limit: options.limit });
  answer(options, tasks, () => (tasks.length === 0 ? noTask(state, options.kind) : table(columns(timeOf), tasks)));
}

function noTask(state: (typeof STATES)[number], kind: string | undefined): string {
  const what = kind === undefined ? 'task' : `task of kind ${kind}`;
  return state === 'open' ? `No ${what} waits for a person.` : `No ${what} is ${state}.`;
}
