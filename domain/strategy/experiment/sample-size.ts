/** How many persons an experiment needs, before it begins. */

import { NORMAL_95 } from '../../statistics.ts';

/** Of the normal distribution 80 % lie below: a true difference of the asked size is found in 80 % of experiments. */
const NORMAL_80_BELOW = 0.841621;

/**
 * Persons of each of two arms of one size so that a difference of means is found in 80 % of the experiments in which
 * it is there. `deviation` is the standard deviation over persons, in the unit of the difference.
 */
export function personsForMean(deviation: number, difference: number): number {
  return Math.ceil(2 * ((NORMAL_95 + NORMAL_80_BELOW) * (deviation / difference)) ** 2);
}

/** The same for the share of persons of whom something is true, such as cured: `share` in the champion's arm. */
export function personsForShare(share: number, difference: number): number {
  const other = share + difference;
  const variance = share * (1 - share) + other * (1 - other);
  return Math.ceil(variance * ((NORMAL_95 + NORMAL_80_BELOW) / difference) ** 2);
}
