import { expect, test } from '@jest/globals';
import { isBusinessDay, isLegalHoliday, legalHolidays } from './holidays.ts';

test('US-VAL-02: the legal public holidays of 2026', () => {
  expect(legalHolidays(2026)).toEqual([
    '2026-01-01',
    '2026-01-19',
    '2026-02-16',
    '2026-05-25',
    '2026-06-19',
    '2026-07-04',
    '2026-09-07',
    '2026-10-12',
    '2026-11-11',
    '2026-11-26',
    '2026-12-25',
  ]);
});

test.each([
  ['2026-07-03', true, 'the Friday before a Saturday holiday'],
  ['2026-07-04', true, 'the Saturday itself'],
  ['2026-07-06', false, 'the Monday after a Saturday holiday'],
  ['2027-07-05', true, 'the Monday after a Sunday holiday'],
  ['2027-07-02', false, 'the Friday before a Sunday holiday'],
  ['2027-12-31', true, 'the last day of a year whose next begins on a Saturday'],
  ['2021-06-18', true, 'the first Juneteenth, a Saturday, was observed on the Friday'],
  ['2020-06-19', false, 'a year before Juneteenth was a holiday'],
  ['2026-11-27', false, 'the day after Thanksgiving'],
])('US-VAL-02: %s is a holiday: %s (%s)', (date, expected) => {
  expect(isLegalHoliday(date)).toBe(expected);
});

test('US-VAL-02: the last Monday of May may be its last day', () => {
  expect(legalHolidays(2027)).toContain('2027-05-31');
});

test('US-VAL-02: Saturdays, Sundays and holidays are no business days', () => {
  expect(['2026-09-04', '2026-09-05', '2026-09-06', '2026-09-07', '2026-09-08'].map(isBusinessDay)).toEqual([
    true,
    false,
    false,
    false,
    true,
  ]);
});
