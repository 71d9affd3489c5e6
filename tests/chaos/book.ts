/**
 * The book of a run: invented persons. Their names, addresses and numbers are canaries, which must not appear
 * elsewhere.
 */
import { addDays, type CalendarDate } from '../../domain/time.ts';
import { type BookCellsByName, bookFile } from '../support/book-file.ts';

/** Patterns that match personal values and nothing else in the world. */
export const CANARIES: Readonly<Record<string, RegExp>> = {
  'a name or address': /zerafin/i,
  'a phone number': /\+121255501\d\d/,
};

export interface BookAccount {
  /** `creditor/number` */
  subject: string;
  /** `creditor/person:number` */
  person: string;
  dues: { on: CalendarDate; minor: number }[];
  phone: string;
}

/** Months for which each account is billed after the first. */
const LATER_DUES = 2;

export interface BookOptions {
  /** Nobody has an e-mail address. */
  bySms?: boolean;
  /** Days by which an account is late beyond the first day, by index. Default: up to five, by person. */
  lateBy?(at: number): number;
}
/**
 * Accounts `from` to `to` of a book. They became late in the week before `asOf` and are due again in later months.
 * Every tenth account belongs to a person who has another.
 */
export function makeBook(
  from: number,
  to: number,
  asOf: CalendarDate,
  { bySms = false, lateBy }: BookOptions = {},
): { csv: string; accounts: BookAccount[] } {
  const accounts: BookAccount[] = [];
  const rows: BookCellsByName[] = [];
  for (let at = from; at < to; at += 1) {
    const person = at % 10 === 9 ? at - 1 : at;
    const first = addDays(asOf, -1 - (lateBy?.(person) ?? person % 5));
    const dues = Array.from({ length: 1 + LATER_DUES }, (_, month) => ({
      on: addDays(first, 31 * month),
      minor: 150_000 + (at % 90) * 100,
    }));
    const phone = `+121255501${String(person % 100).padStart(2, '0')}`;
    accounts.push({
      subject: `harbour/C-${1_000_000 + at}`,
      person: `harbour/person:K-${1_000_000 + person}`,
      dues,
      phone,
    });
    rows.push({
      account: `C-${1_000_000 + at}`,
      person: `K-${1_000_000 + person}`,
      name: `Mira Zerafin ${person}`,
      language: person % 3 === 0 ? 'zh-Hans' : 'en',
      email: bySms ? '' : `zerafin.${person}@example.com`,
      phone,
      address: `${person} Zerafin Lane, Taipei`,
      balance: '60000.00',
      dues: dues.map(({ on, minor }) => `${on}=${(minor / 100).toFixed(2)}`).join(';'),
      as_of: asOf,
    });
  }
  return { csv: bookFile(rows), accounts };
}
