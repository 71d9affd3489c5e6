/**
 * Bins of a measure: quantiles that are merged while two neighbours hardly differ, are too small, or break the order.
 */

import type { Direction } from '../../contracts/score-layout.ts';
import type { BinPlace } from '../../contracts/score-model.ts';
import type { Measured } from './measure.ts';

export interface BinningOptions {
  /** Most bins. */
  most: number;
  /** Least share of all rows in a bin. */
  leastShare: number;
  direction: Direction;
}

/** A bin while it is built. */
interface Group {
  /** Largest value in it. */
  upTo: number;
  rows: number;
  defaults: number;
}

/** Groups to begin with. */
const FIRST_GROUPS = 20;
/** Log-likelihood that two neighbours must gain by standing apart. */
const LEAST_GAIN = 2;

/** The last values of each bin but the last, ascending. Values that are none or missing take no part. */
export function binBounds(values: readonly Measured[], outcomes: Uint8Array, options: BinningOptions): number[] {
  const groups = firstGroups(values, outcomes);
  const leastRows = options.leastShare * values.length;
  for (let pair = pairToMerge(groups, leastRows, options); pair >= 0; pair = pairToMerge(groups, leastRows, options)) {
    const [left, right] = [groups[pair] as Group, groups[pair + 1] as Group];
    groups.splice(pair, 2, joined(left, right));
  }
  return groups.slice(0, -1).map(({ upTo }) => upTo);
}

function firstGroups(values: readonly Measured[], outcomes: Uint8Array): Group[] {
  const known = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const distinct = [...new Set(known)];
  const quantiles = Array.from(
    { length: FIRST_GROUPS },
    (_, at) => known[Math.floor(((at + 1) / FIRST_GROUPS) * (known.length - 1))] as number,
  );
  const bounds = distinct.length <= FIRST_GROUPS ? distinct : [...new Set(quantiles)];
  const groups = bounds.map((upTo): Group => ({ upTo, rows: 0, defaults: 0 }));
  for (const [at, value] of values.entries()) {
    const group = typeof value === 'number' ? groups[placeAmong(bounds.slice(0, -1), value)] : undefined;
    if (group === undefined) continue;
    group.rows += 1;
    group.defaults += outcomes[at] as number;
  }
  return groups;
}

/** Place of a number among bins whose last values are given. */
function placeAmong(upTo: readonly number[], value: number): number {
  const place = upTo.findIndex((last) => value <= last);
  return place < 0 ? upTo.length : place;
}

/** Place of any value of a measure. */
export const placeOf = (upTo: readonly number[], value: Measured): BinPlace =>
  value === null ? 'missing' : value === 'none' ? 'none' : placeAmong(upTo, value);

const joined = (left: Group, right: Group): Group => ({
  upTo: right.upTo,
  rows: left.rows + right.rows,
  defaults: left.defaults + right.defaults,
});

const rateOf = ({ rows, defaults }: Group): number => (rows === 0 ? 0 : defaults / rows);

/** Log-likelihood of a group with its own rate. */
function likelihood({ rows, defaults }: Group): number {
  const rate = (defaults + 0.5) / (rows + 1);
  return rows === 0 ? 0 : defaults * Math.log(rate) + (rows - defaults) * Math.log(1 - rate);
}

/** The left one of the two neighbours to merge next; -1 when all may stay. */
function pairToMerge(groups: readonly Group[], leastRows: number, { most, direction }: BinningOptions): number {
  const pairs = groups.slice(0, -1).map((left, at) => {
    const right = groups[at + 1] as Group;
    return {
      at,
      gain: likelihood(left) + likelihood(right) - likelihood(joined(left, right)),
      small: Math.min(left.rows, right.rows) < leastRows,
      disorder: isDisorder(rateOf(right) - rateOf(left), direction),
    };
  });
  const leastOf = (of: typeof pairs) =>
    of.reduce((best, pair) => (pair.gain < best.gain ? pair : best), of[0] ?? NO_PAIR);
  const forced = [pairs.filter(({ small }) => small), pairs.filter(({ disorder }) => disorder)].find(
    (found) => found.length > 0,
  );
  if (forced !== undefined) return leastOf(forced).at;
  const weakest = leastOf(pairs);
  return groups.length > most || weakest.gain < LEAST_GAIN ? weakest.at : -1;
}
const NO_PAIR = { at: -1, gain: Number.POSITIVE_INFINITY, small: false, disorder: false };

/** Whether the default rate moves against the direction. */
const isDisorder = (rise: number, direction: Direction): boolean =>
  direction === 'worse' ? rise < 0 : direction === 'better' ? rise > 0 : false;
