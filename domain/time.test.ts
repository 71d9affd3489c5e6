import { describe, expect, test } from '@jest/globals';
import fc from '../tests/support/property.ts';
import {
  addDays,
  addMonths,
  addWeekdays,
  addWorkingDays,
  daysBetween,
  endOfDay,
  instantAt,
  isCalendarDate,
  isDateOnly,
  isWeekday,
  isZone,
  latestOf,
  localDate,
  localMinute,
  monthEnd,
  showInstant,
  startOfDay,
  weekday,
} from './time.ts';

const iso = (at: number) => new Date(at).toISOString();

describe('calendar dates', () => {
  test.each([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-4-1', false],
    ['26-04-01', false],
    ['1899-12-31', false],
    ['2026-04-31', false],
    ['', false],
  ])('%s exists: %s', (text, exists) => expect(isCalendarDate(text)).toBe(exists));
  test.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-03-29', 1, '2026-03-30'],
  ])('%s %i', (date, days, expected) => expect(addDays(date, days)).toBe(expected));
  test.each([
    ['2026-01-15', '2026-01-31'],
    ['2026-02-01', '2026-02-28'],
    ['2028-02-29', '2028-02-29'],
    ['2026-12-31', '2026-12-31'],
    ['2026-04-30', '2026-04-30'],
  ])('the month of %s ends on %s', (date, end) => expect(monthEnd(date)).toBe(end));
  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 72, '2034-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-11-30', 13, '2027-12-30'],
    ['2026-01-31', -1, '2025-12-31'],
    ['2026-03-31', -13, '2025-02-28'],
    ['2026-03-31', 0, '2026-03-31'],
  ])('%s and %i months', (date, months, expected) => expect(addMonths(date, months)).toBe(expected));
  test('weekdays', () => {
    expect(['2026-03-02', '2026-03-07', '2026-03-08', '1969-12-29'].map(weekday)).toEqual([1, 6, 7, 1]);
  });
  test.each([
    ['2026-03-05', 3, '2026-03-10'],
    ['2026-03-06', 1, '2026-03-09'],
    ['2026-03-07', 1, '2026-03-09'],
    ['2026-03-02', 0, '2026-03-02'],
    ['2026-03-02', 5, '2026-03-09'],
  ])('%s and %i working days', (date, days, expected) =>
    expect(addWorkingDays(date, days, (day) => weekday(day) <= 5)).toBe(expected),
  );
  test('a public holiday is no working day where the calendar says so', () => {
    expect(addWorkingDays('2026-03-05', 1, (day) => day !== '2026-03-06')).toBe('2026-03-07');
  });
  test('days from Monday to Friday are counted as one by one, from every day of a week', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 60_000 }), fc.integer({ min: 0, max: 30 }), (from, days) => {
        const date = addDays('1970-01-01', from);
        expect(addWeekdays(date, days)).toBe(addWorkingDays(date, days, isWeekday));
      }),
    );
  });
  test('days there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20000, max: 20000 }), fc.integer({ min: -4000, max: 4000 }), (start, days) => {
        const from = addDays('2020-01-01', start % 15000);
        expect(daysBetween(from, addDays(from, days))).toBe(days);
      }),
    );
  });
});

describe('zones', () => {
  test.each([
    ['Asia/Taipei', true],
    ['UTC', true],
    ['America/Argentina/Buenos_Aires', true],
    ['Mars/Base', false],
    ['+08:00', false],
    ['', false],
  ])('%s is one: %s', (zone, is) => expect(isZone(zone)).toBe(is));

  test.each([
    ['2026-03-08', 8 * 60, 'America/New_York', '2026-03-08T12:00:00.000Z'],
    ['2026-03-07', 8 * 60, 'America/New_York', '2026-03-07T13:00:00.000Z'],
    // 02:30 does not exist in the night of the spring change: the same distance after it.
    ['2026-03-08', 150, 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['2026-03-29', 150, 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    // 01:30 comes twice in the autumn: the first.
    ['2026-11-01', 90, 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-10-25', 150, 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-06-01', 0, 'Asia/Kolkata', '2026-05-31T18:30:00.000Z'],
    ['2026-06-01', 0, 'Australia/Lord_Howe', '2026-05-31T13:30:00.000Z'],
    ['2026-06-01', 1439, 'Asia/Taipei', '2026-06-01T15:59:00.000Z'],
  ] as const)('%s minute %i in %s', (date, minute, zone, expected) =>
    expect(iso(instantAt(date, minute, zone))).toBe(expected),
  );

  const zones = [
    'Asia/Taipei',
    'America/New_York',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'America/St_Johns',
    'UTC',
  ];
  test('a local hour that exists reads back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 12000 }),
        fc.integer({ min: 240, max: 1439 }),
        (zone, days, minute) => {
          const date = addDays('2020-01-01', days);
          const at = instantAt(date, minute, zone);
          expect([localDate(at, zone), localMinute(at, zone)]).toEqual([date, minute]);
        },
      ),
    );
  });
  test('the table agrees with the platform', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2001, 0, 1), max: Date.UTC(2050, 0, 1) }),
        (zone, at) => {
          expect(localDate(at, zone)).toBe(
            new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at),
          );
        },
      ),
    );
  });
});

test.each([
  ['2026-03-06T08:00:00.000Z', 'Europe/London', '2026-03-06T08:00:00+00:00'],
  ['2026-06-20T10:00:00.000Z', 'Europe/London', '2026-06-20T11:00:00+01:00'],
  ['2026-03-08T07:00:00.000Z', 'America/New_York', '2026-03-08T03:00:00-04:00'],
  ['2026-01-01T00:00:00.000Z', 'America/St_Johns', '2025-12-31T20:30:00-03:30'],
  ['2026-12-31T18:15:00.000Z', 'Asia/Kathmandu', '2027-01-01T00:00:00+05:45'],
  ['2026-03-06T07:59:59.001Z', 'UTC', '2026-03-06T08:00:00+00:00'],
])('%s in %s is shown as %s', (at, zone, shown) => expect(showInstant(Date.parse(at), zone)).toBe(shown));

describe('moments that say only a day', () => {
  test.each(['Asia/Taipei', 'America/Los_Angeles', 'America/Santiago', 'UTC'])('in %s', (zone) => {
    // 2026-09-06: Santiago has no midnight on that day.
    for (const date of ['2026-03-16', '2026-09-06']) {
      const start = startOfDay(date, zone);
      expect([isDateOnly(start, zone), isDateOnly(start + 1, zone), isDateOnly(start - 1, zone)]).toEqual([
        true,
        false,
        false,
      ]);
      expect(latestOf(start, zone)).toBe(endOfDay(date, zone));
      expect(latestOf(start + 1, zone)).toBe(start + 1);
      expect(localDate(endOfDay(date, zone), zone)).toBe(date);
      expect(localDate(endOfDay(date, zone) + 1, zone)).toBe(addDays(date, 1));
    }
  });
  test('working days count back too', () => {
    const isWorkingDay = (date: string) => weekday(date) <= 5;
    expect(addWorkingDays('2026-03-09', -1, isWorkingDay)).toBe('2026-03-06');
    expect(addWorkingDays('2026-03-08', -3, isWorkingDay)).toBe('2026-03-04');
    expect(addWorkingDays('2026-03-06', 0, isWorkingDay)).toBe('2026-03-06');
  });
});
