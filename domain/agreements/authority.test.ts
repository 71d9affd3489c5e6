import { describe, expect, test } from '@jest/globals';
import { type AskedPlan, type AuthorityRow, authorityFor, DEFAULT_AUTHORITY } from './authority.ts';

const PLAN: AskedPlan = { by: 'ann', daysLate: 30, debt: 143_400n, waived: 0n, payments: 6, days: 180 };
const ROWS: readonly AuthorityRow[] = [
  { role: 'team', daysLate: 0, leastPercent: 100, mostPayments: 6, mostDays: 180 },
  {
    role: 'senior',
    staff: ['Bo'],
    upToDebt: 200_000n,
    daysLate: 60,
    leastPercent: 70,
    mostPayments: 24,
    mostDays: 730,
  },
];
const ask = (over: Partial<AskedPlan>, rows = ROWS) => authorityFor(rows, { ...PLAN, ...over });

describe('each bound, on both sides', () => {
  test.each<[string, Partial<AskedPlan>, object]>([
    ['within all', {}, { role: 'team' }],
    ['one payment too many', { payments: 7 }, { exceeds: ['it has more than 6 payments'] }],
    ['one day too long', { days: 181 }, { exceeds: ['its last payment is more than 180 days away'] }],
    ['something is waived', { waived: 1n }, { exceeds: ['it pays less than 100 %'] }],
    ['by the one who may', { by: ' bo', daysLate: 60, waived: 43_020n, payments: 24, days: 730 }, { role: 'senior' }],
    [
      'one unit too much is waived',
      { by: 'bo', daysLate: 60, waived: 43_021n },
      { exceeds: ['it pays less than 100 %'] },
    ],
    ['not late enough', { by: 'bo', daysLate: 59, payments: 24 }, { exceeds: ['it has more than 6 payments'] }],
    ['the largest debt', { by: 'bo', daysLate: 60, payments: 7, debt: 200_000n }, { role: 'senior' }],
    [
      'a larger debt',
      { by: 'bo', daysLate: 60, payments: 7, debt: 200_001n },
      { exceeds: ['it has more than 6 payments'] },
    ],
  ])('%s', (_, over, answer) => expect(ask(over)).toEqual(answer));
});

test('what is nearest says in what it is exceeded', () => {
  const only = [ROWS[1] as AuthorityRow];
  expect(ask({ daysLate: 59, debt: 200_001n, waived: 143_400n }, only)).toEqual({
    exceeds: ['it is for senior', 'the debt is larger', 'it is less than 60 days late', 'it pays less than 70 %'],
  });
  expect(ask({}, [])).toEqual({ exceeds: ['the creditor lets nobody agree plans alone'] });
});

test('the shipped rows: a year and nothing waived, or a fifth of what is half a year late', () => {
  expect(ask({ payments: 12, days: 370 }, DEFAULT_AUTHORITY)).toEqual({ role: 'anybody' });
  expect(ask({ waived: 28_680n, daysLate: 180 }, DEFAULT_AUTHORITY)).toEqual({ role: 'anybody, long overdue' });
  expect(ask({ waived: 28_680n, daysLate: 179 }, DEFAULT_AUTHORITY)).toHaveProperty('exceeds');
  expect(ask({ waived: 28_681n, daysLate: 180 }, DEFAULT_AUTHORITY)).toHaveProperty('exceeds');
});
