/** What an agency may tell by event: its secret opens nothing but the accounts that are or were placed with it. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { ReceiptKind, WireKind } from '../../domain/contracts/event.ts';
import { Problem } from '../../domain/problems.ts';
import { TOLD_BY_AGENCIES } from '../../domain/reservations.ts';

/**
 * Throws `not-for-agency` unless the agency may tell of this kind of fact about the subject, and the placement that the
 * data may name is its own.
 */
export async function checkAgencySource(
  trx: Transaction<Database>,
  agency: string,
  { kind, subject, data }: { kind: WireKind | ReceiptKind; subject: string; data: Readonly<Record<string, unknown>> },
): Promise<void> {
  const mayTell = (TOLD_BY_AGENCIES as readonly string[]).includes(kind);
  const { rows } = await sql<{ placement: string }>`
    select pl.id as placement
    from placement pl
    join account a on a.id = pl.account_id
    join person p on p.id = pl.person_id
    join creditor c on c.id = pl.creditor_id
    where pl.agency = ${agency}
      and c.code = split_part(${subject}, '/', 1)
      and (a.number = split_part(${subject}, '/', 2) or 'person:' || p.number = split_part(${subject}, '/', 2))`.execute(
    trx,
  );
  const named = data['placement'];
  const isOwn = rows.some(({ placement }) => named === undefined || placement === String(named).toLowerCase());
  if (!mayTell || !isOwn) throw new Problem('not-for-agency', { kind });
}
