/** The working days of a creditor: those of its country, less the days on which it is closed. */
import { describe, expect, test } from '@jest/globals';
import { horizonOf, workingDaysOf } from './creditor-days.ts';

const TAIPEI = { zone: 'Asia/Taipei' };
const worked = (place: Parameters<typeof workingDaysOf>[0], ...dates: string[]) => dates.map(workingDaysOf(place));

describe('the days', () => {
  test('are those of the country, else of the country of the zone', () => {
    // Friday 27 February 2026 is a holiday in Taiwan; Saturday 28 February is worked in mainland China.
    expect(worked(TAIPEI, '2026-02-26', '2026-02-27', '2026-02-28')).toEqual([true, false, false]);
    expect(worked({ ...TAIPEI, country: null }, '2026-02-27')).toEqual([false]);
    expect(worked({ ...TAIPEI, country: 'CN' }, '2026-02-27', '2026-02-28')).toEqual([true, true]);
  });
  test('are those from Monday to Friday where no calendar is kept, and past the horizon', () => {
    for (const place of [{ zone: 'Asia/Tokyo' }, { ...TAIPEI, country: 'FR' }])
      expect(worked(place, '2026-01-01', '2026-01-03', '2026-01-04', '2026-01-05')).toEqual([true, false, false, true]);
    expect(worked({ ...TAIPEI, country: 'CN' }, '2027-01-01', '2027-01-02')).toEqual([true, false]);
  });
  test('leave out the days on which the creditor is closed, of every year', () => {
    const closedDays = ['2026-02-26', '2040-01-02'];
    expect(worked({ ...TAIPEI, closedDays }, '2026-02-25', '2026-02-26', '2040-01-02', '2040-01-03')).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(worked({ ...TAIPEI, closedDays: ['2026-02-25'] }, '2026-02-25', '2026-02-26')).toEqual([false, true]);
    expect(worked({ ...TAIPEI, closedDays: ['2026-02-25', '2026-02-26'] }, '2026-02-25', '2026-02-26')).toEqual([
      false,
      false,
    ]);
    expect(worked(TAIPEI, '2026-02-25', '2026-02-26')).toEqual([true, true]);
  });
  test('are the same function for the same days', () => {
    expect(workingDaysOf(TAIPEI)).toBe(workingDaysOf({ ...TAIPEI, closedDays: [] }));
    expect(workingDaysOf({ ...TAIPEI, country: 'CN' })).not.toBe(workingDaysOf(TAIPEI));
    const closedDays = ['2026-02-25'];
    expect(workingDaysOf({ ...TAIPEI, closedDays })).toBe(workingDaysOf({ ...TAIPEI, closedDays: [...closedDays] }));
    expect(workingDaysOf({ ...TAIPEI, closedDays })).not.toBe(workingDaysOf(TAIPEI));
  });
});

test('the horizon is that of the country’s calendar', () => {
  expect(horizonOf({ ...TAIPEI, country: 'CN' })).toBe('2026-12-31');
  expect(horizonOf({ zone: 'Asia/Shanghai', country: null })).toBe('2026-12-31');
  expect(horizonOf({ zone: 'Asia/Shanghai', country: 'US' })).toBe('2030-12-31');
  expect([horizonOf({ zone: 'Asia/Tokyo' }), horizonOf({ ...TAIPEI, country: 'FR' })]).toEqual([null, null]);
});
