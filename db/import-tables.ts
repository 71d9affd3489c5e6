/** Tables of what files brought, as Kysely sees them; part of schema.ts. */
import type { ImportKind } from '../domain/contracts/import-kind.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { DefaultJson, Moment } from './column-types.ts';

export interface DueComponentTable {
  creditor_id: string;
  account_id: string;
  due_on: CalendarDate;
  as_of: CalendarDate;
  principal: bigint;
  interest: bigint;
  fees: bigint;
  costs: bigint;
}
export interface AccountFeatureTable {
  creditor_id: string;
  account_id: string;
  name: string;
  as_of: CalendarDate;
  value: string;
}
export interface IntakeFileTable {
  id: string;
  creditor_id: string;
  kind: ImportKind | 'agency-return' | 'contact-return' | 'bureau-answer' | 'bank-statement';
  sha256: string;
  sender: string;
  business_date: CalendarDate | null;
  taken_at: Moment;
  state: 'taken' | 'refused';
  reason: string | null;
  counts: DefaultJson;
  released_by: string | null;
}
