/** Moments and calendar dates. Nothing here reads a clock: `now` always comes in as an argument. */
import { Temporal } from 'temporal-polyfill';

/** A moment, in milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;
/** A calendar date `YYYY-MM-DD`; it belongs to a zone that the context names. */
export type CalendarDate = string;
/** An IANA zone such as `Asia/Taipei`. */
export type Zone = string;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
/** How far the clocks of two machines may differ: a moment further ahead of ours is refused. */
export const CLOCK_SKEW_MS = 5 * MINUTE_MS;

/** The number written in two digits of a date from `at`. */
function twoDigits(date: CalendarDate, at: number): number {
  return date.charCodeAt(at) * 10 + date.charCodeAt(at + 1) - 528;
}
const yearOf = (date: CalendarDate): number => twoDigits(date, 0) * 100 + twoDigits(date, 2);

/**
 * Days since 1970-01-01 of a day of the proleptic Gregorian calendar; the month may be 13. Years begin in March here,
 * so the leap day comes last.
 */
function dayOf(calendarYear: number, month: number, day: number): number {
  const year = month <= 2 ? calendarYear - 1 : calendarYear;
  const ofYear = Math.floor((153 * (month <= 2 ? month + 9 : month - 3) + 2) / 5) + day - 1;
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + ofYear - 719_468;
}

/** Days since 1970-01-01 of a calendar date. */
function dayNumber(date: CalendarDate): number {
  return dayOf(yearOf(date), twoDigits(date, 5), twoDigits(date, 8));
}

/** 1900-01-01. */
const FIRST_DAY = -25_567;
/** 2200-01-01. */
const LAST_DAY = 84_006;
/** Dates by day since FIRST_DAY, each formatted on first use: one `decide` needs about a hundred. */
const dates = new Array<CalendarDate | undefined>(LAST_DAY - FIRST_DAY);

function fromDayNumber(day: number): CalendarDate {
  const known = dates[day - FIRST_DAY];
  if (known !== undefined) return known;
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (day >= FIRST_DAY && day < LAST_DAY) dates[day - FIRST_DAY] = date;
  return date;
}

/** True for a date that exists, written `YYYY-MM-DD`, from 1900 to 2199. */
export function isCalendarDate(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  const day = dayNumber(text);
  return Number.isFinite(day) && fromDayNumber(day) === text;
}

/** The date `days` calendar days after `date`; negative counts back. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The earlier of two dates; null stands for never. */
export function earliest(a: CalendarDate | null, b: CalendarDate | null): CalendarDate | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** 1 = Monday ... 7 = Sunday. */
export function weekday(date: CalendarDate): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** The date `days` working days after `date`; negative counts back. */
export function addWorkingDays(
  date: CalendarDate,
  days: number,
  isWorkingDay: (date: CalendarDate) => boolean,
): CalendarDate {
  let result = date;
  for (let left = Math.abs(days); left > 0; ) {
    result = addDays(result, Math.sign(days));
    if (isWorkingDay(result)) left -= 1;
  }
  return result;
}

/** Whether the date is a day from Monday to Friday. */
export const isWeekday = (date: CalendarDate): boolean => weekday(date) <= 5;

/** The date `days` days from Monday to Friday later, `days` not negative: banks book on these days. */
export function addWeekdays(date: CalendarDate, days: number): CalendarDate {
  if (days === 0) return date;
  const day = dayNumber(date);
  const ofWeek = (((day + 3) % 7) + 7) % 7;
  // From a weekend the days count as from its Friday.
  const from = Math.min(ofWeek, 4);
  return fromDayNumber(day - ofWeek + from + days + 2 * Math.floor((from + days) / 5));
}

/** The last day of the month that holds `date`. */
export function monthEnd(date: CalendarDate): CalendarDate {
  return fromDayNumber(dayOf(yearOf(date), twoDigits(date, 5) + 1, 1) - 1);
}

/** The same day `months` later, or the last day of that month when it has no such day. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const count = yearOf(date) * 12 + twoDigits(date, 5) - 1 + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12 + 1;
  const first = dayOf(year, month, 1);
  return fromDayNumber(first + Math.min(twoDigits(date, 8), dayOf(year, month + 1, 1) - first) - 1);
}

interface Transitions {
  /** Moments at which the offset changes, ascending. */
  at: number[];
  /** Offset in ms before the first moment, then after each. */
  offset: number[];
}
const tables = new Map<Zone, Transitions>();
/** The zone that was asked for last: a decision asks for the same one several times running. */
let lastZone: Zone | null = null;
let lastTable: Transitions = { at: [], offset: [0] };
const TABLE_FROM = Date.UTC(2000, 0, 1);
const TABLE_UNTIL = Date.UTC(2060, 0, 1);

/**
 * Builds a zone's table of offset changes from 2000 to 2059 once: a polyfill conversion costs 26 to 63 microseconds, a
 * look-up here well under one.
 */
function transitionsOf(zone: Zone): Transitions {
  if (zone === lastZone) return lastTable;
  lastTable = tables.get(zone) ?? tableOf(zone);
  lastZone = zone;
  return lastTable;
}

function tableOf(zone: Zone): Transitions {
  let at = Temporal.Instant.fromEpochMilliseconds(TABLE_FROM).toZonedDateTimeISO(zone);
  const table: Transitions = { at: [], offset: [at.offsetNanoseconds / 1e6] };
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds > TABLE_UNTIL) break;
    table.at.push(next.epochMilliseconds);
    table.offset.push(next.offsetNanoseconds / 1e6);
    at = next;
  }
  tables.set(zone, table);
  return table;
}

/** True when the runtime knows the zone. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z_]+\/[A-Za-z_/+-]+$|^UTC$/.test(zone)) return false;
  try {
    transitionsOf(zone);
    return true;
  } catch {
    return false;
  }
}

const offsetAt = (instant: Instant, zone: Zone): number => offsetOf(transitionsOf(zone), instant);

function offsetOf({ at, offset }: Transitions, instant: Instant): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] as number) <= instant) low = middle + 1;
    else high = middle;
  }
  return offset[low] as number;
}

/** RFC 3339 with the offset of the zone: `2026-03-06T08:00:00+01:00`. Begun seconds count as whole. */
export function showInstant(instant: Instant, zone: Zone): string {
  const whole = Math.ceil(instant / 1000) * 1000;
  const offset = offsetAt(whole, zone) / MINUTE_MS;
  const size = Math.abs(offset);
  const digits = (number: number) => String(number).padStart(2, '0');
  const local = new Date(whole + offset * MINUTE_MS).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}:${digits(size % 60)}`;
}

/** The calendar date in `zone` at `instant`. */
export function localDate(instant: Instant, zone: Zone): CalendarDate {
  return fromDayNumber(Math.floor((instant + offsetAt(instant, zone)) / DAY_MS));
}

/** Minutes since local midnight in `zone` at `instant`, 0 to 1439. */
export function localMinute(instant: Instant, zone: Zone): number {
  const local = instant + offsetAt(instant, zone);
  return Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / MINUTE_MS);
}

/**
 * The moment at which a wall clock in `zone` shows `minute` minutes after midnight on `date`. A minute that a spring
 * change skips moves to the same distance after the change; of a repeated minute, the first counts.
 */
export function instantAt(date: CalendarDate, minute: number, zone: Zone): Instant {
  const local = dayNumber(date) * DAY_MS + minute * MINUTE_MS;
  const table = transitionsOf(zone);
  const early = local - offsetOf(table, local - DAY_MS / 2);
  const late = local - offsetOf(table, local + DAY_MS / 2);
  if (early === late) return early;
  const first = Math.min(early, late);
  return first + offsetOf(table, first) === local ? first : Math.max(early, late);
}

/** The first moment of a date in `zone`. */
export const startOfDay = (date: CalendarDate, zone: Zone): Instant => instantAt(date, 0, zone);

/** The last millisecond of a date in `zone`. */
export const endOfDay = (date: CalendarDate, zone: Zone): Instant => instantAt(addDays(date, 1), 0, zone) - 1;

/**
 * Whether the moment says only a day: it is the first of its day in the creditor's zone. A book or a bank that knows no
 * hour tells its moments so.
 */
export function isDateOnly(at: Instant, zone: Zone): boolean {
  return startOfDay(localDate(at, zone), zone) === at;
}

/** The latest at which it may have happened: a moment that says only a day means the whole day. */
export function latestOf(at: Instant, zone: Zone): Instant {
  return isDateOnly(at, zone) ? endOfDay(localDate(at, zone), zone) : at;
}
