/** What the text of a message may use. Only here, in memory, do personal values exist while a message is written. */
import type { CreditorTerms } from './contracts/creditor.ts';
import type { Product } from './facts.ts';
import type { Calendar } from './limits.ts';
import type { Offer } from './offer.ts';
import type { CalendarDate } from './time.ts';

/** Languages in which every text exists. */
export const LANGUAGES = ['en', 'zh-Hans'] as const;
/** One of LANGUAGES. */
export type Language = (typeof LANGUAGES)[number];

/** Whom a message or call addresses, and for which creditor. */
export interface Recipient {
  name: string;
  language: Language;
  creditor: { name: string; terms: CreditorTerms };
}

/** An account as a letter shows it. Amounts are minor units of `currency`. */
export interface LetterAccount {
  number: string;
  product: Product;
  currency: string;
  /** Due and unpaid; asked for unless `balanceDue`. */
  overdue: bigint;
  /** Everything owed; asked for only when `balanceDue`. */
  balance: bigint;
  balanceDue: boolean;
  /** Days from the oldest unpaid due to the date of the letter. */
  dpd: number;
  /** The unpaid part of each past due, oldest first; they add up to `overdue`. */
  dues: { on: CalendarDate; minor: bigint }[];
  /** The latest known, never after the date of the letter. Null when none is known, or the last one came back. */
  lastPayment: { on: CalendarDate; minor: bigint } | null;
  paymentReference: string;
}

/** Everything that a text may say. */
export interface LetterFacts {
  language: Language;
  /** Date of writing in the person's zone. */
  on: CalendarDate;
  personName: string;
  creditor: {
    name: string;
    phone: string;
    email: string;
    address: string;
    payAt: string;
    payTo: string;
    complaints: string;
    freeHelp: string;
  };
  /** One or more accounts of this person with this creditor; the message lists them all. */
  accounts: LetterAccount[];
  /** An earlier payment came back: the first contact after it says so. */
  paymentReturned: boolean;
  /** The offer for the whole amount asked for; null = no offer. */
  offer: Offer | null;
  /** `from` = earliest date of the handover; `complaints` = where to complain about the agency; `hours` bind it too. */
  agency: {
    name: string;
    phone: string;
    complaints: string;
    from: CalendarDate;
    hours: Pick<Calendar, 'opens' | 'closes'>;
  } | null;
  /** `earliest` = earliest date of the first record. */
  bureau: { name: string; earliest: CalendarDate } | null;
  court: { payBy: CalendarDate } | null;
}

/** Minor units that a message asks for: the balance only where it is due as a whole. */
export function askedOf({ balanceDue, balance, overdue }: LetterAccount): bigint {
  return balanceDue ? balance : overdue;
}

/** A finished text. */
export interface Rendered {
  /** E-mail only. */
  subject?: string;
  body: string;
}
