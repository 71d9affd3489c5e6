/** Tables of what was written to persons and by them, their sheets, as Kysely sees them; part of schema.ts. */
import type { SheetTeller } from '../domain/care/affordability/sheet-facts.ts';
import type { WrittenChannel } from '../domain/channels.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { Json, Moment } from './column-types.ts';

export interface MessageBodyTable {
  dispatch_id: string;
  creditor_id: string;
  person_id: string;
  to_value: string;
  to_key: string;
  subject: string | null;
  body: string;
}
export interface ReplyBodyTable {
  id: string;
  creditor_id: string;
  person_id: string;
  task_id: string | null;
  channel: WrittenChannel;
  at: Moment;
  body: string;
}
export interface IncomeSheetTable {
  id: string;
  creditor_id: string;
  person_id: string;
  filled_on: CalendarDate;
  told_by: SheetTeller;
  recorded_by: string;
  at: Moment;
  v: number;
  body: Json;
}
