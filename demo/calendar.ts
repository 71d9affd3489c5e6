/** Dates of the demo: when it starts, what a day of it is called. The demo knows the engine by its doors only, so it has its own few lines of this. */

/** `YYYY-MM-DD` in the zone of the lender. */
export type CalendarDate = string;

/** Day 0: the `as_of` of demo/portfolio.csv. A Monday. */
export const START: CalendarDate = '2026-03-02';
export const ZONE = 'Asia/Taipei';
/** Asia/Taipei has known no summer time since 1979. */
export const OFFSET = '+08:00';
const OFFSET_MS = 8 * 3_600_000;
/** Days from one statement, and one due, to the next. */
export const CYCLE_DAYS = 30;
/** The newest due of the portfolio lies on the day before the start: every account is 1 + 30 (n - 1) days late on day 0. */
export const NEWEST_DUE_DAY = -1;
/** A statement is cut, and the lender's book comes in, so many days before its minimum is due. */
export const STATEMENT_LEAD_DAYS = 14;

const DAY_MS = 86_400_000;
const dayNumber = (date: CalendarDate): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date((dayNumber(date) + days) * DAY_MS).toISOString().slice(0, 10);
}
/** Negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(to) - dayNumber(from);
}
/** An instant as the clocks of ZONE show it: `2026-03-05T14:30`. */
export const localMoment = (at: string): string => new Date(Date.parse(at) + OFFSET_MS).toISOString().slice(0, 16);
/** The date of a day of the run. */
export const dateOf = (day: number): CalendarDate => addDays(START, day);
/** The day of the run of a date. */
export const dayOf = (date: CalendarDate): number => daysBetween(START, date);

/** Day on which the minimum of statement `number` is due: 1 is the first that comes during the run (day 29). */
export const dueDay = (number: number): number => NEWEST_DUE_DAY + CYCLE_DAYS * number;
/** The number of the statement that is cut on this day, or null: the lender's book comes in on such a day. */
export function statementCutOn(day: number): number | null {
  const sinceFirst = day - (dueDay(1) - STATEMENT_LEAD_DAYS);
  return sinceFirst >= 0 && sinceFirst % CYCLE_DAYS === 0 ? sinceFirst / CYCLE_DAYS + 1 : null;
}
/** 1 = Monday ... 7 = Sunday. */
export const weekday = (date: CalendarDate): number => ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;

/** A moment of the run. */
export interface Moment {
  day: number;
  date: CalendarDate;
  /** RFC 3339 in the lender's zone. */
  at: string;
}

export function momentOn(day: number, clock: string): Moment {
  const date = dateOf(day);
  return { day, date, at: `${date}T${clock}:00${OFFSET}` };
}
