/** A ledger of contacts with many entries of many persons, made by SQL. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Instant } from '../../domain/time.ts';

/** Entries of each person of the book, over a year; two of them count for the caps of a week. */
export const ENTRIES_A_PERSON = 4;
/** Entries of one statement. */
const AT_ONCE = 1_000_000;

const COLUMNS = `id, creditor_id, account_id, person_id, holder, reference, channel, purpose, minutes, state,
  facts_version, reserved_at, ends_at, contacted_at, outcome, reported_at`;
const CONFIRMED = `'call', 'demand', 15, 'confirmed', 1, t.at, t.at + interval '15 minutes', t.at, 'no-answer', t.at`;

/** Fills the ledger with the past of the persons that the book has, and up to `entries` with that of made-up others. */
export async function fillLedger(db: Kysely<Database>, entries: number, now: Instant): Promise<void> {
  const end = `'${new Date(now).toISOString()}'::timestamptz`;
  await db.connection().execute(async (own) => {
    // Without triggers and foreign keys, in this session: the others have no rows of their own.
    await sql`set session_replication_role = replica`.execute(own);
    await sql
      .raw(
        `insert into contact_reservation (${COLUMNS})
        select gen_random_uuid(), ap.creditor_id, ap.account_id, ap.person_id, 'dialler', ap.account_id || '-' || i,
          ${CONFIRMED}
        from account_person ap
        cross join generate_series(1, ${ENTRIES_A_PERSON}) i
        cross join lateral (
          select ${end} - case when i <= 2 then i * interval '2 days' else i * interval '60 days' end as at) t`,
      )
      .execute(own);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from contact_reservation`.execute(own);
    for (let left = entries - (rows[0]?.n ?? 0); left > 0; left -= AT_ONCE)
      await sql
        .raw(
          `insert into contact_reservation (${COLUMNS})
          select gen_random_uuid(), c.id, gen_random_uuid(), gen_random_uuid(), 'dialler', gen_random_uuid()::text,
            ${CONFIRMED}
          from (select id from creditor order by id limit 1) c
          cross join (
            select ${end} - random() * interval '365 days' as at
            from generate_series(1, ${Math.min(left, AT_ONCE)})) t`,
        )
        .execute(own);
    await sql`set session_replication_role = origin`.execute(own);
  });
}
