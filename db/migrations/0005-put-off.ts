/** A permit that puts its effect off says until when, so that a second one for the same reason is found. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql`alter table permit add column put_off_to timestamptz`.execute(db);
}
