/** A task that somebody took, and those that had to wait, as the command line shows them. */
import type { CaseView, NextView, TakenView } from '../domain/contracts/work.ts';
import { count, paint, pairs, showMoney } from './print.ts';
import { taskText } from './task.ts';
import type { TimeOf } from './times.ts';

export function takenText({ task, because, heldUntil, callUntil, case: about }: TakenView, timeOf: TimeOf): string {
  const parts = [
    pairs([
      ['yours until', `${heldUntil.slice(0, 16).replace('T', ' ')} UTC`],
      ['call until', callUntil === null ? null : timeOf(callUntil, task.account)],
      ['because', because.join(', ')],
    ]),
    about === null ? '' : caseText(about, timeOf),
    taskText(task, timeOf),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

export function caseText(about: CaseView, timeOf: TimeOf): string {
  const { account, balance, overdue, asked, dpd, contacts, promises, disputes, complaints, care } = about;
  const some = (all: readonly string[]) => (all.length === 0 ? null : all.join('; '));
  return [
    paint('bold', `${account} now`),
    pairs([
      ['balance', showMoney(balance)],
      ['overdue', `${showMoney(overdue)}, ${count(dpd, 'day')} late`],
      ['asked', showMoney(asked)],
      ['promises', some(promises)],
      ['disputes', some(disputes)],
      ['complaints', some(complaints)],
      ['care', some(care)],
      [
        'contacts',
        some(
          contacts.map(({ at, channel, outcome }) => [timeOf(at, account), channel, outcome ?? ''].join(' ').trim()),
        ),
      ],
    ]),
  ].join('\n');
}

export function skippedText(skipped: NextView['skipped']): string {
  if (skipped.length === 0) return '';
  return [
    paint('bold', 'Came before and may not be done now'),
    ...skipped.map(({ because, tasks }) => `  ${count(tasks, 'task')}: ${because}`),
  ].join('\n');
}
