import { expect, test } from '@jest/globals';
import { SAMPLE_LAYOUT } from '../../tests/support/score-sample.ts';
import { personalTraitIn } from '../strategy/score/personal-traits.ts';
import { ScoreLayout } from './score-layout.ts';

const faultsOf = (change: object): string[] =>
  ScoreLayout.safeParse({ ...SAMPLE_LAYOUT, ...change }).error?.issues.map(
    ({ path, message }) => `${path.join('/')}: ${message}`,
  ) ?? [];
const { columns, measures, features } = SAMPLE_LAYOUT;

test('the sample is a layout', () => expect(faultsOf({})).toEqual([]));

test.each<[string, object, string]>([
  ['a trait by its column', { columns: { ...columns, x: 'AGE' } }, 'columns/x: is a personal trait'],
  ['a trait by its name', { columns: { ...columns, gender: 'X7' } }, 'columns/gender: is a personal trait'],
  [
    'a column of the groups',
    { columns: { ...columns, x: 'X2' }, groups: { trait: { column: 'X2' } } },
    'columns/x: is a personal trait',
  ],
  [
    'a measure named after one',
    { measures: { ...measures, 'age-band': measures['months-late'] } },
    'measures/age-band',
  ],
  [
    'a measure of nothing',
    { measures: { ...measures, x: { ...measures['months-late'], of: { sum: ['late', 'later'] } } } },
    'measures/x/of: names later, which is no column',
  ],
  [
    'a feature of nothing',
    { features: [{ ...features[0], of: ['x'] }] },
    'features/0/of: names x, which is no measure',
  ],
  ['two features of one name', { features: [features[0], features[0]] }, 'features: two features have the same name'],
  ['a late account by nothing', { late: { of: 'x', atLeast: 1 } }, 'late/of: names x'],
  ['classes that leave no middle', { classes: { high: 0.5, low: 0.5 } }, 'classes: high and low leave'],
])('%s is refused', (_, change, fault) => expect(faultsOf(change)).toContainEqual(expect.stringContaining(fault)));

test.each([
  ['customer_age', 'age'],
  ['MaritalStatus', 'marital'],
  ['SEX', 'sex'],
  ['LIMIT_BAL', null],
  ['average_bill', null],
  ['PAY_0', null],
])('personalTraitIn %s is %p', (name, trait) => expect(personalTraitIn(name)).toBe(trait));
