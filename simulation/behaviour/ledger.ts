/**
 * What a lender's core system knows of one account: dues, money and statements. Amounts are minor units, days are days
 * of the run.
 */
import type { AccountSeen, Part } from './debtor.ts';

/** A minimum is 3.5 % of the statement. */
const MINIMUM_PERMILLE = 35n;

export interface Ledger {
  /** Oldest first. */
  dues: Part[];
  /** Everything owed. */
  balance: bigint;
  /** Money received minus money returned, since the start. */
  received: bigint;
}

/** What the account owes on a day. */
type Stand = Required<Pick<AccountSeen, 'overdueMinor' | 'dpd' | 'oldestMinor'>> & {
  /** The next unpaid due that is not overdue yet. */
  upcoming: Part | null;
};

/** Minimum of a statement, rounded down to whole units of a currency with two decimals, but not below `least`. */
export function minimumOf(statement: bigint, least: bigint): bigint {
  const share = ((statement * MINIMUM_PERMILLE) / 100_000n) * 100n;
  return share > least ? share : least;
}

/** Books a payment; a negative amount takes one back. */
export function book(ledger: Ledger, minor: bigint): void {
  ledger.received += minor;
  ledger.balance -= minor;
}

/** Dues with their unpaid parts, oldest first. Money covers the oldest first. */
export function unpaidDues(ledger: Ledger): Part[] {
  let left = ledger.received > 0n ? ledger.received : 0n;
  const open: Part[] = [];
  for (const due of ledger.dues) {
    const paid = left < due.minor ? left : due.minor;
    left -= paid;
    if (paid < due.minor) open.push({ day: due.day, minor: due.minor - paid });
  }
  return open;
}

/** State of the account on a day. A due is overdue from the following day. */
export function standOn(ledger: Ledger, today: number): Stand {
  const stand: Stand = { overdueMinor: 0n, dpd: 0, oldestMinor: 0n, upcoming: null };
  for (const due of unpaidDues(ledger)) {
    if (due.day >= today) {
      stand.upcoming = due;
      break;
    }
    if (stand.dpd === 0) Object.assign(stand, { dpd: today - due.day, oldestMinor: due.minor });
    stand.overdueMinor += due.minor;
  }
  return stand;
}

/** Cuts a statement: its minimum becomes a due, unless earlier dues already use up the balance. */
export function cutStatement(ledger: Ledger, { dueDay, least }: { dueDay: number; least: bigint }): void {
  const asked = unpaidDues(ledger).reduce((sum, due) => sum + due.minor, 0n);
  const room = ledger.balance - asked;
  const minimum = minimumOf(ledger.balance, least);
  const minor = minimum < room ? minimum : room;
  if (minor > 0n) ledger.dues.push({ day: dueDay, minor });
}
