/** Fields that many contracts share: money, dates, moments, and text that holds no personal values. */
import { z } from 'zod';
import { isCalendarDate } from '../time.ts';

/** Wire money; the sign is checked where the meaning of the amount is known. */
export const Money = z
  .strictObject({
    currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code'),
    // Fifteen digits: thousands of such amounts still fit into a bigint of the database.
    minor: z.string().regex(/^-?\d{1,15}$/, 'minor units as a decimal string of at most 15 digits'),
  })
  .meta({ title: 'Money', description: 'Minor units as a decimal string, and the currency of the account.' });
/** A calendar date that exists. */
export const CalendarDay = z
  .string()
  .refine(isCalendarDate, 'a date that exists, YYYY-MM-DD')
  .meta({ title: 'Date', description: 'YYYY-MM-DD', format: 'date' });
/** A moment with its offset. */
export const Moment = z.iso
  .datetime({ offset: true })
  .meta({ title: 'Moment', description: 'RFC 3339 with its offset' });

/** A phone-like run of digits or an e-mail address has no place in a stored reason; a date has. */
function looksPersonal(text: string): boolean {
  return /@|\+?\d[\d\s().-]{7,}\d/.test(text.replace(/\b\d{4}-\d\d-\d\d\b/g, ''));
}
/**
 * Excludes control characters, which Postgres columns refuse; line breaks; half a surrogate pair; characters that turn
 * or hide the text around them.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const NO_CONTROL = /^[^\u0000-\u001f\u007f\u0085\u200b\u2028-\u202e\u2060-\u2069\ufeff\p{Surrogate}]*$/u;
/** Text of one line that reads as it looks. */
export const line = (most: number) => z.string().max(most).regex(NO_CONTROL, 'one line');
/** A reason or reference in a few words. */
export const Words = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(NO_CONTROL, 'one line')
  .refine((text) => !looksPersonal(text), 'no e-mail address and no phone number')
  .meta({ title: 'Words', description: 'One line, no personal values.' });
/** A name that another system gave. */
export const Reference = z
  .string()
  .regex(/^[\w.:/-]{1,64}$/, 'at most 64 letters, digits, . : / - _')
  .meta({ title: 'Reference' });
/** A name or id that rules compare: nothing personal. */
export const Name = z
  .string()
  .regex(/^[\w.:/-]{1,64}$/, 'at most 64 letters, digits, . : / - _')
  .meta({ title: 'Name' });
