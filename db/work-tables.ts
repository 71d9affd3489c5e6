/** Tables of the worklist, as Kysely sees them; part of schema.ts. */
import type { Moment } from './column-types.ts';

export interface WorkLockTable {
  case_id: string;
  task_id: string;
  holder: string;
  /** Business time. */
  taken_at: Moment;
  /** Wall time. */
  until_at: Moment;
}
