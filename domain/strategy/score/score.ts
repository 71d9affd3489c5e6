/** What a score says of an account. More points are better: the person is likelier to pay. */
import type { ScoreModel, UnsealedModel } from '../../contracts/score-model.ts';
import type { Language } from '../../letter.ts';
import { AXES, type Axis, type ScoreClass } from './axes.ts';
import { isLate, readDecimal } from './dataset.ts';
import { type FeatureReader, namesIn } from './measure.ts';
import { axisPoints, binOf, probabilityAt } from './points.ts';
import { binWords } from './words.ts';

export type { ScoreModel } from '../../contracts/score-model.ts';
export type { Axis, ScoreClass } from './axes.ts';

/** Features of an account by name, with their values as the features file stores them: plain decimals. */
export type StoredFeatures = Readonly<Record<string, string>>;

/** The score of one axis. */
export interface AxisScore {
  /** Whole points; null when the class is `unknown`. */
  readonly points: number | null;
  readonly class: ScoreClass;
}

/** One feature's part in a score. */
export interface ScoreReason {
  /** Name of the scored feature, such as `paid-share`; it may be derived from several stored features. */
  readonly feature: string;
  readonly axis: Axis;
  /** Whole points against the average late account: below zero worsens the score. */
  readonly points: number;
  /** What was found, for people. */
  readonly words: Readonly<Record<Language, string>>;
}

export interface Score {
  readonly ability: AxisScore;
  readonly willingness: AxisScore;
  /** That the account defaults, 0 to 1; null when the class of an axis is `unknown`. */
  readonly probability: number | null;
  /** Features of the axes that were scored, the worst first. */
  readonly reasons: readonly ScoreReason[];
  /** Stored features that the model needs and the account lacks, or has with a value that nothing was learnt of. */
  readonly missing: readonly string[];
}

/**
 * Scores an account. Points of an axis are its base and the points of its reasons, added up. A feature that is missing
 * or no plain decimal makes the class of its axis `unknown`; nothing is guessed, and nothing is thrown.
 */
export function scoreOf(model: ScoreModel, features: StoredFeatures): Score {
  const read: FeatureReader = (name) => (Object.hasOwn(features, name) ? readDecimal(features[name]) : null);
  const known = AXES.map((axis) => [axis, axisPoints(model, read, axis)] as const);
  const [ability = null, willingness = null] = known.map(([, points]) => points);
  const late = isLate(model.layout, read);
  const isScored = ability !== null && willingness !== null && late !== null;
  const reasons = known.flatMap(([axis, points]) =>
    (points?.found ?? []).map(({ feature, bin }) => ({
      feature: feature.name,
      axis,
      points: bin.points,
      words: binWords(model, feature, bin),
    })),
  );
  return {
    ability: axisScore(model, 'ability', ability?.points ?? null),
    willingness: axisScore(model, 'willingness', willingness?.points ?? null),
    probability: isScored
      ? probabilityAt(late ? model.odds.late : model.odds.others, ability.points + willingness.points)
      : null,
    reasons: reasons.sort((a, b) => a.points - b.points),
    missing: missingOf(model, read),
  };
}

function axisScore({ cuts }: ScoreModel, axis: Axis, points: number | null): AxisScore {
  if (points === null) return { points, class: 'unknown' };
  const { high, middle } = cuts[axis];
  return { points, class: points >= high ? 'high' : points >= middle ? 'middle' : 'low' };
}

/** Stored features that a model reads, in the order of its features. */
export function featuresOf({ layout, features }: Pick<UnsealedModel, 'layout' | 'features'>): string[] {
  const read = features.flatMap(({ of }) => of.flatMap(({ measure }) => namesIn(layout.measures[measure]?.of ?? '')));
  return [...new Set([...(layout.late === undefined ? [] : [layout.late.of]), ...read])];
}

/** What keeps an axis from being known. A value that the model learnt to do without is not missing. */
function missingOf(model: ScoreModel, read: FeatureReader): string[] {
  const unknown = model.features.filter((feature) => binOf(model, feature, read) === undefined);
  const names = unknown.flatMap((feature) => {
    const needed = featuresOf({ layout: { ...model.layout, late: undefined }, features: [feature] });
    const absent = needed.filter((name) => read(name) === null);
    return absent.length > 0 ? absent : needed;
  });
  const { late } = model.layout;
  return [...new Set([...(late !== undefined && read(late.of) === null ? [late.of] : []), ...names])];
}
