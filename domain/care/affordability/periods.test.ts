import { describe, expect, test } from '@jest/globals';
import fc from '../../../tests/support/property.ts';
import { PERIOD_WORDS, PERIODS, paidMonthly, receivedMonthly, TIMES_A_YEAR } from './periods.ts';

test.each([
  ['week', 100_00n, 433_33n, 433_34n],
  ['fortnight', 100_00n, 216_66n, 216_67n],
  ['four-weeks', 100_00n, 108_33n, 108_34n],
  ['month', 100_01n, 100_01n, 100_01n],
  ['two-months', 100_01n, 50_00n, 50_01n],
  ['quarter', 100_00n, 33_33n, 33_34n],
  ['year', 1_200_00n, 100_00n, 100_00n],
  ['year', 11n, 0n, 1n],
  ['week', 3n, 13n, 13n],
  ['week', 0n, 0n, 0n],
] as const)('once a %s, %d: received %d, paid %d a month', (per, minor, received, paid) => {
  expect([receivedMonthly({ minor, per }), paidMonthly({ minor, per })]).toEqual([received, paid]);
});

test('the periods, the shortest first', () => {
  expect(PERIODS).toEqual(['week', 'fortnight', 'four-weeks', 'month', 'two-months', 'quarter', 'year']);
  expect(PERIODS.map((period) => PERIOD_WORDS[period].en)).toEqual([
    'week',
    'two weeks',
    'four weeks',
    'month',
    'two months',
    'three months',
    'year',
  ]);
  for (const period of PERIODS) expect(PERIOD_WORDS[period]['zh-Hans']).toMatch(/^每/);
});

describe('rounding', () => {
  const regular = fc.record({ minor: fc.bigInt({ min: 0n, max: 10n ** 15n }), per: fc.constantFrom(...PERIODS) });
  test('is by less than a minor unit, never for the lender', () => {
    fc.assert(
      fc.property(regular, (amount) => {
        const yearly = amount.minor * TIMES_A_YEAR[amount.per];
        const over = yearly - receivedMonthly(amount) * 12n;
        const under = paidMonthly(amount) * 12n - yearly;
        expect(over >= 0n && over < 12n).toBe(true);
        expect(under >= 0n && under < 12n).toBe(true);
      }),
    );
  });
});
