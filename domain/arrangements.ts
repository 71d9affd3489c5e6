/**
 * How far a person's own word goes: the bounds within which a promise or "I have paid" keeps demands away without
 * anybody's consent. What exceeds them waits for a person, quietly, for a few working days. The bounds say nothing of
 * disputes, hardship, identity theft, distress or being represented: those hold everything back until they end.
 */

/** The bounds of one creditor (`terms.arrangements`). */
export interface ArrangementBounds {
  /** Days from a promise of one amount to its date. */
  promiseDays: number;
  /** Days from a promise of several amounts to the last of their dates. */
  instalmentDays: number;
  /** Least part of the overdue amount that a promise covers, percent. */
  leastPercent: number;
  /** Days before each promised date on which the person is reminded of it; 0: nobody is. REMINDER_DAYS if left out. */
  reminderDays?: number | undefined;
  /** Promises of one delinquency that were not kept. */
  promises: number;
  /** Announced payments of one delinquency that did not come. */
  announcements: number;
  /** Working days that an announced payment keeps demands away. */
  announcementDays: number;
  /** Working days that a person has to review what exceeds the bounds. */
  reviewDays: number;
}

/** The bounds of a creditor that sets none. The offers of letters (domain/offer.ts) lie within them. */
export const DEFAULT_ARRANGEMENTS: ArrangementBounds = {
  promiseDays: 60,
  instalmentDays: 120,
  leastPercent: 10,
  promises: 3,
  announcements: 2,
  announcementDays: 3,
  reviewDays: 3,
};

/** Days between the reminder and a promised date where a creditor sets none. */
export const REMINDER_DAYS = 2;
