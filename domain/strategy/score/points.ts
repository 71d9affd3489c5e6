/** Points of an account: the base of an axis and one bin of each feature, added up. */
import type { BinPlace, ScoreBin, ScoredFeature, UnsealedModel } from '../../contracts/score-model.ts';
import type { Axis } from './axes.ts';
import { placeOf } from './bins.ts';
import { measured } from './dataset.ts';
import type { FeatureReader } from './measure.ts';

type Points = Pick<UnsealedModel, 'layout' | 'base' | 'features'>;

/** Places of a bin as one text. */
export const keyOfPlaces = (places: readonly BinPlace[]): string => places.join('/');

/** A feature with the bin that the account is in. */
interface FoundBin {
  readonly feature: ScoredFeature;
  readonly bin: ScoreBin;
}

/** Bins by place; a model is read much oftener than made. */
const indexes = new WeakMap<ScoredFeature, ReadonlyMap<string, ScoreBin>>();
function indexOf(feature: ScoredFeature): ReadonlyMap<string, ScoreBin> {
  const known = indexes.get(feature);
  if (known !== undefined) return known;
  const index = new Map(feature.bins.map((bin) => [keyOfPlaces(bin.at), bin]));
  indexes.set(feature, index);
  return index;
}

/** The bin of an account. Undefined when a value is missing and the model has not learnt what that means. */
export function binOf({ layout }: Points, feature: ScoredFeature, read: FeatureReader): ScoreBin | undefined {
  const places = feature.of.map(({ measure, upTo }) => placeOf(upTo, measured(layout, measure, read)));
  return indexOf(feature).get(keyOfPlaces(places));
}

/** Points of an axis with the bins that make them; null when a feature that it needs is missing. */
export function axisPoints(
  model: Points,
  read: FeatureReader,
  axis: Axis,
): { points: number; found: FoundBin[] } | null {
  const found: FoundBin[] = [];
  let points = model.base[axis];
  for (const feature of model.features) {
    if (feature.axis !== axis) continue;
    const bin = binOf(model, feature, read);
    if (bin === undefined) return null;
    points += bin.points;
    found.push({ feature, bin });
  }
  return { points, found };
}

/** Probability of default at so many points of both axes together. */
export const probabilityAt = ({ even, double }: UnsealedModel['odds']['late'], points: number): number =>
  1 / (1 + 2 ** ((points - even) / double));

/** Models hold numbers with few decimals: the same on every machine. */
export const rounded = (value: number, places = 6): number => Number(value.toFixed(places));
