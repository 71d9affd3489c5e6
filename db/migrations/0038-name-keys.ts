/** The payer's name of a bank line finds the persons who have it, without reading every name of the creditor. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  // NAME_MARKS of domain/money/match-line.ts
  await sql`
    create index person_name_key on person (creditor_id, lower(translate(name, ' .,''’·-_/()', '')))`.execute(db);
}
