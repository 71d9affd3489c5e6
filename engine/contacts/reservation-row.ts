/** Reads reservations of the ledger. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { PersonChannel } from '../../domain/channels.ts';
import type { ReportedReservation, ReservedPurpose } from '../../domain/reservations.ts';

/** A reservation as stored. `account` is `creditor/number`. */
export interface ReservationRow extends ReportedReservation {
  id: string;
  account: string;
  accountId: string;
  creditorId: string;
  /** Of an agency. */
  placementId: string | null;
  holder: string;
  reference: string;
  channel: PersonChannel;
  purpose: ReservedPurpose;
  point: string | null;
  minutes: number;
  reason: string | null;
  evidence: string | null;
  factId: string | null;
  /** Of a permit for a day: code of the reason for which it ended before its time. */
  stopped: string | null;
}

/** The reservations that match, oldest first. `r` is the reservation. */
export async function readReservations(db: Kysely<Database>, where: RawBuilder<unknown>): Promise<ReservationRow[]> {
  const { rows } = await sql<ReservationRow>`
    select
      r.id, c.code || '/' || a.number as account, r.account_id as "accountId", r.creditor_id as "creditorId",
      r.placement_id as "placementId", r.holder, r.reference, r.channel, r.purpose, r.point_id as point, r.minutes,
      r.state, r.reserved_at as "reservedAt", r.ends_at as "endsAt", r.contacted_at as "contactedAt", r.outcome,
      r.reported_at as "reportedAt", r.release_reason as reason, r.evidence, r.fact_id as "factId",
      r.stopped_because as stopped
    from contact_reservation r
    join account a on a.id = r.account_id
    join creditor c on c.id = r.creditor_id
    where ${where}
    order by r.reserved_at, r.id`.execute(db);
  return rows;
}

/** The reservation with this id; null when there is none. */
export async function findReservation(db: Kysely<Database>, id: string): Promise<ReservationRow | null> {
  const [row] = await readReservations(db, sql`r.id = ${id}::uuid`);
  return row ?? null;
}
