/**
 * The lender's book as stated: the first row of an account in its `opening`, later rows as facts. `due`, `balance` and
 * `received` keep what follows from all statements and money, for lists (engine/facts/settle-accounts.ts).
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
set local lock_timeout = '5s';
do $$
begin
  if exists (select 1 from fact where kind = 'balance-update') then
    raise exception 'this database holds updates of the book as differences; set up a new one and import the book';
  end if;
end $$;
alter table account
  add column opening jsonb,
  -- as_of of the last row of a file
  add column row_as_of date,
  add column received bigint not null default 0;
update account a
set row_as_of = as_of,
  opening = jsonb_build_object(
    'asOf', as_of,
    'balance', balance::text,
    'dues', coalesce((
      select jsonb_agg(jsonb_build_object('on', d.due_on, 'minor', d.minor::text) order by d.due_on)
      from due d
      where d.account_id = a.id), '[]'));
alter table account
  alter column opening set not null,
  alter column row_as_of set not null;
alter table due drop column source;
`;

/** Adds the opening statement of every account. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
