import { describe, expect, test } from '@jest/globals';
import { dateOf, dayOf, dueDay, statementCutOn, weekday } from './calendar.ts';
import { book, bookCells, cutStatement, dueDates, openLedger, standOn, unpaidDues } from './lender.ts';
import type { PortfolioRow } from './portfolio.ts';

const row: PortfolioRow = {
  account: 'C-1',
  person: 'P-1',
  language: 'en',
  balanceMinor: 4_000_000n,
  months: 2,
  dues: [
    { on: '2026-01-30', minor: 126_000n },
    { on: '2026-03-01', minor: 140_000n },
  ],
  cells: { account: 'C-1', balance: '40000.00', last_payment_date: '', last_payment_amount: '' },
};

describe('the ledger of the lender', () => {
  test('counts days from the oldest due that is not paid; the due date is day 0', () => {
    const ledger = openLedger(row);
    expect(standOn(ledger, '2026-03-01')).toMatchObject({
      overdueMinor: 126_000n,
      dpd: 30,
      upcoming: { on: '2026-03-01', minor: 140_000n },
    });
    expect(standOn(ledger, '2026-03-02')).toEqual({
      overdueMinor: 266_000n,
      dpd: 31,
      oldestMinor: 126_000n,
      upcoming: null,
    });
    book(ledger, 130_000n, '2026-03-02');
    expect(standOn(ledger, '2026-03-02')).toEqual({
      overdueMinor: 136_000n,
      dpd: 1,
      oldestMinor: 136_000n,
      upcoming: null,
    });
    book(ledger, -130_000n, '2026-03-05');
    expect(standOn(ledger, '2026-03-05')).toMatchObject({ overdueMinor: 266_000n, dpd: 34 });
  });

  test('a statement asks for its minimum, never for more than is owed', () => {
    const ledger = openLedger(row);
    cutStatement(ledger, 1);
    expect(unpaidDues(ledger).at(-1)).toEqual({ on: '2026-03-31', minor: 140_000n });
    const small = openLedger({ ...row, balanceMinor: 300_000n });
    cutStatement(small, 1);
    cutStatement(small, 2);
    expect(unpaidDues(small).at(-1)).toEqual({ on: '2026-03-31', minor: 34_000n });
    book(small, 300_000n, '2026-03-20');
    cutStatement(small, 2);
    expect(unpaidDues(small)).toEqual([]);
  });

  test('writes the cells of a later file', () => {
    const ledger = openLedger(row);
    book(ledger, 200_000n, '2026-03-10');
    cutStatement(ledger, 1);
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
