/** The numbers of law and business that stages, policies, letters and checks share. The values that ship are in stages/rules.ts. */
import type { CalendarDate } from './time.ts';

/** When people may be contacted, and which days count where the law counts working days. */
export interface Calendar {
  /** Minutes after midnight in the person's zone: contacts are lawful from here ... */
  readonly opens: number;
  /** ... up to, not including, here. */
  readonly closes: number;
  isWorkingDay(date: CalendarDate): boolean;
}

/** Contacts of one person at most, over all channels and accounts of one creditor and its agencies. */
export interface ContactCaps {
  readonly aDay: number;
  /** In any seven days. */
  readonly aWeek: number;
}

export interface Terms {
  /** Days that an agency has an account. */
  readonly placementDays: number;
  /** Days between the notice and the handover to an agency. */
  readonly placementNoticeDays: number;
  /** Days between delivery of the notice and the first record at the bureau. */
  readonly bureauLeadDays: number;
  /** Days that the final demand gives. */
  readonly finalDemandDays: number;
  /** Calls of one round. */
  readonly callAttempts: number;
  readonly callAttemptsADay: number;
}

export interface Limits {
  readonly calendar: Calendar;
  readonly caps: ContactCaps;
  readonly terms: Terms;
}
