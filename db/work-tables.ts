/** Tables of the worklist, as Kysely sees them; part of schema.ts. */
import type { Generated } from 'kysely';
import type { MaybeMoment, Moment } from './column-types.ts';

export interface WorkLockTable {
  case_id: string;
  task_id: string;
  holder: string;
  /** Business time. */
  taken_at: Moment;
  /** Wall time. */
  until_at: Moment;
}
export interface CallerTable {
  id: string;
  no: Generated<bigint>;
  found_by: 'number' | 'reference' | 'name';
  speaks_as: string;
  person_ids: string[];
  asked: string[];
  answered: Generated<string[]>;
  tries: Generated<number>;
  state: Generated<'asked' | 'identified' | 'locked'>;
  person_id: string | null;
  opened_at: Moment;
  opened_by: string;
  ended_at: MaybeMoment;
  ended_by: string | null;
}
