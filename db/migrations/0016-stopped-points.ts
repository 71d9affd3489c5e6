/** A contact point that the person does not want to be used, whatever else is known of it. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql`alter table contact_point add column stopped_at timestamptz`.execute(db);
}
