/** The ledger of contacts that agencies and diallers ask for, as Kysely sees it; part of schema.ts. */
import type { PersonChannel } from '../domain/channels.ts';
import type { Outcome } from '../domain/law/case.ts';
import type { ReservationState, ReservedPurpose } from '../domain/reservations.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { DefaultMoment, Json, MaybeMoment, Moment } from './column-types.ts';

export interface ContactReservationTable {
  id: string;
  creditor_id: string;
  account_id: string;
  person_id: string;
  placement_id: string | null;
  holder: string;
  reference: string;
  channel: PersonChannel;
  purpose: ReservedPurpose;
  point_id: string | null;
  minutes: number;
  state: ReservationState;
  facts_version: bigint;
  reserved_at: Moment;
  ends_at: Moment;
  contacted_at: MaybeMoment;
  outcome: Outcome | null;
  reported_at: MaybeMoment;
  release_reason: string | null;
  evidence: string | null;
  fact_id: string | null;
  file_id: string | null;
  stopped_because: string | null;
  stop_file_id: string | null;
}
export interface ContactRefusalTable {
  id: string;
  creditor_id: string;
  account_id: string;
  person_id: string;
  holder: string;
  reference: string;
  channel: PersonChannel;
  purpose: ReservedPurpose;
  point_id: string | null;
  verdict: 'wait' | 'refuse' | 'blocked';
  reasons: Json;
  until: MaybeMoment;
  facts_version: bigint;
  asked_at: Moment;
  file_id: string | null;
}
export interface ContactFileTable {
  id: string;
  creditor_id: string;
  agency: string;
  kind: 'permits' | 'stops';
  business_date: CalendarDate;
  sequence: number;
  built_up_to: string | null;
  built_at: MaybeMoment;
  left_at: MaybeMoment;
  given_up_at: MaybeMoment;
  opened_at: DefaultMoment;
  call_from: DefaultMoment;
  failure: string | null;
}
export interface ConductPendingTable {
  fact_id: string;
  account_id: string;
}
export interface AgencyBreachTable {
  id: string;
  creditor_id: string;
  account_id: string;
  agency: string;
  fact_id: string | null;
  reservation_id: string | null;
  channel: PersonChannel;
  at: Moment;
  reasons: Json;
  found_at: Moment;
}
