import { describe, expect, test } from '@jest/globals';
import { termsOf } from '../care/affordability/terms.ts';
import { AffordabilityGuidelines, termsUnder } from './affordability-guidelines.ts';
import { faultsOf } from './event.ts';

const BOUND = { line: 'food', most: { adult: '300', child: '100' } };
const termsWith = (over: object) => termsUnder(AffordabilityGuidelines.parse({ country: 'UK', ...over }));
function faultsWith(over: object): string[] {
  const { error } = AffordabilityGuidelines.safeParse({ country: 'UK', ...over });
  return error === undefined ? [] : faultsOf(error).map(({ pointer, words }) => `${pointer}: ${words}`);
}

test('what guidelines leave out is as it ships, without bounds', () => {
  expect(termsWith({})).toEqual(termsOf('UK'));
  expect(termsOf('UK').bounds).toEqual([]);
});

test('what they say counts', () => {
  const months = { usual: 9, flagged: 4 };
  expect(
    termsWith({
      buffer: { percent: 15, least: '20' },
      token: { below: '8.00', amount: '1.50' },
      ...{ reviewMonths: months, reviewMonthsWithoutOffer: { usual: 3, flagged: 2 } },
      ...{ breathingSpaceMonths: { usual: 3, flagged: 6 }, outgoingsPercent: 150 },
      bounds: [
        { line: 'food', per: 'week', least: { adult: '20', child: '10' }, most: { adult: '40', child: '0' } },
        { line: 'rent', most: { adult: '1', child: '2' } },
      ],
    }),
  ).toEqual({
    ...{ bufferPercent: 15, bufferLeast: 20_00n, tokenBelow: 8_00n, tokenAmount: 1_50n },
    ...{ reviewMonths: months, reviewMonthsWithoutOffer: { usual: 3, flagged: 2 } },
    ...{ breathingSpaceMonths: { usual: 3, flagged: 6 }, outgoingsPercent: 150 },
    bounds: [
      // The least is rounded down, the most up.
      { line: 'food', least: { adult: 86_66n, child: 43_33n }, most: { adult: 173_34n, child: 0n } },
      { line: 'rent', least: null, most: { adult: 1_00n, child: 2_00n } },
    ],
  });
  expect(termsWith({ buffer: { percent: 0 } })).toMatchObject({ bufferPercent: 0, bufferLeast: 0n });
});

describe('guidelines are refused', () => {
  test.each([
    [
      'another currency',
      { currency: 'EUR' },
      '/currency: the sheet of UK is in GBP: convert the amounts, or use the country other',
    ],
    ['no line', { bounds: [{ ...BOUND, line: 'fod' }] }, '/bounds/0/line: the sheet of UK has no such expense line'],
    [
      'an income',
      { bounds: [{ ...BOUND, line: 'wages' }] },
      '/bounds/0/line: the sheet of UK has no such expense line',
    ],
    [
      'a debt',
      { bounds: [{ ...BOUND, line: 'overdraft' }] },
      '/bounds/0/line: the sheet of UK has no such expense line',
    ],
    [
      'three decimals',
      { bounds: [{ ...BOUND, least: { adult: '1', child: '1.001' } }] },
      '/bounds/0/least/child: food: has more decimals than GBP: round it',
    ],
    [
      'a negative bound',
      { bounds: [{ ...BOUND, most: { adult: '-1', child: '1' } }] },
      expect.stringContaining('/bounds/0/most/adult: food: must not be negative'),
    ],
    [
      'no buffer',
      { buffer: { percent: 10, least: 'much' } },
      expect.stringContaining('/buffer/least: least: a plain decimal in GBP'),
    ],
    ['no token', { token: { below: 'x', amount: '1' } }, expect.stringContaining('/token/below: below: ')],
    ['no token’s amount', { token: { below: '1', amount: 'x' } }, expect.stringContaining('/token/amount: amount: ')],
    [
      'an empty bound',
      { bounds: [{ ...BOUND, most: { adult: '', child: '1' } }] },
      expect.stringContaining('/bounds/0/most/adult: '),
    ],
    ['more than all', { buffer: { percent: 101 } }, expect.stringContaining('/buffer/percent: ')],
  ])('%s', (_, over, fault) => expect(faultsWith(over)).toEqual([fault]));

  test.each([
    [
      'a later review of the vulnerable',
      { reviewMonths: { usual: 3, flagged: 4 } },
      '/reviewMonths/flagged: must not be later than usual, 3: lower it',
    ],
    [
      'the same without an offer',
      { reviewMonthsWithoutOffer: { usual: 1, flagged: 2 } },
      '/reviewMonthsWithoutOffer/flagged: must not be later than usual, 1: lower it',
    ],
    [
      'a shorter breathing space',
      { breathingSpaceMonths: { usual: 3, flagged: 2 } },
      '/breathingSpaceMonths/flagged: must not be shorter than usual, 3: raise it',
    ],
    [
      'one that ends before the review',
      { breathingSpaceMonths: { usual: 1, flagged: 4 } },
      '/breathingSpaceMonths/usual: ends before the review without an offer, 2: raise it, or lower that',
    ],
    [
      'a review after its end',
      { reviewMonthsWithoutOffer: { usual: 5, flagged: 4 } },
      '/breathingSpaceMonths/usual: ends before the review without an offer, 5: raise it, or lower that',
    ],
  ])('%s', (_, over, fault) => expect(faultsWith(over)).toEqual([fault]));

  test('equal months for all are taken', () => {
    const months = { usual: 3, flagged: 3 };
    expect(
      faultsWith({ reviewMonths: months, reviewMonthsWithoutOffer: months, breathingSpaceMonths: months }),
    ).toEqual([]);
  });
});
