import { describe, expect, test } from '@jest/globals';
import { adjusted, compare } from './compare.ts';
import { personsForMean, personsForShare } from './sample-size.ts';

describe('a comparison', () => {
  test('gives the means, their difference and its interval', () => {
    const { base, other, difference, from, to } = compare([1, 2, 3], [4, 6], 1);
    expect([base, other, difference]).toEqual([2, 5, 3]);
    // Standard error: the square root of 1/3 + 2/2.
    expect([from, to]).toEqual([expect.closeTo(3 - 2.26321, 4), expect.closeTo(3 + 2.26321, 4)]);
  });

  test('counts how often chance makes as large a difference', () => {
    // Of the 20 ways to deal six numbers to two groups of three, 2 part them as far as this one.
    expect(compare([1, 2, 3], [7, 8, 9], 1).chance).toBeCloseTo(0.1, 1);
    expect(compare([5, 5, 5], [5, 5], 1).chance).toBe(1);
  });

  test('is the same for the same seed', () => {
    const groups = [
      Array.from({ length: 40 }, (_, at) => at % 7),
      Array.from({ length: 60 }, (_, at) => at % 9),
    ] as const;
    expect(compare(...groups, 3)).toEqual(compare(...groups, 3));
  });

  test('sums in another order are the same difference', () => {
    const tenths = Array.from({ length: 50 }, (_, at) => (at % 2) / 10);
    expect(compare(tenths, [...tenths].reverse(), 1).chance).toBe(1);
  });

  test('nobody in a group', () => expect(() => compare([], [1], 1)).toThrow(RangeError));
});

test('several questions raise each chance (Holm)', () => {
  expect(adjusted([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
  expect(adjusted([0.6, 0.9])).toEqual([1, 1]);
  expect(adjusted([0.02])).toEqual([0.02]);
  expect(adjusted([])).toEqual([]);
});

describe('the size of an experiment', () => {
  test('of a share: as the tables of two proportions', () => {
    expect(personsForShare(0.3, 0.05)).toBe(1374);
    expect(personsForShare(0.1, 0.05)).toBe(683);
  });
  test('of an amount: half the difference needs four times the persons', () => {
    expect(personsForMean(1, 0.5)).toBe(63);
    expect(personsForMean(1, 0.25)).toBe(252);
  });
});
