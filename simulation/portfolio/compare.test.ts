import { describe, expect, test } from '@jest/globals';
import { compareStrategies, errorOfSum } from './compare.ts';
import { mostWithin, type PersonFigures, pressureOf } from './person-figures.ts';

const person = (number: string, moneyIn: number, contacts = 0): PersonFigures => ({
  ...{ person: number, moneyIn, contacts },
  ...{ cost: 0, mostIn7Days: 0, cured: 0, clear: 0, incidents: 0 },
});

describe('the difference of two strategies', () => {
  test('is taken person by person, with its standard error', () => {
    const [money] = compareStrategies(
      [person('a', 100), person('b', 50), person('c', 0), person('d', 10)],
      [person('a', 110), person('b', 50), person('c', 30), person('d', 10)],
    );
    // Differences 10, 0, 30, 0: mean 10, variance 200, so the error of their sum is the root of 4 * 200.
    expect(money).toMatchObject({ figure: 'moneyIn', first: 160, second: 200, difference: 40, persons: 2 });
    expect(money?.error).toBeCloseTo(Math.sqrt(800), 9);
    expect(money?.from).toBeCloseTo(40 - 1.959964 * Math.sqrt(800), 6);
  });
  test('of other people is refused', () => {
    expect(() => compareStrategies([person('a', 1)], [person('b', 1)])).toThrow('different people');
    expect(() => compareStrategies([person('a', 1)], [])).toThrow('different people');
  });
  test('has no error where nobody differs or there is one person', () => {
    expect(errorOfSum([5, 5, 5])).toBe(0);
    expect(errorOfSum([5])).toBe(0);
  });
});

describe('pressure', () => {
  test.each([
    [[], 0],
    [[3], 1],
    [[1, 2, 7], 3],
    [[1, 2, 8], 2],
    [[9, 1, 2, 8, 3], 3],
    [[4, 4, 4, 11], 3],
  ])('%j has at most %i in seven days', (days, most) => expect(mostWithin(7, days)).toBe(most));

  test('counts people by contacts; forty and more stand in one bar', () => {
    const { histogram, mean, most } = pressureOf([person('a', 0, 2), person('b', 0, 0), person('c', 0, 70)]);
    expect(histogram).toHaveLength(41);
    expect([histogram[0], histogram[1], histogram[2], histogram[40]]).toEqual([1, 0, 1, 1]);
    expect([mean, most]).toEqual([24, 70]);
  });
});
