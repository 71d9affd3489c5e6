/** The legal public holidays of 5 USC 6103, by rule, and the business days that federal clocks count. */
import { addDays, type CalendarDate, isWeekday, monthEnd, weekday } from '../../time.ts';

const MONDAY = 1;
const THURSDAY = 4;
const SATURDAY = 6;
const SUNDAY = 7;

const dateOf = (year: number, month: number, day: number): CalendarDate =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** The nth such weekday of the month. */
function nthWeekday(year: number, month: number, day: number, nth: number): CalendarDate {
  const first = dateOf(year, month, 1);
  return addDays(first, ((day - weekday(first) + 7) % 7) + 7 * (nth - 1));
}

function lastMonday(year: number, month: number): CalendarDate {
  const last = monthEnd(dateOf(year, month, 1));
  return addDays(last, MONDAY - weekday(last));
}

/** The first year in which 19 June is a holiday. */
const JUNETEENTH_FROM = 2021;

/** Holidays of a year from 1986 on, as the statute names them; Inauguration Day, which is local, is left out. */
export function legalHolidays(year: number): readonly CalendarDate[] {
  return [
    dateOf(year, 1, 1),
    nthWeekday(year, 1, MONDAY, 3),
    nthWeekday(year, 2, MONDAY, 3),
    lastMonday(year, 5),
    ...(year >= JUNETEENTH_FROM ? [dateOf(year, 6, 19)] : []),
    dateOf(year, 7, 4),
    nthWeekday(year, 9, MONDAY, 1),
    nthWeekday(year, 10, MONDAY, 2),
    dateOf(year, 11, 11),
    nthWeekday(year, 11, THURSDAY, 4),
    dateOf(year, 12, 25),
  ];
}

/** Holidays by year, each computed on first use. */
const known = new Map<number, ReadonlySet<CalendarDate>>();

function isNamed(date: CalendarDate): boolean {
  const year = Number(date.slice(0, 4));
  let holidays = known.get(year);
  if (holidays === undefined) {
    holidays = new Set(legalHolidays(year));
    known.set(year, holidays);
  }
  return holidays.has(date);
}

/**
 * Whether the date is a legal public holiday or the day on which one is observed: the Friday before a Saturday, the
 * Monday after a Sunday.
 */
export function isLegalHoliday(date: CalendarDate): boolean {
  if (isNamed(date)) return true;
  const next = addDays(date, 1);
  const previous = addDays(date, -1);
  return (weekday(next) === SATURDAY && isNamed(next)) || (weekday(previous) === SUNDAY && isNamed(previous));
}

/** Whether the date is neither a Saturday, a Sunday nor a legal public holiday. */
export const isBusinessDay = (date: CalendarDate): boolean => isWeekday(date) && !isLegalHoliday(date);
