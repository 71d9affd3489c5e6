/**
 * The team's worklist: who works on which task until when, call-backs by their time, what was done when, and who calls.
 */
import { type Kysely, sql } from 'kysely';

const WORKLIST = `
-- who works on what: a person whom they call, else one task; a lock that has ended frees itself
create table work_lock (
  -- the person of a call task, else the task
  case_id uuid primary key,
  task_id uuid not null references task,
  holder text not null,
  -- business time
  taken_at timestamptz not null,
  -- wall time
  until_at timestamptz not null
);
create index work_lock_of_holder on work_lock (lower(holder));

-- when the person asked to be called
alter table task add column wished_at timestamptz;
create index task_call_backs on task (wished_at) where state = 'open' and wished_at is not null;
create index task_worklist on task (creditor_id, kind, due_at, no) where state = 'open';
-- somebody who calls: whom it may be, what was asked, who was identified; no value of a person
create table caller (
  id uuid primary key,
  -- the number that people type
  no bigint generated always as identity unique,
  found_by text not null check (found_by in ('number', 'reference', 'name')),
  speaks_as text not null,
  person_ids uuid[] not null,
  -- names of the questions, and of those that were answered last
  asked text[] not null,
  answered text[] not null default '{}',
  tries int not null default 0,
  state text not null default 'asked' check (state in ('asked', 'identified', 'locked')),
  person_id uuid references person,
  -- business time
  opened_at timestamptz not null,
  opened_by text not null,
  ended_at timestamptz,
  ended_by text
);
create index caller_locked on caller (ended_at) where state = 'locked';
create index contact_point_by_value on contact_point (value_key);

create index task_done on task (ended_at) where state = 'done';
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(WORKLIST).execute(db);
}
