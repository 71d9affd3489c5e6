/** Tables of strategies, as Kysely sees them; part of schema.ts. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { DefaultJson, Json, MaybeMoment, Moment } from './column-types.ts';

export interface StrategyVersionTable {
  /** `name@version`. */
  id: string;
  name: string;
  version: string;
  digest: string;
  text: string;
  made_by: string;
  made_at: Moment;
  approved_by: string | null;
  published_at: MaybeMoment;
  revision: number | null;
  retired_by: string | null;
  retired_at: MaybeMoment;
}
export interface StrategyUseTable {
  no: GeneratedAlways<bigint>;
  creditor_id: string;
  strategy: string | null;
  made_by: string;
  made_at: Moment;
}
export interface StrategyMoveTable {
  id: string;
  creditor_id: string;
  from_strategy: string | null;
  to_strategy: string | null;
  at: 'now' | 'next-stage';
  made_by: string;
  made_at: Moment;
  told_up_to: string | null;
  told_at: MaybeMoment;
  undone_by: string | null;
  undone_at: MaybeMoment;
  undone_up_to: string | null;
  undo_told_at: MaybeMoment;
  told: Generated<number>;
  undone: Generated<number>;
  /** `KeptCounts` of engine/strategy/take-back.ts. */
  kept: DefaultJson;
}
export interface SegmentChangeTable {
  no: GeneratedAlways<bigint>;
  account_id: string;
  creditor_id: string;
  at: Moment;
  move_id: string | null;
  strategy_before: string | null;
  segment_before: string | null;
  strategy_after: string | null;
  segment_after: string | null;
  because: Json;
}
