/** Tables of the instructions to the lender's book, as Kysely sees them; part of schema.ts. */
import type { Generated } from 'kysely';
import type { InstructionKind, InstructionState } from '../domain/instruction-facts.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { DefaultMoment, Json, MaybeMoment, Moment } from './column-types.ts';

export interface BookFileTable {
  id: string;
  creditor_id: string;
  business_date: CalendarDate;
  sequence: Generated<number>;
  asked_by: string | null;
  opened_at: DefaultMoment;
  call_from: DefaultMoment;
  left_at: MaybeMoment;
  reference: string | null;
  failure: string | null;
}
export interface BookInstructionTable {
  id: string;
  no: Generated<bigint>;
  creditor_id: string;
  account_id: string;
  key: string;
  kind: InstructionKind;
  body: Json;
  effective_on: CalendarDate;
  deadline: CalendarDate;
  state: Generated<InstructionState>;
  instructed_at: Moment;
  instructed_by: string | null;
  booked_on: CalendarDate | null;
  answered_at: MaybeMoment;
  reason: string | null;
  file_id: string | null;
  withdrawal_file_id: string | null;
  tx: Generated<string>;
  withdrawn_tx: string | null;
}
