/** The text of a plan that a person agrees to: what it states, in which cases, in both languages. */
import { describe, expect, test } from '@jest/globals';
import { PlanTermsFile, planTermsOf } from '../domain/contracts/plan-terms.ts';
import { lintText } from '../domain/law/content/lint.ts';
import { LANGUAGES, type Language } from '../domain/letter.ts';
import { calculatePlan } from '../domain/money/plan/plan.ts';
import { THREATS } from '../tests/support/texts.ts';
import { type AgreementSaid, stateAgreement } from './agreement-text.ts';

const planOf = (over: object = {}) =>
  calculatePlan(
    planTermsOf(
      PlanTermsFile.parse({
        amount: { currency: 'TWD', minor: '1434000' },
        schedule: { kind: 'equal', number: 2 },
        first: '2026-04-01',
        ...over,
      }),
      '2026-03-11',
    ),
  );
const SETTLED = planOf({ settlement: { percent: '60' }, lastDay: '2026-05-15' });
const USUAL: AgreementSaid = {
  plan: planOf(),
  daysLate: 10,
  creditFile: null,
  guarantors: false,
  lastDayToSue: null,
  affordability: null,
  reviewOn: null,
  validUntil: '2026-03-25',
  certificateDays: 5,
};
const RECORDS: AgreementSaid['creditFile'] = {
  bureau: 'Example Bureau',
  records: [
    { asOf: '2026-03-31', status: '1-30', overdue: 1_434_000n, balance: 4_100_000n },
    { asOf: '2026-05-31', status: 'closed-settled', overdue: 0n, balance: 0n },
  ],
};
const say = (over: Partial<AgreementSaid>, language: Language = 'en') =>
  stateAgreement({ ...USUAL, ...over }, language);

test('each payment with its weekday, date and sum', () => {
  expect(say({})).toContain('Payments\n  Wednesday, 1 April 2026: NT$ 7,170\n  Friday, 1 May 2026: NT$ 7,170');
  expect(say({}, 'zh-Hans')).toContain(
    '付款安排\n  2026年4月1日（星期三）：NT$ 7,170\n  2026年5月1日（星期五）：NT$ 7,170',
  );
});

describe('what it adds where it is so, and only there', () => {
  test.each<[string, Partial<AgreementSaid>, string, string]>([
    ['days late', { daysLate: 1 }, 'The account is 1 day late today', '已逾期1天'],
    ['nothing late', { daysLate: 0 }, 'Nothing of the account is late today', '截至今日该账户没有逾期'],
    [
      'a settlement',
      { plan: SETTLED },
      'here by 15 May 2026, nothing is waived',
      '如在2026年5月15日前（含当日）未全部到账',
    ],
    ['its certificate', { plan: SETTLED }, 'settled in part', '结清证明'],
    ['a guarantor', { guarantors: true }, 'is asked for nothing while it is kept', '提供担保的人仍受约束'],
    ['the time to sue', { lastDayToSue: '2026-12-01' }, 'ends on 1 December 2026', '期限至2026年12月1日届满'],
    ['a sheet', { affordability: 'affordable' }, 'these payments can be made', '您有能力支付'],
    ['a sheet that leaves little', { affordability: 'deficit' }, 'may be hard to make', '可能有困难'],
    ['a review', { reviewOn: '2026-04-20' }, 'again on 20 April 2026', '2026年4月20日重新检视'],
    [
      'nothing reported',
      { creditFile: { bureau: 'Example Bureau', records: null } },
      'we begin none',
      '也不会开始报送',
    ],
    [
      'what the records say',
      { creditFile: RECORDS },
      'for 31 March 2026 1-30 days late, late NT$ 14,340, balance NT$ 41,000; after the last payment: for 31 May 2026 closed, settled in part',
      '截至2026年3月31日，逾期1-30天，逾期NT$ 14,340，余额NT$ 41,000；末期付款之后：截至2026年5月31日，已关闭，部分结清',
    ],
  ])('%s', (_, over, en, chinese) => {
    expect(say(over)).toContain(en);
    expect(say(over, 'zh-Hans')).toContain(chinese);
    const [usual, usualChinese] = [say({}), say({}, 'zh-Hans')];
    if (over.daysLate !== 1) expect([usual.includes(en), usualChinese.includes(chinese)]).toEqual([false, false]);
  });
});

test.each(LANGUAGES)('in %s it is in one language, threatens nothing and has no forbidden phrase', (language) => {
  const all = {
    plan: SETTLED,
    guarantors: true,
    lastDayToSue: '2026-12-01',
    reviewOn: '2026-04-20',
    creditFile: RECORDS,
  };
  const text = say(all, language);
  expect(lintText(text, language)).toEqual([]);
  expect(text).not.toMatch(THREATS);
  if (language === 'en') expect(text).not.toMatch(/\p{Script=Han}/u);
  else expect(text).not.toMatch(/\b(the|you|your|and|is|to)\b/i);
});
