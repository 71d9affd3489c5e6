/**
 * The instalments of a plan. Interest is simple, on the principal that is open, and is rounded once an instalment.
 * Instalments are rounded down, and the last takes what is left: the sums are exact.
 */
import { Problem } from '../../problems.ts';
import type { CalendarDate } from '../../time.ts';
import {
  addComponents,
  type Component,
  type Components,
  coverComponents,
  NO_COMPONENTS,
  sumOf,
} from '../components.ts';
import { interestOn, type Rate } from './interest.ts';
import type { PaymentDate } from './payment-dates.ts';
import { HUNDRED_PERCENT } from './percent.ts';
import { MOST_INSTALMENTS } from './terms.ts';

/** The debt where its instalments begin. Amounts are minor units. */
export interface Opening {
  readonly owed: Components;
  /** Interest runs from here. */
  readonly from: CalendarDate;
  readonly rate: Rate | null;
  readonly order: readonly Component[];
}

/** One instalment. `parts` add up to `minor`. */
export interface Instalment extends PaymentDate {
  readonly minor: bigint;
  /** What ran since the payment before. */
  readonly interest: bigint;
  readonly parts: Components;
  /** What is owed after it. */
  readonly left: Components;
}

/** Adds interest to what is owed. */
export const withInterest = (owed: Components, interest: bigint): Components =>
  addComponents(owed, { ...NO_COMPONENTS, interest });

/** What is known where the size of an instalment is chosen. */
interface AtPayment {
  readonly index: number;
  readonly interest: bigint;
  readonly owed: bigint;
}

/** Pays on each date what `sizeOf` says, at most what is owed; ends where nothing is left. */
function payOff(
  { owed: opening, from, rate, order }: Opening,
  dates: readonly PaymentDate[],
  sizeOf: (at: AtPayment) => bigint,
): Instalment[] {
  const instalments: Instalment[] = [];
  let [owed, since] = [opening, from];
  for (const [index, date] of dates.entries()) {
    const interest = interestOn(owed.principal, rate, since, date.on);
    owed = withInterest(owed, interest);
    const sum = sumOf(owed);
    const size = sizeOf({ index, interest, owed: sum });
    const minor = size < sum ? size : sum;
    const { paid, left } = coverComponents(owed, minor, order);
    instalments.push({ ...date, minor, interest, parts: paid, left });
    [owed, since] = [left, date.on];
    if (minor === sum) break;
  }
  return instalments;
}

export const interestIn = (instalments: readonly { interest: bigint }[]): bigint =>
  instalments.reduce((sum, { interest }) => sum + interest, 0n);

/** One share of what is paid: `percent`, in millionths, in `number` equal parts. */
export interface Step {
  readonly number: number;
  readonly percent: bigint;
}

/** How shares are rounded and where interest goes. */
export interface Sharing {
  readonly place: 'within' | 'on-top';
  /** Minor units that shares are rounded down to. */
  readonly unit: bigint;
  /** An amount in words. */
  readonly show: (minor: bigint) => string;
}

/** Instalments by shares that add up to a hundred percent, one for each date. */
export function scheduleByShares(
  opening: Opening,
  dates: readonly PaymentDate[],
  steps: readonly Step[],
  { place, unit, show }: Sharing,
): Instalment[] {
  const owed = sumOf(opening.owed);
  const parts = steps.flatMap(({ number, percent }) =>
    Array.from({ length: number }, () => ({ percent, of: BigInt(number) })),
  );
  const share = (total: bigint, index: number): bigint => {
    const { percent, of } = parts[index] as (typeof parts)[number];
    return ((total * percent) / (HUNDRED_PERCENT * of * unit)) * unit;
  };
  const last = dates.length - 1;
  const isOnTop = place === 'on-top';
  const within = (total: bigint): Instalment[] =>
    payOff(opening, dates, (at) => (at.index === last ? at.owed : share(total, at.index)));
  const total = isOnTop ? owed : wholeSum(opening, dates, within);
  if (parts.some((_, index) => share(total, index) === 0n))
    throw new Problem('plan-instalment-zero', { amount: show(total), number: dates.length });
  if (isOnTop)
    return payOff(opening, dates, ({ index, interest, owed: all }) =>
      index === last ? all : share(owed, index) + interest,
    );
  const instalments = within(total);
  if (owed + interestIn(instalments) - total > share(total, last))
    throw new Problem('plan-interest-too-long', { number: dates.length });
  return instalments;
}

/**
 * All that is paid, with interest: the largest sum that is not above the debt and the interest that runs where this sum
 * is paid. A larger sum is paid sooner and bears less interest, so there is a turning point.
 */
function wholeSum(opening: Opening, dates: readonly PaymentDate[], within: (total: bigint) => Instalment[]): bigint {
  const owed = sumOf(opening.owed);
  let low = owed;
  // As if nobody paid before the last date.
  let high = owed + interestIn(payOff(opening, dates, () => 0n));
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle <= owed + interestIn(within(middle))) low = middle;
    else high = middle - 1n;
  }
  return low;
}

const mostInterest = (instalments: readonly Instalment[]): bigint =>
  instalments.reduce((most, { interest }) => (interest > most ? interest : most), 0n);

/**
 * Instalments of the size that `sizeOf` says by their index, until nothing is left. `dates` are the most there may be.
 */
export function scheduleByAmounts(
  opening: Opening,
  dates: readonly PaymentDate[],
  sizeOf: (index: number) => bigint,
  show: (minor: bigint) => string,
): Instalment[] {
  const instalments = payOff(opening, dates, ({ index }) => sizeOf(index));
  const end = instalments.at(-1) as Instalment;
  if (sumOf(end.left) === 0n) return instalments;
  const instalment = show(end.minor);
  if (sumOf(end.left) >= sumOf(opening.owed))
    throw new Problem('plan-never-ends', { instalment, interest: show(mostInterest(instalments)) });
  throw new Problem('plan-too-many-instalments', { instalment, most: MOST_INSTALMENTS });
}
