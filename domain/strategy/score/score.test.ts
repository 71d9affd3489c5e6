import { describe, expect, test } from '@jest/globals';
import fc from '../../../tests/support/property.ts';
import { sampleLayout, sampleRows } from '../../../tests/support/score-sample.ts';
import { readDataset } from './dataset.ts';
import { type ScoreModel, type StoredFeatures, scoreOf } from './score.ts';
import { trainModel } from './train.ts';

const LAYOUT = sampleLayout();
const MODEL: ScoreModel = {
  ...trainModel(LAYOUT, readDataset(LAYOUT, sampleRows(2000), 'BAD'), { target: 'BAD', dataDigest: 'a'.repeat(64) }),
  digest: 'b'.repeat(64),
};
const FEATURES = { late: '2', bill: '800', paid: '100' };

describe('scoreOf', () => {
  test('points of an axis are its base and its reasons, whatever the features', () => {
    const stored = fc.record({ late: fc.nat(4), bill: fc.nat(1000), paid: fc.nat(1000) });
    fc.assert(
      fc.property(stored, (numbers) => {
        const features = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]));
        const score = scoreOf(MODEL, features);
        for (const axis of ['ability', 'willingness'] as const) {
          if (score[axis].points === null) expect(score.missing).not.toEqual([]);
          else {
            const reasons = score.reasons.filter((reason) => reason.axis === axis);
            const sum = reasons.reduce((total, { points }) => total + points, MODEL.base[axis]);
            expect(score[axis].points).toBe(sum);
          }
        }
      }),
    );
  });
  test('the worst reason comes first, in both languages', () => {
    const { reasons } = scoreOf(MODEL, { late: '4', bill: '800', paid: '8' });
    const points = reasons.map((reason) => reason.points);
    expect(points).toEqual(points.toSorted((a, b) => a - b));
    expect(reasons.find(({ feature }) => feature === 'months-late')?.words).toEqual({
      en: expect.stringMatching(/^months late: 4( or more)?$/),
      'zh-Hans': expect.stringMatching(/^months late：4/),
    });
  });
  test('the probability is that of the points: 50 more double the odds', () => {
    const { ability, willingness, probability } = scoreOf(MODEL, FEATURES);
    const total = (ability.points ?? 0) + (willingness.points ?? 0);
    expect(probability).toBeCloseTo(1 / (1 + 2 ** ((total - 600) / 50)), 12);
  });
  test('who is not late is read on a line of its own', () => {
    const { ability, willingness, probability } = scoreOf(MODEL, { ...FEATURES, late: '0' });
    const { even, double } = MODEL.odds.others;
    const total = (ability.points ?? 0) + (willingness.points ?? 0);
    expect(MODEL.odds.others).not.toEqual(MODEL.odds.late);
    expect(probability).toBeCloseTo(1 / (1 + 2 ** ((total - even) / double)), 12);
  });
  test('more months late never improve willingness', () => {
    const points = [0, 1, 2, 3, 4, 9].map(
      (late) => scoreOf(MODEL, { ...FEATURES, late: String(late) }).willingness.points,
    );
    expect(points).toEqual(points.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
    expect(points[0]).toBeGreaterThan(points[4] ?? 0);
  });
  test('classes begin at their least points', () => {
    const { high, middle } = MODEL.cuts.willingness;
    const base = scoreOf(MODEL, FEATURES).willingness.points ?? 0;
    const classAt = (cuts: { high: number; middle: number }) =>
      scoreOf({ ...MODEL, cuts: { ...MODEL.cuts, willingness: cuts } }, FEATURES).willingness.class;
    expect(high).toBeGreaterThan(middle);
    expect(classAt({ high: base, middle: base - 1 })).toBe('high');
    expect(classAt({ high: base + 1, middle: base })).toBe('middle');
    expect(classAt({ high: base + 2, middle: base + 1 })).toBe('low');
  });
});

describe('what is missing', () => {
  test('an axis that lacks a feature is unknown, the other is scored', () => {
    const score = scoreOf(MODEL, { late: '2', bill: '800' });
    expect(score.ability).toEqual({ points: null, class: 'unknown' });
    expect(score.willingness.class).not.toBe('unknown');
    expect(score.probability).toBeNull();
    expect(score.missing).toEqual(['paid']);
    expect(score.reasons.map(({ axis }) => axis)).toEqual(['willingness']);
  });
  test.each<[string, StoredFeatures, string[]]>([
    ['nothing is stored', {}, ['late', 'paid', 'bill']],
    ['a word in place of a number', { ...FEATURES, late: 'salaried' }, ['late']],
    ['a number that is no plain decimal', { ...FEATURES, late: '1e3' }, ['late']],
    ['names of every object', { ...FEATURES, late: '', constructor: '1' }, ['late']],
  ])('%s', (_, features, missing) => {
    const score = scoreOf(MODEL, features);
    expect(score.willingness.class).toBe('unknown');
    expect([...score.missing].sort()).toEqual([...missing].sort());
  });
});
