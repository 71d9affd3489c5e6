/**
 * Working days of a country. They are known from data, up to a horizon: past it a deadline must not be guessed, so
 * `isWorkingDay` throws. A term that already runs must not stop there: it asks `isWorkingDayOrUnknown` and decides
 * itself what an unknown day counts as.
 */
import { type CalendarDate, isWeekday } from '../time.ts';
import { CHINA } from './china.ts';
import { type DatedYear, datesOf } from './dated-year.ts';
import { HOLIDAYS } from './holidays.ts';
import { TAIWAN } from './taiwan.ts';

export interface WorkingCalendar {
  /** ISO 3166: `CN`, or `GB-SCT` where the days of a region differ. */
  readonly name: string;
  /** First day that is known. */
  readonly from: CalendarDate;
  /** Last day that is known. */
  readonly horizon: CalendarDate;
  /** Throws BeyondHorizon for a day that is not known. Needs no `this`. */
  readonly isWorkingDay: (date: CalendarDate) => boolean;
  /** null for a day that is not known. Needs no `this`. */
  readonly isWorkingDayOrUnknown: (date: CalendarDate) => boolean | null;
}

/** A day before the first or past the last that the data of a calendar know. */
export class BeyondHorizon extends RangeError {
  override readonly name = 'BeyondHorizon';

  constructor({ name, from, horizon }: Pick<WorkingCalendar, 'name' | 'from' | 'horizon'>, date: CalendarDate) {
    super(
      date < from
        ? `the working days of ${name} are not known before ${from}`
        : `the working days of ${name} are not known after ${horizon}: ${REMEDIES[name] ?? WRITE_HOLIDAYS}`,
    );
  }
}
const WRITE_HOLIDAYS = 'add the next year to tests/support/holidays.ts and run npm run holidays';
const REMEDIES: Readonly<Record<string, string>> = {
  CN: 'add the decree of the next year to domain/calendars/china.ts',
};

function calendarOf(name: string, years: readonly DatedYear[]): WorkingCalendar {
  const off = new Set(years.flatMap((dated) => datesOf(dated.year, dated.off)));
  const worked = new Set(years.flatMap((dated) => datesOf(dated.year, dated.worked)));
  const numbers = years.map(({ year }) => year);
  const from = `${Math.min(...numbers)}-01-01`;
  const horizon = `${Math.max(...numbers)}-12-31`;
  const isWorkingDayOrUnknown = (date: CalendarDate): boolean | null => {
    if (date < from || date > horizon) return null;
    return isWeekday(date) ? !off.has(date) : worked.has(date);
  };
  return withKnown({ name, from, horizon }, isWorkingDayOrUnknown);
}

/** The calendar that answers so, and throws where the answer is null. */
function withKnown(
  range: Pick<WorkingCalendar, 'name' | 'from' | 'horizon'>,
  isWorkingDayOrUnknown: WorkingCalendar['isWorkingDayOrUnknown'],
): WorkingCalendar {
  const isWorkingDay = (date: CalendarDate): boolean => {
    const known = isWorkingDayOrUnknown(date);
    if (known === null) throw new BeyondHorizon(range, date);
    return known;
  };
  return { ...range, isWorkingDay, isWorkingDayOrUnknown };
}

/** Where a year is both decreed and computed, the decree counts. */
const taiwanYears = [
  ...TAIWAN,
  ...(HOLIDAYS['TW'] as readonly DatedYear[]).filter(({ year }) => TAIWAN.every((decreed) => decreed.year !== year)),
];

const CALENDARS: ReadonlyMap<string | null, WorkingCalendar> = new Map(
  Object.entries({ ...HOLIDAYS, CN: CHINA, TW: taiwanYears }).map(([name, years]) => [name, calendarOf(name, years)]),
);

/**
 * The calendar of a country (ISO 3166-1 alpha-2, so GB) and region (suffix of ISO 3166-2), always the same object; null
 * where none is kept. Scotland (`SCT`) and Northern Ireland (`NIR`) differ from the rest of GB; every other region has
 * the days of its country. Not kept: holidays of states of the US, and for India festivals that follow the moon,
 * holidays of its states, and the Saturdays on which its banks work.
 */
export function workingCalendar(country: string | null, region: string | null): WorkingCalendar | null {
  return CALENDARS.get(`${country}-${region}`) ?? CALENDARS.get(country) ?? null;
}

/** The calendar less the days on which the creditor itself is closed, which may lie past the horizon. */
export function withClosedDays(calendar: WorkingCalendar, closedDays: readonly CalendarDate[]): WorkingCalendar {
  const closed = new Set(closedDays);
  return withKnown(calendar, (date) => (closed.has(date) ? false : calendar.isWorkingDayOrUnknown(date)));
}
