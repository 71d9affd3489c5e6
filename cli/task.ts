/** One task as it is read by the person who does it. */
import type { ShownTaskView } from '../domain/contracts/views.ts';
import { count, paint, pairs, plain, showMoney, wrap } from './print.ts';
import { waysToEnd } from './task-help.ts';
import { type TimeOf, timesIn } from './times.ts';

type Call = NonNullable<ShownTaskView['call']>;
type Part = NonNullable<Call['offers']>['deferral'][number];
type Spoken = Call['script']['before'][number];
type Choice = Call['outcomes']['result'][number];

export function taskText(task: ShownTaskView, timeOf: TimeOf = timesIn([])): string {
  const parts = [
    headText(task, timeOf),
    whoText(task),
    callText(task),
    checklistText(task),
    task.state === 'open' ? nextText(task) : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function headText(task: ShownTaskView, timeOf: TimeOf): string {
  const at = (iso: string | null) => timeOf(iso, task.account);
  const late = task.dpd === null ? null : `${count(task.dpd, 'day')} late, ${showMoney(task.overdue)} overdue`;
  const ended =
    task.endedAt === null ? null : `${at(task.endedAt)}${task.endedBy === null ? '' : ` by ${task.endedBy}`}`;
  return [
    paint('bold', `Task ${task.task}: ${task.kind}, ${task.state}`),
    pairs([
      ['account', task.account],
      ['person', task.account === null ? task.person : null],
      ['stands', late],
      ['opened', at(task.openedAt)],
      ['due', at(task.dueAt)],
      ['asked by', task.askedBy],
      ['reason', task.reason],
      ['ended', ended],
    ]),
  ].join('\n');
}

function whoText({ who }: ShownTaskView): string {
  if (who === null) return '';
  return pairs([
    ['name', who.name],
    ['language', who.language],
    ['zone', who.zone],
    ['call', who.phones.join(', ')],
  ]);
}

const block = (title: string, all: readonly string[]): string => [paint('bold', title), ...all].join('\n');
const lines = (title: string, all: readonly string[]): string =>
  block(
    title,
    all.map((paragraph) => wrap(plain(paragraph), '  ')),
  );
const spoken = (title: string, all: readonly Spoken[]): string =>
  block(
    title,
    all.flatMap(({ when, say }) => [wrap(`${plain(when)}:`, '  '), wrap(plain(say), '      ')]),
  );
const promised = (parts: readonly Part[]): string =>
  parts.map(({ on, amount }) => `${showMoney(amount)} on ${on}`).join(', ');

function callText({ call }: ShownTaskView): string {
  if (call === null) return '';
  const { script, offers, outcomes } = call;
  const sections = [
    spoken('Before identity is checked', script.before),
    spoken('Only to the right person', script.after),
  ];
  if (offers !== null)
    sections.push(
      lines('Offers you may make', [
        `instalments: ${promised(offers.instalments)}`,
        `deferral: ${promised(offers.deferral)}`,
      ]),
    );
  sections.push(
    lines('Never', script.never),
    lines('Contact', outcomes.contact.map(rowText)),
    lines('Result, with right-party only', outcomes.result.map(rowText)),
  );
  return sections.join('\n\n');
}

const OPTIONS: Readonly<Record<string, string>> = { parts: '--parts DATE=AMOUNT', callBackAt: '--call-back-at MOMENT' };
const rowText = ({ name, words, needs }: Choice): string =>
  [name, ...needs.map((need) => OPTIONS[need] ?? need)].join(' ').concat(`: ${words}`);

function checklistText({ checklist }: ShownTaskView): string {
  if (checklist === null) return '';
  return block(
    'Checklist',
    checklist.map((check) => `  ${check.passed ? paint('green', 'yes') : paint('red', 'NO ')}  ${plain(check.words)}`),
  );
}

const nextText = (task: ShownTaskView): string => lines('To end it', waysToEnd(task));
