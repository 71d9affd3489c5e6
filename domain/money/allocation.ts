/**
 * How money since the newest book covers the components of each due, and where the next book splits it otherwise. What
 * Arrears says of it is a forecast: the book's split is what counts. Amounts are minor units.
 */
import type { CalendarDate } from '../time.ts';
import type { AllocationOrder } from './allocation-order.ts';
import { COMPONENTS, type Component, type Components, coverComponents, sumOf } from './components.ts';
import type { Position } from './position.ts';

/** The components of what is unpaid of a due. */
export interface DueSplit {
  readonly on: CalendarDate;
  readonly parts: Components;
}

/** What a book says of the components of dues. Not every due needs to be among them. */
export interface StatedSplit {
  /** Date of the book. */
  readonly asOf: CalendarDate;
  readonly dues: readonly DueSplit[];
}

/**
 * The components of what is unpaid at a position, due by due. Without the dues that the newest book does not split, and
 * those of which more is unpaid than it says, since a payment of before it was taken back.
 */
export function forecastSplit(
  stated: StatedSplit,
  { asOf, open }: Pick<Position, 'asOf' | 'open'>,
  order: AllocationOrder['order'],
): DueSplit[] {
  if (stated.asOf !== asOf) return [];
  return stated.dues.flatMap(({ on, parts }) => {
    const paid = sumOf(parts) - (open.find((due) => due.on === on)?.minor ?? 0n);
    return paid < 0n ? [] : [{ on, parts: coverComponents(parts, paid, order).left }];
  });
}

/** A due that a book splits otherwise than was forecast. */
export interface SplitDifference {
  readonly on: CalendarDate;
  /** The component of which the book says more or less. */
  readonly component: Component;
  readonly forecast: bigint;
  readonly booked: bigint;
}

/**
 * The first difference between two books of the same due that only money explains: no component grew, and less is
 * unpaid. `orders`: any of them may have held. null where one of them explains all.
 */
export function splitDifference(
  before: readonly DueSplit[],
  after: readonly DueSplit[],
  orders: readonly AllocationOrder['order'][],
): SplitDifference | null {
  const splits = before.flatMap(({ on, parts }) => {
    const booked = after.find((due) => due.on === on)?.parts;
    return booked === undefined || !isOnlyPaid(parts, booked) ? [] : [{ on, parts, booked }];
  });
  const differences = orders.map((order) => firstDifference(splits, order));
  return differences.some((difference) => difference === null) ? null : (differences[0] ?? null);
}

/** Some of it was paid, and nothing was charged. */
const isOnlyPaid = (before: Components, after: Components): boolean =>
  sumOf(after) < sumOf(before) && COMPONENTS.every((name) => after[name] <= before[name]);

function firstDifference(
  splits: readonly (DueSplit & { booked: Components })[],
  order: AllocationOrder['order'],
): SplitDifference | null {
  for (const { on, parts, booked } of splits) {
    const { left } = coverComponents(parts, sumOf(parts) - sumOf(booked), order);
    const component = COMPONENTS.find((name) => left[name] !== booked[name]);
    if (component !== undefined) return { on, component, forecast: left[component], booked: booked[component] };
  }
  return null;
}
