import { expect, test } from '@jest/globals';
import { addComponents, coverComponents, NO_COMPONENTS, sumOf } from './components.ts';

const OWED = { principal: 100n, interest: 50n, fees: 30n, costs: 20n };
const ORDER = ['costs', 'fees', 'interest', 'principal'] as const;

test('money covers each component whole before the next', () => {
  expect(coverComponents(OWED, 60n, ORDER)).toEqual({
    paid: { principal: 0n, interest: 10n, fees: 30n, costs: 20n },
    left: { principal: 100n, interest: 40n, fees: 0n, costs: 0n },
    over: 0n,
  });
  expect(coverComponents(OWED, 60n, ['principal', 'interest', 'fees', 'costs']).left.principal).toBe(40n);
  expect(coverComponents(OWED, 0n, ORDER)).toEqual({ paid: NO_COMPONENTS, left: OWED, over: 0n });
});
test('money beyond all of them is over', () => {
  expect(coverComponents(OWED, 200n, ORDER)).toEqual({ paid: OWED, left: NO_COMPONENTS, over: 0n });
  expect(coverComponents(OWED, 207n, ORDER)).toEqual({ paid: OWED, left: NO_COMPONENTS, over: 7n });
});
test('sums', () => {
  expect(sumOf(OWED)).toBe(200n);
  expect(addComponents(OWED, { principal: 1n, interest: 2n, fees: 3n, costs: 4n })).toEqual({
    principal: 101n,
    interest: 52n,
    fees: 33n,
    costs: 24n,
  });
});
