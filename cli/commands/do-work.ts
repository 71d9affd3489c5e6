/** `arrears work`: tasks are taken, kept, given back and freed; the order and the team are shown. */
import type { NextView, TakenView, TeamView, WorkView } from '../../domain/contracts/work.ts';
import { openApiClient } from '../api-client.ts';
import { needed, readName, readTask } from '../input.ts';
import { answer, type Column, count, type OutputOptions, paint, showMoney, table } from '../print.ts';
import { readTimes, type TimeOf } from '../times.ts';
import { skippedText, takenText } from '../work-text.ts';

interface WorkOptions extends OutputOptions {
  kind?: string;
  creditor?: string;
  language?: string;
  minutes?: number;
  limit?: number;
  reason?: string;
  as?: string;
}

const given = (options: Record<string, string | number | undefined>): object =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

export async function takeNext({ kind, creditor, language, minutes, as, ...options }: WorkOptions): Promise<void> {
  const api = openApiClient();
  const next = await api.post<NextView>(
    '/v1/work/next',
    given({ as: readName(as), kind, creditor, language, minutes }),
  );
  const timeOf = await readTimes(api);
  answer(options, next, () => nextText(next, timeOf));
}

function nextText({ taken, skipped }: NextView, timeOf: TimeOf): string {
  const parts = [taken === null ? 'No task may be done right now.' : takenText(taken, timeOf), skippedText(skipped)];
  return parts.filter((part) => part !== '').join('\n\n');
}

export async function takeTask(no: string, { minutes, as, ...options }: WorkOptions): Promise<void> {
  const api = openApiClient();
  const taken = await api.post<TakenView>(`/v1/tasks/${readTask(no)}/take`, given({ as: readName(as), minutes }));
  const timeOf = await readTimes(api);
  answer(options, taken, () => takenText(taken, timeOf));
}

export async function keepTask(no: string, { minutes, as, ...options }: WorkOptions): Promise<void> {
  const body = given({ as: readName(as), minutes });
  const kept = await openApiClient().post<{ task: number; heldUntil: string }>(`/v1/tasks/${readTask(no)}/keep`, body);
  answer(options, kept, () => `Task ${kept.task} is yours until ${wall(kept.heldUntil)}.`);
}

export async function leaveTask(no: string, { as, ...options }: WorkOptions): Promise<void> {
  const left = await openApiClient().post<{ task: number }>(`/v1/tasks/${readTask(no)}/leave`, { as: readName(as) });
  answer(options, left, () => `Task ${left.task} waits for somebody again.`);
}

export async function releaseTask(no: string, { reason, as, ...options }: WorkOptions): Promise<void> {
  const body = { reason: needed(reason, '--reason WORDS', 'why it is freed'), as: readName(as) };
  const freed = await openApiClient().post<{ task: number; holder: string }>(`/v1/tasks/${readTask(no)}/release`, body);
  answer(options, freed, () => `Task ${freed.task} is free; ${freed.holder} had it.`);
}

/** A wall time at this terminal. */
const wall = (iso: string): string => iso.slice(0, 16).replace('T', ' ').concat(' UTC');
const aboutWhom = ({ account, person }: WorkView): string => account ?? (person === null ? '' : `person ${person}`);

const columns = (timeOf: TimeOf): Column<WorkView>[] => [
  { title: 'task', of: ({ task }) => String(task), right: true },
  { title: 'kind', of: ({ kind }) => kind },
  { title: 'about', of: aboutWhom },
  { title: 'overdue', of: ({ overdue }) => showMoney(overdue), right: true },
  { title: 'due', of: ({ dueAt, account }) => timeOf(dueAt, account) },
  { title: 'because', of: ({ because }) => because.join(', ') },
  { title: 'held by', of: ({ held }) => (held === null ? '' : `${held.holder} until ${wall(held.until)}`) },
];

export async function listWork({ kind, creditor, language, limit, ...options }: WorkOptions): Promise<void> {
  const api = openApiClient();
  const work = await api.get<WorkView[]>('/v1/work', { kind, creditor, language, limit });
  const timeOf = await readTimes(api);
  answer(options, work, () => (work.length === 0 ? 'No task waits for a person.' : table(columns(timeOf), work)));
}

export async function showTeam({ creditor, ...options }: WorkOptions): Promise<void> {
  const api = openApiClient();
  const team = await api.get<TeamView>('/v1/work/team', { creditor });
  const timeOf = await readTimes(api);
  answer(options, team, () => teamText(team, timeOf));
}

function teamText({ kinds, held, doneToday, missedCallBacks }: TeamView, timeOf: TimeOf): string {
  const block = (title: string, text: string) => `${paint('bold', title)}\n${text}`;
  return [
    kinds.length === 0
      ? 'No task is open.'
      : table(
          [
            { title: 'kind', of: ({ kind }) => kind },
            { title: 'open', of: ({ open }) => String(open), right: true },
            { title: 'due today', of: ({ dueToday }) => String(dueToday), right: true },
            { title: 'late', of: ({ late }) => String(late), right: true },
            { title: 'oldest since', of: ({ oldest }) => timeOf(oldest, null) },
          ],
          kinds,
        ),
    ...(held.length === 0
      ? []
      : [
          block(
            'Being done',
            held
              .map(
                ({ task, kind, account, holder, since, until }) =>
                  `  ${holder}: task ${task} (${kind}${account === null ? '' : `, ${account}`}) since ${timeOf(since, account)}, until ${wall(until)}`,
              )
              .join('\n'),
          ),
        ]),
    ...(doneToday.length === 0
      ? []
      : [block('Done today', doneToday.map(({ name, tasks }) => `  ${name}: ${count(tasks, 'task')}`).join('\n'))]),
    ...(missedCallBacks.length === 0
      ? []
      : [
          block(
            'Call-backs missed',
            missedCallBacks
              .map(
                ({ task, account, wishedAt }) =>
                  `  task ${task}${account === null ? '' : `, ${account}`}: wished for ${timeOf(wishedAt, account)}`,
              )
              .join('\n'),
          ),
        ]),
  ].join('\n\n');
}
