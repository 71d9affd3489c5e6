import { expect, test } from '@jest/globals';
import { productOf, productsOf } from './products.ts';

const LIST = [{ code: 'gold', kind: 'card', graceDays: 5, tolerance: '100' }] as const;

test.each([
  ['gold', LIST, 'card', { days: 5, tolerance: 100n }],
  ['instalment-loan', productsOf({}), 'instalment-loan', { days: 0, tolerance: 0n }],
  ['instalment-loan', LIST, 'instalment-loan', { days: 0, tolerance: 0n }],
  ['silver', LIST, 'card', { days: 0, tolerance: 0n }],
] as const)('an account of %s', (code, list, kind, grace) => expect(productOf(code, list)).toEqual({ kind, grace }));

test('without a list the kinds are the products', () =>
  expect(productsOf({}).map(({ code }) => code)).toEqual(['card', 'instalment-loan']));
