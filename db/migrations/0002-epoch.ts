/** Which database this is, so that an older copy put back is known and sends nothing twice (db/epoch.ts). */
import { type Kysely, sql } from 'kysely';

const EPOCH = `
-- which database this is, and whether it may send: an older copy put back, or another one, closes all lanes (engine/restore/watch-epoch.ts). One row
create table epoch (
  singleton boolean primary key default true check (singleton),
  -- drawn anew by each release after a restore; those it took the place of
  id uuid not null default gen_random_uuid(),
  past text[] not null default '{}',
  -- raised by each worker every few seconds: a copy put back has a lower one than those workers have seen
  mark bigint not null default 0,
  marked_at timestamptz,
  -- the server's identifier and timeline; null = not known yet, or denied
  system_id text,
  timeline text,
  -- wall time since which nothing leaves, and what was found
  closed_since timestamptz,
  detected_by text check (detected_by in ('evaluation', 'server', 'mark')),
  reason text,
  -- ids that detectors named since it is closed
  named text[] not null default '{}',
  -- logs given by hand since it is closed: lane -> messages
  logs jsonb not null default '{}',
  released_at timestamptz,
  released_by text
);
insert into epoch default values;
-- what a provider's log says it had accepted before a restore: each effect by its hash. A claim sends none of these again
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
