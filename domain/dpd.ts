/** Delinquency of one account: dues, what covers them, days past due. The only place that knows the rule. */
import type { Due } from './facts.ts';
import { addDays, type CalendarDate, daysBetween } from './time.ts';

/** A due that is not fully covered. */
interface OpenDue {
  on: CalendarDate;
  /** Its unpaid part, minor units. */
  unpaid: bigint;
}
/** What of an account is overdue, and since when. */
export interface Delinquency {
  /** Unpaid part of the dues before `today`, minor units. */
  overdue: bigint;
  /** Calendar days since the oldest due that is not fully covered; 0 when nothing is overdue. */
  dpd: number;
  /** That due's date: the date of first delinquency; null when nothing is overdue. */
  oldest: CalendarDate | null;
  /** All dues not fully covered, oldest first, future ones too. */
  open: OpenDue[];
  /** First day on which the next uncovered due is overdue; null when every due ahead is covered. */
  nextOverdueOn: CalendarDate | null;
}

/**
 * `covered` is all money received less what was taken back, minor units; it covers the oldest due first (payment
 * allocation by age). A due is overdue from the day after its date (due date = dpd 0). Dates are in the creditor's
 * zone.
 */
export function delinquency(dues: readonly Due[], covered: bigint, today: CalendarDate): Delinquency {
  // The database returns dues in order.
  const inOrder = dues.every((due, index) => index === 0 || (dues[index - 1] as Due).on <= due.on);
  const sorted = inOrder ? dues : [...dues].sort((a, b) => daysBetween(b.on, a.on));
  const open: OpenDue[] = [];
  let left = covered > 0n ? covered : 0n;
  for (const due of sorted) {
    const paid = left < due.minor ? left : due.minor;
    left -= paid;
    if (paid < due.minor) open.push({ on: due.on, unpaid: due.minor - paid });
  }
  const past = open.filter((due) => due.on < today);
  const oldest = past[0]?.on ?? null;
  const next = open.find((due) => due.on >= today);
  return {
    overdue: past.reduce((sum, due) => sum + due.unpaid, 0n),
    dpd: oldest === null ? 0 : daysBetween(oldest, today),
    oldest,
    open,
    nextOverdueOn: next ? addDays(next.on, 1) : null,
  };
}
