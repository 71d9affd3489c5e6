/**
 * Files that persons send with a dispute or a complaint, and who has read each. Name and bytes are personal:
 * engine/persons/ alone reads and writes them. A message may confirm the receipt of a complaint.
 */
import { type Kysely, sql } from 'kysely';

const FILES = `
create table evidence_file (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  person_id uuid not null references person,
  -- the fact of the dispute or the complaint
  of_fact uuid not null references fact,
  kind text not null check (kind in ('pdf', 'jpeg', 'png', 'text')),
  size int not null check (size > 0),
  sha256 text not null,
  -- business time
  added_at timestamptz not null,
  added_by text not null,
  name text not null,
  body bytea not null,
  unique (of_fact, sha256)
);
-- packed already, most of them
alter table evidence_file alter column body set storage external;
create index evidence_file_of_person on evidence_file (person_id);

create table evidence_read (
  evidence_id uuid not null references evidence_file,
  -- business time
  at timestamptz not null,
  by text not null
);
create index evidence_read_of_file on evidence_read (evidence_id);

alter table effect
  drop constraint effect_when_sent_check,
  add constraint effect_when_sent_check
    check (when_sent in ('open-placement', 'recall-placement', 'mark-folder-made', 'acknowledge-complaint'));
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(FILES).execute(db);
}
