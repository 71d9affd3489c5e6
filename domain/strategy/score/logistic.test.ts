import { expect, test } from '@jest/globals';
import { fitLogistic } from './logistic.ts';

/** 100 rows at each of 0 and 1, of which so many defaulted. */
const column = Float64Array.from({ length: 200 }, (_, at) => (at < 100 ? 0 : 1));
const outcomesOf = (atZero: number, atOne: number) =>
  Uint8Array.from({ length: 200 }, (_, at) => ((at < 100 ? at < atZero : at - 100 < atOne) ? 1 : 0));
const logit = (share: number) => Math.log(share / (1 - share));

test('fits the log odds of two groups exactly', () => {
  const { intercept, weights } = fitLogistic([column], outcomesOf(20, 60), { ridge: 0 });
  expect(intercept).toBeCloseTo(logit(0.2), 8);
  expect(weights[0]).toBeCloseTo(logit(0.6) - logit(0.2), 8);
});
test('a ridge draws weights to zero', () => {
  const { weights } = fitLogistic([column], outcomesOf(20, 60), { ridge: 100 });
  expect(weights[0]).toBeGreaterThan(0);
  expect(weights[0]).toBeLessThan(0.5);
});
test('a column that counts against its direction is left out, and the others are fitted without it', () => {
  const against = column.map((value) => 1 - value);
  const { intercept, weights } = fitLogistic([against, column], outcomesOf(20, 60), { ridge: 1 });
  expect(weights[0]).toBe(0);
  expect(fitLogistic([column], outcomesOf(20, 60), { ridge: 1 })).toEqual({ intercept, weights: [weights[1]] });
});
test('columns that say the same share the weight', () => {
  const { weights } = fitLogistic([column, column], outcomesOf(20, 60), { ridge: 1 });
  expect(weights[0]).toBeCloseTo(weights[1] as number, 8);
});
