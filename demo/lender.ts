/**
 * The lender's own book in the demo. It holds what the lender's core system knows and writes the later import files.
 * Amounts are minor units.
 */
import { type CalendarDate, dateOf, daysBetween, dueDay } from './calendar.ts';
import { type PortfolioRow, toDecimal } from './portfolio.ts';

/** A minimum is 3.5 % of the statement, at least TWD 500. Dues never exceed the balance. */
const MINIMUM_PERMILLE = 35n;
const LEAST_MINIMUM = 50_000n;

export interface Ledger {
  row: PortfolioRow;
  /** Oldest first. */
  dues: { on: CalendarDate; minor: bigint }[];
  balance: bigint;
  /** Money received minus money returned, since the start. */
  received: bigint;
  lastPayment: { on: CalendarDate; minor: bigint } | null;
}

interface Stand {
  overdueMinor: bigint;
  dpd: number;
  /** Unpaid part of the oldest overdue minimum; 0 if nothing is overdue. */
  oldestMinor: bigint;
  /** The next unpaid minimum that is not overdue yet. */
  upcoming: { on: CalendarDate; minor: bigint } | null;
}

export function openLedger(row: PortfolioRow): Ledger {
  return { row, dues: [...row.dues], balance: row.balanceMinor, received: 0n, lastPayment: null };
}

/** Minimum of a statement, rounded down to whole dollars. */
export function minimumOf(statement: bigint): bigint {
  const share = ((statement * MINIMUM_PERMILLE) / 100_000n) * 100n;
  return share > LEAST_MINIMUM ? share : LEAST_MINIMUM;
}

/** Books a payment; a negative amount takes one back. */
export function book(ledger: Ledger, minor: bigint, on: CalendarDate): void {
  ledger.received += minor;
  ledger.balance -= minor;
  if (minor > 0n) ledger.lastPayment = { on, minor };
}

/** Dues with their unpaid parts, oldest first. Money covers the oldest first. */
export function unpaidDues(ledger: Ledger): { on: CalendarDate; minor: bigint }[] {
  let left = ledger.received > 0n ? ledger.received : 0n;
  const open: { on: CalendarDate; minor: bigint }[] = [];
  for (const due of ledger.dues) {
    const paid = left < due.minor ? left : due.minor;
    left -= paid;
    if (paid < due.minor) open.push({ on: due.on, minor: due.minor - paid });
  }
  return open;
}

/** State of the account on a date. A due is overdue from the following day. */
export function standOn(ledger: Ledger, today: CalendarDate): Stand {
  const open = unpaidDues(ledger);
  const past = open.filter((due) => due.on < today);
  const oldest = past[0];
  return {
    overdueMinor: past.reduce((sum, due) => sum + due.minor, 0n),
    dpd: oldest ? daysBetween(oldest.on, today) : 0,
    oldestMinor: oldest?.minor ?? 0n,
    upcoming: open.find((due) => due.on >= today) ?? null,
  };
}

/**
 * Cuts statement `number` (1 is the first during the run). Its minimum becomes a due, unless earlier dues already use
 * up the balance.
 */
export function cutStatement(ledger: Ledger, number: number): void {
  const asked = unpaidDues(ledger).reduce((sum, due) => sum + due.minor, 0n);
  const room = ledger.balance - asked;
  const minimum = minimumOf(ledger.balance);
  const minor = minimum < room ? minimum : room;
  if (minor > 0n) ledger.dues.push({ on: dateOf(dueDay(number)), minor });
}

/** The account's cells in a later book file, by column. Bookings on `asOf` itself are not included yet. */
export function bookCells(ledger: Ledger, asOf: CalendarDate): Record<string, string> {
  const dues = unpaidDues(ledger);
  const paid = ledger.lastPayment;
  return {
    ...ledger.row.cells,
    balance: toDecimal(ledger.balance > 0n ? ledger.balance : 0n),
    dues: dues.map((due) => `${due.on}=${toDecimal(due.minor)}`).join(';'),
    ...(paid === null ? {} : { last_payment_date: paid.on, last_payment_amount: toDecimal(paid.minor) }),
    as_of: asOf,
  };
}

/** Due dates of an account that is `months` late at the start, oldest first. */
export function dueDates(months: number): CalendarDate[] {
  return Array.from({ length: months }, (_, index) => dateOf(dueDay(index + 1 - months)));
}
