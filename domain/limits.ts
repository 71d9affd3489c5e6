/** The numbers of law and business that stages, policies, letters and checks share. Shipped values: stages/rules.ts. */
import type { OfferName } from './fact-choices.ts';
import type { Hours } from './law/case.ts';
import type { Tone } from './letter.ts';
import type { CalendarDate } from './time.ts';

/** The hours in which steps are planned. The gate judges by the law itself. */
export interface Calendar {
  /** Those of the person's date, in the person's zone. */
  hoursOn(date: CalendarDate): Hours;
}

/** Periods and counts of the stages. */
export interface Terms {
  /** Days of a placement with an agency. */
  readonly placementDays: number;
  /** Days between the notice and the handover to an agency. */
  readonly placementNoticeDays: number;
  /** Days between delivery of the notice and the first record at the bureau. */
  readonly bureauLeadDays: number;
  /**
   * Days within which a notice that comes back is void. Sent to a verified address and not returned within them, it is
   * served; sent to another one without proof of delivery, it is void after them, and another channel starts it anew.
   */
  readonly noticeReturnDays: number;
  /** Days to pay after the final demand. */
  readonly finalDemandDays: number;
  /** Calls in one round. */
  readonly callAttempts: number;
  readonly callAttemptsADay: number;
  /**
   * Shares of the agencies among which placements are divided, by code; an agency without a share gets none. null =
   * those of the creditor's terms.
   */
  readonly agencies: Readonly<Record<string, number>> | null;
  /** Offers that messages and callers make. */
  readonly offers: readonly OfferName[];
  /** The firmest tone in which messages speak. */
  readonly firmestTone: Tone;
}

/** All limits of one set of rules. */
export interface Limits {
  readonly calendar: Calendar;
  readonly terms: Terms;
}
