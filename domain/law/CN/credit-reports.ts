/** Credit reports in mainland China: 征信业管理条例 arts 15, 16, 25, 29; codes of the PBOC's credit database. */
import { addMonths, type CalendarDate } from '../../time.ts';
import type { LegalCase } from '../case.ts';
import { holds } from '../mechanisms/conditions.ts';
import type { RuleAnswer } from '../rule.ts';

/** Years for which an adverse entry is shown. */
const SHOWN_YEARS = 5;

/** The last day on which an adverse entry is shown; null while what it tells lasts: the period has not begun. */
export const shownUntil = (endedOn: CalendarDate | null): CalendarDate | null =>
  endedOn === null ? null : addMonths(endedOn, 12 * SHOWN_YEARS);

/** `N`: nothing overdue. */
export type RepaymentStatus = 'N' | '1' | '2' | '3' | '4' | '5' | '6' | '7';
const LATE = ['1', '2', '3', '4', '5', '6'] as const;

/** Status of a month of a loan by its days past due: a step every thirty days, `7` above 180. */
export const loanRepaymentStatus = (daysPastDue: number): RepaymentStatus =>
  daysPastDue <= 0 ? 'N' : (LATE[Math.ceil(daysPastDue / 30) - 1] ?? '7');

/** Status of a month of a credit card by the minimum payments missed in a row. */
export const cardRepaymentStatus = (missed: number): RepaymentStatus => (missed <= 0 ? 'N' : (LATE[missed - 1] ?? '7'));

/** Judges a report about a debt in dispute: the text that is known must carry the mark. */
export function judgeDisputedReport(legalCase: LegalCase): RuleAnswer | null {
  const { content } = legalCase.intent;
  const isDisputed = legalCase.statuses.some(
    (status) => (status.status === 'dispute' || status.status === 'part-dispute') && holds(status, legalCase),
  );
  if (!isDisputed || content === null || content.includes('dispute-mark')) return null;
  return { kind: 'refuse', code: 'text-lacks', words: 'the report lacks the mark that the debt is disputed' };
}
