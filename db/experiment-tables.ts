/** Tables of experiments, as Kysely sees them; part of schema.ts. */
import type { ColumnType } from 'kysely';
import type { Experiment } from '../domain/contracts/experiment.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { MaybeMoment, Moment } from './column-types.ts';

export interface ExperimentTable {
  name: string;
  creditor_id: string;
  /** jsonb, written as text. */
  plan: ColumnType<Experiment, string, never>;
  started_by: string;
  started_at: Moment;
  stopped_by: string | null;
  stopped_at: MaybeMoment;
}
export interface ExperimentPersonTable {
  person_id: string;
  creditor_id: string;
  experiment: string;
  arm: string;
  entered_on: CalendarDate;
}
