import { describe, expect, test } from '@jest/globals';
import fc from '../../tests/support/property.ts';
import { forecastSplit, splitDifference } from './allocation.ts';
import { type Components, NO_COMPONENTS, sumOf } from './components.ts';

const ORDER = ['costs', 'interest', 'fees', 'principal'] as const;
const FIRST: Components = { principal: 1000n, interest: 300n, fees: 100n, costs: 34n };
const SECOND: Components = { ...NO_COMPONENTS, principal: 1380n };
const STATED = {
  asOf: '2026-03-02',
  dues: [
    { on: '2026-01-30', parts: FIRST },
    { on: '2026-03-01', parts: SECOND },
  ],
};

describe('what is unpaid of each due, by component', () => {
  test('money covers one component whole before the next, and leaves the dues that it does not reach', () => {
    const open = [
      { on: '2026-01-30', minor: 1234n },
      { on: '2026-03-01', minor: 1380n },
    ];
    expect(forecastSplit(STATED, { asOf: '2026-03-02', open }, ORDER)).toEqual([
      { on: '2026-01-30', parts: { principal: 1000n, interest: 134n, fees: 100n, costs: 0n } },
      { on: '2026-03-01', parts: SECOND },
    ]);
  });
  test('a paid due has nothing left; one of which more is unpaid than the book says is left out', () => {
    const open = [{ on: '2026-03-01', minor: 1400n }];
    expect(forecastSplit(STATED, { asOf: '2026-03-02', open }, ORDER)).toEqual([
      { on: '2026-01-30', parts: NO_COMPONENTS },
    ]);
  });
  test('a newer book that splits nothing ends the forecast', () =>
    expect(forecastSplit(STATED, { asOf: '2026-03-09', open: [] }, ORDER)).toEqual([]));

  test('whatever was paid, the parts add up to what is unpaid and none is negative or more than before', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const components = fc.record({ principal: amount, interest: amount, fees: amount, costs: amount });
    fc.assert(
      fc.property(components, fc.nat(1000), fc.shuffledSubarray([...ORDER], { minLength: 4 }), (parts, part, order) => {
        const minor = (sumOf(parts) * BigInt(part)) / 1000n;
        const open = minor === 0n ? [] : [{ on: '2026-01-30', minor }];
        const stated = { asOf: '2026-03-02', dues: [{ on: '2026-01-30', parts }] };
        const [split] = forecastSplit(stated, { asOf: '2026-03-02', open }, order);
        expect(sumOf(split?.parts ?? NO_COMPONENTS)).toBe(minor);
        for (const name of ORDER) {
          const left = split?.parts[name] ?? -1n;
          expect(left >= 0n && left <= parts[name]).toBe(true);
        }
        // No component is touched before those that stand before it are covered.
        const touched = order.findLastIndex((name) => split?.parts[name] !== parts[name]);
        for (const name of order.slice(0, Math.max(0, touched))) expect(split?.parts[name]).toBe(0n);
        // A book that agrees makes no difference.
        expect(splitDifference(stated.dues, split ? [split] : [], [order])).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});

describe('a book that splits a payment otherwise', () => {
  const booked = (parts: Components) => [{ on: '2026-01-30', parts }];
  test('is found, with the component and both amounts', () =>
    expect(splitDifference(STATED.dues, booked({ ...FIRST, principal: 800n }), [ORDER])).toEqual({
      ...{ on: '2026-01-30', component: 'principal', forecast: 1000n, booked: 800n },
    }));
  test('agrees with any order that may have held', () => {
    const principalFirst = ['principal', 'interest', 'fees', 'costs'] as const;
    expect(splitDifference(STATED.dues, booked({ ...FIRST, principal: 800n }), [ORDER, principalFirst])).toBeNull();
  });
  test('is not believed to differ where it charged something too, or lists no part of the due', () => {
    expect(splitDifference(STATED.dues, booked({ ...FIRST, principal: 700n, interest: 301n }), [ORDER])).toBeNull();
    expect(splitDifference(STATED.dues, booked(FIRST), [ORDER])).toBeNull();
    expect(splitDifference(STATED.dues, [], [ORDER])).toBeNull();
  });
});
