/**
 * Types shared by a run and its debtors. A debtor knows only what the engine sent and their own accounts. Amounts are
 * minor units; days are days of the run, 0 is its start, earlier days are negative.
 */

import type { CallResult, Contact } from '../../domain/call-results.ts';
import type { PersonChannel, WrittenChannel } from '../../domain/channels.ts';
import type { Language } from '../../domain/letter.ts';

/** Traits of a person, fixed by the seed. Shares are chances from 0 to 1. */
export interface Traits {
  /**
   * Inability and unwillingness to pay in one number, standard normal: low values pay, high values do not. It lasts, so
   * some persons stay late for months.
   */
  strain: number;
  /** Chance that the person reads an e-mail or SMS that arrives. */
  readsMail: number;
  picksUp: number;
  /** The e-mail address is dead; everything sent there bounces. */
  emailDead: boolean;
  /** `other-person`: the stored number belongs to a stranger. */
  phone: 'right' | 'other-person' | 'not-in-use';
  /** Asks for no more contact by this channel after the second contact. */
  stops: PersonChannel | null;
  /** Happens on this day of the run. The person mentions it at the first contact afterwards. */
  fate: { what: 'hardship' | 'death' | 'bankruptcy'; day: number } | null;
  /** Accounts that the person disputes at the first contact. */
  disputes: readonly string[];
}

export interface Debtor {
  seed: number;
  /** Number of the person at the lender. */
  person: string;
  language: Language;
  accounts: readonly string[];
  /** Payments of a part are rounded up to it, minor units of the accounts' currency. */
  roundTo: bigint;
  traits: Traits;
}

/** What a debtor knows of one account: the content of a statement. */
export interface AccountSeen {
  account: string;
  overdueMinor: bigint;
  /** 0 if nothing is overdue. */
  dpd: number;
  /** Unpaid part of the oldest overdue minimum. If missing, the overdue amount is divided evenly among its months. */
  oldestMinor?: bigint;
  /** The next minimum that is not yet overdue. */
  upcoming?: Part;
  /** True once the debtor knows that an agency has the account. */
  placed?: boolean;
}

/** A contact that reached the person on a day of the run. Lists hold today's and all earlier contacts, in any order. */
export interface Received {
  day: number;
  /** `agency`: an agency got through. */
  channel: PersonChannel | 'agency';
  account: string;
  /** Stage, step or message key, if the message shows it. */
  about?: string;
}

/** An amount for a day of the run. */
export interface Part {
  day: number;
  minor: bigint;
}
type Offer = 'instalments' | 'deferral';
export type DisputeAbout = 'amount' | 'not-mine' | 'already-paid' | 'service' | 'other';

/** What a debtor knows on a day. */
export interface DebtorDay {
  day: number;
  accounts: readonly AccountSeen[];
  received: readonly Received[];
  /** The debtor's own promises that are still running. */
  promises: readonly { account: string; parts: readonly Part[] }[];
}

/** What a debtor does. Acts with `account` concern that account, others the person. */
export type Act =
  /** `returnsAfterDays`: the payment bounces after this many days (a reversal); null if the money stays. */
  | { act: 'payment'; account: string; minor: bigint; returnsAfterDays: number | null }
  | { act: 'payment-announced'; account: string; minor: bigint }
  | { act: 'promise'; account: string; parts: Part[]; offer?: Offer }
  | { act: 'dispute'; account: string; about: DisputeAbout }
  | { act: 'stop'; channel: PersonChannel }
  | { act: 'hardship' }
  | { act: 'death'; reported: 'family' }
  | { act: 'bankruptcy'; represented: boolean }
  /** A stranger answered the SMS: the number is theirs. */
  | { act: 'wrong-number'; channel: 'sms' };

export interface CallQuestion {
  account: AccountSeen;
  day: number;
  /** Number of the attempt in this episode, from 1. */
  attempt: number;
}
/** What the caller meets, in the words of the recorded outcome. */
export interface CallAnswer {
  contact: Contact;
  /** Only with `right-party`. */
  result?: CallResult;
  /** Only with `promise` and `offer-accepted`. */
  parts?: Part[];
  offer?: Offer;
  /** Only with `call-back`: days from today. */
  callBackInDays?: number;
}

/** What an agency meets on one day of a placement, in the words of its return file. */
export type AgencyAct =
  | { event: 'contact'; channel: PersonChannel }
  | { event: 'payment'; minor: bigint; to: 'agency' }
  | { event: 'promise'; minor: bigint; promisedDay: number }
  | { event: 'dispute'; about: DisputeAbout }
  | { event: 'hardship' }
  | { event: 'stop'; channel: PersonChannel }
  /** A new e-mail address or phone number that the agency learned. */
  | { event: 'address'; channel: WrittenChannel; value: string };

export interface AgencyQuestion {
  account: AccountSeen;
  day: number;
  /** Day of the run on which the agency got the account. */
  placedDay: number;
}
