/** The dates of a plan: a rhythm from the first payment, moved off days on which nobody works where that is wished. */
import { addDays, addMonths, addWorkingDays, type CalendarDate, monthEnd } from '../../time.ts';

/** How often a plan is paid. */
export const RHYTHMS = ['week', 'fortnight', 'month'] as const;
/** One of RHYTHMS. */
export type Rhythm = (typeof RHYTHMS)[number];

/** Where a date goes that is no working day. */
export const MOVES = ['none', 'next', 'previous'] as const;
/** One of MOVES. */
export type Move = (typeof MOVES)[number];

/** What the dates of a plan follow from. */
export interface Dating {
  readonly first: CalendarDate;
  readonly every: Rhythm;
  /** Of months: the day, or the last of a month that has no such day; that of the first payment when null. */
  readonly day: number | null;
  readonly move: Move;
  readonly isWorkingDay: (date: CalendarDate) => boolean;
  /** No payment is before it. */
  readonly earliest: CalendarDate;
}

/** One date of a plan. */
export interface PaymentDate {
  readonly on: CalendarDate;
  /** By the rhythm alone; `on` differs where it was moved. */
  readonly regular: CalendarDate;
}

const DAYS: Readonly<Record<Exclude<Rhythm, 'month'>, number>> = { week: 7, fortnight: 14 };
export const dayOfMonth = (date: CalendarDate): number => Number(date.slice(8));

/** The day of the month of `date` that is `day`, or its last where it has no such day. */
export function onDay(date: CalendarDate, day: number): CalendarDate {
  const last = monthEnd(date);
  return addDays(last, Math.min(day - dayOfMonth(last), 0));
}

/** The date of a payment by the rhythm; the first has the index 0. */
function regularDate({ first, every, day }: Dating, index: number): CalendarDate {
  if (every !== 'month') return addDays(first, index * DAYS[every]);
  return onDay(addMonths(`${first.slice(0, 8)}01`, index), day ?? dayOfMonth(first));
}

/**
 * The first `count` dates, ascending. A date that is moved keeps the others where they are. Where two would fall on one
 * day, and where a date would come before the earliest, it takes the next working day instead.
 */
export function paymentDates(dating: Dating, count: number): PaymentDate[] {
  const dates: PaymentDate[] = [];
  let before = addDays(dating.earliest, -1);
  for (let index = 0; index < count; index += 1) {
    const regular = regularDate(dating, index);
    before = movedDate(regular, before, dating);
    dates.push({ on: before, regular });
  }
  return dates;
}

function movedDate(regular: CalendarDate, before: CalendarDate, { move, isWorkingDay }: Dating): CalendarDate {
  if (move === 'none') return regular;
  const steps = move === 'next' ? 1 : -1;
  const on = isWorkingDay(regular) ? regular : addWorkingDays(regular, steps, isWorkingDay);
  return on > before ? on : addWorkingDays(before, 1, isWorkingDay);
}
