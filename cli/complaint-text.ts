/** Complaints as they are read: one open complaint in a line, a month of them as tables. */

import { partyWords } from '../domain/complaints.ts';
import type { ComplaintFigures, ComplaintsView, ComplaintView } from '../domain/contracts/complaint-view.ts';
import { type Column, count, paint, showMoney, table } from './print.ts';

/** An open complaint, with the days by which it wants an answer; `at` shows a moment. */
export function complaintLine(complaint: ComplaintView, at: (iso: string) => string): string {
  const { cause, channel, receivedAt, acknowledgedAt, acknowledgeBy, answerBy } = complaint;
  const receipt =
    acknowledgedAt === null ? `to be acknowledged by ${dueWords(acknowledgeBy)}` : `acknowledged ${at(acknowledgedAt)}`;
  const about = `${cause} by ${partyWords(complaint)} (${channel})`;
  return `${at(receivedAt)}  ${about}: ${receipt}, to be answered by ${dueWords(answerBy)} (complaint ${complaint.complaint})`;
}

function dueWords({ on, rule, unverified }: ComplaintView['answerBy']): string {
  return `${on} (${rule ?? 'the lender’s own'}${unverified ? ', default, unverified' : ''})`;
}

const number = (title: string, of: (figures: ComplaintFigures) => number): Column<ComplaintFigures> => ({
  title,
  of: (figures) => String(of(figures)),
  right: true,
});
const FIGURES: readonly Column<ComplaintFigures>[] = [
  number('received', ({ received }) => received),
  number('open', ({ open }) => open),
  number('late', ({ late }) => late),
  number('upheld', ({ closed }) => closed.upheld),
  number('in part', ({ closed }) => closed.part),
  number('rejected', ({ closed }) => closed.rejected),
  number('withdrawn', ({ closed }) => closed.withdrawn),
  {
    title: 'median days',
    of: ({ medianDays }) => (medianDays === null ? '-' : String(medianDays)),
    right: true,
  },
  { title: 'redress', of: ({ redress }) => redress.map(showMoney).join(', ') || '-' },
];

type Party = ComplaintsView['byParty'][number];
const partyName = ({ creditor, agency }: Party): string =>
  agency === null ? `${creditor}, the lender` : `${creditor}, agency ${agency}`;

/** The report of a month. */
export function complaintsText({ month, creditor, all, byCause, byParty }: ComplaintsView): string {
  const of = creditor === null ? '' : ` of ${creditor}`;
  const total = all.received + all.open + Object.values(all.closed).reduce((sum, closed) => sum + closed, 0);
  if (total === 0) return `No complaint${of} was received, open or closed in ${month}.`;
  return [
    paint('bold', `Complaints${of} in ${month}: ${count(all.received, 'complaint')} received`),
    table<ComplaintFigures & { cause: string }>(
      [{ title: 'cause', of: ({ cause }) => cause }, ...FIGURES],
      [...byCause, { ...all, cause: 'all' }],
    ),
    table<Party>([{ title: 'about', of: partyName }, ...FIGURES], byParty),
  ].join('\n\n');
}
