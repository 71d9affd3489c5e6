/** Which packs of rules judged here, and the versions of the lender's own rules that two people publish. */
import { type Kysely, sql } from 'kysely';

const CHANGES = `
create table law_pack (
  name text not null,
  version text not null,
  digest text not null,
  content jsonb not null,
  first_used_at timestamptz not null default now(),
  primary key (name, version)
);
-- a row is proposed until a second person approves it; revision is the order of approval
create table house_rules (
  version text primary key,
  digest text not null,
  content jsonb not null,
  holds_from date not null,
  made_by text not null,
  made_at timestamptz not null,
  approved_by text,
  published_at timestamptz,
  revision integer unique,
  -- after its date all open accounts are evaluated again: the last one so far, and when none was left
  evaluated_up_to uuid,
  evaluated_at timestamptz,
  check ((revision is null) = (approved_by is null) and (revision is null) = (published_at is null))
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(CHANGES).execute(db);
}
