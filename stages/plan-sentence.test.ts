/** A plan in words, in both languages. */
import { describe, expect, test } from '@jest/globals';
import { NO_COMPONENTS } from '../domain/money/components.ts';
import { calculatePlan } from '../domain/money/plan/plan.ts';
import type { PlanTerms } from '../domain/money/plan/terms.ts';
import { datingOf, TWELVE_PERCENT, termsOf } from '../tests/support/plan.ts';
import { statePlan } from './plan-sentence.ts';

const TWD: Partial<PlanTerms> = { currency: 'TWD', debt: { ...NO_COMPONENTS, principal: 1_434_000n } };
const say = (terms: Partial<PlanTerms>) => {
  const plan = calculatePlan(termsOf({ ...TWD, ...terms }));
  return [statePlan(plan, 'en'), statePlan(plan, 'zh-Hans')];
};

test('equal instalments', () =>
  expect(say({ schedule: { kind: 'equal', number: 6 } })).toEqual([
    'You pay NT$ 14,340 in 6 monthly instalments of NT$ 2,390, the first on 15 January 2026, the last on 15 June 2026. No interest is added.',
    '您每月付款，分6期共支付NT$ 14,340，每期NT$ 2,390，首期付款日为2026年1月15日，末期付款日为2026年6月15日。计划期间不另计利息。',
  ]));

test('one payment, after a time without any', () =>
  expect(
    say({
      schedule: { kind: 'equal', number: 1 },
      deferral: { until: '2026-01-14', interest: 'waived' },
      interest: { ...TWELVE_PERCENT, percent: 0n },
    }),
  ).toEqual([
    'Nothing is payable until the end of 14 January 2026. You pay NT$ 14,340 on 15 January 2026. No interest is added.',
    '2026年1月14日当日结束前无需付款。您于2026年1月15日一次性支付NT$ 14,340。计划期间不另计利息。',
  ]));

test('a last instalment of another size, and interest', () =>
  expect(
    say({
      schedule: { kind: 'fixed', instalment: 800_000n },
      interest: { ...TWELVE_PERCENT, percent: 12_500_000n },
      dating: datingOf({ every: 'fortnight' }),
    }),
  ).toEqual([
    'You pay NT$ 14,520.93 in 2 fortnightly instalments (1 of NT$ 8,000, then 1 of NT$ 6,520.93), the first on 15 January 2026, the last on 29 January 2026. This includes NT$ 180.93 of interest for the time of the plan, at 12.5 % a year on the principal that is still open.',
    '您每两周付款，分2期共支付NT$ 14,520.93（1期NT$ 8,000，其后1期NT$ 6,520.93），首期付款日为2026年1月15日，末期付款日为2026年1月29日。其中计划期间利息NT$ 180.93，按年利率12.5%就尚未偿还的本金计算。',
  ]));

test('instalments of many sizes: the least and the largest', () => {
  const [english, chinese] = say({
    schedule: { kind: 'equal', number: 4 },
    interest: { ...TWELVE_PERCENT, place: 'on-top' },
    dating: datingOf({ every: 'month' }),
  });
  expect(english).toContain('in 4 monthly instalments of NT$ 3,620.85 to NT$ 3,728.40 as listed, the first');
  expect(chinese).toContain('，每期NT$ 3,620.85至NT$ 3,728.40，以所列明细为准，');
});

describe('what is waived', () => {
  test('at the start', () =>
    expect(
      say({ treatment: { principal: { waive: 34_000n, rest: 'keep' } }, schedule: { kind: 'equal', number: 2 } }),
    ).toEqual([
      'You pay NT$ 14,000 in 2 monthly instalments of NT$ 7,000, the first on 15 January 2026, the last on 15 February 2026. No interest is added. NT$ 340 of what was owed is waived at the start.',
      '您每月付款，分2期共支付NT$ 14,000，每期NT$ 7,000，首期付款日为2026年1月15日，末期付款日为2026年2月15日。计划期间不另计利息。原欠款中的NT$ 340自始减免。',
    ]));
  test('by a settlement, only once all of it is paid', () => {
    const [english, chinese] = say({
      settlement: { percent: 60_000_000n },
      lastDay: '2026-03-31',
      schedule: { kind: 'equal', number: 3 },
      dating: datingOf({ every: 'week' }),
    });
    expect(english).toBe(
      'You pay NT$ 8,604 in 3 weekly instalments of NT$ 2,868, the first on 15 January 2026, the last on 29 January 2026. No interest is added. Once all of it is paid by 31 March 2026, the remaining NT$ 5,736 is waived.',
    );
    expect(chinese).toContain('在2026年3月31日前（含当日）全部付清后，其余NT$ 5,736予以减免。');
  });
});
