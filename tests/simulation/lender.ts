/**
 * The lender's own ledger, which the engine does not see: what is truly due and paid. Its book may lag behind the money
 * that the engine is told, and lists what the ledger has by then.
 */
import type { Due } from '../../domain/facts.ts';
import { addMonths, type CalendarDate, DAY_MS, HOUR_MS, type Instant, localDate } from '../../domain/time.ts';
import type { AccountRow } from '../../simulation/maps/book.ts';
import type { Random } from './random.ts';

/** Money of one account, by the name of its transaction. */
interface LedgerEntry {
  name: string;
  minor: bigint;
  at: Instant;
  /** When the ledger has it; null: never. */
  bookedAt: Instant | null;
  backAt: Instant | null;
}

/** No book that should have the money by then lacks it. */
const IN_TIME_MS = 3 * DAY_MS;

export class Ledger {
  readonly dues: Due[];
  private readonly balance: bigint;
  private readonly entries: LedgerEntry[] = [];
  /** Amounts that the engine has been told to be due, at most. */
  private told: Due[];
  private count = 0;

  constructor(
    private readonly account: AccountRow,
    private readonly random: Random,
  ) {
    const { dues, balance } = account.opening;
    this.dues = dues.map((due) => ({ ...due }));
    this.told = this.dues.map((due) => ({ ...due }));
    this.balance = balance;
  }

  /** Takes money in: at once, some days late, or never. Returns the name of the transaction. */
  receive(minor: bigint, at: Instant): string {
    this.count += 1;
    const name = `T-${this.account.number}-${this.count}`;
    const late = this.random.weighted({ now: 70, days: 22, long: 5, never: 3 });
    const before = this.entries.findLast((entry) => entry.bookedAt !== null)?.bookedAt ?? 0;
    const delay = late === 'days' ? this.random.whole(1, 3) : late === 'long' ? this.random.whole(4, 12) : 0;
    const bookedAt = late === 'never' ? null : Math.max(before, at + delay * DAY_MS + HOUR_MS / 2);
    this.entries.push({ name, minor, at, bookedAt, backAt: null });
    return name;
  }
  /** The last payment comes back. Null when there is none. */
  takeBack(at: Instant): LedgerEntry | null {
    const last = this.entries.findLast((entry) => entry.backAt === null && entry.minor > 0n);
    if (last === undefined) return null;
    last.backAt = at;
    return last;
  }

  /** The next due of a card, a month after the last. */
  charge(minor: bigint, now: Instant): void {
    const last = this.dues.at(-1)?.on ?? localDate(now, this.account.creditor.zone);
    this.dues.push({ on: addMonths(last, 1), minor });
  }
  /** Corrects the amount of the oldest due. */
  correct(change: bigint): void {
    const [first] = this.dues;
    if (first && first.minor + change > 0n) first.minor += change;
  }

  /** The book at a moment: everything owed, and the unpaid part of each due. */
  state(now: Instant): { balance: bigint; dues: Due[] } {
    let money = 0n;
    for (const { minor, bookedAt, backAt } of this.entries)
      if (bookedAt !== null && bookedAt <= now && (backAt === null || backAt > now)) money += minor;
    const charged = this.dues.reduce((sum, due) => sum + due.minor, 0n);
    const first = this.account.opening.dues.reduce((sum, due) => sum + due.minor, 0n);
    const owed = this.balance + charged - first - money;
    const dues = this.dues.flatMap((due) => {
      const paid = money < due.minor ? money : due.minor;
      money -= paid;
      return paid < due.minor ? [{ on: due.on, minor: due.minor - paid }] : [];
    });
    const unpaid = dues.reduce((sum, due) => sum + due.minor, 0n);
    return { balance: owed > unpaid ? owed : unpaid, dues };
  }

  /** The engine has been told the dues as they are now. */
  tell(): void {
    this.told = this.dues.map((due, index) => {
      const before = this.told[index]?.minor ?? 0n;
      return { on: due.on, minor: before > due.minor ? before : due.minor };
    });
  }

  /**
   * Whether nothing can be owed of the dues before a date, by plain addition: all that was told to be due, less the
   * payments that the engine was told, that the ledger took in within the lag, and that did not come back.
   */
  owesNothing(today: CalendarDate): boolean {
    const due = this.told.reduce((sum, { on, minor }) => (on < today ? sum + minor : sum), 0n);
    const names = new Set(
      this.account.facts.flatMap(({ kind, body }) => (kind === 'payment' && body.reference ? [body.reference] : [])),
    );
    const paid = this.entries.reduce(
      (sum, { name, minor, at, bookedAt, backAt }) =>
        names.has(name) && bookedAt !== null && bookedAt - at <= IN_TIME_MS && backAt === null ? sum + minor : sum,
      0n,
    );
    return due - paid <= 0n;
  }
}

const ledgers = new WeakMap<AccountRow, Ledger>();
export function ledgerOf(account: AccountRow, random: Random): Ledger {
  const known = ledgers.get(account);
  if (known !== undefined) return known;
  const ledger = new Ledger(account, random);
  ledgers.set(account, ledger);
  return ledger;
}
/** The ledger of an account that has one; its first movement makes it. */
export const knownLedger = (account: AccountRow): Ledger | null => ledgers.get(account) ?? null;
