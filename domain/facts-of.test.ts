import { expect, test } from '@jest/globals';
import { fact, noon } from '../tests/support/facts.ts';
import { factsOf } from './facts-of.ts';

test('facts of a kind keep their order; a kind that nobody told has none', () => {
  const hold = (on: number) => fact('hold', { until: '2026-05-01', reason: 'asked' }, noon(on));
  const facts = [hold(1), fact('dispute', { about: 'amount' }, noon(2)), hold(3)];
  expect(factsOf(facts, 'hold')).toEqual([facts[0], facts[2]]);
  expect(factsOf(facts, 'promise')).toEqual([]);
  // Other facts, also of the same beginning, are read anew.
  expect(factsOf([...facts, hold(4)], 'hold')).toHaveLength(3);
});
