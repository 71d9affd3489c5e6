/** One task as it is read by the person who does it. */
import type { ShownTaskView } from '../domain/contracts/views.ts';
import { accountScoreText } from './account-score.ts';
import { complaintLine } from './complaint-text.ts';
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
    alarmText(task),
    repliesText(task, timeOf),
    complaintsText(task, timeOf),
    evidenceText(task),
    task.letter === null ? '' : block('The letter', task.letter.split('\n')),
    callText(task),
    checklistText(task),
    breachesText(task, timeOf),
    reviewText(task),
    classesText(task),
    recordsText(task),
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
      ['covered by', task.coveredBy],
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

function alarmText({ alarm }: ShownTaskView): string {
  if (alarm === null) return '';
  const onCall =
    alarm.onCall === null
      ? 'nobody is named: add careOnCall to the terms of the creditor'
      : `${alarm.onCall.name}, ${alarm.onCall.phone}`;
  return lines('On call', [onCall]).concat(
    '\n\n',
    lines(
      'Emergency and help lines',
      alarm.lines.map(({ country, name, number, hours }) => `${country}  ${number}  ${name}, ${hours}`),
    ),
  );
}

function repliesText({ account, replies }: ShownTaskView, timeOf: TimeOf): string {
  if (replies === null) return '';
  return replies
    .map(({ at, channel, text, signs }) =>
      lines(
        `Wrote back by ${channel}, ${timeOf(at, account)}${signs.length === 0 ? '' : `; signs of ${signs.join(', ')}`}`,
        text.split(/\r?\n/),
      ),
    )
    .join('\n\n');
}

function complaintsText({ account, complaints }: ShownTaskView, timeOf: TimeOf): string {
  if (complaints === null || complaints.length === 0) return '';
  return lines(
    'Open complaints',
    complaints.map((complaint) => complaintLine(complaint, (iso) => timeOf(iso, account))),
  );
}

function evidenceText({ evidence }: ShownTaskView): string {
  if (evidence === null || evidence.length === 0) return '';
  return lines(
    'Files that came with it (npx arrears evidence get EVIDENCE --out PATH --as NAME)',
    evidence.map(({ evidence: id, name, kind, bytes }) => `${name} (${kind}, ${bytes} bytes): ${id}`),
  );
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
  const { spokenTo, script, offers, outcomes } = call;
  const sections = [
    lines('Who may answer', spokenTo.map(answeringText)),
    spoken('Before identity is checked', script.before),
    spoken('Only to the right person', script.after),
  ];
  if (offers !== null)
    sections.push(
      lines('Offers you may make', [
        ...(offers.instalments.length === 0 ? [] : [`instalments: ${promised(offers.instalments)}`]),
        ...(offers.deferral.length === 0 ? [] : [`deferral: ${promised(offers.deferral)}`]),
      ]),
    );
  sections.push(
    lines('Never', script.never),
    lines('Contact', outcomes.contact.map(rowText)),
    lines('Result, with right-party only', outcomes.result.map(rowText)),
  );
  return sections.join('\n\n');
}

const answeringText = ({ role, name, permission }: Call['spokenTo'][number]): string =>
  `${name === null ? role : `${name} (${role})`}: ${permission}`;

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

function breachesText({ account, breaches }: ShownTaskView, timeOf: TimeOf): string {
  if (breaches === null) return '';
  const at = (iso: string) => timeOf(iso, account);
  const sections = breaches.flatMap(({ because, from, until, found, prepared }) => [
    lines(
      `What happened in a time of ${because} that was told late, ${at(from)} to ${at(until)}`,
      found.map(({ at: when, what, advice }) => `${at(when)}  ${what}: ${advice}`),
    ),
    ...(prepared.length === 0 ? [] : [lines('Corrections prepared', prepared.map(preparedText))]),
  ]);
  return sections.join('\n\n');
}

const preparedText = ({ fact, data }: NonNullable<ShownTaskView['breaches']>[number]['prepared'][number]): string =>
  [fact, ...Object.entries(data).map(([name, value]) => `--${name} ${/\s/.test(value) ? `"${value}"` : value}`)].join(
    ' ',
  );

function reviewText({ review }: ShownTaskView): string {
  if (review === null) return '';
  const { said, exceeds, until } = review;
  return lines('What is under review', [
    said,
    ...(exceeds === null ? [] : [`exceeds the bounds of the creditor: ${exceeds}`]),
    ...(until === null ? [] : [`no demands until ${until}`]),
  ]);
}

function classesText({ classes }: ShownTaskView): string {
  return classes === null ? '' : accountScoreText(classes);
}

type WrongRecord = NonNullable<ShownTaskView['records']>[number];
const saidText = ({ status, overdue, balance, dateOfFirstDelinquency: first }: WrongRecord['said']): string =>
  [
    status,
    `${showMoney(overdue)} overdue`,
    `balance ${showMoney(balance)}`,
    ...(first === null ? [] : [`late since the due of ${first}`]),
  ].join(', ');

function recordsText({ records }: ShownTaskView): string {
  if (records === null || records.length === 0) return '';
  return block(
    'Records at the bureau',
    records.flatMap(({ month, said, right }) => [
      `  ${month}  said      ${saidText(said)}`,
      `  ${' '.repeat(month.length)}  is right  ${saidText(right)}`,
    ]),
  );
}

const nextText = (task: ShownTaskView): string => lines('To end it', waysToEnd(task));
