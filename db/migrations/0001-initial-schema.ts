/**
 * What the engine knows of accounts and persons. Every table but creditor and event_inbox has a `creditor_id`. Personal
 * values are stored only in person, contact_point and message_body; only engine/persons reads and writes them.
 */
import { type Kysely, sql } from 'kysely';

const INITIAL_SCHEMA = `
-- orders the facts and permits of a person, see fact.no and permit.no
create sequence event_order;
create table creditor (
  id uuid primary key,
  code text not null unique check (code ~ '^[a-z][a-z0-9-]{1,30}$'),
  name text not null,
  zone text not null,
  currency text not null,
  -- letterhead, agencies, bureau, floors: domain/contracts/creditor.ts, versioned by "v"
  terms jsonb not null
);
create table person (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  number text not null,
  name text not null,
  language text not null check (language in ('en', 'zh-Hans')),
  zone text not null,
  zone_source text not null,
  zone_on date not null,
  address text,
  has_address boolean not null generated always as (address is not null) stored,
  merged_into uuid references person,
  unique (creditor_id, number)
);
-- contact_point, account_person and due have no foreign key to creditor: their rows copy creditor_id from the person or
-- account they belong to, and a second foreign key each would cost an import a quarter of its speed
create table contact_point (
  id uuid primary key,
  creditor_id uuid not null,
  person_id uuid not null references person,
  channel text not null check (channel in ('email', 'sms')),
  value text not null,
  -- for equality and search: see contactKey in domain/contracts/contact-value.ts
  value_key text not null,
  source text not null,
  invalid_since timestamptz,
  unique (creditor_id, person_id, channel, value_key)
);
create index contact_point_of_person on contact_point (person_id);
create table account (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  number text not null,
  product text not null check (product in ('card', 'instalment-loan')),
  currency text not null,
  contract_date date not null,
  credit_limit bigint,
  balance bigint not null,
  opening_overdue bigint not null,
  bureau_consent boolean not null,
  has_statement boolean not null default true,
  payment_reference text not null,
  as_of date not null,
  row_hash text not null,
  reached_stage text,
  notified_on date,
  -- last payment that the book named
  last_payment_on date,
  last_payment bigint,
  closed_at timestamptz,
  closed_reason text,
  -- answer of the last evaluation, with the columns below
  stage text not null default 'new' check (stage ~ '^[a-z][a-z0-9-]*$'),
  health text not null default 'waiting' check (health in ('waiting', 'ok', 'blocked', 'held', 'done')),
  facts_version bigint not null default 1,
  evaluated_version bigint not null default 0,
  evaluated_at timestamptz,
  evaluation_number bigint not null default 0,
  next_evaluation_at timestamptz,
  stale_since timestamptz,
  -- wall time at which its workflow was opened; null = not yet
  started_at timestamptz,
  -- wall time of the last nudge of the sweep
  nudged_at timestamptz,
  unique (creditor_id, number)
);
create index account_by_next_evaluation on account (next_evaluation_at) where next_evaluation_at is not null;
create index account_stale on account (id) where evaluated_version < facts_version;
create index account_not_started on account (next_evaluation_at) where started_at is null and closed_at is null;
create table account_person (
  creditor_id uuid not null,
  account_id uuid not null references account,
  person_id uuid not null references person,
  role text not null default 'debtor' check (role in ('debtor', 'joint-debtor', 'guarantor')),
  primary key (account_id, person_id)
);
create index account_of_person on account_person (person_id);
create table due (
  creditor_id uuid not null,
  account_id uuid not null references account,
  due_on date not null,
  minor bigint not null check (minor > 0),
  source text not null default 'import',
  primary key (account_id, due_on)
);
create table fact (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  account_id uuid references account,
  person_id uuid references person,
  kind text not null check (kind ~ '^[a-z][a-z-]*$'),
  body jsonb not null,
  source text not null,
  external_id text,
  recorded_by text,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  -- facts_version of the account after this fact; null for a fact of a person
  version bigint,
  tx xid8 not null default pg_current_xact_id(),
  -- drawn while its person or account is locked: orders the facts and permits of a person
  no bigint not null default nextval('event_order'),
  check ((account_id is null) <> (person_id is null))
);
create index fact_of_account on fact (account_id, version) where account_id is not null;
create index fact_of_person on fact (person_id, recorded_at) where person_id is not null;
create unique index fact_once on fact (creditor_id, source, external_id, coalesce(account_id, person_id))
  where external_id is not null;
create table event_inbox (
  source text not null,
  external_id text not null,
  body_hash text not null,
  answer jsonb not null,
  received_at timestamptz not null default now(),
  primary key (source, external_id)
);
create table episode (
  creditor_id uuid not null references creditor,
  account_id uuid not null references account,
  no int not null,
  opened_on date not null,
  opened_version bigint not null,
  ended_at timestamptz,
  cured_version bigint,
  -- effects, planned or queued, that its cure stopped
  stopped_in_flight int not null default 0,
  primary key (account_id, no)
);
create table decision (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  account_id uuid not null references account,
  evaluation_number bigint not null,
  facts_version bigint not null,
  at timestamptz not null,
  stage text not null,
  answer jsonb not null
);
create index decision_of_account on decision (account_id, evaluation_number desc);
create table effect (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  account_id uuid not null references account,
  person_id uuid not null references person,
  episode int not null,
  stage text not null,
  step text not null,
  occurrence int not null,
  channel text not null,
  purpose text not null,
  -- agency or bureau code for files, null for a person
  recipient text,
  task text,
  state text not null default 'planned',
  reason text,
  due_at timestamptz not null,
  attempt int not null default 0,
  -- the account has no other next evaluation: the end of this effect wakes it
  awaited boolean not null default false,
  -- policies that have ever held it back
  held_by text[] not null default '{}',
  -- wall time
  planned_at timestamptz not null default now(),
  queued_at timestamptz,
  lease_token uuid,
  lease_until timestamptz,
  calling_at timestamptz,
  blocked_since timestamptz,
  -- business time; claimed_at is when the last permit to leave was given, which counts for caps
  claimed_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  bounced_at timestamptz,
  done_at timestamptz,
  settled_at timestamptz,
  dispatch_id uuid,
  -- while its outcome is unknown: wall time of the next query (null = the channel answers none), and queries so far
  query_at timestamptz,
  queries int not null default 0,
  -- every state it was in, in order; the triggers below maintain it
  path text[] not null default '{}',
  unique (creditor_id, account_id, episode, stage, step, occurrence)
);
create index effect_due on effect (due_at) where state in ('planned', 'deferred');
create index effect_claimed on effect (lease_until) where state = 'claimed';
create index effect_of_account on effect (account_id, episode);
create index effect_of_person on effect (person_id, channel, state);
create index effect_of_dispatch on effect (dispatch_id) where dispatch_id is not null;
create index effect_in_trouble on effect (state) where state in ('failed', 'unknown') or blocked_since is not null;
create function record_path() returns trigger language plpgsql as $$
begin
  new.path := case when tg_op = 'INSERT' then array[new.state] else old.path || new.state end;
  return new;
end $$;
create trigger effect_begins before insert on effect for each row execute function record_path();
create trigger effect_moves before update of state on effect
  for each row when (old.state is distinct from new.state) execute function record_path();
-- a message or file that left or is about to leave; covers one or more effects
create table dispatch (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  channel text not null,
  recipient text not null,
  -- key given to the provider: a hash of business keys, so a restore does not change it
  key text not null,
  kind text not null,
  business_date date not null,
  sequence int not null default 0,
  result text,
  -- files: name, count, sum, sha256
  manifest jsonb,
  created_at timestamptz not null,
  sent_at timestamptz,
  unique (creditor_id, channel, recipient, kind, business_date, sequence, key)
);
create index dispatch_by_key on dispatch (key);
create table message_body (
  dispatch_id uuid primary key references dispatch,
  creditor_id uuid not null references creditor,
  person_id uuid not null references person,
  to_value text not null,
  -- contact_point.value_key of to_value: finds the point of a message that bounced
  to_key text not null,
  subject text,
  body text not null
);
create table permit (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  effect_id uuid not null references effect,
  account_id uuid not null references account,
  attempt int not null,
  -- elsewhere: the effect left before a restore, on a permit that is lost; facts_version is 0
  verdict text not null check (verdict in ('allow', 'wait', 'refuse', 'blocked', 'elsewhere')),
  reasons jsonb not null,
  facts_version bigint not null,
  given_at timestamptz not null,
  not_after timestamptz not null,
  -- date and minute in the person's zone when it was given: check uses them for hours and caps
  local_date date not null,
  local_minute int not null,
  ended text check (ended in ('sent', 'failed', 'busy', 'unknown', 'held-back', 'lease-expired')),
  ended_at timestamptz,
  -- drawn while the person is locked: the permit saw the facts with lower numbers
  no bigint not null default nextval('event_order'),
  unique (effect_id, attempt)
);
create index permit_of_account on permit (account_id);
create index permit_by_no on permit using brin (no);
-- results that came late or twice, receipts that fit nothing: kept, and change nothing else
create table evidence (
  id uuid primary key,
  creditor_id uuid references creditor,
  effect_id uuid references effect,
  what text not null,
  body jsonb not null,
  at timestamptz not null default now()
);
create table task (
  id uuid primary key,
  -- the number that people type
  no bigint generated always as identity unique,
  creditor_id uuid not null references creditor,
  account_id uuid references account,
  person_id uuid references person,
  effect_id uuid references effect unique,
  kind text not null check (kind ~ '^[a-z][a-z-]*$'),
  state text not null default 'open' check (state in ('open', 'done', 'withdrawn')),
  reason text,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  asked_by text,
  ended_at timestamptz,
  ended_by text,
  outcome jsonb
);
create index task_open on task (kind, due_at) where state = 'open';
create index task_of_account on task (account_id) where state = 'open';
create unique index task_once_open on task (creditor_id, kind, coalesce(account_id, person_id))
  where state = 'open' and effect_id is null;
create table placement (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  account_id uuid not null references account,
  person_id uuid not null references person,
  effect_id uuid not null references effect,
  agency text not null,
  state text not null check (state in ('handed-over', 'accepted', 'recalled', 'ended')),
  handed_over_at timestamptz not null,
  term_ends_on date not null,
  recalled_at timestamptz,
  recall_reason text,
  ended_at timestamptz,
  end_reason text
);
create unique index placement_live on placement (account_id) where state <> 'ended';
create index placement_of_person on placement (person_id) where state <> 'ended';
create table bureau_entry (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  account_id uuid not null references account,
  effect_id uuid not null references effect,
  bureau text not null,
  month text not null check (month ~ '^\\d{4}-\\d{2}$'),
  kind text not null check (kind in ('record', 'correction', 'deletion')),
  replaces uuid references bureau_entry,
  body jsonb not null,
  state text not null default 'sent' check (state in ('sent', 'acknowledged', 'rejected')),
  reason text,
  at timestamptz not null,
  unique (creditor_id, account_id, month, kind, effect_id)
);
create table court_case (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  account_id uuid not null references account unique,
  effect_id uuid not null references effect,
  state text not null check (state in ('open', 'folder-made', 'filed', 'not-filed', 'withdrawn')),
  opened_at timestamptz not null,
  approved_by text,
  folder text,
  court text,
  court_number text,
  ended_at timestamptz,
  reason text
);
-- inbound files: books, agency returns, bureau answers
create table intake_file (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  kind text not null check (kind in ('book', 'agency-return', 'bureau-answer')),
  sha256 text not null,
  sender text not null,
  business_date date,
  taken_at timestamptz not null,
  state text not null check (state in ('taken', 'refused')),
  reason text,
  counts jsonb not null default '{}',
  released_by text,
  unique (creditor_id, kind, sha256)
);
create table cycle (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  kind text not null check (kind in ('agency-day', 'bureau-month')),
  recipient text not null,
  next_evaluation_at timestamptz not null,
  evaluated_at timestamptz,
  started_at timestamptz,
  nudged_at timestamptz,
  unique (creditor_id, kind, recipient)
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(INITIAL_SCHEMA).execute(db);
}
