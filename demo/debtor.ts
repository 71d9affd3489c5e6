/** Shapes between the run and its debtors. A debtor knows what came out of the engine and their own accounts, nothing else. Amounts are minor units. */
import type { PersonChannel, WrittenChannel } from '../domain/channels.ts';
import type { CallResult, Contact } from '../domain/facts.ts';
import type { Language } from '../domain/letter.ts';
import type { CalendarDate } from './calendar.ts';

/** What makes one person differ from another; fixed by the seed. Shares are chances from 0 to 1. */
export interface Traits {
  /** Ability and willingness in one number, standard normal: a low one pays, a high one does not. It lasts, so some stay late month after month. */
  strain: number;
  /** Reads an e-mail or SMS that arrives. */
  readsMail: number;
  picksUp: number;
  /** The e-mail address is dead: everything sent there bounces. */
  emailDead: boolean;
  /** The stored number is another person's, or not in use. */
  phone: 'right' | 'other-person' | 'not-in-use';
  /** Asks for no more contact by this channel after the second one. */
  stops: PersonChannel | null;
  /** Happens, or has happened, by this day of the run; it is told on the first contact after it. */
  fate: { what: 'hardship' | 'death' | 'bankruptcy'; day: number } | null;
  /** Accounts that the person disputes at the first contact. */
  disputes: readonly string[];
}

export interface Debtor {
  seed: number;
  /** The lender's number of the person. */
  person: string;
  language: Language;
  accounts: readonly string[];
  traits: Traits;
}

/** What a debtor knows of one account: what any statement says. */
export interface AccountSeen {
  account: string;
  overdueMinor: bigint;
  /** 0 when nothing is overdue. */
  dpd: number;
  /** What is unpaid of the oldest overdue minimum. Left out, the overdue amount is shared evenly among its months. */
  oldestMinor?: bigint;
  /** The next minimum, not yet overdue. */
  upcoming?: { on: CalendarDate; minor: bigint };
  /** True once an agency is known to have the account. */
  placed?: boolean;
}

/** One thing that reached the mailbox, the phone or the door, on a day of the run (today's and all earlier ones, in any order). */
export interface Received {
  day: number;
  /** `agency`: the agency got through. */
  channel: PersonChannel | 'agency';
  account: string;
  /** Stage or step, where the message shows it. */
  about?: string;
}

export interface Part {
  on: CalendarDate;
  minor: bigint;
}
export type Offer = 'instalments' | 'deferral';
export type DisputeAbout = 'amount' | 'not-mine' | 'already-paid' | 'service' | 'other';

/** The debtor's day. */
export interface DebtorDay {
  /** Day of the run; 0 is the start. */
  day: number;
  date: CalendarDate;
  accounts: readonly AccountSeen[];
  received: readonly Received[];
  /** Own promises that still run. */
  promises: readonly { account: string; parts: readonly Part[] }[];
}

/** What a debtor does. Those with `account` concern it, the others the person. */
export type Act =
  /** `returnsAfterDays`: the payment bounces so many days later (a reversal); null for money that stays. */
  | { act: 'payment'; account: string; minor: bigint; returnsAfterDays: number | null }
  | { act: 'payment-announced'; account: string; minor: bigint }
  | { act: 'promise'; account: string; parts: Part[]; offer?: Offer }
  | { act: 'dispute'; account: string; about: DisputeAbout }
  | { act: 'stop'; channel: PersonChannel }
  | { act: 'hardship' }
  | { act: 'death'; reported: 'family' }
  | { act: 'bankruptcy'; represented: boolean }
  /** Somebody else answered the SMS: the number is theirs. */
  | { act: 'wrong-number'; channel: 'sms' };

export interface CallQuestion {
  account: AccountSeen;
  day: number;
  /** Number of the attempt in this episode, from 1. */
  attempt: number;
}
/** What the caller meets, in the words in which it is recorded. */
export interface CallAnswer {
  contact: Contact;
  /** With `right-party` only. */
  result?: CallResult;
  /** With `promise` and `offer-accepted`. */
  parts?: Part[];
  offer?: Offer;
  /** With `call-back`: so many days from today. */
  callBackInDays?: number;
}

/** What an agency meets on one day of a placement; the words of its return file. */
export type AgencyAct =
  | { event: 'contact'; channel: PersonChannel }
  | { event: 'payment'; minor: bigint; to: 'agency' }
  | { event: 'promise'; minor: bigint; on: CalendarDate }
  | { event: 'dispute'; about: DisputeAbout }
  | { event: 'hardship' }
  | { event: 'stop'; channel: PersonChannel }
  /** A new e-mail address or phone that the agency was given. */
  | { event: 'address'; channel: WrittenChannel; value: string };

export interface AgencyQuestion {
  account: AccountSeen;
  day: number;
  /** Day of the run on which the agency got the account. */
  placedDay: number;
}
