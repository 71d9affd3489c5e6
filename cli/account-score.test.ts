import { describe, expect, test } from '@jest/globals';
import type { ScoreView } from '../domain/contracts/score-view.ts';
import { accountScoreText } from './account-score.ts';

const words = (en: string) => ({ en, 'zh-Hans': en });
const SCORE: ScoreView = {
  account: 'harbour/A-1',
  closed: false,
  ability: { class: 'middle', points: 12 },
  willingness: { class: 'low', points: -42 },
  probability: 0.314,
  reasons: [
    {
      feature: 'paid-share',
      axis: 'willingness',
      points: -42,
      words: words('paid less than a tenth of the bill three months running'),
    },
    { feature: 'utilisation', axis: 'ability', points: 12, words: words('uses a third of the limit') },
  ],
  missing: ['bill-6'],
  because: [
    { code: 'scored', axis: 'ability', words: words('the score says middle') },
    { code: 'scored', axis: 'willingness', words: words('the score says middle') },
    { code: 'sign', axis: 'willingness', words: words('did not keep the promise of 2026-03-02') },
    { code: 'lowered', axis: 'willingness', words: words('their behaviour lowers it by one step') },
  ],
  model: { name: 'card-clients', digest: 'abcdef0123456789', caution: words('A demonstration. Not for production.') },
  featuresAsOf: '2026-03-01',
  scoredAt: '2026-03-16T04:00:00.000Z',
  isDue: false,
  contested: false,
  changes: [
    {
      at: '2026-03-02T04:00:00.000Z',
      before: null,
      after: { ability: 'middle', willingness: 'middle' },
      because: [{ code: 'scored', axis: 'ability', words: words('the score says middle') }],
    },
    {
      at: '2026-03-16T04:00:00.000Z',
      before: { ability: 'middle', willingness: 'middle' },
      after: { ability: 'middle', willingness: 'low' },
      because: [{ code: 'lowered', axis: 'willingness', words: words('their behaviour lowers it by one step') }],
    },
  ],
  zone: 'Asia/Taipei',
};

describe('the score of an account', () => {
  test('says classes, points, every reason, what changed, the model and how to ask for a human decision', () => {
    expect(accountScoreText(SCORE)).toBe(`harbour/A-1: ability middle, willingness low
Scored 2026-03-16 12:00.
By the model card-clients (abcdef012345) on features of 2026-03-01.
The model puts the probability of default at 31.4 %.
A demonstration. Not for production.

Ability: middle, 12 points
  uses a third of the limit: +12
  the score says middle

Willingness: low, -42 points
  paid less than a tenth of the bill three months running: -42
  the score says middle
  did not keep the promise of 2026-03-02
  their behaviour lowers it by one step

Missing features
  bill-6

Changes
  2026-03-02 12:00  ability middle, willingness middle: ability: the score says middle
  2026-03-16 12:00  ability middle, willingness low (before: ability middle, willingness middle): willingness:
  their behaviour lowers it by one step

The person may ask for a human decision: npx arrears record harbour/A-1 classes-contested`);
  });
  test('of an account that was never scored says so', () => {
    const none = { class: 'unknown', points: null } as const;
    const empty = { ...SCORE, ability: none, willingness: none, probability: null, reasons: [], missing: [] };
    const text = accountScoreText({
      ...empty,
      because: [],
      model: null,
      featuresAsOf: null,
      scoredAt: null,
      changes: [],
    });
    expect(text).toBe(`harbour/A-1: ability unknown, willingness unknown
It was never scored.

The person may ask for a human decision: npx arrears record harbour/A-1 classes-contested`);
  });
  test('names the task while the person waits for a decision', () =>
    expect(accountScoreText({ ...SCORE, contested: true })).toContain('npx arrears tasks --kind review-classes'));
});
