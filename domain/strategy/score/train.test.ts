import { describe, expect, test } from '@jest/globals';
import { SAMPLE_COLUMNS, sampleLayout, sampleRows } from '../../../tests/support/score-sample.ts';
import type { Problem } from '../../problems.ts';
import { qualityOn, scoreRows } from './card.ts';
import { readDataset, type TextRow } from './dataset.ts';
import { learn, trainModel } from './train.ts';

const LAYOUT = sampleLayout();
const LINES = sampleRows(2000);
const SOURCE = { target: 'BAD', dataDigest: 'a'.repeat(64) };
const train = (lines: readonly TextRow[] = LINES, layout = LAYOUT, target = 'BAD') =>
  trainModel(layout, readDataset(layout, lines, target), { ...SOURCE, target });
/** The rows with cells of one column changed. */
const changed = (column: string, to: (cells: readonly string[], at: number) => string, lines = LINES): TextRow[] =>
  lines.map(({ row, cells }, at) => ({
    row,
    cells: at === 0 ? cells : cells.map((cell, place) => (SAMPLE_COLUMNS[place] === column ? to(cells, at) : cell)),
  }));
function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    return error as Problem;
  }
  throw new Error('nothing was refused');
}

describe('trainModel', () => {
  const model = train();

  test('ranks late rows that it has not seen', () => {
    expect(model.card.late?.rows).toBeGreaterThan(200);
    expect(model.card.late?.auc).toBeGreaterThan(0.65);
    expect(model.card.split.learntFrom + model.card.split.heldOut).toBe(2000);
  });
  test('the same rows give the same model, in any order', () => {
    expect(train()).toEqual(model);
    const [header, ...rows] = LINES;
    const { features, base, odds, cuts } = train([header as TextRow, ...rows.toReversed()]);
    expect({ features, base, odds, cuts }).toEqual({
      features: model.features,
      base: model.base,
      odds: model.odds,
      cuts: model.cuts,
    });
  });
  test('more months late never improve the points, a larger paid share never worsens them', () => {
    const pointsOf = (name: string) =>
      model.features
        .find((feature) => feature.name === name)
        ?.bins.filter(({ at }) => typeof at[0] === 'number')
        .map(({ points }) => points) ?? [];
    const [late, paid] = [pointsOf('months-late'), pointsOf('paid-share')];
    expect(late.length).toBeGreaterThan(2);
    expect(paid.length).toBeGreaterThan(1);
    expect(late).toEqual(late.toSorted((a, b) => b - a));
    expect(paid).toEqual(paid.toSorted((a, b) => a - b));
  });
  test('nothing to divide by has a bin of its own', () =>
    expect(model.features.find(({ name }) => name === 'paid-share')?.bins.map(({ at }) => at[0])).toContain('none'));
  test('the average late row has about no points besides the base', () => {
    const learnt = readDataset(LAYOUT, LINES, 'BAD').filter(({ late, hash }) => late && hash % 5 !== 0);
    const scored = scoreRows(model, learnt);
    const mean = scored.reduce((sum, { points }) => sum + points, 0) / scored.length;
    expect(mean - model.base.ability - model.base.willingness).toBeCloseTo(0, -0.5);
  });
  test('a third of the late rows is in the best class', () => {
    const late = readDataset(LAYOUT, LINES, 'BAD').filter((row) => row.late);
    expect(scoreRows(model, late)).toHaveLength(late.length);
    expect(model.cuts.willingness.high).toBeGreaterThan(model.cuts.willingness.middle);
  });
  test('compares groups that are no feature', () =>
    expect(model.card.groups.map(({ group, value }) => `${group} ${value}`)).toEqual(['sex 1', 'sex 2']));
  test('an empty cell has a bin of its own once such rows were learnt from', () => {
    const lines = changed('PAID', (cells, at) => (at % 7 === 0 ? '' : (cells[3] ?? '')));
    const places = train(lines)
      .features.find(({ name }) => name === 'paid-share')
      ?.bins.map(({ at }) => at[0]);
    expect(places).toContain('missing');
  });
  test('outcomes that were shuffled cannot be ranked', () => {
    const outcomes = LINES.slice(1).map(({ cells }) => cells[5] ?? '');
    const shuffled = changed('BAD', (_, at) => outcomes[(at * 7919) % outcomes.length] ?? '');
    const rows = readDataset(LAYOUT, shuffled, 'BAD');
    const model = learn(
      LAYOUT,
      rows.filter((_, at) => at % 2 === 0),
    );
    const auc = qualityOn(
      model,
      rows.filter((row, at) => row.late && at % 2 === 1),
    )?.auc;
    expect(auc).toBeGreaterThan(0.43);
    expect(auc).toBeLessThan(0.57);
  });
});

describe('what is refused', () => {
  test.each<[string, () => unknown, string, string]>([
    ['no rows', () => train([]), 'score-rows-too-few', '0 were found'],
    ['a header alone', () => train(LINES.slice(0, 1)), 'score-rows-too-few', '0 were found'],
    ['too few rows', () => train(LINES.slice(0, 200)), 'score-rows-too-few', 'at least 200 rows'],
    ['a constant target', () => train(changed('BAD', () => '1')), 'score-target-constant', 'Of 1'],
    ['a missing target', () => train(LINES, LAYOUT, 'OUTCOME'), 'score-columns-missing', 'no column OUTCOME'],
    [
      'missing columns',
      () => train(LINES, sampleLayout({ columns: { late: 'LATE', bill: 'B', paid: 'P' } })),
      'score-columns-missing',
      'no column B, P',
    ],
    [
      'a cell that is no number',
      () => train(changed('PAID', (cells, at) => (at === 41 ? 'Jane' : (cells[3] ?? '')))),
      'score-cells-refused',
      '1 cell(s) are no plain decimal: row 42 column PAID.',
    ],
    [
      'an outcome that is neither 0 nor 1',
      () => train(changed('BAD', (cells, at) => (at === 1 ? '2' : (cells[5] ?? '')))),
      'score-cells-refused',
      'row 2 column BAD (0 or 1 is needed)',
    ],
    [
      'the target as a feature',
      () => train(LINES, sampleLayout({ columns: { late: 'LATE', bill: 'BILL', paid: 'BAD' } })),
      'score-leak',
      'the target BAD',
    ],
    [
      'a feature that equals the target',
      () => train(changed('PAID', (cells) => (cells[5] === '1' ? '0' : (cells[2] ?? '')))),
      'score-leak',
      'the feature paid-share',
    ],
  ])('%s', (_, work, code, sentence) => {
    const problem = problemOf(work);
    expect([problem.code, problem.message]).toEqual([code, expect.stringContaining(sentence)]);
    expect(problem.remedy).not.toBe('');
    expect(problem.message).not.toContain('Jane');
  });
});
