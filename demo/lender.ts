/**
 * The lender's own book in the demo. It holds what the lender's core system knows and writes the later import files.
 * Amounts are minor units.
 */
import { book, cutStatement, type Ledger, unpaidDues } from '../simulation/behaviour/ledger.ts';
import { type CalendarDate, dateOf, dayOf, dueDay } from './calendar.ts';
import { type PortfolioRow, toDecimal } from './portfolio.ts';

export interface DemoLedger extends Ledger {
  row: PortfolioRow;
  lastPayment: { day: number; minor: bigint } | null;
}

export function openLedger(row: PortfolioRow): DemoLedger {
  const dues = row.dues.map(({ on, minor }) => ({ day: dayOf(on), minor }));
  return { row, dues, balance: row.balanceMinor, received: 0n, lastPayment: null };
}

/** Books a payment of a day. */
export function bookPayment(ledger: DemoLedger, minor: bigint, day: number): void {
  book(ledger, minor);
  ledger.lastPayment = { day, minor };
}

/** Cuts statement `number` (1 is the first during the run). */
export function cutDemoStatement(ledger: DemoLedger, number: number): void {
  cutStatement(ledger, { dueDay: dueDay(number), least: ledger.row.leastMinimum });
}

/** The account's cells in a later book file, by column. Bookings on `asOf` itself are not included yet. */
export function bookCells(ledger: DemoLedger, asOf: CalendarDate): Record<string, string> {
  const dues = unpaidDues(ledger);
  const paid = ledger.lastPayment;
  return {
    ...ledger.row.cells,
    balance: toDecimal(ledger.balance > 0n ? ledger.balance : 0n),
    dues: dues.map((due) => `${dateOf(due.day)}=${toDecimal(due.minor)}`).join(';'),
    ...(paid === null ? {} : { last_payment_date: dateOf(paid.day), last_payment_amount: toDecimal(paid.minor) }),
    as_of: asOf,
  };
}

/** Due dates of an account that is `months` late at the start, oldest first. */
export function dueDates(months: number): CalendarDate[] {
  return Array.from({ length: months }, (_, index) => dateOf(dueDay(index + 1 - months)));
}
