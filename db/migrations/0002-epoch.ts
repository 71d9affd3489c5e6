/** The identity of this database, so that a restored copy is recognised and sends nothing twice (db/epoch.ts). */
import { type Kysely, sql } from 'kysely';

const EPOCH = `
-- the identity of this database, and whether it may send: a restored copy, or another database, closes all lanes
-- (engine/restore/watch-epoch.ts). A single row
create table epoch (
  singleton boolean primary key default true check (singleton),
  -- each release after a restore draws a new id; past holds the ids that it replaced
  id uuid not null default gen_random_uuid(),
  past text[] not null default '{}',
  -- raised by each worker every few seconds: a restored copy has a lower mark than workers have seen
  mark bigint not null default 0,
  marked_at timestamptz,
  -- identifier and timeline of the server; null = not known yet, or not readable
  system_id text,
  timeline text,
  -- wall time since which nothing leaves, and why
  closed_since timestamptz,
  detected_by text check (detected_by in ('evaluation', 'server', 'mark')),
  reason text,
  -- epochs that detectors have named since it closed
  named text[] not null default '{}',
  -- provider logs given by hand since it closed: lane -> messages
  logs jsonb not null default '{}',
  released_at timestamptz,
  released_by text
);
insert into epoch default values;
-- effects, by hash, that a provider's log says it accepted before a restore. A claim sends none of them again
create table accepted_elsewhere (
  hash text primary key,
  lane text not null,
  -- of the message or file that covered it
  key text not null,
  at timestamptz not null
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(EPOCH).execute(db);
}
