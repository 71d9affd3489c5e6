/** What a newer row of the lender's book changes on a known account. Pure arithmetic; the book has the last word. */
import type { Due } from './facts.ts';

/** What a newer row changes. Amounts are minor units. */
interface BookUpdate {
  /** Dues whose dates were unknown so far. */
  added: Due[];
  /** Known dues whose unpaid part in the file is above their stored amount, which rises to it. */
  raised: Due[];
  /** Amount of `added` plus the growth of `raised`, minor units. */
  newDues: bigint;
  /** Change of the unpaid sum beyond new dues and known payments, minor units; negative = implied payment. */
  adjustment: bigint;
}

/** Money received by our own count, less what was taken back and earlier adjustments, minor units. */
interface Received {
  /** Before the day of the file. */
  before: bigint;
  /** Up to the end of that day. */
  within: bigint;
}

/**
 * `known` are all stored dues, `listed` the dues of the file with the unpaid part of each; a known due that is not
 * listed is paid. Money booked on the day of the file may or may not be in it, so a difference within that day's money
 * is no adjustment. Afterwards the unpaid dues add up to what the file lists, except for money of that day that the
 * file does not hold yet.
 */
export function planBookUpdate(known: readonly Due[], listed: readonly Due[], received: Received): BookUpdate {
  const amounts = new Map(known.map((due) => [due.on, due.minor]));
  const added = listed.filter((due) => !amounts.has(due.on));
  const raised = listed.filter((due) => due.minor > (amounts.get(due.on) ?? due.minor));
  const growth = raised.reduce((sum, due) => sum + due.minor - (amounts.get(due.on) ?? 0n), 0n);
  const newDues = added.reduce((sum, due) => sum + due.minor, growth);
  const asked = known.reduce((sum, due) => sum + due.minor, newDues);
  const unpaid = listed.reduce((sum, due) => sum + due.minor, 0n);
  const [first, other] = [asked - received.before, asked - received.within];
  const [least, most] = first < other ? [first, other] : [other, first];
  const adjustment = unpaid > most ? unpaid - most : unpaid < least ? unpaid - least : 0n;
  return { added, raised, newDues, adjustment };
}
