/**
 * Limitation in the United Kingdom: Limitation Act 1980 ss 5, 29, 30; Prescription and Limitation (Scotland) Act 1973.
 */
import { type CalendarDate, localDate } from '../../time.ts';
import type { LegalCase, Restart } from '../case.ts';
import { lastDayToSue } from '../limitation.ts';
import { holds } from '../mechanisms/conditions.ts';
import type { RuleAnswer } from '../rule.ts';
import { pursues } from './pursuit.ts';
import { COURT_ZONE } from './zone.ts';

/** Years from the day the claim arose: England, Wales and Northern Ireland. */
export const YEARS = 6;
/** Years in Scotland, where the debt itself ends with them. */
export const SCOTTISH_YEARS = 5;

/** A signed acknowledgement or a part-payment; a demand restarts nothing. */
const isRestart = ({ kind, written }: Restart): boolean =>
  kind === 'part-payment' || (kind === 'acknowledgement' && written);

/** The last day on which a claim is in time; null when it is not known when it arose. */
export const lastDayInUk = (debt: LegalCase['debt'], years: number, today: CalendarDate): CalendarDate | null =>
  lastDayToSue(debt, years, isRestart, { law: 'UK', today });

/** Judges a claim: refused once its time is over, or when it is not known whether it is. */
export function judgeLimitation({ at, debt }: LegalCase, years: number): RuleAnswer | null {
  const today = localDate(at, COURT_ZONE);
  const lastDay = lastDayInUk(debt, years, today);
  if (lastDay === null)
    return { kind: 'refuse', code: 'limitation-unknown', words: 'it is not known when the right to sue arose' };
  if (today <= lastDay) return null;
  return { kind: 'refuse', code: 'time-barred', words: `the last day to sue was ${lastDay}` };
}

/** A contact about a debt that may be barred: no talk of a lawsuit, and no demand once the person relies on it. */
export function judgeBarredContact(legalCase: LegalCase): RuleAnswer | null {
  const { intent, regions, statuses } = legalCase;
  const barred = judgeLimitation(legalCase, regions.includes('SCT') ? SCOTTISH_YEARS : YEARS);
  if (barred !== null && intent.content?.includes('lawsuit'))
    return { kind: 'refuse', code: 'text-forbidden', words: `the text must not mention a lawsuit: ${barred.words}` };
  const isRefused = statuses.some((status) => status.status === 'barred-refused' && holds(status, legalCase));
  if (!isRefused || !pursues(intent)) return null;
  return { kind: 'refuse', code: 'barred-refused', words: 'the person said that the debt is barred and is not paid' };
}
