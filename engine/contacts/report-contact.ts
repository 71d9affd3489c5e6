/** What the holder of a reservation says afterwards: the contact was made, or it was not. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { ConfirmWire, ReleaseWire } from '../../domain/contracts/reservation.ts';
import type { Outcome } from '../../domain/law/case.ts';
import { Problem } from '../../domain/problems.ts';
import {
  agencyOf,
  isSameContact,
  judgeConfirm,
  judgeRelease,
  OUTCOMES_BY,
  type ReportAnswer,
} from '../../domain/reservations.ts';
import type { Instant } from '../../domain/time.ts';
import { storeIfLate } from './breaches.ts';
import { noteForJudgement } from './link-contact.ts';
import { findReservation, type ReservationRow } from './reservation-row.ts';

/**
 * Confirms a reservation. Told again in the same words, it answers the same. Throws `unknown-reservation`,
 * `reservation-reported` or `invalid-request`.
 */
export async function confirmContact(
  db: Kysely<Database>,
  id: string,
  wire: ConfirmWire,
  now: Instant,
): Promise<ReservationRow> {
  const told = { contactedAt: Date.parse(wire.contactedAt), outcome: wire.outcome };
  return withReservation(db, id, wire, async (trx, known) => {
    const answer = await confirmWithin(trx, known, told, now);
    const outcomes = OUTCOMES_BY[known.channel];
    if (answer === 'other-channel')
      throw fault('/outcome', `not of a contact by ${known.channel}: ${outcomes.join(', ')}`);
    if (answer === 'conflict') throw new Problem('reservation-reported', { state: known.state });
    if (answer === 'early') throw fault('/contactedAt', 'lies before the reservation');
    if (answer === 'future') throw fault('/contactedAt', 'lies in the future');
  });
}

/**
 * Releases a reservation that was not used. Released again, it answers the same. Throws `unknown-reservation`,
 * `reservation-reported` or, after its end, `evidence-missing`.
 */
export async function releaseContact(
  db: Kysely<Database>,
  id: string,
  wire: ReleaseWire,
  now: Instant,
): Promise<ReservationRow> {
  return withReservation(db, id, wire, async (trx, known) => {
    const answer = await releaseWithin(trx, known, { reason: wire.reason, evidence: wire.evidence ?? null }, now);
    if (answer === 'conflict') throw new Problem('reservation-reported', { state: known.state });
    if (answer === 'evidence-missing') throw new Problem('evidence-missing');
  });
}

/** Stores that the contact was made, unless the answer says why not. The account and its person are locked. */
export async function confirmWithin(
  trx: Transaction<Database>,
  known: ReservationRow,
  told: { contactedAt: Instant; outcome: Outcome },
  now: Instant,
): Promise<ReportAnswer | 'other-channel'> {
  if (!OUTCOMES_BY[known.channel].includes(told.outcome)) return 'other-channel';
  const answer = judgeConfirm(known, told, now);
  if (answer !== 'taken') return answer;
  const at = Math.min(told.contactedAt, now);
  await sql`
    update contact_reservation
    set state = 'confirmed', contacted_at = ${new Date(at)}, outcome = ${told.outcome}, reported_at = ${new Date(now)}
    where id = ${known.id}::uuid`.execute(trx);
  await unlinkOther(trx, { ...known, state: 'confirmed', contactedAt: at, reportedAt: now });
  await storeIfLate(trx, known, { agency: agencyOf(known.holder), at }, now);
  return 'taken';
}

/** Stores that the contact was not made, unless the answer says why not. The account and its person are locked. */
export async function releaseWithin(
  trx: Transaction<Database>,
  known: ReservationRow,
  { reason, evidence }: { reason: string; evidence: string | null },
  now: Instant,
): Promise<ReportAnswer> {
  const answer = judgeRelease(known, evidence, now);
  if (answer !== 'taken') return answer;
  await sql`
    update contact_reservation
    set state = 'released', release_reason = ${reason}, evidence = ${evidence}, reported_at = ${new Date(now)}
    where id = ${known.id}::uuid`.execute(trx);
  return 'taken';
}

const fault = (pointer: string, words: string): Problem =>
  new Problem('invalid-request', { faults: `${pointer}: ${words}` }, { cause: [{ pointer, words }] });

/** Runs `act` on the reservation of this holder under the lock of its person, and returns it as it is afterwards. */
async function withReservation(
  db: Kysely<Database>,
  id: string,
  { holder, reference }: { holder: string; reference: string },
  act: (trx: Transaction<Database>, known: ReservationRow) => Promise<void>,
): Promise<ReservationRow> {
  const unknown = new Problem('unknown-reservation', { reservation: id });
  return inTransaction(db, async (trx) => {
    const before = await findReservation(trx, id);
    if (before === null || before.holder !== holder || before.reference !== reference) throw unknown;
    await lockAccounts(trx, [before.accountId]);
    await act(trx, (await findReservation(trx, id)) ?? before);
    return (await findReservation(trx, id)) ?? before;
  });
}

/** What an agency had told was taken for this contact; by the holder's own word it was another, and counts too. */
async function unlinkOther(trx: Transaction<Database>, confirmed: ReservationRow): Promise<void> {
  const { id, factId, accountId } = confirmed;
  if (factId === null) return;
  const { rows } = await sql<{ at: number; named: boolean }>`
    select (body->>'at')::float8 as at, body->>'reservation' = ${id} as named
    from fact
    where id = ${factId}::uuid`.execute(trx);
  const [fact] = rows;
  if (!fact || isSameContact(confirmed, fact.at, fact.named === true)) return;
  await sql`update contact_reservation set fact_id = null where id = ${id}::uuid`.execute(trx);
  await noteForJudgement(trx, factId, accountId);
}
