import { describe, expect, test } from '@jest/globals';
import { dateOf, dayOf, dueDay, statementCutOn, weekday } from './calendar.ts';
import { bookCells, bookPayment, cutDemoStatement, dueDates, openLedger } from './lender.ts';
import type { PortfolioRow } from './portfolio.ts';

const row: PortfolioRow = {
  account: 'C-1',
  person: 'P-1',
  language: 'en',
  balanceMinor: 4_000_000n,
  leastMinimum: 50_000n,
  months: 2,
  dues: [
    { on: '2026-01-30', minor: 126_000n },
    { on: '2026-03-01', minor: 140_000n },
  ],
  cells: { account: 'C-1', balance: '40000.00', last_payment_date: '', last_payment_amount: '' },
};

describe('the ledger of the lender', () => {
  test('writes the cells of a later file', () => {
    const ledger = openLedger(row);
    bookPayment(ledger, 200_000n, dayOf('2026-03-10'));
    cutDemoStatement(ledger, 1);
    expect(bookCells(ledger, '2026-03-17')).toEqual({
      account: 'C-1',
      balance: '38000.00',
      dues: '2026-03-01=660.00;2026-03-31=1330.00',
      last_payment_date: '2026-03-10',
      last_payment_amount: '2000.00',
      as_of: '2026-03-17',
    });
  });
});

test('days of the run', () => {
  expect(weekday(dateOf(0))).toBe(1);
  expect(dayOf(dateOf(77))).toBe(77);
  expect(dueDates(3)).toEqual(['2025-12-31', '2026-01-30', '2026-03-01']);
  expect([14, 15, 16, 44, 45, 75, 105].map(statementCutOn)).toEqual([null, 1, null, null, 2, 3, 4]);
  expect(dateOf(dueDay(1))).toBe('2026-03-31');
});
