/** What may be told of debits and of the mandates for them, and the bodies of their facts. */
import type { CalendarDate, Instant } from './time.ts';

/** Why a debit was not collected. */
export const DEBIT_FAILURES = [
  'no-funds',
  'account-closed',
  'mandate-withdrawn',
  'disputed-by-payer',
  'technical',
] as const;
/** One of DEBIT_FAILURES. */
export type DebitFailure = (typeof DEBIT_FAILURES)[number];

/** Failures after which the mandate is worth nothing any more. */
export const ENDING_FAILURES: readonly DebitFailure[] = ['account-closed', 'mandate-withdrawn'];

/** How a debit stands. */
export const DEBIT_STATES = ['scheduled', 'collected', 'failed', 'cancelled'] as const;
/** One of DEBIT_STATES. */
export type DebitState = (typeof DEBIT_STATES)[number];

/** Most tries of one due that a creditor may set: a first one and two more, as Nacha allows in 180 days. */
export const MOST_TRIES = 3;

/** A debit is scheduled at most so many days ahead. */
export const MOST_DAYS_AHEAD = 60;

/** A debit with what became of it. */
export interface Debit {
  readonly debit: string;
  readonly minor: bigint;
  readonly on: CalendarDate;
  readonly mandate: string;
  /** Dates of the dues that it is for. */
  readonly dues: readonly CalendarDate[];
  readonly scheduledAt: Instant;
  readonly state: DebitState;
  /** null unless it failed. */
  readonly failure: DebitFailure | null;
  /** When it was collected, failed or was cancelled; null while it is scheduled. */
  readonly endedAt: Instant | null;
}

/** Bodies of the facts about debits of an account. Amounts are minor units. `debit` is the id that all of them name. */
export interface DebitFactBodies {
  /** Money is to be drawn on a day, for dues by their dates; none after a charge-off. */
  'debit-scheduled': {
    debit: string;
    minor: bigint;
    on: CalendarDate;
    mandate: string;
    dues: CalendarDate[];
    by: string;
  };
  /** The money was drawn. It is told beside it, as a payment whose reference is the debit. */
  'debit-collected': { debit: string; minor: bigint };
  'debit-failed': { debit: string; reason: DebitFailure };
  'debit-cancelled': { debit: string; reason: string; by: string };
  /** The person lets the creditor draw money; `mandate` is its reference. */
  'mandate-given': { mandate: string };
  /** Ends the mandate that it names; all when it names none. */
  'mandate-withdrawn': { mandate?: string };
}
