/** Stores what an agency did that it should not have done. */
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import type { PersonChannel } from '../../domain/channels.ts';
import type { Held } from '../../domain/gate.ts';
import type { Instant } from '../../domain/time.ts';
import type { ReservationRow } from './reservation-row.ts';

interface Breach {
  creditorId: string;
  accountId: string;
  agency: string;
  /** The contact that an agency told of, or the reservation that it used wrongly. */
  of: { fact: string } | { reservation: string };
  channel: PersonChannel;
  at: Instant;
  reasons: readonly Held[];
}

/** Stores a breach found at `now`, once for each contact. */
export async function storeBreach(trx: Transaction<Database>, breach: Breach, now: Instant): Promise<void> {
  const { creditorId, accountId, agency, of, channel, at, reasons } = breach;
  await sql`
    insert into agency_breach (id, creditor_id, account_id, agency, fact_id, reservation_id, channel, at, reasons,
      found_at)
    values (${uuidv7()}::uuid, ${creditorId}::uuid, ${accountId}::uuid, ${agency},
      ${'fact' in of ? of.fact : null}::uuid, ${'reservation' in of ? of.reservation : null}::uuid, ${channel},
      ${new Date(at)}, ${JSON.stringify(reasons)}::jsonb, ${new Date(now)})
    on conflict do nothing`.execute(trx);
}

const LATE: Held = { policy: 'reservation', code: 'after-its-end', words: 'the reservation had ended' };
const stoppedBy = (code: string): Held => ({
  policy: 'reservation',
  code: 'after-its-stop',
  words: `the permit had been stopped: ${code}`,
});

type ReservedContact = Pick<ReservationRow, 'id' | 'creditorId' | 'accountId' | 'channel' | 'endsAt' | 'stopped'>;

/** Stores that an agency made a reserved contact after the reservation had ended; nothing when it did not. */
export async function storeIfLate(
  trx: Transaction<Database>,
  reservation: ReservedContact,
  { agency, at }: { agency: string | null; at: Instant },
  now: Instant,
): Promise<void> {
  const { id, creditorId, accountId, channel, endsAt, stopped } = reservation;
  if (agency === null || at <= endsAt) return;
  const of = { reservation: id };
  const reasons = [stopped === null ? LATE : stoppedBy(stopped)];
  await storeBreach(trx, { creditorId, accountId, agency, of, channel, at, reasons }, now);
}
