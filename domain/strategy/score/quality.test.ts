import { describe, expect, test } from '@jest/globals';
import { areaUnderCurve, qualityOf } from './quality.ts';

describe('areaUnderCurve', () => {
  test('counts the pairs that are in order, ties by half', () => {
    // Bad 0.8, 0.4; good 0.6, 0.4, 0.1: in order 3 + 1, tied 1 of 6 pairs.
    expect(areaUnderCurve([0.8, 0.4, 0.6, 0.4, 0.1], [1, 1, 0, 0, 0])?.auc).toBeCloseTo(4.5 / 6, 12);
  });
  test('has the standard error of DeLong', () => {
    // Placements of bad: 1, 1/2 (0.4 beats 0.1, ties 0.4); of good: 1/2, 3/4, 1. Variances 1/8 and 1/16.
    expect(areaUnderCurve([0.8, 0.4, 0.6, 0.4, 0.1], [1, 1, 0, 0, 0])?.error).toBeCloseTo(
      Math.sqrt(1 / 8 / 2 + 1 / 16 / 3),
      12,
    );
  });
  test.each([
    ['all in order', [0.9, 0.8, 0.2], [1, 1, 0], 1],
    ['all reversed', [0.1, 0.9], [1, 0], 0],
    ['all tied', [0.5, 0.5, 0.5], [1, 0, 1], 0.5],
  ])('%s', (_, scores, outcomes, auc) => expect(areaUnderCurve(scores, outcomes)?.auc).toBe(auc));
  test('is not known with one outcome', () => expect(areaUnderCurve([0.1, 0.2], [1, 1])).toBeNull());
});

describe('qualityOf', () => {
  test('Brier score is the mean squared distance', () => {
    expect(qualityOf([0.9, 0.2], [1, 0]).brier).toBeCloseTo((0.01 + 0.04) / 2, 12);
  });
  test('calibration error weighs the bands by their rows', () => {
    // Twenty rows in ten bands of two: the lower half says 0.2 and none defaults, the upper 0.6 and all do.
    const probabilities = Array.from({ length: 20 }, (_, at) => (at < 10 ? 0.2 : 0.6));
    const outcomes = Array.from({ length: 20 }, (_, at) => (at < 10 ? 0 : 1));
    const quality = qualityOf(probabilities, outcomes);
    expect(quality.calibration).toHaveLength(10);
    expect(quality.calibration[0]).toEqual({ rows: 2, predicted: 0.2, observed: 0 });
    expect(quality.calibrationError).toBeCloseTo(0.3, 12);
  });
  test('probabilities that come true have no error', () => {
    const outcomes = Array.from({ length: 40 }, (_, at) => at % 2);
    expect(
      qualityOf(
        outcomes.map(() => 0.5),
        outcomes,
      ).calibrationError,
    ).toBeCloseTo(0, 12);
  });
  test('counts rows and defaults', () =>
    expect(qualityOf([0.5, 0.5, 0.1], [1, 0, 1])).toMatchObject({ rows: 3, defaults: 2 }));
});
