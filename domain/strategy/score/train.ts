/** Learns a model: bins, weight of evidence, logistic regression, points. The same rows give the same model. */
import type { ScoreLayout } from '../../contracts/score-layout.ts';
import {
  type BinPlace,
  type LearntModel,
  MODEL_VERSION,
  type ScoreBin,
  type ScoredFeature,
  type UnsealedModel,
} from '../../contracts/score-model.ts';
import { Problem } from '../../problems.ts';
import type { Axis } from './axes.ts';
import { type BinningOptions, binBounds, placeOf } from './bins.ts';
import { cardOf, type TrainingSource } from './card.ts';
import { isHeldOut, LEAST_ROWS, measured, type ScoreRow } from './dataset.ts';
import { fitLogistic } from './logistic.ts';
import type { Measured } from './measure.ts';
import { keyOfPlaces, rounded } from './points.ts';
import { areaUnderCurve } from './quality.ts';

/** Least rows of each outcome. */
const LEAST_OUTCOMES = 50;
/** A feature that ranks the outcomes better than this knows them. */
const LEAK_AUC = 0.99;
/** Least other rows that a line of odds of their own needs. */
const LEAST_OTHERS = 200;

/**
 * Learns from the rows that are not held out and measures on those that are. Throws a Problem for too few rows, a
 * constant target, and a feature that knows the target.
 */
export function trainModel(layout: ScoreLayout, rows: readonly ScoreRow[], source: TrainingSource): UnsealedModel {
  const model = learn(
    layout,
    rows.filter((row) => !isHeldOut(row)),
  );
  return { ...model, card: cardOf(model, rows, source) };
}

/** Learns from all of the rows: evidence from every row, weights from late rows. */
export function learn(layout: ScoreLayout, rows: readonly ScoreRow[]): LearntModel {
  checkRows(rows);
  checkRows(rows.filter((row) => row.late));
  const outcomes = Uint8Array.from(rows, ({ outcome }) => outcome);
  const late = rows.flatMap((row, at) => (row.late ? [at] : []));
  const others = rows.flatMap((row, at) => (row.late ? [] : [at]));
  const outcomesAt = (places: readonly number[]) => Uint8Array.from(places, (at) => outcomes[at] as number);
  const { base, scored } = weigh(layout, codeFeatures(layout, rows, outcomes), late, outcomesAt(late));
  const pointsAt = (places: readonly number[], axis: Axis): number[] => {
    const own = scored.filter(({ feature }) => feature.axis === axis);
    return places.map((at) =>
      own.reduce((sum, { feature, binAt }) => sum + binOfRow(feature, binAt, at).points, base[axis]),
    );
  };
  const [ability, willingness] = [pointsAt(others, 'ability'), pointsAt(others, 'willingness')];
  return {
    v: MODEL_VERSION,
    layout,
    base,
    odds: oddsOf(
      layout,
      ability.map((points, at) => points + (willingness[at] as number)),
      outcomesAt(others),
    ),
    cuts: {
      ability: cutsOf(layout, pointsAt(late, 'ability')),
      willingness: cutsOf(layout, pointsAt(late, 'willingness')),
    },
    features: scored.map(({ feature }) => feature),
  };
}

const binOfRow = ({ bins }: Pick<ScoredFeature, 'bins'>, binAt: Int32Array, at: number): ScoreBin =>
  bins[binAt[at] as number] as ScoreBin;

/** Fits the weights on the late rows and turns them into points; features without weight are left out. */
function weigh(
  layout: ScoreLayout,
  coded: readonly CodedFeature[],
  late: readonly number[],
  outcomes: Uint8Array,
): { base: LearntModel['base']; scored: { feature: ScoredFeature; binAt: Int32Array }[] } {
  const columns = coded.map(({ feature, binAt }) =>
    Float64Array.from(late, (at) => binOfRow(feature, binAt, at).evidence),
  );
  for (const [at, column] of columns.entries())
    if ((areaUnderCurve([...column], [...outcomes])?.auc ?? 0) > LEAK_AUC)
      throw new Problem('score-leak', { what: `the feature ${layout.features[at]?.name}` });
  const { intercept, weights } = fitLogistic(columns, outcomes, { ridge: layout.ridge });
  const means = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  const average = intercept + weights.reduce((sum, weight, at) => sum + weight * (means[at] as number), 0);
  const factor = layout.points.double / Math.LN2;
  const scored = coded.flatMap(({ feature, binAt }, at) =>
    (weights[at] as number) > 0
      ? [{ feature: withPoints(feature, weights[at] as number, means[at] as number, factor), binAt }]
      : [],
  );
  const total = Math.round(layout.points.even - factor * average);
  const ability = Math.floor(total / 2);
  return { base: { ability, willingness: total - ability }, scored };
}

/** Points of each bin against the average late row; `factor` is the points of one unit of log odds. */
function withPoints(feature: CodedFeature['feature'], weight: number, average: number, factor: number): ScoredFeature {
  const pointsOf = (evidence: number) => 0 - Math.round(factor * weight * (evidence - average));
  const bins = feature.bins.map((bin) => ({ ...bin, points: pointsOf(bin.evidence) }));
  return { ...feature, weight: rounded(weight), bins };
}

function checkRows(rows: readonly ScoreRow[]): void {
  if (rows.length < LEAST_ROWS) throw new Problem('score-rows-too-few', { needed: LEAST_ROWS, found: rows.length });
  const defaults = rows.filter(({ outcome }) => outcome === 1).length;
  if (Math.min(defaults, rows.length - defaults) < LEAST_OUTCOMES)
    throw new Problem('score-target-constant', { rows: rows.length, defaults, needed: LEAST_OUTCOMES });
}

/** A feature with its bins, and the place in `bins` of each row's. */
interface CodedFeature {
  feature: Omit<ScoredFeature, 'weight'>;
  binAt: Int32Array;
}

/** How a measure is cut: a table has fewer bins a side and no direction. */
function binningOf({ binning }: ScoreLayout, { of, direction }: ScoreLayout['features'][number]): BinningOptions {
  const { most, mostInTables, leastShare } = binning;
  return of.length > 1 ? { most: mostInTables, leastShare, direction: 'any' } : { most, leastShare, direction };
}

function codeFeatures(layout: ScoreLayout, rows: readonly ScoreRow[], outcomes: Uint8Array): CodedFeature[] {
  const values = new Map(
    Object.keys(layout.measures).map((name) => [
      name,
      rows.map(({ features }) => measured(layout, name, (feature) => features.get(feature) ?? null)),
    ]),
  );
  return layout.features.map((feature) => {
    const of = feature.of.map((name) => ({
      measure: name,
      upTo: binBounds(values.get(name) ?? [], outcomes, binningOf(layout, feature)),
    }));
    const places = rows.map((_, at) => of.map(({ measure, upTo }) => placeOf(upTo, valueAt(values, measure, at))));
    const bins = binsOf(layout, of, places, outcomes);
    const byPlace = new Map(bins.map((bin, at) => [keyOfPlaces(bin.at), at]));
    const binAt = Int32Array.from(places, (place) => byPlace.get(keyOfPlaces(place)) as number);
    return { feature: { name: feature.name, axis: feature.axis, of, bins }, binAt };
  });
}

const valueAt = (values: ReadonlyMap<string, readonly Measured[]>, name: string, at: number): Measured =>
  values.get(name)?.[at] ?? null;

interface Count {
  rows: number;
  defaults: number;
}
const NOTHING: Count = { rows: 0, defaults: 0 };

/** Rows and defaults by key. */
function countBy(keys: readonly string[], outcomes: Uint8Array): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>();
  for (const [at, key] of keys.entries()) {
    const { rows, defaults } = counts.get(key) ?? NOTHING;
    counts.set(key, { rows: rows + 1, defaults: defaults + (outcomes[at] as number) });
  }
  return counts;
}

/** All bins of a feature with their rows. A bin for what is none or missing is there only when such rows were seen. */
function binsOf(
  layout: ScoreLayout,
  of: ScoredFeature['of'],
  places: readonly (readonly BinPlace[])[],
  outcomes: Uint8Array,
): ScoreBin[] {
  const counts = countBy(places.map(keyOfPlaces), outcomes);
  const sides = of.map(({ upTo }, side): BinPlace[] => [
    ...Array.from({ length: upTo.length + 1 }, (_, at) => at),
    ...(['none', 'missing'] as const).filter((special) => places.some((place) => place[side] === special)),
  ]);
  const [first = [], second] = sides;
  const all = first.flatMap((a) => (second === undefined ? [[a]] : second.map((b) => [a, b])));
  const share = outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
  const { smoothing } = layout.binning;
  const ofFirst = countBy(
    places.map(([place]) => String(place)),
    outcomes,
  );
  return all.map((at) => {
    const count = counts.get(keyOfPlaces(at)) ?? NOTHING;
    /** A cell of a table is drawn towards all rows of its first measure's bin, so an empty cell says what those say. */
    const prior = second === undefined ? share : smoothedShare(ofFirst.get(String(at[0])) ?? NOTHING, share, smoothing);
    return {
      at,
      ...count,
      evidence: rounded(logOdds(smoothedShare(count, prior, smoothing)) - logOdds(share)),
      points: 0,
    };
  });
}

const logOdds = (share: number): number => Math.log(share / (1 - share));

/** Share of defaults, drawn towards a prior where rows are few: never 0 or 1. */
const smoothedShare = ({ rows, defaults }: Count, prior: number, smoothing: number): number =>
  (defaults + smoothing * prior) / (rows + smoothing);

/** Least points of the classes: the layout says which share of the late rows is in the best and the worst. */
function cutsOf({ classes }: ScoreLayout, points: readonly number[]): { high: number; middle: number } {
  const sorted = points.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  return { high: at(1 - classes.high), middle: at(classes.low) };
}

/**
 * Points to odds. Who is not late defaults less at the same points, so they have a line of their own.
 * `points`: of both axes together, of the rows that are not late.
 */
function oddsOf({ points: late }: ScoreLayout, points: readonly number[], outcomes: Uint8Array): UnsealedModel['odds'] {
  const defaults = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  if (points.length < LEAST_OTHERS || Math.min(defaults, points.length - defaults) < LEAST_OUTCOMES)
    return { late, others: late };
  const factor = late.double / Math.LN2;
  const column = Float64Array.from(points, (total) => (late.even - total) / factor);
  const { intercept, weights } = fitLogistic([column], outcomes, { ridge: 0 });
  const [slope = 0] = weights;
  if (slope <= 0) return { late, others: late };
  return {
    late,
    others: { even: rounded(late.even + (factor * intercept) / slope, 2), double: rounded(late.double / slope, 2) },
  };
}
