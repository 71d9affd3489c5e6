/** The team's worklist: who works on which task until when, call-backs by their time, and what was done when. */
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
create index task_done on task (ended_at) where state = 'done';
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(WORKLIST).execute(db);
}
