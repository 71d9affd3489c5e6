/** The score and the classes of an account, and how the classes changed. */
import { type Kysely, sql } from 'kysely';

const SCORES = `
create table account_score (
  account_id uuid primary key references account,
  creditor_id uuid not null references creditor,
  -- what scored it: name, and what it must not be used for; null until a model did
  model jsonb,
  model_digest text,
  -- the newest date of the features that it was scored by
  features_as_of date,
  ability_points int,
  willingness_points int,
  -- that the account defaults
  probability float8,
  -- what the score says: class of each axis, reasons, missing features
  score jsonb,
  -- the classes before a human decision, with the days since which they hold
  held jsonb,
  -- the classes in force, and why
  ability text not null default 'unknown' check (ability in ('high', 'middle', 'low', 'unknown')),
  willingness text not null default 'unknown' check (willingness in ('high', 'middle', 'low', 'unknown')),
  because jsonb,
  -- business time: when it was scored, and when time alone may change it
  scored_at timestamptz,
  again_at timestamptz,
  -- wall time: the last fact or feature that is not scored yet; null when there is none
  changed_at timestamptz,
  -- wall time until which a worker has it
  taken_until timestamptz
);
create index account_score_changed on account_score (changed_at) where changed_at is not null;
create index account_score_model on account_score (model_digest) where changed_at is null;
create index account_score_again on account_score (again_at) where changed_at is null;

create table class_change (
  no bigint generated always as identity primary key,
  account_id uuid not null references account,
  creditor_id uuid not null references creditor,
  -- business time
  at timestamptz not null,
  -- null: it had none before
  ability_before text,
  willingness_before text,
  ability_after text not null,
  willingness_after text not null,
  because jsonb not null,
  model_digest text
);
create index class_change_of_account on class_change (account_id, no);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(SCORES).execute(db);
}
