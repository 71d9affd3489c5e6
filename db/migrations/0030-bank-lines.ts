/** Movements on the creditors' bank accounts, and what became of each. */
import { type Kysely, sql } from 'kysely';

const BANK_LINES = `
create table bank_line (
  id uuid primary key,
  -- the number that people type
  no bigint generated always as identity unique,
  creditor_id uuid not null references creditor,
  -- IBAN or number of the creditor's bank account
  bank_account text not null,
  -- names the movement among all of the bank account
  key text not null,
  -- the booking that it is a part of, as the key of a line that tells it as one sum
  booking_key text not null,
  -- the file that told it first, and its row there
  sha256 text not null,
  row int not null,
  direction text not null check (direction in ('in', 'out')),
  minor bigint not null check (minor > 0),
  currency text not null,
  booked_on date not null,
  takes_back boolean not null,
  return_reason text,
  -- new: not matched yet; matched: by a machine; review: waits for a person; allocated, set-aside: by a person;
  -- returned: taken back by a later line; split: told again in parts; outgoing: no money of persons
  state text not null default 'new'
    check (state in ('new', 'matched', 'review', 'allocated', 'set-aside', 'returned', 'split', 'outgoing')),
  -- how it was matched, or why a person must look
  why text,
  -- accounts that it may be for, while it waits
  candidates uuid[] not null default '{}',
  task_id uuid references task,
  -- the line that this one takes back
  takes_back_line uuid references bank_line,
  -- business time
  taken_at timestamptz not null,
  -- wall time
  recorded_at timestamptz not null default clock_timestamp(),
  decided_by text,
  decided_at timestamptz,
  reason text,
  unique (creditor_id, bank_account, key)
);
create index bank_line_booking on bank_line (creditor_id, bank_account, booking_key);
create index bank_line_new on bank_line (id) where state = 'new';
create index bank_line_review on bank_line (creditor_id, no) where state = 'review';
create index bank_line_of_task on bank_line (task_id) where task_id is not null;
create index bank_line_taken_back on bank_line (takes_back_line) where takes_back_line is not null;

-- parts of a line, each a payment of an account
create table bank_allocation (
  line_id uuid not null references bank_line,
  no int not null,
  account_id uuid not null references account,
  minor bigint not null check (minor > 0),
  payment_id uuid not null references fact,
  -- the fact that ended the part: the money came back, or was another's
  ended_by uuid references fact,
  primary key (line_id, no)
);
create index bank_allocation_of_account on bank_allocation (account_id);

-- what the bank says of the other side; personal
create table bank_line_text (
  line_id uuid primary key references bank_line,
  counterparty text,
  body text not null,
  refs text[] not null
);
create index bank_line_text_refs on bank_line_text using gin (refs);

alter table intake_file
  drop constraint intake_file_kind_check,
  add constraint intake_file_kind_check
    check (kind in ('book', 'parties', 'features', 'agency-return', 'contact-return', 'bureau-answer', 'bank-statement'));
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(BANK_LINES).execute(db);
}
