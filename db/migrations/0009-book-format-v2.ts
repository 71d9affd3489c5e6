/** What format v2 of the book, the parties file and the features file say. Every new column may be null: not told. */
import { type Kysely, sql } from 'kysely';

const BOOK_FORMAT_V2 = `
alter table person
  add column country text check (country ~ '^[A-Z]{2}$'),
  add column region text,
  -- HMAC-SHA-256 in hex, made by the lender; only engine/persons reads and writes it
  add column second_fact_hmac text,
  -- of the last row of a parties file that described the person
  add column party_hash text;
alter table account
  add column grace_days int check (grace_days between 0 and 60),
  add column disbursed bigint,
  add column origination_channel text,
  add column origination_band text,
  -- names of lenders
  add column original_creditor text,
  add column present_creditor text;
alter table account_person
  drop constraint account_person_role_check,
  add constraint account_person_role_check check (role in ('debtor', 'joint-debtor', 'guarantor', 'executor')),
  add column liability text not null default 'full' check (liability in ('full', 'none', 'share', 'cap')),
  -- hundredths of a percent
  add column liability_share int,
  -- minor units of the account's currency
  add column liability_cap bigint,
  add constraint account_person_liability_figures
    check ((liability = 'share') = (liability_share is not null) and (liability = 'cap') = (liability_cap is not null));
-- what the unpaid part of a due consists of, as the book of the day as_of states it
create table due_component (
  creditor_id uuid not null,
  account_id uuid not null references account,
  due_on date not null,
  as_of date not null,
  principal bigint not null,
  interest bigint not null,
  fees bigint not null,
  costs bigint not null,
  primary key (account_id, due_on)
);
create table account_feature (
  creditor_id uuid not null,
  account_id uuid not null references account,
  name text not null,
  as_of date not null,
  -- a decimal in its shortest form, or a short key that starts with a letter
  value text not null,
  primary key (account_id, name, as_of)
);
alter table intake_file
  drop constraint intake_file_kind_check,
  add constraint intake_file_kind_check
    check (kind in ('book', 'parties', 'features', 'agency-return', 'bureau-answer'));
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(BOOK_FORMAT_V2).execute(db);
}
