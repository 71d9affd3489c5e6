/** Deadlines, codes and rates of mainland China. */
import { describe, expect, test } from '@jest/globals';
import { answerDue } from '../answer-clocks.ts';
import { cardRepaymentStatus, loanRepaymentStatus, shownUntil } from './credit-reports.ts';
import { guaranteeEnd } from './guarantee.ts';
import { CN } from './pack.ts';
import { rateCap, unenforceableRate } from './rate-cap.ts';

describe('CN-CRED-03: how long an adverse entry is shown', () => {
  test('still unpaid after six years: still shown, as the period has not begun', () =>
    expect(shownUntil(null)).toBeNull());
  test('five years from the day on which it ended', () => expect(shownUntil('2026-03-02')).toBe('2031-03-02'));
});

test('CN-CRED-04: an objection of 2026-03-02 is answered by 2026-03-22', () =>
  expect(answerDue([CN], 'dispute', '2026-03-02')).toMatchObject({ on: '2026-03-22', rule: 'CN-CRED-04-REPLY' }));

describe('PBOC repayment status', () => {
  test.each([
    [0, 'N'],
    [1, '1'],
    [30, '1'],
    [31, '2'],
    [60, '2'],
    [61, '3'],
    [90, '3'],
    [91, '4'],
    [150, '5'],
    [151, '6'],
    [180, '6'],
    [181, '7'],
    [2000, '7'],
  ])('%i days past due: %s', (daysPastDue, status) => expect(loanRepaymentStatus(daysPastDue)).toBe(status));
  test('cards count missed minimum payments', () =>
    expect([0, 1, 6, 7, 24].map(cardRepaymentStatus)).toEqual(['N', '1', '6', '7', '7']));
});

describe('CN-RATE-01, CN-RATE-02: four times the LPR, for private loans', () => {
  test('a private loan of 13 % at an LPR of 3.00 %: 12.00 % can be enforced, one percent cannot', () => {
    expect(rateCap('private', 300)).toBe(1200);
    expect(unenforceableRate('private', 300, 1300)).toBe(100);
  });
  test('a rate at the cap can be enforced whole', () => expect(unenforceableRate('private', 300, 1200)).toBe(0));
  test.each(['local-financial', 'licensed'] as const)(
    'a loan of 13 %% by a %s lender: the cap does not apply',
    (lender) => expect(unenforceableRate(lender, 300, 1300)).toBeNull(),
  );
});

describe('CN-GUAR-01: the guarantee period', () => {
  test('six months from the due date where none was agreed', () => {
    expect(guaranteeEnd('2026-03-02', null)).toBe('2026-09-02');
    expect(guaranteeEnd('2025-08-31', null)).toBe('2026-02-28');
  });
  test('an agreed end counts', () => expect(guaranteeEnd('2026-03-02', '2029-03-02')).toBe('2029-03-02'));
  test('an agreed end by the due date counts as none', () =>
    expect(guaranteeEnd('2026-03-02', '2026-03-02')).toBe('2026-09-02'));
});
