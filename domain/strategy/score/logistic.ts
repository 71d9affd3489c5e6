/** Logistic regression with a ridge penalty and weights that are never below zero. Deterministic. */

export interface LogisticFit {
  readonly intercept: number;
  /** One a column, 0 for a column that was left out. */
  readonly weights: readonly number[];
}

interface LogisticOptions {
  /** L2 penalty of each weight; the intercept has none. */
  ridge: number;
}

const MOST_STEPS = 50;
const CONVERGED = 1e-9;
const logistic = (z: number): number => 1 / (1 + Math.exp(-z));

/**
 * Fits P(outcome = 1) by Newton's method. A column of evidence that would count against its own direction is left out,
 * the worst first, and the rest is fitted again: no weight is below zero.
 * `columns`: one array a feature, as long as `outcomes`, which hold 0 and 1.
 */
export function fitLogistic(
  columns: readonly Float64Array[],
  outcomes: Uint8Array,
  { ridge }: LogisticOptions,
): LogisticFit {
  let kept = columns.map((_, at) => at);
  for (;;) {
    const [intercept = 0, ...weights] = newton(
      kept.map((at) => columns[at] as Float64Array),
      outcomes,
      ridge,
    );
    const least = weights.reduce((worst, weight, at) => (weight < (weights[worst] ?? 0) ? at : worst), 0);
    if ((weights[least] ?? 0) >= 0) {
      const byColumn = new Map(kept.map((column, at) => [column, weights[at] ?? 0]));
      return { intercept, weights: columns.map((_, column) => byColumn.get(column) ?? 0) };
    }
    kept = kept.filter((_, at) => at !== least);
  }
}

/** Intercept and weights that maximise the penalised likelihood. */
function newton(columns: readonly Float64Array[], outcomes: Uint8Array, ridge: number): number[] {
  const size = columns.length + 1;
  const share = outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
  const fitted = new Array<number>(size).fill(0);
  fitted[0] = Math.log(share / (1 - share));
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { gradient, hessian } = derivatives(columns, outcomes, fitted, ridge);
    const change = solve(hessian, gradient);
    for (let at = 0; at < size; at += 1) fitted[at] = (fitted[at] as number) + (change[at] as number);
    if (Math.max(...change.map(Math.abs)) < CONVERGED) break;
  }
  return fitted;
}

/** First derivative of the penalised log-likelihood, and the second with its sign turned. */
function derivatives(
  columns: readonly Float64Array[],
  outcomes: Uint8Array,
  fitted: readonly number[],
  ridge: number,
): { gradient: number[]; hessian: number[][] } {
  const size = fitted.length;
  const gradient = fitted.map((weight, at) => (at === 0 ? 0 : -ridge * weight));
  const hessian = fitted.map((_, at) => fitted.map((_, other) => (at > 0 && at === other ? ridge : 0)));
  const row = new Float64Array(size);
  row[0] = 1;
  for (let index = 0; index < outcomes.length; index += 1) {
    let z = fitted[0] as number;
    for (let at = 1; at < size; at += 1) {
      row[at] = (columns[at - 1] as Float64Array)[index] as number;
      z += (fitted[at] as number) * (row[at] as number);
    }
    const p = logistic(z);
    const spread = p * (1 - p);
    for (let at = 0; at < size; at += 1) {
      const value = row[at] as number;
      const line = hessian[at] as number[];
      gradient[at] = (gradient[at] as number) + ((outcomes[index] as number) - p) * value;
      for (let other = 0; other <= at; other += 1)
        line[other] = (line[other] as number) + spread * value * (row[other] as number);
    }
  }
  for (let at = 0; at < size; at += 1)
    for (let other = at + 1; other < size; other += 1)
      (hessian[at] as number[])[other] = (hessian[other] as number[])[at] as number;
  return { gradient, hessian };
}

/** Solves a symmetric positive system by Cholesky's decomposition. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const lower = matrix.map((line) => line.map(() => 0));
  const cell = (at: number, other: number) => (lower[at] as number[])[other] as number;
  for (let at = 0; at < size; at += 1)
    for (let other = 0; other <= at; other += 1) {
      let sum = (matrix[at] as readonly number[])[other] as number;
      for (let k = 0; k < other; k += 1) sum -= cell(at, k) * cell(other, k);
      (lower[at] as number[])[other] = at === other ? Math.sqrt(Math.max(sum, 1e-12)) : sum / cell(other, other);
    }
  const half = new Array<number>(size).fill(0);
  for (let at = 0; at < size; at += 1) {
    let sum = right[at] as number;
    for (let k = 0; k < at; k += 1) sum -= cell(at, k) * (half[k] as number);
    half[at] = sum / cell(at, at);
  }
  const solved = new Array<number>(size).fill(0);
  for (let at = size - 1; at >= 0; at -= 1) {
    let sum = half[at] as number;
    for (let k = at + 1; k < size; k += 1) sum -= cell(k, at) * (solved[k] as number);
    solved[at] = sum / cell(at, at);
  }
  return solved;
}
