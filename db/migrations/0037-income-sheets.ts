/** Income and expense sheets of persons. Their figures are personal: engine/persons/ alone reads and writes them. */
import { type Kysely, sql } from 'kysely';

const SHEETS = `
create table income_sheet (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  person_id uuid not null references person,
  -- the day on which it was filled in
  filled_on date not null,
  told_by text not null check (told_by in ('person', 'adviser', 'letter')),
  -- a name, or the source
  recorded_by text not null,
  -- business time, when it was told
  at timestamptz not null,
  -- version of the form of the body
  v int not null,
  body jsonb not null
);
create index income_sheet_of_person on income_sheet (person_id);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(SHEETS).execute(db);
}
