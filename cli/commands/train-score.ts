/** `arrears score train`: learns a model from a CSV and writes it. Needs nothing running. */
import { writeFileSync } from 'node:fs';
import { readDataset } from '../../domain/strategy/score/dataset.ts';
import { trainModel } from '../../domain/strategy/score/train.ts';
import { sealModel } from '../../engine/score/model-file.ts';
import { answer, type OutputOptions } from '../print.ts';
import { readLayout, readRows } from '../score-files.ts';
import { modelTitle, qualityText } from '../score-text.ts';

interface TrainOptions extends OutputOptions {
  input: string;
  target: string;
  layout?: string;
  out?: string;
}

export async function trainScore({ input, target, layout: layoutPath, out, ...options }: TrainOptions): Promise<void> {
  const layout = readLayout(layoutPath);
  const { rows, digest } = readRows(input);
  const model = sealModel(trainModel(layout, readDataset(layout, rows, target), { target, dataDigest: digest }));
  if (out !== undefined) writeFileSync(out, `${JSON.stringify(model, null, 1)}\n`);
  const { card } = model;
  answer(options, { digest: model.digest, file: out ?? null, card }, () =>
    [
      modelTitle(model),
      `Learnt from ${card.split.learntFrom} rows, of them ${card.split.lateLearntFrom} late; ${card.split.heldOut} were held out.`,
      qualityText('Late rows that were held out', card.late),
      qualityText('All rows that were held out', card.all),
      out === undefined ? 'Nothing was written: give --out FILE.' : `Written to ${out}.`,
    ].join('\n\n'),
  );
}
