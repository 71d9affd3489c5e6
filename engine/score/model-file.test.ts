import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { isHeldOut, readDataset } from '../../domain/strategy/score/dataset.ts';
import { scoreOf } from '../../domain/strategy/score/score.ts';
import { trainModel } from '../../domain/strategy/score/train.ts';
import {
  checkModel,
  readShippedData,
  readShippedLayout,
  readShippedModel,
  SHIPPED_MODEL,
  SHIPPED_TARGET,
  sealModel,
} from './model-file.ts';

const stored = () => JSON.parse(readFileSync(SHIPPED_MODEL, 'utf8'));

describe('the model that ships', () => {
  test('is what its data and layout give, to the digest', () => {
    const layout = readShippedLayout();
    const { rows, digest } = readShippedData();
    const dataset = readDataset(layout, rows, SHIPPED_TARGET);
    expect(dataset).toHaveLength(20_947);
    const model = sealModel(trainModel(layout, dataset, { target: SHIPPED_TARGET, dataDigest: digest }));
    expect(model.digest).toBe(readShippedModel().digest);
    expect(dataset.filter((row) => row.late)).toHaveLength(4840);
    expect(dataset.filter(isHeldOut).length / dataset.length).toBeCloseTo(0.2, 1);
  });
  test('ranks the late accounts that were held out', () => {
    const { late } = readShippedModel().card;
    expect(late?.auc).toBeGreaterThanOrEqual(0.715);
    expect(late?.calibrationError).toBeLessThanOrEqual(0.03);
  });
  test('says that it is a demonstration, and whose data it is', () => {
    const { data } = readShippedModel().layout;
    expect(data).toMatchObject({ author: 'I-Cheng Yeh', licence: 'CC BY 4.0' });
    expect(data.caution.en).toContain('Not for production');
  });
  test('reads no personal trait', () =>
    expect(Object.values(readShippedModel().layout.columns).filter((name) => /SEX|EDU|MARR|AGE/.test(name))).toEqual(
      [],
    ));
  test('tells why an account that never pays is a poor debtor', () => {
    const months = [1, 2, 3, 4, 5, 6];
    const of = (name: string, value: string) => months.map((month) => [`${name}-${month}`, value]);
    const features = Object.fromEntries([
      ['limit', '50000'],
      ...of('status', '3'),
      ...of('bill', '40000'),
      ...of('paid', '0'),
    ]);
    const score = scoreOf(readShippedModel(), features);
    expect([score.ability.class, score.willingness.class, score.missing]).toEqual(['low', 'low', []]);
    expect(score.probability).toBeGreaterThan(0.7);
    expect(score.reasons[0]?.points).toBeLessThan(-10);
    expect(score.reasons.map(({ words }) => words.en)).toContain('smallest share of a bill that was paid: up to 0 %');
  });
});

describe('checkModel', () => {
  test('takes the file as it was written', () => expect(checkModel(stored())).toHaveProperty('model.v', 1));
  test('refuses points that were edited', () => {
    const model = stored();
    model.features[0].bins[0].points += 1;
    expect(() => checkModel(model)).toThrow('its digest is that of another content');
  });
  test('refuses another version before it looks at anything else', () =>
    expect(() => checkModel({ v: 2 })).toThrow('The model has version 2; this release reads version 1.'));
  test('names what has another shape', () => {
    const { cuts: _, ...model } = stored();
    const checked = checkModel(model);
    expect('error' in checked && checked.error.issues.map(({ path }) => path)).toEqual([['cuts']]);
  });
});
