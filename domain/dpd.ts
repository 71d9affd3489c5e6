/** Delinquency of one account: days past due and what is overdue. The only place that knows the rule. */
import type { Due, Grace } from './facts.ts';
import { addDays, type CalendarDate, daysBetween } from './time.ts';

/** A due must be paid in full by its date. */
export const NO_GRACE: Grace = { days: 0, tolerance: 0n };
/** What of an account is overdue, and since when. */
export interface Delinquency {
  /** Unpaid part of the late dues, minor units. */
  overdue: bigint;
  /** Calendar days since the date of the oldest late due; 0 when nothing is overdue. */
  dpd: number;
  /** That due's date: the date of first delinquency; null when nothing is overdue. */
  oldest: CalendarDate | null;
  /** Unpaid part of all dues not fully covered, oldest first, future ones too. */
  open: readonly Due[];
  /** Those of them that were not paid on time: days of grace are over and more than the tolerance is missing. */
  late: readonly Due[];
  /** First day on which the next uncovered due is overdue; null when every due ahead is covered. */
  nextOverdueOn: CalendarDate | null;
}

/**
 * The delinquency of unpaid dues, oldest first. A due is overdue from the day after its date (due date = dpd 0) and its
 * days of grace; then its days past due count from its date. Dates are in the creditor's zone.
 */
export function delinquency(open: readonly Due[], today: CalendarDate, grace: Grace = NO_GRACE): Delinquency {
  const late: Due[] = [];
  let overdue = 0n;
  let next: CalendarDate | null = null;
  const tolerates = grace.tolerance > 0n;
  for (const due of open) {
    if (tolerates && due.minor <= grace.tolerance) continue;
    if (due.on >= today || (grace.days > 0 && addDays(due.on, grace.days) >= today)) {
      next = due.on;
      break;
    }
    overdue += due.minor;
    late.push(due);
  }
  const oldest = late[0]?.on ?? null;
  return {
    overdue,
    dpd: oldest === null ? 0 : daysBetween(oldest, today),
    oldest,
    open,
    late,
    nextOverdueOn: next === null ? null : addDays(next, grace.days + 1),
  };
}
