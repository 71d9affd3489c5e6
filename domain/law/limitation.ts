/** Limitation: until when a debt may be sued for. The periods and what restarts them stand in the packs. */
import { addDays, addMonths, type CalendarDate, daysBetween } from '../time.ts';
import type { Debt, Restart } from './case.ts';
import type { Jurisdiction } from './rule.ts';

/** What a period is counted for: the law, and the day up to which a pause that lasts has been. */
export interface Counted {
  readonly law: Jurisdiction;
  readonly today: CalendarDate;
}

/**
 * The last day of a period that began on `from`, later by every day of a pause that lies in it. Days are counted as
 * they pass: of a pause that lasts, those up to today, whatever end was told.
 */
export function withPauses(
  { paused = [] }: Pick<Debt, 'paused'>,
  { law, today }: Counted,
  from: CalendarDate,
  lastDay: CalendarDate,
): CalendarDate {
  let last = lastDay;
  for (const pause of paused) {
    const begins = pause.from > from ? pause.from : addDays(from, 1);
    if (pause.law !== law || begins > last) continue;
    const ends = pause.until === null || pause.until > today ? today : pause.until;
    if (ends >= begins) last = addDays(last, daysBetween(begins, ends) + 1);
  }
  return last;
}

/**
 * The last day on which a claim is in time, `years` after it arose, or after the last restart that came by then; the
 * first day does not count. null when it is not known when the claim arose.
 */
export function lastDayToSue(
  debt: Pick<Debt, 'accruedOn' | 'lastDueOn' | 'restarts' | 'paused'>,
  years: number,
  isRestart: (restart: Restart) => boolean,
  counted: Counted,
): CalendarDate | null {
  const from = debt.accruedOn ?? debt.lastDueOn;
  if (from === null) return null;
  const endFrom = (date: CalendarDate) => withPauses(debt, counted, date, addMonths(date, 12 * years));
  let lastDay = endFrom(from);
  for (const restart of [...debt.restarts].sort((a, b) => (a.on < b.on ? -1 : 1)))
    if (restart.on > from && restart.on <= lastDay && isRestart(restart)) lastDay = endFrom(restart.on);
  return lastDay;
}
