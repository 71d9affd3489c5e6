/** What scores accounts: a model with its name. */
import type { Language } from '../../domain/letter.ts';
import { type Score, type ScoreModel, type StoredFeatures, scoreOf } from '../../domain/strategy/score/score.ts';

/** The model that scored an account. */
export interface ScoredBy {
  readonly name: string;
  readonly digest: string;
  /** What the model must not be used for. */
  readonly caution: Readonly<Record<Language, string>>;
}

export interface Scorer extends ScoredBy {
  scoreOf(features: StoredFeatures): Score;
}

/** Scores by a checked model. */
export const scorerOf = (model: ScoreModel): Scorer => ({
  name: model.layout.name,
  digest: model.digest,
  caution: model.layout.data.caution,
  scoreOf: (features) => scoreOf(model, features),
});
