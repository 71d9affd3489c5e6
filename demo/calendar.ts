/** Dates of the demo. The demo knows the engine only by its API, so it has date functions of its own. */
import { CYCLE_DAYS } from '../simulation/behaviour/calibration.ts';

/** `YYYY-MM-DD` in the lender's zone. */
export type CalendarDate = string;

/** Day 0, a Monday: the `as_of` of demo/portfolio.csv. */
export const START: CalendarDate = '2026-03-02';
/**
 * The newest due of the portfolio is the day before the start, so an account n months late is 1 + 30 (n - 1) days late
 * on day 0.
 */
const NEWEST_DUE_DAY = -1;
/** Days between the statement date, when the lender's book arrives, and the due date of its minimum. */
const STATEMENT_LEAD_DAYS = 14;

const DAY_MS = 86_400_000;
const dayNumber = (date: CalendarDate): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date((dayNumber(date) + days) * DAY_MS).toISOString().slice(0, 10);
}
/** Days from `from` to `to`; negative if `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(to) - dayNumber(from);
}
/** Local time of an instant in a zone: `2026-03-05T14:30`. */
export const localMoment = (at: string, zone: string): string =>
  new Date(at).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T').slice(0, 16);
/**
 * What the zone is ahead of UTC at about that local time: `+08:00`. The demo asks at hours at which no clock changes.
 */
function offsetOf(zone: string, local: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    new Date(`${local}Z`),
  );
  return parts.find(({ type }) => type === 'timeZoneName')?.value.slice('GMT'.length) || '+00:00';
}
/** Date of a day of the run. */
export const dateOf = (day: number): CalendarDate => addDays(START, day);
/** Day of the run of a date. */
export const dayOf = (date: CalendarDate): number => daysBetween(START, date);

/** Due day of the minimum of statement `number`. Statement 1 is the first during the run, due on day 29. */
export const dueDay = (number: number): number => NEWEST_DUE_DAY + CYCLE_DAYS * number;
/** Number of the statement cut on this day, or null. On such a day the lender's book arrives. */
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

/** A moment of a day on the lender's clock, given as `HH:MM` or `HH:MM:SS`. */
export function momentOn(zone: string, day: number, clock: string): Moment {
  const date = dateOf(day);
  const local = `${date}T${clock.length === 5 ? `${clock}:00` : clock}`;
  return { day, date, at: local + offsetOf(zone, local) };
}
