/** A permit names the packs of law that judged it, and what the judgement saw. Permits of before name none. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql`alter table permit add column law text, add column proof jsonb`.execute(db);
}
