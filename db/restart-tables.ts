/** Tables of bulk restarts, as Kysely sees them; part of schema.ts. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { RestartItemState } from '../domain/bulk-restart.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { MaybeMoment, Moment } from './column-types.ts';

export interface RestartBatchTable {
  no: GeneratedAlways<bigint>;
  creditor_id: string;
  reason: string;
  evidence: string;
  proposed_by: string;
  proposed_at: Moment;
  approved_by: string | null;
  approved_at: MaybeMoment;
  cancelled_by: string | null;
  cancelled_at: MaybeMoment;
  cancel_reason: string | null;
  ended_at: MaybeMoment;
}
export interface RestartItemTable {
  batch_no: bigint;
  account_id: string;
  creditor_id: string;
  rank: number;
  state: Generated<RestartItemState>;
  reason: string | null;
  judged_on: CalendarDate | null;
}
