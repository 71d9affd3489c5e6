import { expect, test } from '@jest/globals';
import { contactCostsOf, fromCents } from './costs.ts';

test('the creditor’s own costs come before those that are assumed', () => {
  expect(contactCostsOf(undefined, 'TWD')).toEqual({ email: 32n, sms: 128n, call: 8000n });
  expect(contactCostsOf({ call: '12000', sms: '0' }, 'TWD')).toEqual({ email: 32n, sms: 0n, call: 12_000n });
});
test('a currency of unknown size has only the costs that are named', () => {
  expect(contactCostsOf(undefined, 'CHF')).toEqual({});
  expect(contactCostsOf({ email: '2' }, 'CHF')).toEqual({ email: 2n });
});
test('cents of US dollars have the size of the currency, and never vanish', () => {
  expect(['USD', 'TWD', 'JPY', 'CHF'].map((currency) => fromCents(1n, currency))).toEqual([1n, 32n, 2n, null]);
  expect(fromCents(0n, 'JPY')).toBe(1n);
});
