/**
 * Keys of movements: the same movement has the same key in each file that tells it, as far as the bank names it.
 * Keys are stored, so their form stays.
 */
import type { BankLine } from '../../domain/money/bank-line.ts';
import { sha256 } from '../../platform/sha256.ts';

/** A movement before it has its keys. */
export interface Movement extends Omit<BankLine, 'key' | 'bookingKey'> {
  /** The bank's own reference of the movement, unless only its booking has one. */
  readonly reference: string | null;
  /** The booking that the movement is a part of. */
  readonly booking: Booking;
}
/** What a statement books as one sum: one movement, or many. */
export interface Booking {
  /** The bank's own reference. */
  readonly reference: string | null;
  readonly direction: BankLine['direction'];
  /** Minor units, above 0. */
  readonly minor: bigint;
}

/** Gives keys to the movements of one file, statement by statement. */
export class LineKeys {
  private readonly byContent = new Map<string, number>();
  private readonly known = new Set<string>();

  /**
   * The movements of one statement, without those that an earlier statement of the file has told. `bookings` has the
   * movements of each booking, in the order of the statement.
   */
  name(bookings: readonly (readonly Movement[])[]): BankLine[] {
    // A statement tells each movement once: what it seems to tell twice is two movements.
    const byReference = new Map<string, number>();
    const lines = bookings.flatMap((movements) => this.nameBooking(movements, byReference));
    const fresh = lines.filter((line) => namesOf(line).every((name) => !this.known.has(name)));
    for (const name of fresh.flatMap(namesOf)) this.known.add(name);
    return fresh;
  }

  private nameBooking(movements: readonly Movement[], byReference: Map<string, number>): BankLine[] {
    const whole = movements[0]?.booking;
    const bookingKey = whole?.reference ? numbered(byReference, keyOf({ ...whole, reference: whole.reference })) : null;
    return movements.map(({ reference, booking, ...line }) => {
      const own = ownReference(reference, booking, movements.length);
      const key = own === null ? bookingKey : numbered(byReference, keyOf({ ...line, reference: own }));
      const name = key ?? numbered(this.byContent, contentKey(line));
      return { key: name, bookingKey: bookingKey ?? name, ...line };
    });
  }
}

const namesOf = ({ bankAccount, key, bookingKey }: BankLine): string[] =>
  [key, bookingKey].map((name) => `${bankAccount} ${name}`);

/**
 * The reference that names a movement among all, null when that of its booking does. Banks repeat the booking's in each
 * part.
 */
function ownReference(reference: string | null, booking: Booking, movements: number): string | null {
  if (reference !== null && reference !== booking.reference) return reference;
  return movements > 1 && booking.reference !== null ? `${booking.reference}/part` : null;
}

/** Banks give a payment, its fee and its return one reference: amount and direction tell them apart. */
function keyOf({ reference, direction, minor }: Booking & { reference: string }): string {
  return `${reference}/${direction}/${minor}`;
}

/** A hash of all that the movement says. */
function contentKey(line: Omit<BankLine, 'key' | 'bookingKey'>): string {
  const { bankAccount, bookedOn, direction, minor, currency, takesBack, returnReason } = line;
  const said = [bankAccount, bookedOn, direction, minor.toString(), currency, takesBack, returnReason];
  return `hash/${sha256(JSON.stringify([...said, line.references, line.counterparty, line.text]))}`;
}

/** The key, with its number behind it from the second time on. */
function numbered(counts: Map<string, number>, key: string): string {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count === 1 ? key : `${key}/${count}`;
}
