/** Tables of scores and classes, as Kysely sees them; part of schema.ts. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { ScoreClass } from '../domain/strategy/score/axes.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { Json, MaybeJson, MaybeMoment, Moment } from './column-types.ts';

export interface AccountScoreTable {
  account_id: string;
  creditor_id: string;
  /** `StoredModel` of engine/score/stored-score.ts. */
  model: MaybeJson;
  model_digest: string | null;
  features_as_of: CalendarDate | null;
  ability_points: number | null;
  willingness_points: number | null;
  probability: number | null;
  /** `StoredScore`. */
  score: MaybeJson;
  /** `StoredHeld`. */
  held: MaybeJson;
  ability: Generated<ScoreClass>;
  willingness: Generated<ScoreClass>;
  /** `StoredReasons`. */
  because: MaybeJson;
  scored_at: MaybeMoment;
  again_at: MaybeMoment;
  changed_at: MaybeMoment;
  taken_until: MaybeMoment;
}
export interface ClassChangeTable {
  no: GeneratedAlways<bigint>;
  account_id: string;
  creditor_id: string;
  at: Moment;
  ability_before: ScoreClass | null;
  willingness_before: ScoreClass | null;
  ability_after: ScoreClass;
  willingness_after: ScoreClass;
  because: Json;
  model_digest: string | null;
}
