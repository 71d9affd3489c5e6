/** What the text of a message may use. Personal values live only here, in memory, while a message is written. */
import type { CalendarDate } from './time.ts';

export type Language = 'en' | 'zh-Hans';

export interface LetterAccount {
  number: string;
  product: 'card' | 'instalment-loan';
  currency: string;
  /** Minor units that are due and unpaid. */
  overdue: bigint;
  /** All that is owed; asked for only when `balanceDue`. */
  balance: bigint;
  balanceDue: boolean;
  dpd: number;
  dues: { on: CalendarDate; minor: bigint }[];
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
  /** Instalments this letter may offer: a number of equal parts and the first date; null = no offer. */
  offer: {
    parts: number;
    each: bigint;
    first: CalendarDate;
    deferUntil: CalendarDate;
  } | null;
  agency: { name: string; phone: string; from: CalendarDate } | null;
  bureau: { name: string; earliest: CalendarDate } | null;
  court: { payBy: CalendarDate } | null;
}

export interface Rendered {
  /** E-mail only. */
  subject?: string;
  body: string;
}
