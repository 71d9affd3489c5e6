/** Instructions to the lender's book, which stays the book of record, and the files by which they leave. */
import { type Kysely, sql } from 'kysely';

const BOOK_INSTRUCTIONS = `
-- one file a creditor and working day
create table book_file (
  id uuid primary key,
  creditor_id uuid not null references creditor,
  business_date date not null,
  -- raised when it is sent again
  sequence int not null default 1,
  -- who asked for that last
  asked_by text,
  -- wall time
  opened_at timestamptz not null default clock_timestamp(),
  call_from timestamptz not null default clock_timestamp(),
  -- business time
  left_at timestamptz,
  -- path below the outbox, once it has left
  reference text,
  -- why it has not left
  failure text,
  unique (creditor_id, business_date)
);
create index book_file_open on book_file (opened_at) where left_at is null;

create table book_instruction (
  id uuid primary key,
  -- the number that people type
  no bigint generated always as identity unique,
  creditor_id uuid not null references creditor,
  account_id uuid not null references account,
  -- names the decision: it instructs once
  key text not null,
  kind text not null check (kind ~ '^[a-z][a-z-]*$'),
  body jsonb not null,
  effective_on date not null,
  -- the day by whose end the book answers
  deadline date not null,
  state text not null default 'open' check (state in ('open', 'confirmed', 'rejected', 'withdrawn')),
  -- business time
  instructed_at timestamptz not null,
  instructed_by text,
  booked_on date,
  answered_at timestamptz,
  -- of the book that rejected it, or of the person who withdrew it
  reason text,
  file_id uuid references book_file,
  withdrawal_file_id uuid references book_file,
  -- who reads one after another reads in the order of these; a withdrawal before any answer is read too
  tx xid8 not null default pg_current_xact_id(),
  withdrawn_tx xid8,
  unique (account_id, key)
);
create index book_instruction_told on book_instruction (tx, no);
create index book_instruction_withdrawn on book_instruction (withdrawn_tx, no) where withdrawn_tx is not null;
create index book_instruction_unanswered on book_instruction (deadline) where state in ('open', 'rejected');
create index book_instruction_unfiled on book_instruction (creditor_id)
  where (file_id is null and state = 'open')
    or (withdrawn_tx is not null and file_id is not null and withdrawal_file_id is null);
create index book_instruction_of_file on book_instruction (file_id) where file_id is not null;
create index book_instruction_taken_back_by on book_instruction (withdrawal_file_id)
  where withdrawal_file_id is not null;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(BOOK_INSTRUCTIONS).execute(db);
}
