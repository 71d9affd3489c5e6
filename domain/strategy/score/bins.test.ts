import { describe, expect, test } from '@jest/globals';
import fc from '../../../tests/support/property.ts';
import { binBounds, placeOf } from './bins.ts';

const OPTIONS = { most: 8, leastShare: 0.05, direction: 'any' } as const;
/** So many rows of each value, of which so many defaulted. */
function rowsOf(groups: readonly (readonly [value: number, rows: number, defaults: number])[]) {
  const values = groups.flatMap(([value, rows]) => new Array<number>(rows).fill(value));
  const outcomes = groups.flatMap(([, rows, defaults]) =>
    Array.from({ length: rows }, (_, at) => (at < defaults ? 1 : 0)),
  );
  return { values, outcomes: Uint8Array.from(outcomes) };
}
const boundsOf = (groups: Parameters<typeof rowsOf>[0], options: Partial<Parameters<typeof binBounds>[2]> = {}) => {
  const { values, outcomes } = rowsOf(groups);
  return binBounds(values, outcomes, { ...OPTIONS, ...options });
};

describe('binBounds', () => {
  test('values that differ stand apart, those that do not are merged', () =>
    expect(
      boundsOf([
        [0, 100, 10],
        [1, 100, 11],
        [2, 100, 80],
      ]),
    ).toEqual([1]));
  test('a bin that is too small joins the neighbour that is more like it', () =>
    expect(
      boundsOf([
        [0, 100, 10],
        [1, 3, 3],
        [2, 100, 80],
      ]),
    ).toEqual([0]));
  test('no more bins than allowed', () =>
    expect(
      boundsOf(
        [
          [0, 100, 5],
          [1, 100, 35],
          [2, 100, 65],
          [3, 100, 95],
        ],
        { most: 2 },
      ),
    ).toHaveLength(1));
  test('what breaks the direction is merged', () => {
    const groups = [
      [0, 100, 10],
      [1, 100, 60],
      [2, 100, 30],
    ] as const;
    expect(boundsOf(groups)).toEqual([0, 1]);
    expect(boundsOf(groups, { direction: 'worse' })).toEqual([0]);
    expect(boundsOf(groups, { direction: 'better' })).toEqual([]);
  });
  test('values that are none or missing bound nothing', () => {
    const outcomes = Uint8Array.from({ length: 200 }, (_, at) => at % 2);
    expect(
      binBounds(
        Array.from(outcomes, (_, at) => (at % 2 ? null : 'none')),
        outcomes,
        OPTIONS,
      ),
    ).toEqual([]);
  });
  test('default rates never fall where more is worse', () => {
    const group = fc.tuple(fc.integer({ min: -5, max: 40 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(group, { minLength: 50, maxLength: 300 }), (rows) => {
        const values = rows.map(([value]) => value);
        const outcomes = Uint8Array.from(rows, ([, bad]) => (bad ? 1 : 0));
        const bounds = binBounds(values, outcomes, { ...OPTIONS, direction: 'worse' });
        const rates = Array.from({ length: bounds.length + 1 }, (_, bin) => {
          const own = rows.filter(([value]) => placeOf(bounds, value) === bin);
          return own.filter(([, bad]) => bad).length / own.length;
        });
        expect(rates).toEqual(rates.toSorted((a, b) => a - b));
      }),
    );
  });
});

test.each([
  [1, 0],
  [1.01, 1],
  [5, 1],
  [6, 2],
  ['none', 'none'],
  [null, 'missing'],
] as const)('placeOf %p among 1 and 5 is %p', (value, place) => expect(placeOf([1, 5], value)).toBe(place));
