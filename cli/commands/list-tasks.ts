/** `arrears tasks`: what waits for a person; `arrears tasks NO`: one task with what its doer must see. */
import type { ShownTaskView, TaskView } from '../../domain/contracts/views.ts';
import { TASK_STATES, type TaskState } from '../../domain/tasks.ts';
import { findAccount } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { readChoice, readTask } from '../input.ts';
import { answer, type Column, count, note, type OutputOptions, showMoney, table } from '../print.ts';
import { limitOf, readPages } from '../read-pages.ts';
import { taskText } from '../task.ts';
import { readTimes, type TimeOf } from '../times.ts';

interface TaskOptions extends OutputOptions {
  kind?: string;
  account?: string;
  state: string;
  limit?: number;
}

/** A vulnerability task is about a person, not about one account. */
const aboutWhom = ({ account, person }: TaskView): string => account ?? (person === null ? '' : `person ${person}`);
/** Tasks of one screen. */
const SCREEN = 200;
const columns = (timeOf: TimeOf): Column<TaskView>[] => [
  { title: 'task', of: (task) => String(task.task), right: true },
  { title: 'kind', of: (task) => task.kind },
  { title: 'account', of: aboutWhom },
  { title: 'dpd', of: (task) => (task.dpd === null ? '' : String(task.dpd)), right: true },
  { title: 'overdue', of: (task) => showMoney(task.overdue), right: true },
  { title: 'due', of: (task) => timeOf(task.dueAt, task.account) },
  { title: 'asked by', of: (task) => task.askedBy ?? '' },
  { title: 'reason', of: (task) => task.reason ?? task.coveredBy ?? '' },
];

export async function listTasks(no: string | undefined, options: TaskOptions): Promise<void> {
  const api = openApiClient();
  const timeOf = await readTimes(api);
  if (no !== undefined) {
    const task = await api.get<ShownTaskView>(`/v1/tasks/${readTask(no)}`);
    answer(options, task, () => taskText(task, timeOf));
    return;
  }
  const state = readChoice(options.state, TASK_STATES, '--state');
  const account = options.account === undefined ? undefined : (await findAccount(api, options.account)).name;
  const filter = { kind: options.kind, account, state };
  const limit = limitOf(options, SCREEN);
  const list = { path: '/v1/tasks', filter, keyOf: ({ task }: TaskView) => String(task) };
  const tasks = await readPages(api, list, limit);
  answer(options, tasks, () => (tasks.length === 0 ? noTask(state, options.kind) : table(columns(timeOf), tasks)));
  if (tasks.length === limit) note(`${count(limit, 'task')} shown; there may be more: --limit`);
}

function noTask(state: TaskState, kind: string | undefined): string {
  const what = kind === undefined ? 'task' : `task of kind ${kind}`;
  return state === 'open' ? `No ${what} waits for a person.` : `No ${what} is ${state}.`;
}
