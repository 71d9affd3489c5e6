/** Model files: sealed with a digest, checked when they are read. And the model that ships with its data. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { readCsv } from '../../channels/csv.ts';
import { ScoreLayout } from '../../domain/contracts/score-layout.ts';
import { MODEL_VERSION, ScoreModel, type UnsealedModel } from '../../domain/contracts/score-model.ts';
import { canonicalJson } from '../../domain/law/canonical.ts';
import { Problem } from '../../domain/problems.ts';
import type { TextRow } from '../../domain/strategy/score/dataset.ts';
import { sha256 } from '../../platform/sha256.ts';

const SHIPPED = new URL('../../domain/strategy/score/data/', import.meta.url);
/** Column of the outcome in the data that ships. */
export const SHIPPED_TARGET = 'default.payment.next.month';
/** Where the model that ships stands; `arrears score train` makes it again. */
export const SHIPPED_MODEL = new URL('card-clients.model.json', SHIPPED);

/** A model with its digest. */
export const sealModel = (model: UnsealedModel): ScoreModel => ({ ...model, digest: digestOf(model) });

const digestOf = (model: UnsealedModel): string => sha256(canonicalJson(model));

/**
 * Checks what a model file holds. Throws a Problem for another version and for a digest that is not the content's;
 * answers zod's error for another shape.
 */
export function checkModel(value: unknown): { model: ScoreModel } | { error: z.ZodError } {
  const version = typeof value === 'object' && value !== null && 'v' in value ? value.v : undefined;
  if (version !== undefined && version !== MODEL_VERSION)
    throw new Problem('score-model-version', { found: JSON.stringify(version).slice(0, 20), own: MODEL_VERSION });
  const parsed = ScoreModel.safeParse(value);
  if (!parsed.success) return { error: parsed.error };
  const { digest, ...content } = parsed.data;
  if (digestOf(content) !== digest) throw new Problem('score-model-changed');
  return { model: parsed.data };
}

let shipped: ScoreModel | null = null;
/** The model that ships: a demonstration. Throws when the file was edited. */
export function readShippedModel(): ScoreModel {
  if (shipped !== null) return shipped;
  const checked = checkModel(JSON.parse(readFileSync(SHIPPED_MODEL, 'utf8')));
  if ('error' in checked) throw checked.error;
  shipped = checked.model;
  return shipped;
}

/** The feature layout that ships. */
export const readShippedLayout = (): ScoreLayout =>
  ScoreLayout.parse(JSON.parse(readFileSync(new URL('card-clients.layout.json', SHIPPED), 'utf8')));

/** The rows that the model which ships was learnt from, with the SHA-256 of their CSV. */
export function readShippedData(): { rows: TextRow[]; digest: string } {
  const bytes = gunzipSync(readFileSync(new URL('credit-card-clients.csv.gz', SHIPPED)));
  const rows = readCsv(bytes);
  if (!Array.isArray(rows)) throw new Error(`the data that ships cannot be read: ${rows.fault}`);
  return { rows, digest: sha256(bytes) };
}
