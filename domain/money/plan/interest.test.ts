import { describe, expect, test } from '@jest/globals';
import { divideHalfEven, interestDays, interestOn } from './interest.ts';
import { PERCENT_TEXT, readPercent, showPercent } from './percent.ts';

test('a half goes to the even neighbour', () => {
  expect([1n, 3n, 5n, 7n].map((dividend) => divideHalfEven(dividend, 2n))).toEqual([0n, 2n, 2n, 4n]);
  expect([14n, 15n, 16n, 24n, 25n, 26n, 20n].map((dividend) => divideHalfEven(dividend, 10n))).toEqual([
    1n,
    2n,
    2n,
    2n,
    2n,
    3n,
    2n,
  ]);
});

describe('days', () => {
  test('as they are', () => {
    expect(interestDays('actual/365', '2028-02-28', '2028-03-01')).toBe(2);
    expect(interestDays('actual/360', '2026-01-01', '2027-01-01')).toBe(365);
  });
  test.each([
    ['2026-01-31', '2026-02-28', 28],
    ['2026-01-30', '2026-01-31', 0],
    ['2026-02-28', '2026-03-31', 32],
    ['2028-02-29', '2028-03-01', 2],
    ['2026-01-15', '2027-01-15', 360],
    ['2026-05-30', '2026-07-31', 60],
  ])('of months of thirty: %s to %s are %i', (from, to, days) => expect(interestDays('30/360', from, to)).toBe(days));
});

test('interest is principal times rate times days', () => {
  const rate = (dayCount: 'actual/365' | 'actual/360' | '30/360') => ({ percent: 12_000_000n, dayCount });
  // 14,340.00 at 12 % from 1 to 15 December: 66.0033 over 365 days, 66.92 over 360.
  expect(interestOn(1_434_000n, rate('actual/365'), '2026-12-01', '2026-12-15')).toBe(6600n);
  expect(interestOn(1_434_000n, rate('actual/360'), '2026-12-01', '2026-12-15')).toBe(6692n);
  expect(interestOn(1_434_000n, rate('30/360'), '2026-01-31', '2026-02-28')).toBe(13_384n);
  // 10.5 and 11.5 cents.
  expect(interestOn(1050n, rate('30/360'), '2026-01-15', '2026-02-15')).toBe(10n);
  expect(interestOn(1150n, rate('30/360'), '2026-01-15', '2026-02-15')).toBe(12n);
  expect(interestOn(1150n, null, '2026-01-15', '2026-02-15')).toBe(0n);
  expect(interestOn(115_000n, rate('actual/365'), '2026-02-15', '2026-02-15')).toBe(0n);
  expect(interestOn(115_000n, rate('actual/365'), '2026-02-16', '2026-02-15')).toBe(0n);
});

test('percentages are exact', () => {
  expect(['0', '100', '12.5', '0.000001', '7.10', '99.999999'].map(readPercent)).toEqual([
    0n,
    100_000_000n,
    12_500_000n,
    1n,
    7_100_000n,
    99_999_999n,
  ]);
  expect([0n, 100_000_000n, 12_500_000n, 1n, 7_100_000n].map(showPercent)).toEqual([
    '0',
    '100',
    '12.5',
    '0.000001',
    '7.1',
  ]);
  for (const text of ['0', '100', '100.0', '100.000000', '12.5', '12.123456', '00.5'])
    expect(PERCENT_TEXT.test(text)).toBe(true);
  for (const text of ['-1', '100.1', '101', '1e1', '12.', '.5', '1.0000001', '12,5', ' 1', ''])
    expect(PERCENT_TEXT.test(text)).toBe(false);
});
