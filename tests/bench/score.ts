/**
 * How well the score tells who defaults, on rows that it has not seen: five times repeated five-fold stratified
 * cross-validation over the rows that are not held out, and once on the fifth that is.
 *   npm run bench -- score
 * A JSON line a figure, exit 1 when a gate is missed. Needs nothing running.
 */

import type { LearntModel } from '../../domain/contracts/score-model.ts';
import { mean, NORMAL_95 } from '../../domain/statistics.ts';
import { scoreRows } from '../../domain/strategy/score/card.ts';
import { foldsOf, isHeldOut, readDataset, type ScoreRow } from '../../domain/strategy/score/dataset.ts';
import { type Quality, qualityOf } from '../../domain/strategy/score/quality.ts';
import { learn } from '../../domain/strategy/score/train.ts';
import { readShippedData, readShippedLayout, SHIPPED_TARGET } from '../../engine/score/model-file.ts';
import { report } from './report.ts';

const REPEATS = 5;
const FOLDS = 5;
/** Half the width of a 95 % interval in standard errors. */
const GATES = { auc: 0.735, calibrationError: 0.03, heldOutAuc: 0.715 };

const layout = readShippedLayout();
const rows = readDataset(layout, readShippedData().rows, SHIPPED_TARGET);
const known = rows.filter((row) => !isHeldOut(row));

/** Quality on late rows, each predicted by a model that has not seen it. */
function crossValidate(seed: number): { pooled: Quality; byFold: Quality[] } {
  const folds = foldsOf(known, FOLDS, seed);
  const parts = Array.from({ length: FOLDS }, (_, fold) => {
    const model = learn(
      layout,
      known.filter((_, at) => folds[at] !== fold),
    );
    return predict(
      model,
      known.filter((row, at) => folds[at] === fold && row.late),
    );
  });
  return { pooled: qualityFrom(parts.flat()), byFold: parts.map(qualityFrom) };
}

type Prediction = readonly [probability: number, outcome: number];
const predict = (model: LearntModel, late: readonly ScoreRow[]): Prediction[] =>
  scoreRows(model, late).map(({ row, probability }) => [probability, row.outcome]);
const qualityFrom = (predictions: readonly Prediction[]): Quality =>
  qualityOf(
    predictions.map(([probability]) => probability),
    predictions.map(([, outcome]) => outcome),
  );

const repeats = Array.from({ length: REPEATS }, (_, seed) => crossValidate(seed + 1));
const aucs = repeats.flatMap(({ byFold }) => byFold.map(({ auc }) => auc ?? 0));
const auc = mean(aucs);
/** Of the rows, not of the folds: folds of one sample vary less than samples do. */
const error = mean(repeats.map(({ pooled }) => pooled.aucError ?? 0));
const late = { late: known.filter((row) => row.late).length, repeats: REPEATS, folds: FOLDS };
report(
  'score',
  { figure: 'auc-late', value: auc, unit: 'AUC', atLeast: GATES.auc, decimals: 4 },
  {
    ...late,
    from: Number((auc - NORMAL_95 * error).toFixed(4)),
    to: Number((auc + NORMAL_95 * error).toFixed(4)),
    worstFold: Number(Math.min(...aucs).toFixed(4)),
    bestFold: Number(Math.max(...aucs).toFixed(4)),
  },
);
report(
  'score',
  {
    figure: 'calibration-error-late',
    value: mean(repeats.map(({ pooled }) => pooled.calibrationError)),
    unit: 'share',
    atMost: GATES.calibrationError,
    decimals: 4,
  },
  late,
);
report(
  'score',
  { figure: 'brier-late', value: mean(repeats.map(({ pooled }) => pooled.brier)), unit: 'Brier', decimals: 4 },
  late,
);

const heldOut = qualityFrom(
  predict(
    learn(layout, known),
    rows.filter((row) => isHeldOut(row) && row.late),
  ),
);
report(
  'score',
  { figure: 'auc-late-held-out', value: heldOut.auc ?? 0, unit: 'AUC', atLeast: GATES.heldOutAuc, decimals: 4 },
  { late: heldOut.rows, error: Number((heldOut.aucError ?? 0).toFixed(4)) },
);
report(
  'score',
  { figure: 'calibration-error-late-held-out', value: heldOut.calibrationError, unit: 'share', decimals: 4 },
  { late: heldOut.rows },
);
