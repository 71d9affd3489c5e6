/** Lists show what is asked for: the unpaid dues without what of them is disputed. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql`alter table due add column disputed bigint not null default 0`.execute(db);
}
