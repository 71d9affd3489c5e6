/** A model file: the layout that it was learnt by, every bin with its points, and the model card. */
import { z } from 'zod';
import { AXES } from '../strategy/score/axes.ts';
import { ScoreLayout } from './score-layout.ts';

/** Version of the file's form. */
export const MODEL_VERSION = 1;

const Count = z.int().min(0);
const Share = z.number().min(0).max(1);
const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 of 64 hex digits');
const byAxis = <T extends z.ZodType>(type: T) =>
  z.strictObject(Object.fromEntries(AXES.map((axis) => [axis, type])) as Record<(typeof AXES)[number], T>);

/** Place of a value among the bins of its measure: a number from 0, nothing to divide by, or not told. */
const BinPlace = z.union([Count, z.enum(['none', 'missing'])]);

const Bin = z.strictObject({
  at: z.array(BinPlace).min(1).max(2),
  rows: Count,
  defaults: Count,
  evidence: z.number().describe('weight of evidence for a default: log odds against those of all rows'),
  points: z.int().describe('against the average late row'),
});

const ScoredFeature = z.strictObject({
  name: z.string(),
  axis: z.enum(AXES),
  weight: z.number().min(0),
  of: z
    .array(
      z.strictObject({
        measure: z.string(),
        upTo: z.array(z.number()).describe('last value of each bin but the last'),
      }),
    )
    .min(1)
    .max(2),
  bins: z.array(Bin).min(1),
});

const Odds = z.strictObject({ even: z.number(), double: z.number().positive() });

const QualityCard = z.strictObject({
  rows: Count,
  defaults: Count,
  auc: Share.nullable(),
  aucError: z.number().min(0).nullable(),
  brier: Share,
  calibrationError: Share,
  calibration: z.array(z.strictObject({ rows: Count, predicted: Share, observed: Share })),
});

const ModelCard = z.strictObject({
  target: z.string().describe('column of the outcome, 1 for default'),
  dataDigest: Digest.describe('SHA-256 of the CSV'),
  rows: Count,
  split: z.strictObject({ learntFrom: Count, lateLearntFrom: Count, heldOut: Count, words: z.string() }),
  late: QualityCard.nullable().describe('late rows of the part that was held out'),
  all: QualityCard.nullable().describe('all rows of the part that was held out'),
  groups: z
    .array(
      z.strictObject({
        group: z.string(),
        value: z.string(),
        rows: Count,
        defaultRate: Share,
        predicted: Share,
        points: z.number().describe('mean of both axes together'),
        auc: Share.nullable(),
      }),
    )
    .describe('late rows of the part that was held out, by personal traits that are no feature'),
});

export const ScoreModel = z.strictObject({
  v: z.literal(MODEL_VERSION),
  layout: ScoreLayout,
  base: byAxis(z.int()).describe('points of the average late row'),
  odds: z
    .strictObject({ late: Odds, others: Odds })
    .describe('points at even odds, and points that double them; of late accounts and of others'),
  cuts: byAxis(z.strictObject({ high: z.int(), middle: z.int() })).describe('least points of a class'),
  features: z.array(ScoredFeature).min(1),
  card: ModelCard,
  digest: Digest.describe('SHA-256 of the canonical form of everything else'),
});
export type ScoreModel = z.infer<typeof ScoreModel>;
/** A model that has no digest yet. */
export type UnsealedModel = Omit<ScoreModel, 'digest'>;
/** A model without its card: what cross-validation learns again and again. */
export type LearntModel = Omit<UnsealedModel, 'card'>;
export type ScoredFeature = z.infer<typeof ScoredFeature>;
export type ScoreBin = z.infer<typeof Bin>;
export type BinPlace = z.infer<typeof BinPlace>;
export type ModelCard = z.infer<typeof ModelCard>;
