/** Limitation in India: Limitation Act 1963, articles 19 and 137, section 18. */
import { type CalendarDate, localDate } from '../../time.ts';
import type { LegalCase, Restart } from '../case.ts';
import { lastDayToSue } from '../limitation.ts';
import type { RuleAnswer } from '../rule.ts';

const YEARS = 3;

/** A signed acknowledgement; a payment is not counted, which makes the period no longer than it is. */
const isRestart = ({ kind, written }: Restart): boolean => kind === 'acknowledgement' && written;

/** The last day on which a claim is in time; null when it is not known when it arose. */
export const lastDayInIndia = (debt: LegalCase['debt'], today: CalendarDate): CalendarDate | null =>
  lastDayToSue(debt, YEARS, isRestart, { law: 'IN', today });

/** Judges a claim: refused once its time is over, or when it is not known whether it is. */
export function judgeLimitation({ at, debt }: LegalCase): RuleAnswer | null {
  const today = localDate(at, 'Asia/Kolkata');
  const lastDay = lastDayInIndia(debt, today);
  if (lastDay === null)
    return { kind: 'refuse', code: 'limitation-unknown', words: 'it is not known when the debt fell due' };
  if (today <= lastDay) return null;
  return { kind: 'refuse', code: 'time-barred', words: `the last day to sue was ${lastDay}` };
}
