/** How good probabilities are: order (AUC), distance (Brier score), and whether they come true (calibration). */
import { mean, variance } from '../../statistics.ts';

/** A tenth of the rows by probability: what was predicted and what happened, as shares. */
export interface CalibrationBand {
  readonly rows: number;
  readonly predicted: number;
  readonly observed: number;
}

export interface Quality {
  readonly rows: number;
  readonly defaults: number;
  /** Chance that a defaulter ranks above a payer; null when there is none of a kind. */
  readonly auc: number | null;
  /** Standard error of the AUC (DeLong). */
  readonly aucError: number | null;
  readonly brier: number;
  /** Mean distance of predicted and observed over the bands, weighted by rows. */
  readonly calibrationError: number;
  readonly calibration: readonly CalibrationBand[];
}

const BANDS = 10;

/** For each value its rank among all, ties sharing their mean rank; from 1. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end += 1;
    for (const at of order.slice(start, end)) ranks[at] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/** Area under the ROC curve with its standard error (DeLong, DeLong and Clarke-Pearson 1988, by ranks). */
export function areaUnderCurve(
  scores: readonly number[],
  outcomes: readonly number[],
): { auc: number; error: number } | null {
  const of = (kind: number) => scores.flatMap((_, at) => (outcomes[at] === kind ? [at] : []));
  const [bad, good] = [of(1), of(0)];
  if (bad.length === 0 || good.length === 0) return null;
  const all = ranksOf(scores);
  const within = (rows: readonly number[]) => ranksOf(rows.map((at) => scores[at] as number));
  const shareBelow = (rows: readonly number[], others: number): number[] => {
    const own = within(rows);
    return rows.map((at, place) => ((all[at] as number) - (own[place] as number)) / others);
  };
  const [below, above] = [shareBelow(bad, good.length), shareBelow(good, bad.length)];
  return { auc: mean(below), error: Math.sqrt(variance(below) / bad.length + variance(above) / good.length) };
}

/** Bands of about equal size in the order of the probabilities. */
function calibrationOf(probabilities: readonly number[], outcomes: readonly number[]): CalibrationBand[] {
  const order = probabilities
    .map((_, at) => at)
    .sort((a, b) => (probabilities[a] as number) - (probabilities[b] as number));
  return Array.from({ length: BANDS }, (_, band) => {
    const rows = order.slice(
      Math.floor((band * order.length) / BANDS),
      Math.floor(((band + 1) * order.length) / BANDS),
    );
    const of = (values: readonly number[]) => mean(rows.map((at) => values[at] as number));
    return { rows: rows.length, predicted: of(probabilities), observed: of(outcomes) };
  }).filter(({ rows }) => rows > 0);
}

/** The quality of probabilities of default, 0 to 1, against outcomes, 1 for default. Same length, not empty. */
export function qualityOf(probabilities: readonly number[], outcomes: readonly number[]): Quality {
  const area = areaUnderCurve(probabilities, outcomes);
  const calibration = calibrationOf(probabilities, outcomes);
  const missed = calibration.map(({ rows, predicted, observed }) => rows * Math.abs(predicted - observed));
  return {
    rows: outcomes.length,
    defaults: outcomes.filter((outcome) => outcome === 1).length,
    auc: area?.auc ?? null,
    aucError: area?.error ?? null,
    brier: mean(probabilities.map((probability, at) => (probability - (outcomes[at] as number)) ** 2)),
    calibrationError: missed.reduce((sum, part) => sum + part, 0) / Math.max(1, outcomes.length),
    calibration,
  };
}
