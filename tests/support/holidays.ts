/** Public holidays by the library date-holidays, corrected where it lags behind the law: npm run holidays */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Holidays from 'date-holidays';
import type { DatedYear } from '../../domain/calendars/dated-year.ts';
import { addDays, type CalendarDate, isWeekday, weekday } from '../../domain/time.ts';

const FIRST_YEAR = 2024;
const LAST_YEAR = 2030;
/** First whole year under 紀念日及節日實施條例; the years before are in domain/calendars/taiwan.ts only. */
const FIRST_YEAR_OF_TAIWAN = 2026;

const { version } = createRequire(import.meta.url)('date-holidays/package.json') as { version: string };
const LIBRARY = `date-holidays ${version}`;

/** Name of the calendar, and the country and state of the library that have its days. */
const PLACES: Readonly<Record<string, readonly [string, string?]>> = {
  US: ['US'],
  GB: ['GB', 'ENG'],
  'GB-SCT': ['GB', 'SCT'],
  'GB-NIR': ['GB', 'NIR'],
  IN: ['IN'],
};
/** Days that the library lacks. */
const ADDED: Readonly<Record<string, readonly CalendarDate[]>> = {
  // Royal Proclamation of 2026-02-04 under the Banking and Financial Dealings Act 1971.
  'GB-SCT': ['2026-06-15'],
};

const upTo = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, at) => first + at);

/** The library's days off, with those observed instead of a day of a weekend. */
function libraryDays(country: string, state: string | undefined, year: number): { date: CalendarDate; name: string }[] {
  const library = state === undefined ? new Holidays(country) : new Holidays(country, state);
  return library
    .getHolidays(year)
    .filter(({ type, substitute }) => type === 'public' || (type === 'bank' && substitute === true))
    .map(({ date, name }) => ({ date: date.slice(0, 10), name }));
}

function datedYear(year: number, source: string, dates: readonly CalendarDate[]): DatedYear {
  const off = [...new Set(dates)].filter((date) => date.startsWith(`${year}-`) && isWeekday(date)).sort();
  return { year, source, off: off.map((date) => date.slice(5)).join(' '), worked: '' };
}

/** The date of a day that follows the moon or the sun, by the library's name of it. */
function taiwanDay(days: readonly { date: CalendarDate; name: string }[], name: string): CalendarDate {
  const found = days.find((day) => day.name === name);
  if (found === undefined) throw new Error(`date-holidays has no ${name} in Taiwan`);
  return found.date;
}

/** The nearest day from Monday to Friday, before (-1) or after (1) the date, that is not off. */
function freeDay(date: CalendarDate, step: 1 | -1, off: ReadonlySet<CalendarDate>): CalendarDate {
  let day = addDays(date, step);
  while (!isWeekday(day) || off.has(day)) day = addDays(day, step);
  return day;
}

/**
 * 紀念日及節日實施條例 (2025-05-28) and its rules of 2025-06-13: a holiday on a Saturday is taken on the working day
 * before, on a Sunday on the one after; those of Lunar New Year after it. Where both spring days fall on one date, the
 * day before is off as well, from a Thursday the day after.
 */
function taiwanDates(year: number): CalendarDate[] {
  const days = libraryDays('TW', undefined, year);
  const eve = taiwanDay(days, '農曆除夕');
  const newYear = [-1, 0, 1, 2, 3].map((after) => addDays(eve, after));
  const tombs = taiwanDay(days, '淸明節');
  const children = `${year}-04-04`;
  const fixed = ['01-01', '02-28', '05-01', '09-28', '10-10', '10-25', '12-25'].map((day) => `${year}-${day}`);
  const others = [...fixed, children, tombs, taiwanDay(days, '端午節'), taiwanDay(days, '中秋節')];
  const off = new Set([...newYear, ...others]);
  for (const date of newYear) if (!isWeekday(date)) off.add(freeDay(date, 1, off));
  for (const date of new Set(others)) if (!isWeekday(date)) off.add(freeDay(date, weekday(date) === 6 ? -1 : 1, off));
  if (tombs === children) off.add(freeDay(tombs, weekday(tombs) === 4 ? 1 : -1, off));
  return [...off];
}

/** Calendar name -> its years, as domain/calendars/holidays.ts holds them. */
export function holidays(): Readonly<Record<string, readonly DatedYear[]>> {
  const found: Record<string, DatedYear[]> = {};
  // A New Year's Day on a Saturday is observed on the last day of the year before.
  const taiwan = upTo(FIRST_YEAR_OF_TAIWAN, LAST_YEAR + 1).flatMap(taiwanDates);
  found['TW'] = upTo(FIRST_YEAR_OF_TAIWAN, LAST_YEAR).map((year) =>
    datedYear(year, `紀念日及節日實施條例 and ${LIBRARY}`, taiwan),
  );
  for (const [name, [country, state]] of Object.entries(PLACES))
    found[name] = upTo(FIRST_YEAR, LAST_YEAR).map((year) => {
      const dates = libraryDays(country, state, year).map(({ date }) => date);
      return datedYear(year, LIBRARY, [...dates, ...(ADDED[name] ?? [])]);
    });
  return found;
}

/** The text of domain/calendars/holidays.ts. */
export function holidaysFile(): string {
  const key = (name: string): string => (/^\w+$/.test(name) ? name : `'${name}'`);
  const lines = Object.entries(holidays()).flatMap(([name, years]) => [
    `  ${key(name)}: [`,
    ...years.map(({ year, source, off }) =>
      [
        `    {`,
        `      year: ${year},`,
        `      source: '${source}',`,
        `      off: '${off}',`,
        `      worked: '',`,
        `    },`,
      ].join('\n'),
    ),
    '  ],',
  ]);
  return [
    '/**',
    ' * Public holidays from Monday to Friday, by the data of date-holidays of commenthol (CC BY 3.0), corrected by',
    ' * tests/support/holidays.ts, which writes this file (npm run holidays): do not edit.',
    ' */',
    "import type { DatedYear } from './dated-year.ts';",
    '',
    '/** By calendar: a country, or a country and its region. */',
    'export const HOLIDAYS: Readonly<Record<string, readonly DatedYear[]>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(new URL('../../domain/calendars/holidays.ts', import.meta.url), holidaysFile());
