/**
 * Measures: what is worked out of the stored features of an account. Data, not code: a layout holds the expressions.
 */

/** Expressions over stored features; a text is the name of one. */
export type Expression =
  | string
  | { readonly sum: readonly Expression[] }
  | { readonly difference: readonly [Expression, Expression] }
  | { readonly ratio: readonly [Expression, Expression] }
  | { readonly greatest: readonly Expression[] }
  | { readonly least: readonly Expression[] }
  | { readonly run: readonly Expression[]; readonly atLeast: number };

/** `none`: there is nothing to divide by, such as no bill. Null: a stored feature is missing. */
export type Measured = number | 'none' | null;

/** Ratios are rounded to this part, so that the bounds of bins stay readable. */
const RATIO_PARTS = 10_000;

/** Reads a stored feature; null when it is missing. */
export type FeatureReader = (name: string) => number | null;
/** Works a measure out of stored features. */
export type Measurer = (read: FeatureReader) => Measured;

/**
 * Makes a function of an expression. A missing feature makes the whole missing. `greatest`, `least` and `run` pass over
 * what is none; a sum, difference or ratio of or with it is none.
 */
export function measurerOf(expression: Expression): Measurer {
  if (typeof expression === 'string') return (read) => read(expression);
  const parts = partsOf(expression).map(measurerOf);
  const combine = combinationOf(expression);
  return (read) => {
    const values: (number | 'none')[] = [];
    for (const part of parts) {
      const value = part(read);
      if (value === null) return null;
      values.push(value);
    }
    return combine(values);
  };
}

function combinationOf(expression: Exclude<Expression, string>): (values: readonly (number | 'none')[]) => Measured {
  if ('run' in expression) return (values) => runOf(values, expression.atLeast);
  if ('greatest' in expression) return (values) => pick(values, Math.max);
  if ('least' in expression) return (values) => pick(values, Math.min);
  if ('difference' in expression) return ofAll(([first = 0, second = 0]) => first - second);
  if ('ratio' in expression)
    return ofAll(([first = 0, second = 0]) =>
      second > 0 ? Math.round((first / second) * RATIO_PARTS) / RATIO_PARTS : 'none',
    );
  return ofAll((values) => values.reduce((sum, value) => sum + value, 0));
}

const isNumber = (value: number | 'none'): value is number => value !== 'none';

function pick(values: readonly (number | 'none')[], of: (...numbers: number[]) => number): Measured {
  const numbers = values.filter(isNumber);
  return numbers.length === 0 ? 'none' : of(...numbers);
}

/** None where any of the values is. */
const ofAll =
  (of: (numbers: readonly number[]) => Measured) =>
  (values: readonly (number | 'none')[]): Measured =>
    values.every(isNumber) ? of(values) : 'none';

const partsOf = (expression: Exclude<Expression, string>): readonly Expression[] =>
  Object.values(expression).find((part) => Array.isArray(part)) as readonly Expression[];

/** How many values from the first on are at least so large, without a gap. */
function runOf(values: readonly (number | 'none')[], atLeast: number): number {
  const end = values.findIndex((value) => value === 'none' || value < atLeast);
  return end < 0 ? values.length : end;
}

/** Names of the stored features that an expression reads, each once. */
export function namesIn(expression: Expression): string[] {
  return typeof expression === 'string' ? [expression] : [...new Set(partsOf(expression).flatMap(namesIn))];
}
