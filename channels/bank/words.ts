/** Words of a statement as they are kept. */
import { plain } from '../../domain/plain-text.ts';

/** Longest value of an element or a cell. */
export const LONGEST_VALUE = 1000;
/** Longest text of a movement, joined from its parts. */
export const LONGEST_TEXT = 10_000;
/** Most references of a movement. */
export const MOST_REFERENCES = 500;

/** Marks that show nothing, or turn the direction of reading. */
const UNSEEN = /[\u200b\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A text on one line that reads as it looks. */
export function tidy(text: string): string {
  return plain(text).replace(UNSEEN, ' ').normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** What banks write where nothing was given. */
const NOTHING = /^(NOT ?PROVIDED|NONREF)$/i;

/** A reference, or null where none was given. */
export function givenReference(text: string): string | null {
  const reference = tidy(text);
  return reference === '' || NOTHING.test(reference) ? null : reference;
}

/** The number of a bank account, as it is compared: without spaces, in capitals. */
export function accountNumber(text: string): string {
  return tidy(text).replaceAll(' ', '').toUpperCase();
}
