/** `arrears score evaluate`: how good a model is on the rows of a CSV. Needs nothing running. */

import { qualityOn, scoreRows } from '../../domain/strategy/score/card.ts';
import { isHeldOut, readDataset } from '../../domain/strategy/score/dataset.ts';
import { answer, count, type OutputOptions } from '../print.ts';
import { readModel, readRows } from '../score-files.ts';
import { modelTitle, qualityText } from '../score-text.ts';

interface EvaluateOptions extends OutputOptions {
  input: string;
  model?: string;
  target?: string;
}

export async function evaluateScore({ input, model: path, target, ...options }: EvaluateOptions): Promise<void> {
  const model = readModel(path);
  const { rows: lines, digest } = readRows(input);
  const rows = readDataset(model.layout, lines, target ?? model.card.target);
  const late = rows.filter((row) => row.late);
  /** The model has seen four fifths of its own data: only the rest tells how good it is. */
  const isOwn = digest === model.card.dataDigest;
  const unscored = rows.length - scoreRows(model, rows).length;
  const found = {
    late: qualityOn(model, late),
    all: qualityOn(model, rows),
    heldOut: isOwn
      ? { late: qualityOn(model, late.filter(isHeldOut)), all: qualityOn(model, rows.filter(isHeldOut)) }
      : null,
    unscored,
  };
  answer(options, { model: model.digest, dataDigest: digest, ...found }, () =>
    [
      modelTitle(model),
      ...(isOwn
        ? ['The model was learnt from four fifths of this file: only what was held out tells how good it is.']
        : []),
      qualityText('Late accounts', found.late),
      qualityText('All accounts', found.all),
      ...(found.heldOut === null
        ? []
        : [
            qualityText('Late accounts that were held out', found.heldOut.late),
            qualityText('All accounts that were held out', found.heldOut.all),
          ]),
      ...(unscored > 0 ? [`${count(unscored, 'row')} could not be scored: features are missing.`] : []),
    ].join('\n\n'),
  );
}
