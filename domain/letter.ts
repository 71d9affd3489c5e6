/** What the text of a message may use. Personal values live only here, in memory, while a message is written. */
import type { CreditorTerms } from './contracts/creditor.ts';
import type { Product } from './facts.ts';
import type { Calendar } from './limits.ts';
import type { Offer } from './offer.ts';
import type { CalendarDate } from './time.ts';

/** Languages in which every text exists. */
export const LANGUAGES = ['en', 'zh-Hans'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Whom something is said to, and for whom. */
export interface Recipient {
  name: string;
  language: Language;
  creditor: { name: string; terms: CreditorTerms };
}

export interface LetterAccount {
  number: string;
  product: Product;
  currency: string;
  /** Minor units that are due and unpaid; asked for unless `balanceDue`. */
  overdue: bigint;
  /** All that is owed; asked for only when `balanceDue`. */
  balance: bigint;
  balanceDue: boolean;
  dpd: number;
  /** What is left of each past due, oldest first; they add up to `overdue`. */
  dues: { on: CalendarDate; minor: bigint }[];
  /** Null when none is known, or when it came back. */
  lastPayment: { on: CalendarDate; minor: bigint } | null;
  paymentReference: string;
}

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
  /** What may be offered for all that is asked for; null = no offer. */
  offer: Offer | null;
  /** `from` = earliest date of the handover; `complaints` = where to complain about the agency; `hours` hold for the agency too. */
  agency: {
    name: string;
    phone: string;
    complaints: string;
    from: CalendarDate;
    hours: Pick<Calendar, 'opens' | 'closes'>;
  } | null;
  /** `earliest` = date of the first record at the earliest. */
  bureau: { name: string; earliest: CalendarDate } | null;
  court: { payBy: CalendarDate } | null;
}

/** Minor units that a message asks for: the balance only where it is due as a whole. */
export function askedOf({ balanceDue, balance, overdue }: LetterAccount): bigint {
  return balanceDue ? balance : overdue;
}

export interface Rendered {
  /** E-mail only. */
  subject?: string;
  body: string;
}
