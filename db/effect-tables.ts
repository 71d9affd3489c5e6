/** Tables of effects, what was sent of them, and tasks, as Kysely sees them; part of schema.ts. */
import type { ColumnType, Generated } from 'kysely';
import type { Channel, Purpose } from '../domain/channels.ts';
import type { EffectState } from '../domain/effects.ts';
import type { WhenSent } from '../domain/stage.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { DefaultMoment, Json, MaybeMoment, Moment } from './column-types.ts';

export interface EffectTable {
  id: string;
  creditor_id: string;
  account_id: string;
  person_id: string;
  episode: number;
  stage: string;
  step: string;
  occurrence: number;
  channel: Channel;
  purpose: Purpose;
  recipient: string | null;
  task: string | null;
  when_sent: WhenSent | null;
  state: Generated<EffectState>;
  reason: string | null;
  due_at: Moment;
  attempt: Generated<number>;
  awaited: Generated<boolean>;
  held_by: Generated<string>;
  planned_at: DefaultMoment;
  queued_at: MaybeMoment;
  job: string | null;
  lease_token: string | null;
  lease_until: MaybeMoment;
  calling_at: MaybeMoment;
  blocked_since: MaybeMoment;
  claimed_at: MaybeMoment;
  sent_at: MaybeMoment;
  delivered_at: MaybeMoment;
  bounced_at: MaybeMoment;
  done_at: MaybeMoment;
  settled_at: MaybeMoment;
  dispatch_id: string | null;
  query_at: MaybeMoment;
  queries: Generated<number>;
  path: Generated<string>;
}
export interface DispatchTable {
  id: string;
  creditor_id: string;
  channel: string;
  recipient: string;
  key: string;
  kind: string;
  business_date: CalendarDate;
  sequence: Generated<number>;
  result: string | null;
  manifest: ColumnType<unknown, string | null | undefined, string | null>;
  created_at: Moment;
  sent_at: MaybeMoment;
}
export interface PermitTable {
  id: string;
  creditor_id: string;
  effect_id: string;
  account_id: string;
  attempt: number;
  verdict: 'allow' | 'wait' | 'refuse' | 'blocked' | 'elsewhere';
  reasons: Json;
  facts_version: bigint;
  given_at: Moment;
  not_after: Moment;
  put_off_to: MaybeMoment;
  local_date: CalendarDate;
  local_minute: number;
  /** Packs of law with their versions; null on permits of before. */
  law: string | null;
  /** Proof of domain/claim.ts; null on permits of before. */
  proof: Json | null;
  ended: 'sent' | 'failed' | 'busy' | 'unknown' | 'held-back' | 'lease-expired' | null;
  ended_at: MaybeMoment;
  no: Generated<bigint>;
}
export interface EvidenceTable {
  id: string;
  creditor_id: string | null;
  effect_id: string | null;
  what: string;
  body: Json;
  at: DefaultMoment;
}
export interface TaskTable {
  id: string;
  no: Generated<bigint>;
  creditor_id: string;
  account_id: string | null;
  person_id: string | null;
  effect_id: string | null;
  kind: string;
  state: Generated<'open' | 'done' | 'withdrawn'>;
  reason: string | null;
  opened_at: Moment;
  due_at: Moment;
  /** When the person asked to be called; null for all but call-backs. */
  wished_at: MaybeMoment;
  asked_by: string | null;
  ended_at: MaybeMoment;
  ended_by: string | null;
  outcome: ColumnType<unknown, string | null | undefined, string | null>;
  details: ColumnType<unknown, string | null | undefined, string | null>;
}
