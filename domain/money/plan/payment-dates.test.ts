import { describe, expect, test } from '@jest/globals';
import { datingOf } from '../../../tests/support/plan.ts';
import { workingDaysOf } from '../../calendars/creditor-days.ts';
import { type Dating, onDay, paymentDates } from './payment-dates.ts';

const dates = (count: number, dating: Partial<Dating>): string[] =>
  paymentDates(datingOf({ earliest: '2020-01-01', ...dating }), count).map(({ on }) => on);
const CHINA = workingDaysOf({ zone: 'UTC', country: 'CN' });

describe('months', () => {
  test('keep the day of the first payment, or the last day of a month without it', () => {
    expect(dates(4, { first: '2026-01-31' })).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30']);
    expect(dates(3, { first: '2026-01-30' })).toEqual(['2026-01-30', '2026-02-28', '2026-03-30']);
    expect(dates(3, { first: '2026-11-15' })).toEqual(['2026-11-15', '2026-12-15', '2027-01-15']);
  });
  test('that begin on 29 February fall on the 29th, and on 28 February of other years', () => {
    const leap = dates(49, { first: '2028-02-29' });
    expect([leap[1], leap[12], leap[36], leap[48]]).toEqual(['2028-03-29', '2029-02-28', '2031-02-28', '2032-02-29']);
  });
  test('keep the day that is named: from the end of February on, the end of every month', () => {
    expect(dates(3, { first: '2027-02-28', day: 31 })).toEqual(['2027-02-28', '2027-03-31', '2027-04-30']);
    expect(dates(2, { first: '2028-02-29', day: 31 })).toEqual(['2028-02-29', '2028-03-31']);
    expect(dates(2, { first: '2027-02-28' })).toEqual(['2027-02-28', '2027-03-28']);
  });
  test.each([
    ['2026-02-10', 31, '2026-02-28'],
    ['2026-02-28', 1, '2026-02-01'],
    ['2028-02-01', 29, '2028-02-29'],
    ['2026-04-30', 31, '2026-04-30'],
    ['2026-12-01', 31, '2026-12-31'],
  ])('in the month of %s day %i is %s', (date, day, on) => expect(onDay(date, day)).toBe(on));
});

test('weeks and fortnights keep their weekday', () => {
  expect(dates(3, { first: '2026-12-24', every: 'week' })).toEqual(['2026-12-24', '2026-12-31', '2027-01-07']);
  expect(dates(3, { first: '2028-02-15', every: 'fortnight' })).toEqual(['2028-02-15', '2028-02-29', '2028-03-14']);
});

describe('days on which nobody works', () => {
  test('are left for the next or the previous working day, and the others stay', () => {
    const rhythm = { first: '2026-10-01', isWorkingDay: CHINA };
    expect(dates(3, { ...rhythm, move: 'none' })).toEqual(['2026-10-01', '2026-11-01', '2026-12-01']);
    expect(dates(3, { ...rhythm, move: 'next' })).toEqual(['2026-10-08', '2026-11-02', '2026-12-01']);
    expect(dates(3, { ...rhythm, move: 'previous' })).toEqual(['2026-09-30', '2026-10-30', '2026-12-01']);
    expect(paymentDates(datingOf({ ...rhythm, move: 'next' }), 1)).toEqual([
      { on: '2026-10-08', regular: '2026-10-01' },
    ]);
  });
  test('never put two payments on one day: over the spring festival the later takes the next working day', () => {
    // Nobody works from 15 to 23 February; Saturday 14 February is worked.
    const rhythm = { first: '2026-02-16', every: 'week', isWorkingDay: CHINA } as const;
    expect(dates(3, { ...rhythm, move: 'next' })).toEqual(['2026-02-24', '2026-02-25', '2026-03-02']);
    expect(dates(3, { ...rhythm, move: 'previous' })).toEqual(['2026-02-14', '2026-02-24', '2026-03-02']);
  });
  test('are never left for a day before the earliest', () => {
    const rhythm = { first: '2026-02-16', isWorkingDay: CHINA, move: 'previous' } as const;
    expect(dates(1, { ...rhythm, earliest: '2026-02-14' })).toEqual(['2026-02-14']);
    expect(dates(1, { ...rhythm, earliest: '2026-02-15' })).toEqual(['2026-02-24']);
  });
});
