/** Interest on a principal between two dates: simple, exact, rounded once. */
import { type CalendarDate, daysBetween } from '../../time.ts';
import { HUNDRED_PERCENT } from './percent.ts';

/**
 * How days become a part of a year. `30/360` is 30E/360 (Eurobond basis): every month has 30 days, a 31st counts as the
 * 30th, and the last day of February as the day that it is.
 */
export const DAY_COUNTS = ['actual/365', 'actual/360', '30/360'] as const;
/** One of DAY_COUNTS. */
export type DayCount = (typeof DAY_COUNTS)[number];

/** A nominal rate a year. */
export interface Rate {
  /** Millionths of a percent. */
  readonly percent: bigint;
  readonly dayCount: DayCount;
}

const YEAR: Readonly<Record<DayCount, bigint>> = { 'actual/365': 365n, 'actual/360': 360n, '30/360': 360n };

/** Days since year 0 where each month has thirty. */
function thirtyDays(date: CalendarDate): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return year * 360 + month * 30 + Math.min(day, 30);
}

/** The days from `from` to `to` that a day count sees; never negative for `to` from `from` on. */
export function interestDays(dayCount: DayCount, from: CalendarDate, to: CalendarDate): number {
  return dayCount === '30/360' ? thirtyDays(to) - thirtyDays(from) : daysBetween(from, to);
}

/** Divides a number that is not negative; a half goes to the even neighbour. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** The interest on a principal from `from` to `to`, minor units, a half to the even neighbour. No rate: none. */
export function interestOn(principal: bigint, rate: Rate | null, from: CalendarDate, to: CalendarDate): bigint {
  if (rate === null || to <= from) return 0n;
  const { percent, dayCount } = rate;
  const days = BigInt(interestDays(dayCount, from, to));
  return divideHalfEven(principal * percent * days, HUNDRED_PERCENT * YEAR[dayCount]);
}
