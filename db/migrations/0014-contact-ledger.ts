/**
 * The ledger of contacts: who asked to contact a person, what was answered, what came of it, and what an agency did that
 * it should not have done. Ids, moments and codes only.
 */
import { type Kysely, sql } from 'kysely';

const LEDGER = `
create table contact_reservation (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  account_id uuid not null references account,
  person_id uuid not null references person,
  -- of an agency
  placement_id uuid references placement,
  -- the source that asked, and its own name of the contact
  holder text not null,
  reference text not null,
  channel text not null check (channel in ('email', 'sms', 'call')),
  purpose text not null check (purpose in ('demand', 'notice', 'receipt')),
  -- where the holder named it and it is known
  point_id uuid references contact_point,
  -- asked for; ends_at is earlier where the lawful hours end before
  minutes int not null check (minutes > 0),
  state text not null default 'reserved' check (state in ('reserved', 'confirmed', 'released')),
  facts_version bigint not null,
  -- business time, like all moments here
  reserved_at timestamptz not null,
  ends_at timestamptz not null,
  contacted_at timestamptz,
  outcome text,
  -- when the holder reported; null while only a fact did
  reported_at timestamptz,
  -- kept when the holder says later that it was used after all
  release_reason text,
  evidence text,
  -- the fact agency-contact that tells of the same contact: counted once
  fact_id uuid unique references fact,
  unique (holder, reference),
  check ((state = 'confirmed') = (contacted_at is not null)),
  check ((contacted_at is null) = (outcome is null)),
  check (state <> 'released' or release_reason is not null)
);
-- what a decision reads of a person
create index contact_reservation_of_person on contact_reservation (person_id, coalesce(contacted_at, reserved_at));
create index contact_reservation_of_account on contact_reservation (account_id);
create table contact_refusal (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  account_id uuid not null references account,
  person_id uuid not null references person,
  holder text not null,
  reference text not null,
  channel text not null,
  purpose text not null,
  point_id uuid references contact_point,
  verdict text not null check (verdict in ('wait', 'refuse', 'blocked')),
  -- [{policy, code, words}]
  reasons jsonb not null,
  until timestamptz,
  facts_version bigint not null,
  asked_at timestamptz not null
);
create index contact_refusal_of_person on contact_refusal (person_id, asked_at);
-- contacts that agencies told of and that no gate has judged yet
create table conduct_pending (
  fact_id uuid primary key references fact,
  account_id uuid not null references account
);
create table agency_breach (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  account_id uuid not null references account,
  agency text not null,
  fact_id uuid unique references fact,
  reservation_id uuid unique references contact_reservation,
  channel text not null,
  -- of the contact
  at timestamptz not null,
  -- [{policy, code, words}]
  reasons jsonb not null,
  found_at timestamptz not null,
  check ((fact_id is null) <> (reservation_id is null))
);
create index agency_breach_of_agency on agency_breach (agency, at);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(LEDGER).execute(db);
  for (const table of ['contact_reservation', 'contact_refusal'])
    await sql
      .raw(
        `alter table ${table} set (
          autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500,
          autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 500)`,
      )
      .execute(db);
}
