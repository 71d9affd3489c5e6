/** Scores and classes as jsonb: each document has its version `v`. */
import type { ClassReason, HeldClasses, ScoredClasses } from '../../domain/strategy/classes.ts';
import type { Axis, ScoreClass } from '../../domain/strategy/score/axes.ts';
import type { Score, ScoreReason } from '../../domain/strategy/score/score.ts';
import type { ScoredBy } from './scorer.ts';

/** `account_score.score`: what the model says. */
interface StoredScore {
  readonly v: 1;
  readonly classes: Readonly<Record<Axis, ScoreClass>>;
  readonly reasons: readonly ScoreReason[];
  readonly missing: readonly string[];
}
/** `account_score.model`; its digest stands beside it. */
type StoredModel = { readonly v: 1 } & Omit<ScoredBy, 'digest'>;
/** `account_score.held`. */
type StoredHeld = { readonly v: 1 } & HeldClasses;
/** `account_score.because` and `class_change.because`. */
interface StoredReasons {
  readonly v: 1;
  readonly because: readonly ClassReason[];
}

/** What is stored of a score; null for none. */
export function storedScore(score: Score | null): StoredScore | null {
  if (score === null) return null;
  const { ability, willingness, reasons, missing } = score;
  return { v: 1, classes: { ability: ability.class, willingness: willingness.class }, reasons, missing };
}
export const storedModel = ({ name, caution }: ScoredBy): StoredModel => ({ v: 1, name, caution });
export const storedHeld = (held: HeldClasses): StoredHeld => ({ v: 1, ...held });
export const storedReasons = (because: readonly ClassReason[]): StoredReasons => ({ v: 1, because });

/** Reads `account_score.model`. */
export function readModel(json: unknown, digest: string | null): ScoredBy | null {
  const stored = json as StoredModel | null;
  return stored === null || digest === null ? null : { name: stored.name, digest, caution: stored.caution };
}
/** Reads `account_score.score`. */
export const readStoredScore = (json: unknown): Pick<StoredScore, 'reasons' | 'missing'> =>
  (json as StoredScore | null) ?? { reasons: [], missing: [] };
/** The classes of a stored score, as `classesOf` reads them. */
export function scoredClasses(json: unknown): ScoredClasses | null {
  const stored = json as StoredScore | null;
  if (stored === null) return null;
  return { ability: { class: stored.classes.ability }, willingness: { class: stored.classes.willingness } };
}
/** Reads `account_score.held`. */
export const readHeld = (json: unknown): HeldClasses | null => json as StoredHeld | null;
/** Reads `because`. */
export const readReasons = (json: unknown): readonly ClassReason[] => (json as StoredReasons | null)?.because ?? [];
