/** Who owns a debt, by the names in the lender's book. */
import type { BookDetails } from './contracts/book-details.ts';

/** What the book said of the owners so far. */
interface KnownOwners {
  original: string | null;
  present: string | null;
}

const plain = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();
/** Whether two names are of one lender; case and spacing do not matter. */
export const isSameLender = (a: string, b: string): boolean => plain(a) === plain(b);

/** Whether a later row names another owner than the book named so far. */
export function namesOtherOwner({ original, present }: KnownOwners, { presentCreditor }: BookDetails): boolean {
  const before = present ?? original;
  return before !== null && presentCreditor != null && !isSameLender(before, presentCreditor);
}

/**
 * Whether a debt arrives from another owner than the one who made the contract, and nobody wrote to the person since.
 */
export function arrivesFromOther(details: BookDetails): boolean {
  const { originalCreditor = null, lastContactOn = null } = details;
  return lastContactOn === null && namesOtherOwner({ original: originalCreditor, present: null }, details);
}
