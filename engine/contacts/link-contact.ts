/** Finds the reservation that a contact used of which an agency told by file or event, so that it counts once. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { agencyOf, isSameContact } from '../../domain/reservations.ts';
import { CLOCK_SKEW_MS, DAY_MS, type Instant } from '../../domain/time.ts';
import type { AccountFactInput } from '../facts/fact-input.ts';
import { storeIfLate } from './breaches.ts';
import { type ReservationRow, readReservations } from './reservation-row.ts';

type AgencyContact = Extract<AccountFactInput, { kind: 'agency-contact' }>;

/**
 * Settles the reservation of the contact by what was told of it, unless its holder has reported it. A contact that no
 * reservation allowed is noted to be judged. The account and its person are locked.
 */
export async function linkContact(
  trx: Transaction<Database>,
  factId: string,
  fact: AgencyContact,
  now: Instant,
): Promise<void> {
  const used = await findUsed(trx, fact);
  if (used === null) return noteForJudgement(trx, factId, fact.accountId);
  const { at, outcome = 'attempted' } = fact.body;
  if (used.reportedAt !== null && used.state === 'confirmed') {
    await sql`update contact_reservation set fact_id = ${factId}::uuid where id = ${used.id}::uuid`.execute(trx);
    return;
  }
  await sql`
    update contact_reservation
    set fact_id = ${factId}::uuid, state = 'confirmed', outcome = ${outcome}, reported_at = null,
      contacted_at = ${new Date(Math.min(Math.max(at, used.reservedAt), now))}
    where id = ${used.id}::uuid`.execute(trx);
  await storeIfLate(trx, used, { agency: agencyOf(used.holder), at }, now);
}

/** The contact is judged later, by engine/contacts/judge-conduct.ts: what is recorded here knows no rules. */
export async function noteForJudgement(trx: Transaction<Database>, factId: string, accountId: string): Promise<void> {
  await sql`
    insert into conduct_pending (fact_id, account_id)
    values (${factId}::uuid, ${accountId}::uuid)
    on conflict do nothing`.execute(trx);
}

/** The reservation that the contact used, the nearest of several; null when there is none. */
async function findUsed(
  trx: Transaction<Database>,
  { accountId, body }: AgencyContact,
): Promise<ReservationRow | null> {
  const { placement, channel, at, reservation: named } = body;
  const near =
    named === undefined
      ? sql`r.reserved_at between ${new Date(at - DAY_MS)} and ${new Date(at + CLOCK_SKEW_MS)}`
      : sql`r.id = ${named}::uuid`;
  const candidates = await readReservations(
    trx,
    sql`r.account_id = ${accountId}::uuid
      and r.placement_id = ${placement}::uuid
      and r.channel = ${channel}
      and r.fact_id is null
      and ${near}`,
  );
  const same = candidates.filter((reservation) => isSameContact(reservation, at, named !== undefined));
  const distance = ({ contactedAt, reservedAt }: ReservationRow): number => Math.abs(at - (contactedAt ?? reservedAt));
  return same.reduce<ReservationRow | null>(
    (nearest, other) => (nearest === null || distance(other) < distance(nearest) ? other : nearest),
    null,
  );
}
