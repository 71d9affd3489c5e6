/** Tables of the rules that judge, as Kysely sees them; part of schema.ts. */
import type { CalendarDate } from '../domain/time.ts';
import type { DefaultMoment, Json, MaybeMoment, Moment } from './column-types.ts';

export interface LawPackTable {
  name: string;
  version: string;
  digest: string;
  content: Json;
  first_used_at: DefaultMoment;
}
export interface HouseRulesTable {
  version: string;
  digest: string;
  content: Json;
  holds_from: CalendarDate;
  made_by: string;
  made_at: Moment;
  approved_by: string | null;
  published_at: MaybeMoment;
  revision: number | null;
  evaluated_up_to: string | null;
  evaluated_at: MaybeMoment;
}
