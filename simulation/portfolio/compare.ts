/**
 * Two strategies on the same people. Both runs draw the same numbers for a person (common random numbers), so the
 * difference is taken person by person; its uncertainty is the standard error of the mean of these differences.
 */
import { NORMAL_95, variance } from '../../domain/statistics.ts';
import { PERSON_FIGURES, type PersonFigure, type PersonFigures } from './person-figures.ts';

/** Half the width of a 95 % interval, in standard errors. */

/** How the second strategy differs from the first. Amounts are minor units. */
export interface Difference {
  figure: PersonFigure;
  /** Totals over all persons. */
  first: number;
  second: number;
  /** `second` less `first`. */
  difference: number;
  /** Standard error of the difference over persons; 0 when nobody differs. */
  error: number;
  /** The 95 % interval of the difference. */
  from: number;
  to: number;
  /** Persons for whom the figure differs. */
  persons: number;
}

/** Compares by person. Both lists hold the same persons in the same order. Throws when they do not. */
export function compareStrategies(first: readonly PersonFigures[], second: readonly PersonFigures[]): Difference[] {
  if (first.length !== second.length || first.some(({ person }, at) => second[at]?.person !== person))
    throw new Error('the strategies were run on different people');
  return PERSON_FIGURES.map((figure) => differenceOf(figure, first, second));
}

function differenceOf(
  figure: PersonFigure,
  first: readonly PersonFigures[],
  second: readonly PersonFigures[],
): Difference {
  const total = (all: readonly PersonFigures[]) => all.reduce((sum, person) => sum + person[figure], 0);
  const differences = first.map((person, at) => (second[at]?.[figure] ?? 0) - person[figure]);
  const difference = differences.reduce((sum, value) => sum + value, 0);
  const error = errorOfSum(differences);
  return {
    figure,
    first: total(first),
    second: total(second),
    difference,
    error,
    from: difference - NORMAL_95 * error,
    to: difference + NORMAL_95 * error,
    persons: differences.filter((value) => value !== 0).length,
  };
}

/** Standard error of the sum of independent numbers that were drawn from one distribution; 0 for fewer than two. */
export function errorOfSum(numbers: readonly number[]): number {
  const { length } = numbers;
  if (length < 2) return 0;
  return Math.sqrt(length * variance(numbers));
}
