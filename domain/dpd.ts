/** Delinquency of one account: days past due and what is overdue. The only place that knows the rule. */
import type { Due } from './facts.ts';
import { addDays, type CalendarDate, daysBetween } from './time.ts';

/** What of an account is overdue, and since when. */
export interface Delinquency {
  /** Unpaid part of the dues before `today`, minor units. */
  overdue: bigint;
  /** Calendar days since the oldest due that is not fully covered; 0 when nothing is overdue. */
  dpd: number;
  /** That due's date: the date of first delinquency; null when nothing is overdue. */
  oldest: CalendarDate | null;
  /** Unpaid part of all dues not fully covered, oldest first, future ones too. */
  open: readonly Due[];
  /** First day on which the next uncovered due is overdue; null when every due ahead is covered. */
  nextOverdueOn: CalendarDate | null;
}

/**
 * The delinquency of unpaid dues, oldest first. A due is overdue from the day after its date (due date = dpd 0). Dates
 * are in the creditor's zone.
 */
export function delinquency(open: readonly Due[], today: CalendarDate): Delinquency {
  let overdue = 0n;
  let oldest: CalendarDate | null = null;
  let next: CalendarDate | null = null;
  for (const { on, minor } of open) {
    if (on >= today) {
      next = on;
      break;
    }
    overdue += minor;
    oldest ??= on;
  }
  return {
    overdue,
    dpd: oldest === null ? 0 : daysBetween(oldest, today),
    oldest,
    open,
    nextOverdueOn: next === null ? null : addDays(next, 1),
  };
}
