/** Working days as the decrees and the laws of holidays have them. */
import { describe, expect, test } from '@jest/globals';
import { addDays, addWorkingDays, type CalendarDate, isCalendarDate, isWeekday } from '../time.ts';
import { CHINA } from './china.ts';
import { type DatedYear, datesOf } from './dated-year.ts';
import { HOLIDAYS } from './holidays.ts';
import { TAIWAN } from './taiwan.ts';
import { BeyondHorizon, type WorkingCalendar, withClosedDays, workingCalendar } from './working-calendar.ts';

function calendar(country: string, region: string | null = null): WorkingCalendar {
  const found = workingCalendar(country, region);
  if (found === null) throw new Error(`no calendar of ${country}`);
  return found;
}
/** The working days from the first date to the last. */
function worked({ isWorkingDay }: WorkingCalendar, first: CalendarDate, last: CalendarDate): string {
  const days: string[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) if (isWorkingDay(date)) days.push(date.slice(5));
  return days.join(' ');
}

describe('the data', () => {
  const lists: readonly (readonly [string, readonly DatedYear[]])[] = [
    ['China', CHINA],
    ['Taiwan', TAIWAN],
    ...Object.entries(HOLIDAYS),
  ];
  test.each(lists)(
    '%s: years without gaps, dates that exist, off from Monday to Friday, worked on weekends',
    (_, years) => {
      years.forEach(({ year, off, worked, source }, at) => {
        expect(year).toBe((years[0] as DatedYear).year + at);
        expect(source).not.toBe('');
        const dates = [...datesOf(year, off), ...datesOf(year, worked)];
        expect(dates.filter((date) => !isCalendarDate(date))).toEqual([]);
        expect(new Set(dates).size).toBe(dates.length);
        expect(datesOf(year, worked).filter(isWeekday)).toEqual([]);
        expect([off, worked].map((text) => text.split(' ').sort().join(' '))).toEqual([off, worked]);
      });
    },
  );
  test('Taiwan: what the law of 2025 gives for 2026 is what was decreed', () => {
    const decreed = TAIWAN.find(({ year }) => year === 2026) as DatedYear;
    const computed = (HOLIDAYS['TW'] ?? []).find(({ year }) => year === 2026) as DatedYear;
    expect(datesOf(2026, computed.off)).toEqual(datesOf(2026, decreed.off));
  });
});

describe('mainland China', () => {
  const china = calendar('CN');

  test('Spring Festival 2024: Sundays 4 and 18 February are worked', () =>
    expect(worked(china, '2024-02-03', '2024-02-19')).toBe('02-04 02-05 02-06 02-07 02-08 02-09 02-18 02-19'));

  test('National Day 2025: Sunday 28 September and Saturday 11 October are worked', () =>
    expect(worked(china, '2025-09-27', '2025-10-13')).toBe('09-28 09-29 09-30 10-09 10-10 10-11 10-13'));
  test('National Day 2026: Sunday 20 September and Saturday 10 October are worked', () => {
    expect(worked(china, '2026-09-18', '2026-09-22')).toBe('09-18 09-20 09-21 09-22');
    expect(worked(china, '2026-09-24', '2026-10-12')).toBe('09-24 09-28 09-29 09-30 10-08 10-09 10-10 10-12');
  });
  test('Spring Festival 2026: nine days, and the Saturdays on both sides are worked', () =>
    expect(worked(china, '2026-02-13', '2026-03-02')).toBe('02-13 02-14 02-24 02-25 02-26 02-27 02-28 03-02'));
  test('the turn of the year', () => expect(worked(china, '2025-12-30', '2026-01-05')).toBe('12-30 12-31 01-04 01-05'));
  test('a leap day', () => expect(worked(china, '2024-02-28', '2024-03-01')).toBe('02-28 02-29 03-01'));
  test('three working days from the eve of National Day 2026', () =>
    expect(addWorkingDays('2026-09-30', 3, china.isWorkingDay)).toBe('2026-10-10'));
});

describe('Taiwan', () => {
  const taiwan = calendar('TW');

  test('a holiday on a Saturday is taken on the Friday, on a Sunday on the Monday', () => {
    expect(taiwan.isWorkingDay('2026-02-27')).toBe(false);
    expect(taiwan.isWorkingDay('2026-10-26')).toBe(false);
    expect(taiwan.isWorkingDay('2027-12-31')).toBe(false);
  });
  test('Lunar New Year 2024 and 2025', () => {
    expect(worked(taiwan, '2024-02-07', '2024-02-19')).toBe('02-07 02-15 02-16 02-17 02-19');
    expect(worked(taiwan, '2025-01-24', '2025-02-04')).toBe('01-24 02-03 02-04');
  });
  test('until 2025 some Saturdays are worked', () => {
    expect(taiwan.isWorkingDay('2025-02-08')).toBe(true);
    expect(taiwan.isWorkingDay('2026-02-14')).toBe(false);
  });
  test('Lunar New Year 2027: the days of the weekend are taken after it', () =>
    expect(worked(taiwan, '2027-02-03', '2027-02-11')).toBe('02-03 02-11'));
});

describe('the United States and the United Kingdom', () => {
  test('federal holidays on a weekend are observed on the Friday before or the Monday after', () => {
    const federal = calendar('US', 'CA');
    expect(federal.isWorkingDay('2026-07-03')).toBe(false);
    expect(federal.isWorkingDay('2027-07-05')).toBe(false);
    expect(federal.isWorkingDay('2027-12-31')).toBe(false);
    expect(federal.isWorkingDay('2028-11-10')).toBe(false);
    expect(federal.isWorkingDay('2028-02-29')).toBe(true);
  });
  test('Boxing Day 2026 is a Saturday: the Monday is off', () =>
    expect(worked(calendar('GB', 'LND'), '2026-12-24', '2027-01-04')).toBe('12-24 12-29 12-30 12-31 01-04'));
  test('Scotland and Northern Ireland have days of their own', () => {
    const dates = ['2026-01-02', '2026-03-17', '2026-04-06', '2026-06-15', '2026-07-13', '2026-08-03', '2026-08-31'];
    const off = (region: string | null) => dates.filter((date) => !calendar('GB', region).isWorkingDay(date));
    expect(off(null)).toEqual(['2026-04-06', '2026-08-31']);
    expect(off('SCT')).toEqual(['2026-01-02', '2026-06-15', '2026-08-03']);
    expect(off('NIR')).toEqual(['2026-03-17', '2026-04-06', '2026-07-13', '2026-08-31']);
  });
});

describe('India', () => {
  test('the three national days', () => {
    const india = calendar('IN', 'MH');
    expect(['2026-01-26', '2025-08-15', '2026-10-02'].filter(india.isWorkingDay)).toEqual([]);
    expect(india.isWorkingDay('2026-01-27')).toBe(true);
  });
});

describe('what is not known', () => {
  const china = calendar('CN');

  test('past the horizon a day is refused, and the error says what to do', () => {
    expect(china.horizon).toBe('2026-12-31');
    expect(china.isWorkingDay('2026-12-31')).toBe(true);
    expect(() => china.isWorkingDay('2027-01-01')).toThrow(new BeyondHorizon(china, '2027-01-01'));
    expect(new BeyondHorizon(china, '2027-01-01').message).toBe(
      'the working days of CN are not known after 2026-12-31: ' +
        'add the decree of the next year to domain/calendars/china.ts',
    );
    expect(new BeyondHorizon(china, '2027-01-01').name).toBe('BeyondHorizon');
    expect(() => calendar('US').isWorkingDay('2031-01-01')).toThrow(
      /US are not known after 2030-12-31: .*npm run holidays/,
    );
  });
  test('so is a day before the first', () => {
    expect(() => china.isWorkingDay('2023-12-29')).toThrow('the working days of CN are not known before 2024-01-01');
    expect(china.isWorkingDay('2024-01-01')).toBe(false);
    expect(new BeyondHorizon(china, china.from).message).toContain('after 2026-12-31');
  });
  test('a term that already runs gets null instead', () => {
    expect(china.isWorkingDayOrUnknown('2026-12-31')).toBe(true);
    expect(china.isWorkingDayOrUnknown('2027-01-02')).toBeNull();
    expect(china.isWorkingDayOrUnknown('2023-12-31')).toBeNull();
  });
  test('a country without a calendar', () => expect(workingCalendar('FR', null)).toBeNull());
  test('the same country is the same object, whatever its region', () =>
    expect(workingCalendar('CN', 'SH')).toBe(workingCalendar('CN', null)));
});

describe('the creditor’s own closed days', () => {
  const open = calendar('CN');
  const closing = withClosedDays(open, ['2026-02-14', '2026-11-30', '2027-06-01']);

  test('are no working days, a worked Saturday among them', () => {
    expect(['2026-02-14', '2026-11-30'].map(open.isWorkingDay)).toEqual([true, true]);
    expect(['2026-02-14', '2026-11-30'].map(closing.isWorkingDay)).toEqual([false, false]);
    expect(closing.isWorkingDay('2026-12-01')).toBe(true);
  });
  test('are known past the horizon, which stays where it is', () => {
    expect(closing.isWorkingDayOrUnknown('2027-06-01')).toBe(false);
    expect(closing.horizon).toBe(open.horizon);
    expect(() => closing.isWorkingDay('2027-06-02')).toThrow(BeyondHorizon);
  });
});
