/** What a task is about in detail, and what an account's next step waits for. */
import { type Kysely, sql } from 'kysely';

const REVIEWS = `
-- what a person must see of the task; its form is that of its kind
alter table task add column if not exists details jsonb;
-- why the next step waits, until when (null: until a fact lifts it), and since when
alter table account add column held_because text;
alter table account add column held_until timestamptz;
alter table account add column held_since timestamptz;
create index account_held_long on account (held_until) where held_until is not null and closed_at is null;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(REVIEWS).execute(db);
}
