/** Reads what the commands of the score work on: rows as CSV, plain or gzipped; models; layouts. */
import { faultsOf } from '../domain/contracts/event.ts';
import { ScoreLayout } from '../domain/contracts/score-layout.ts';
import type { ScoreModel } from '../domain/contracts/score-model.ts';
import type { TextRow } from '../domain/strategy/score/dataset.ts';
import { checkModel, readShippedLayout, readShippedModel } from '../engine/score/model-file.ts';
import { sha256 } from '../platform/sha256.ts';
import { readCsvFile } from './csv-file.ts';
import { faultsIn, fieldOf, readJson, refuseFile } from './json-file.ts';

/** Header and rows of a CSV. `digest` is the SHA-256 of the CSV itself. */
export function readRows(path: string): { rows: TextRow[]; digest: string } {
  const { rows, bytes } = readCsvFile(path, { what: 'The file of rows', undone: 'Nothing was learnt or measured.' });
  return { rows, digest: sha256(bytes) };
}

const MODEL_REMEDY = 'Give a model that arrears score train has written; a model is never edited.';

/** A checked model; the shipped model when no path is given. */
export function readModel(path: string | undefined): ScoreModel {
  if (path === undefined) return readShippedModel();
  const checked = checkModel(readJson(path, 'The model', MODEL_REMEDY));
  if ('model' in checked) return checked.model;
  return refuseFile(faultsOf(checked.error), (pointer) => `Model, field ${fieldOf(pointer)}`, MODEL_REMEDY);
}

const LAYOUT_REMEDY = 'Correct it; nothing was learnt. docs/score.md describes a layout.';

/** A checked layout; the shipped layout when no path is given. */
export function readLayout(path: string | undefined): ScoreLayout {
  if (path === undefined) return readShippedLayout();
  const value = readJson(path, 'The layout', LAYOUT_REMEDY);
  const faults = faultsIn(ScoreLayout, value);
  if (faults.length > 0) refuseFile(faults, (pointer) => `Layout, field ${fieldOf(pointer)}`, LAYOUT_REMEDY);
  return ScoreLayout.parse(value);
}
