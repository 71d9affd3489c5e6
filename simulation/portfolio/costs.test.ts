import { expect, test } from '@jest/globals';
import { assumedCosts, readCost } from './costs.ts';

test('assumed costs have the size of the currency; a currency of unknown size has none', () => {
  expect(assumedCosts('USD')).toMatchObject({ email: 1n, call: 250n, commission: 20n });
  expect(assumedCosts('TWD')).toMatchObject({ email: 32n, call: 8000n, commission: 20n });
  expect(assumedCosts('JPY')).toMatchObject({ email: 2n, call: 375n });
  expect(assumedCosts('CHF')).toBeNull();
});

test.each([
  ['call', '2.50', 250n],
  ['call', '0', 0n],
  ['call', '-1', null],
  ['call', '1,50', null],
  ['call', '1.234', null],
  ['commission', '20', 20n],
  ['commission', '20.5', null],
  ['commission', '101', null],
] as const)('--cost %s=%s reads as %s', (item, text, minor) => expect(readCost(item, text, 'USD')).toBe(minor));
