/** What the text of a message may use. Only here, in memory, do personal values exist while a message is written. */
import type { HoldEffects } from './care/holds.ts';
import type { Redress } from './complaint-facts.ts';
import type { CreditorTerms } from './contracts/creditor.ts';
import type { Product } from './facts.ts';
import type { Hours } from './law/case.ts';
import type { Offer } from './offer.ts';
import type { CalendarDate } from './time.ts';

/** Languages in which every text exists. */
export const LANGUAGES = ['en', 'zh-Hans'] as const;
/** One of LANGUAGES. */
export type Language = (typeof LANGUAGES)[number];
/** A text in every language. */
export type ByLanguage = Readonly<Record<Language, string>>;

/**
 * How a message that asks for money speaks, the softest first (domain/tone.ts). `after-hardship`: the person is under
 * care, or was until lately. `thanks-for-part`: something was paid since we last asked. `plain`: the first time.
 * `repeat`: asked before, or late before. `firm`: asked twice and heard nothing.
 */
export const TONES = ['after-hardship', 'thanks-for-part', 'plain', 'repeat', 'firm'] as const;
/** One of TONES. */
export type Tone = (typeof TONES)[number];

/** Whom a message or call addresses, and for which creditor. */
export interface Recipient {
  name: string;
  language: Language;
  creditor: { name: string; terms: CreditorTerms };
}

/** A repayment plan as a letter shows it. Amounts are minor units of the account's currency. */
export interface LetterAgreement {
  /** As it was agreed, in the language of that day. */
  text: string;
  agreedOn: CalendarDate;
  /** What is open of the next or missed payment, and the last day on which it counts; null when all are paid. */
  next: { on: CalendarDate; minor: bigint; until: CalendarDate } | null;
  /** Paid under the plan. */
  paid: bigint;
  waived: bigint;
  /** The day on which it was kept or broken; null before. */
  since: CalendarDate | null;
}

/** An account as a letter shows it. Amounts are minor units of `currency`. */
export interface LetterAccount {
  number: string;
  product: Product;
  currency: string;
  /** Due, unpaid and not disputed; asked for unless `balanceDue`. */
  overdue: bigint;
  /** Everything owed that is not disputed; asked for only when `balanceDue`. */
  balance: bigint;
  balanceDue: boolean;
  /** Days from the oldest unpaid due to the date of the letter. */
  dpd: number;
  /** The unpaid part of each past due, oldest first; they add up to `overdue`. */
  dues: { on: CalendarDate; minor: bigint }[];
  /** The latest known, never after the date of the letter. Null when none is known, or the last one came back. */
  lastPayment: { on: CalendarDate; minor: bigint } | null;
  paymentReference: string;
  /** The repayment plan that was accepted last; null when none was. */
  agreement: LetterAgreement | null;
  /**
   * The first part of the newest promise that is not paid in full, while the promise runs or after it was broken, and
   * what is left of it; null when there is none.
   */
  promise: { on: CalendarDate; minor: bigint; left: bigint } | null;
  /** What the person disputes and no amount contains: dues by date, a sum; null when nothing is. */
  disputed: { dues: CalendarDate[]; minor: bigint } | null;
}

/** A dispute or a complaint as an answer tells of it. Amounts are minor units. */
export interface LetterAnswer {
  about: 'dispute' | 'complaint';
  /** Short name by which both sides speak of it. */
  reference: string;
  receivedOn: CalendarDate;
  /** By when it is answered; null where no law and no word of the lender says. */
  answerBy: CalendarDate | null;
  /** How it ended; null while it is open. */
  closing: {
    on: CalendarDate;
    outcome: 'upheld' | 'part' | 'rejected';
    reason: string | null;
    /** What a dispute takes off. */
    reduced: { minor: bigint; currency: string } | null;
    redress: Redress;
    /** What a complaint brought in money. */
    paid: { minor: bigint; currency: string } | null;
    /** What the credit file will show; null where the creditor reports to none. `shows` null: nothing was reported. */
    record: {
      /** Its code; its name is that of the letter. */
      bureau: string;
      deleted: boolean;
      shows: { late: bigint; balance: bigint; currency: string; disputed: boolean } | null;
    } | null;
    /** First day on which something may be asked for again; null where nothing rests. */
    restsUntil: CalendarDate | null;
  } | null;
}

/** Everything that a text may say. */
/** Collecting that begins again with this message. */
export interface LetterRestart {
  /** A long silence, or another owner of the debt. */
  cause: 'silence' | 'owner';
  /** Names of the owners, where they are not the creditor. */
  owners: string[];
  /** No message of any channel has left since. */
  first: boolean;
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
  /** How the messages of the contact stages speak. */
  tone: Tone;
  /** An earlier payment came back: the first contact after it says so. */
  paymentReturned: boolean;
  /** Set until an e-mail has said why we write again, for whom, and how to check who we are. */
  restart: LetterRestart | null;
  /** The time to sue is over: the text asks for no arrangement and no acknowledgement. */
  barred: boolean;
  /** A law has who collects the debt say so: each text does. */
  collector: boolean;
  /** What a hold on the person lets the lender's book add: `cap`, limited by law; `stop`, nothing. */
  charges: HoldEffects['charges'];
  /**
   * What the person's sheet of income and expenses leaves for this creditor a month, minor units: no more is asked for.
   * null where no sheet counts.
   */
  means: { minor: bigint; currency: string } | null;
  /** Organisations that a person in hardship may turn to, at most two. */
  helpers: readonly { name: string; number: string | null; source: string }[];
  /** The offer for the whole amount asked for; null = no offer. */
  offer: Offer | null;
  /** `from` = earliest date of the handover; `complaints` = where to complain about the agency; `hours` bind it too. */
  agency: {
    name: string;
    phone: string;
    complaints: string;
    from: CalendarDate;
    hours: Hours;
  } | null;
  /** `earliest` = earliest date of the first record. */
  bureau: { name: string; earliest: CalendarDate } | null;
  court: { payBy: CalendarDate } | null;
  /** The disputes and complaints that an answer is about; none in other letters. */
  answers: LetterAnswer[];
  /** Where else a person may go with an answer, in words; null where no jurisdiction names anybody. */
  ombudsman: string | null;
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
