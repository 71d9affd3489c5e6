import { describe, expect, test } from '@jest/globals';
import { book, cutStatement, type Ledger, standOn, unpaidDues } from './ledger.ts';

const opened = (balance = 4_000_000n): Ledger => ({
  dues: [
    { day: -31, minor: 126_000n },
    { day: -1, minor: 140_000n },
  ],
  balance,
  received: 0n,
});
const LEAST = 50_000n;

describe('the ledger of the lender', () => {
  test('counts days from the oldest due that is not paid; the due date is day 0', () => {
    const ledger = opened();
    expect(standOn(ledger, -1)).toMatchObject({
      overdueMinor: 126_000n,
      dpd: 30,
      upcoming: { day: -1, minor: 140_000n },
    });
    expect(standOn(ledger, 0)).toEqual({ overdueMinor: 266_000n, dpd: 31, oldestMinor: 126_000n, upcoming: null });
    book(ledger, 130_000n);
    expect(standOn(ledger, 0)).toEqual({ overdueMinor: 136_000n, dpd: 1, oldestMinor: 136_000n, upcoming: null });
    book(ledger, -130_000n);
    expect(standOn(ledger, 3)).toMatchObject({ overdueMinor: 266_000n, dpd: 34 });
  });

  test('a statement asks for its minimum, never for more than is owed', () => {
    const ledger = opened();
    cutStatement(ledger, { dueDay: 29, least: LEAST });
    expect(unpaidDues(ledger).at(-1)).toEqual({ day: 29, minor: 140_000n });
    const small = opened(300_000n);
    cutStatement(small, { dueDay: 29, least: LEAST });
    cutStatement(small, { dueDay: 59, least: LEAST });
    expect(unpaidDues(small).at(-1)).toEqual({ day: 29, minor: 34_000n });
    book(small, 300_000n);
    cutStatement(small, { dueDay: 59, least: LEAST });
    expect(unpaidDues(small)).toEqual([]);
  });
});
