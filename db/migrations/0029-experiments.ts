/** Experiments on accounts, and the arm of each person who entered. */
import { type Kysely, sql } from 'kysely';

const EXPERIMENTS = `
create table experiment (
  -- draws the arms
  name text primary key,
  creditor_id uuid not null references creditor,
  -- as its file describes it, each arm with its strategy. Never changed: it fixes the day of the answer and the sample
  plan jsonb not null,
  started_by text not null,
  started_at timestamptz not null,
  -- from then on nobody enters
  stopped_by text,
  stopped_at timestamptz,
  check ((stopped_by is null) = (stopped_at is null))
);
create index experiment_of_creditor on experiment (creditor_id);

-- a person enters one experiment, with their first account, and stays in their arm
create table experiment_person (
  person_id uuid primary key references person,
  creditor_id uuid not null references creditor,
  experiment text not null references experiment,
  arm text not null,
  -- in the zone of the creditor
  entered_on date not null
);
create index experiment_person_of_experiment on experiment_person (experiment, entered_on);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(EXPERIMENTS).execute(db);
}
