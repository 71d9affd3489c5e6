/** Tables that running processes share, as Kysely sees them; part of schema.ts. */
import type { Generated } from 'kysely';
import type { DefaultJson, DefaultMoment, Json, MaybeMoment, Moment } from './column-types.ts';

export interface ClockTable {
  singleton: Generated<boolean>;
  mode: Generated<'wall' | 'simulated'>;
  now_at: DefaultMoment;
  run_to: MaybeMoment;
  speed: Generated<number>;
  updated_at: DefaultMoment;
}
export interface WorkerTable {
  id: string;
  started_at: DefaultMoment;
  seen_at: DefaultMoment;
  decider: number;
}
export interface LaneTable {
  name: string;
  closed_since: MaybeMoment;
  reason: string | null;
  paused_until: MaybeMoment;
  troubles: Generated<number>;
}
export interface EpochTable {
  singleton: Generated<boolean>;
  id: Generated<string>;
  past: Generated<string>;
  mark: Generated<bigint>;
  marked_at: MaybeMoment;
  system_id: string | null;
  timeline: string | null;
  closed_since: MaybeMoment;
  detected_by: 'evaluation' | 'server' | 'mark' | null;
  reason: string | null;
  named: Generated<string>;
  logs: DefaultJson;
  released_at: MaybeMoment;
  released_by: string | null;
}
export interface AcceptedElsewhereTable {
  hash: string;
  lane: string;
  key: string;
  at: Moment;
}
export interface IdempotencyTable {
  route: string;
  key: string;
  body_hash: string;
  status: number;
  answer: Json;
  at: DefaultMoment;
}
