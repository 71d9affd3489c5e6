import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { bucketOf, COUNTS, compareWithData, comparisonLines, OUTCOMES, ratesFor } from './calibration.ts';
import { BUCKETS, countRates } from './count-rates.ts';

/** Six statuses and payments from April to September, then the October outcome. */
function lived(statuses: number[], paid: number[], october: 0 | 1, balance = 9000): Record<string, string> {
  const columns = ['PAY_6', 'PAY_5', 'PAY_4', 'PAY_3', 'PAY_2', 'PAY_0'];
  return Object.fromEntries([
    ...columns.map((column, index) => [column, String(statuses[index])]),
    ...columns.map((_, index) => [`PAY_AMT${6 - index}`, String(paid[index])]),
    ['BILL_AMT1', String(balance)],
    ['default.payment.next.month', String(october)],
  ]);
}

describe('counting the data', () => {
  test('each change from one month to the next falls under one kind', () => {
    const { buckets, late, rows, relapse } = countRates([
      lived([0, 2, 2, 2, 3, 2], [0, 0, 0, 500, 0, 900], 1),
      lived([2, 0, 0, 2, -1, -1], [0, 0, 0, 0, 700, 0], 0),
      lived([5, 6, 6, 2, 0, 2], [0, 0, 0, 0, 0, 0], 0),
      lived([0, 0, 0, 0, 0, 2], [0, 0, 0, 0, 0, 0], 1, 0),
    ]);
    expect([rows, late]).toEqual([4, 2]);
    expect(buckets[1]?.changes).toEqual({ of: 6, cured: 3, better: 0, samePaid: 1, sameUnpaid: 1, worse: 1 });
    expect(buckets[2]?.changes).toEqual({ of: 1, cured: 0, better: 1, samePaid: 0, sameUnpaid: 0, worse: 0 });
    expect(buckets[3]?.changes).toEqual({ of: 3, cured: 0, better: 1, samePaid: 0, sameUnpaid: 1, worse: 1 });
    expect(buckets[1]?.october).toEqual({ of: 2, defaulted: 1 });
    expect(relapse).toEqual({ of: 3, late: 1 });
  });

  test('the committed counts are those of the whole source', () => {
    expect(COUNTS.rows).toBe(20_947);
    expect(COUNTS.late).toBe(3680);
    expect(COUNTS.buckets).toHaveLength(BUCKETS);
    expect(COUNTS.buckets.reduce((sum, { october }) => sum + october.of, 0)).toBe(COUNTS.late);
    for (const { changes } of COUNTS.buckets) {
      expect(changes.cured + changes.better + changes.samePaid + changes.sameUnpaid + changes.worse).toBe(changes.of);
    }
  });

  test('rates: October for the first month, changes for the later ones; each bucket adds up to 1', () => {
    expect(ratesFor(1).rolled).toBeCloseTo(579 / 1422, 9);
    expect(ratesFor(1).cured).toBeCloseTo(1 - 579 / 1422, 9);
    expect(ratesFor(2).cured).toBeCloseTo(2818 / 11_421, 9);
    expect(ratesFor(2).rolled).toBeCloseTo((751 + 2462) / 11_421, 9);
    expect(ratesFor(3).better).toBeCloseTo(334 / 783, 9);
    for (const bucket of [1, 2, 3, 4]) {
      expect(OUTCOMES.reduce((sum, outcome) => sum + ratesFor(bucket)[outcome], 0)).toBeCloseTo(1, 9);
    }
    expect(() => ratesFor(5)).toThrow('no bucket 5');
  });
});

describe('model beside data', () => {
  /** Days late during one month. They count up from `first`, and from day `at` on up from `then`. */
  const month = (first: number, at = 99, then = 0): number[] =>
    Array.from({ length: 30 }, (_, day) => (day < at ? first + day : then === 0 ? 0 : then + day));

  test.each([
    ['paid in full', month(1, 12), 1, 'cured'],
    [
      'paid in full, then late again',
      [...month(1, 12).slice(0, 20), ...Array.from({ length: 10 }, () => 1)],
      1,
      'cured',
    ],
    ['nothing paid', month(31), 2, 'rolled'],
    ['one minimum paid', month(31, 9, 1), 2, 'same'],
    ['two of three minimums paid', month(61, 9, 1), 3, 'better'],
    ['seven months late, nothing paid', month(181), 4, 'rolled'],
    ['seven months late, one minimum paid', month(181, 9, 151), 4, 'same'],
  ])('%s', (_, series, bucket, outcome) => {
    const results = compareWithData([series]);
    const found = results.find((result) => result.months === 1);
    expect(found?.bucket).toBe(bucket);
    expect(found?.model).toEqual({ cured: 0, better: 0, same: 0, rolled: 0, [outcome]: 1 });
    expect(found?.data).toEqual(ratesFor(bucket));
    expect(results.filter((result) => result.months === 0)).toHaveLength(3);
  });

  test('months that are not whole, and those that begin with nothing overdue, do not count', () => {
    const results = compareWithData([
      month(1).slice(0, 29),
      Array.from({ length: 30 }, () => 0),
      [...month(1, 5), ...month(31)],
    ]);
    expect(results.map((result) => result.months)).toEqual([1, 1, 0, 0]);
  });

  test('as lines of text', () => {
    const lines = comparisonLines(compareWithData([month(1, 12), month(31)]));
    expect(lines).toHaveLength(5);
    expect(lines[1]).toBe('1  month        1  100 % (59 %)      0 % (0 %)       0 % (0 %)       0 % (41 %)');
    expect(lines[4]).toContain('- (57 %)');
  });

  test('buckets by days late', () => {
    expect([0, 1, 30, 31, 60, 61, 90, 91, 400].map(bucketOf)).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });
});

test('demo/SOURCE.md shows the counts and the rates', () => {
  const text = readFileSync(new URL('../../demo/SOURCE.md', import.meta.url), 'utf8');
  const count = (value: number): string => value.toLocaleString('en-US');
  for (const { bucket, changes, october } of COUNTS.buckets) {
    const name = bucket === BUCKETS ? `${bucket} and more` : String(bucket);
    const { of, cured, better, samePaid, sameUnpaid, worse } = changes;
    const counts = [of, cured, better, samePaid, sameUnpaid, worse, october.of, october.defaulted].map(count);
    const rates = OUTCOMES.map((outcome) => `${(100 * ratesFor(bucket)[outcome]).toFixed(0)} %`);
    expect(text).toContain(`| ${[name, ...counts].join(' | ')} |`);
    expect(text).toContain(`| ${[name, ...rates].join(' | ')} |`);
  }
  expect(text).toContain(`${COUNTS.relapse.late} of ${count(COUNTS.relapse.of)} in the changes`);
});
