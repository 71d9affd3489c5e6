/** The numbers of law and business that stages, policies, letters and checks share. Shipped values: stages/rules.ts. */
import type { CalendarDate } from './time.ts';

/** The hours of lawful contact, and the days that count as working days. */
export interface Calendar {
  /** Minutes after midnight in the person's zone: contacts are lawful from here ... */
  readonly opens: number;
  /** ... up to, not including, here. */
  readonly closes: number;
  isWorkingDay(date: CalendarDate): boolean;
}

/** Most contacts of one person, over all channels and accounts of one creditor and its agencies. */
export interface ContactCaps {
  readonly aDay: number;
  /** In any seven days. */
  readonly aWeek: number;
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
}

/** All limits of one set of rules. */
export interface Limits {
  readonly calendar: Calendar;
  readonly caps: ContactCaps;
  readonly terms: Terms;
}
