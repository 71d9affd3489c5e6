/**
 * Since when nobody spoke with a person, by the book; who owns the debt; and restarts of many accounts by two people.
 */
import { type Kysely, sql } from 'kysely';

const CHANGES = `
alter table account
  add column last_contact_on date,
  -- when the book last named another owner than before
  add column owner_changed_at timestamptz;
-- a silence can no longer be switched off: the shipped months count where a creditor named none within the bounds
update creditor
set terms = terms - 'silenceMonths'
where (terms->>'silenceMonths')::numeric not between 1 and 24;
-- a row is proposed until a second person approves it, and goes on until none of its accounts waits
create table restart_batch (
  no bigint generated always as identity primary key,
  creditor_id uuid not null references creditor (id),
  reason text not null,
  evidence text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  cancelled_by text,
  cancelled_at timestamptz,
  cancel_reason text,
  ended_at timestamptz,
  check ((approved_at is null) = (approved_by is null)),
  check ((cancelled_at is null) = (cancelled_by is null) and (cancelled_at is null) = (cancel_reason is null))
);
create table restart_item (
  batch_no bigint not null references restart_batch (no),
  account_id uuid not null references account (id),
  creditor_id uuid not null references creditor (id),
  -- the order of release within the batch
  rank integer not null,
  state text not null default 'waiting' check (state in ('waiting', 'released', 'dropped', 'cancelled')),
  -- why it was put off or dropped
  reason text,
  -- the day on which it was last judged
  judged_on date,
  primary key (batch_no, account_id)
);
create unique index restart_item_waiting on restart_item (account_id) where state = 'waiting';
create index restart_item_next on restart_item (batch_no, rank) where state = 'waiting';
create index restart_item_day on restart_item (creditor_id, judged_on) where state = 'released';
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(CHANGES).execute(db);
}
