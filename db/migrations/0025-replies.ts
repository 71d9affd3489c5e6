/** What persons wrote back. The text is personal: engine/persons/ alone reads and writes it. */
import { type Kysely, sql } from 'kysely';

const REPLIES = `
create table reply_body (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  person_id uuid not null references person,
  -- the task in which somebody reads it
  task_id uuid references task,
  channel text not null check (channel in ('email', 'sms')),
  -- business time, when it was written
  at timestamptz not null,
  body text not null
);
create index reply_body_of_task on reply_body (task_id);
create index reply_body_of_person on reply_body (person_id);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(REPLIES).execute(db);
}
