/** What running processes share: the business clock, live workers, closed lanes, answers to repeated requests. */
import { type Kysely, sql } from 'kysely';

const PROCESS_TABLES = `
create table clock (
  singleton boolean primary key default true check (singleton),
  mode text not null default 'wall' check (mode in ('wall', 'simulated')),
  now_at timestamptz not null default now(),
  run_to timestamptz,
  -- business seconds a wall second, at most
  speed int not null default 86400,
  updated_at timestamptz not null default now()
);
insert into clock default values;
create table worker (
  id uuid primary key,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  decider int not null
);
-- lanes that were closed by a person or a violated invariant, or that pause
create table lane (
  name text primary key,
  closed_since timestamptz,
  reason text,
  -- wall time until which the lane pauses: the other side was busy or did not answer
  paused_until timestamptz,
  -- recent busy answers and calls without an answer; falls with each message sent
  troubles int not null default 0
);
create table idempotency (
  route text not null,
  key text not null,
  body_hash text not null,
  status int not null,
  answer jsonb not null,
  at timestamptz not null default now(),
  primary key (route, key)
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(PROCESS_TABLES).execute(db);
}
