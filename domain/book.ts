/** What a newer row of the lender's book means for an account that is known already. Pure arithmetic; the book has the last word. */
import type { Due } from './facts.ts';

export interface BookUpdate {
  /** Dues whose dates were unknown so far. */
  added: Due[];
  /** Known dues whose unpaid part in the file is above their amount: the amount becomes this. */
  raised: Due[];
  /** Amount of `added` plus what `raised` grew by, minor units. */
  newDues: bigint;
  /** What is unpaid changes by this beyond new dues and known payments; negative = implied payment. */
  adjustment: bigint;
}

/** Money received by our own count, less what was taken back and earlier adjustments, minor units. */
export interface Received {
  /** Before the day of the file. */
  before: bigint;
  /** Up to the end of that day. */
  within: bigint;
}

/**
 * `known` are all dues stored, `listed` the dues of the file with what is left of each; a known due that is not listed is paid.
 * Money booked on the very day of the file may be in it or not: whatever lies between the two counts is no adjustment.
 * Afterwards the unpaid sum of all dues is exactly what the file lists (but for money of that day that the file does not hold yet).
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
