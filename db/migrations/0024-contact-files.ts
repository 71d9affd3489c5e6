/**
 * The daily files of lawful contacts for agencies without an interface: what each agency may do on a day, and what it
 * may do no more. Their permits and refusals are rows of the ledger.
 */
import { type Kysely, sql } from 'kysely';

const FILES = `
create table contact_file (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  agency text not null,
  -- permits: of a day; stops: permits that end before their time
  kind text not null check (kind in ('permits', 'stops')),
  business_date date not null,
  sequence int not null,
  -- the last person whose accounts were judged
  built_up_to uuid,
  -- business time, as left_at and given_up_at
  built_at timestamptz,
  left_at timestamptz,
  given_up_at timestamptz,
  -- wall time: when it was begun, and from when the channel may be called
  opened_at timestamptz not null default clock_timestamp(),
  call_from timestamptz not null default clock_timestamp(),
  -- why the last call failed
  failure text,
  unique (creditor_id, agency, kind, business_date, sequence)
);
create index contact_file_open on contact_file (opened_at) where left_at is null and given_up_at is null;
alter table contact_reservation
  -- the file that gave it; null for a contact that was asked for
  add column file_id uuid references contact_file,
  -- code of the reason for which it ends before its time, and the file that says so
  add column stopped_because text,
  add column stop_file_id uuid references contact_file;
create index contact_reservation_of_file on contact_reservation (file_id) where file_id is not null;
create index contact_reservation_of_stops on contact_reservation (stop_file_id) where stop_file_id is not null;
create index contact_reservation_permits on contact_reservation (ends_at)
where file_id is not null and state = 'reserved';
alter table contact_refusal add column file_id uuid references contact_file;
create index contact_refusal_of_file on contact_refusal (file_id) where file_id is not null;
alter table intake_file
  drop constraint intake_file_kind_check,
  add constraint intake_file_kind_check
    check (kind in ('book', 'parties', 'features', 'agency-return', 'contact-return', 'bureau-answer'));
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(FILES).execute(db);
}
