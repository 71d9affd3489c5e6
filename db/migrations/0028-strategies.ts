/** Versions of strategies, which of them an account follows, and how accounts move between them. */
import { type Kysely, sql } from 'kysely';

const STRATEGIES = `
-- a row is proposed until a second person approves it; revision is the order of approval. Never edited
create table strategy_version (
  -- name@version
  id text primary key,
  name text not null,
  version text not null,
  -- hex SHA-256 of the text
  digest text not null,
  -- YAML, as proposed
  text text not null,
  made_by text not null,
  made_at timestamptz not null,
  approved_by text,
  published_at timestamptz,
  revision integer unique,
  -- retired: no account begins with it or moves to it; those that follow it go on
  retired_by text,
  retired_at timestamptz,
  check ((revision is null) = (approved_by is null) and (revision is null) = (published_at is null)),
  check ((retired_by is null) = (retired_at is null))
);

-- the strategy with which new accounts of a creditor begin: its newest row; null = the ladder of the code
create table strategy_use (
  no bigint generated always as identity primary key,
  creditor_id uuid not null references creditor,
  strategy text,
  made_by text not null,
  made_at timestamptz not null
);
create index strategy_use_of_creditor on strategy_use (creditor_id, no);

create table strategy_move (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  -- null = the ladder of the code
  from_strategy text references strategy_version,
  to_strategy text references strategy_version,
  at text not null check (at in ('now', 'next-stage')),
  made_by text not null,
  made_at timestamptz not null,
  -- the last account that was told so far, and when none was left
  told_up_to uuid,
  told_at timestamptz,
  undone_by text,
  undone_at timestamptz,
  undone_up_to uuid,
  undo_told_at timestamptz,
  -- accounts that were told so far
  told integer not null default 0,
  -- after an undo: accounts that no longer wait or went back, and by reason how many stay
  undone integer not null default 0,
  kept jsonb not null default '{}',
  check ((undone_by is null) = (undone_at is null))
);
create index strategy_move_open on strategy_move (made_at)
  where told_at is null or (undone_at is not null and undo_told_at is null);

alter table account
  -- null = the ladder of the code
  add column strategy text references strategy_version,
  -- null until the first evaluation under the strategy
  add column segment text,
  -- in the zone of the creditor
  add column segment_since date,
  -- in the holdout of the strategy: nothing is sent up to a day
  add column withheld boolean not null default false,
  -- the move that the next evaluation, or the next stage, carries out
  add column strategy_move uuid references strategy_move;
create index account_by_strategy_move on account (strategy_move, id) where strategy_move is not null;

create table segment_change (
  no bigint generated always as identity primary key,
  account_id uuid not null references account,
  creditor_id uuid not null references creditor,
  -- business time
  at timestamptz not null,
  move_id uuid references strategy_move,
  strategy_before text,
  segment_before text,
  -- null = the ladder of the code
  strategy_after text,
  segment_after text,
  because jsonb not null
);
create index segment_change_of_account on segment_change (account_id, no);
create index segment_change_of_move on segment_change (move_id, account_id) where move_id is not null;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(STRATEGIES).execute(db);
}
