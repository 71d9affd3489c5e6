/** Notices of payment providers. What moves money in them is a line among those of the bank. */
import { type Kysely, sql } from 'kysely';

const PAYERS = `
alter table bank_line
  -- the provider's id of the payment; null for a line of a bank
  add column payment text,
  -- the debit that was collected
  add column debit text;
create index bank_line_payment on bank_line (creditor_id, bank_account, payment) where payment is not null;

create table payment_notice (
  id uuid primary key,
  no bigint generated always as identity unique,
  creditor_id uuid not null references creditor,
  provider text not null,
  -- the provider's id of the notice
  event text not null,
  -- what it told: the same id with another content is refused
  sha256 text not null,
  kind text not null check (kind in ('paid', 'failed', 'refunded', 'charged-back')),
  payment text not null,
  minor bigint not null check (minor > 0),
  currency text not null,
  debit text,
  failure text,
  -- business time
  happened_at timestamptz not null,
  -- null for a payment that failed
  line_id uuid references bank_line,
  -- business time
  taken_at timestamptz not null,
  -- wall time
  recorded_at timestamptz not null default clock_timestamp(),
  unique (creditor_id, provider, event),
  check ((kind = 'failed') = (line_id is null))
);
create index payment_notice_of_line on payment_notice (line_id) where line_id is not null;

-- debits by their ids, so that whoever tells of one finds its account; what became of each say the facts
create table debit (
  no bigint generated always as identity unique,
  creditor_id uuid not null references creditor,
  debit text not null,
  account_id uuid not null references account,
  fact_id uuid not null references fact,
  primary key (creditor_id, debit)
);

-- webhooks of which nothing was taken, counted: one row for each provider and reason
create table webhook_refusal (
  provider text not null,
  why text not null check (why in ('forged', 'too-old')),
  times bigint not null,
  -- wall time
  last_at timestamptz not null,
  primary key (provider, why)
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(PAYERS).execute(db);
}
