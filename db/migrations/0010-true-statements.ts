/**
 * What letters, files and records rest on: of which delinquency a book's `reached_stage` speaks, which facts a bureau
 * record was made from, and what follows when an effect was sent.
 */
import { type Kysely, sql } from 'kysely';

const COLUMNS = `
-- as_of of the book's row that said reached_stage and notified_on
alter table account add column reached_as_of date;
-- as_of of the book's row that said last_payment_on and last_payment
alter table account add column last_payment_as_of date;
-- what follows when the effect was sent, as its step declared when it was planned (WhenSent of domain/stage.ts)
alter table effect add column when_sent text check (when_sent in ('open-placement', 'recall-placement', 'mark-folder-made'));
-- facts_version of the account from which the entry was made, or by which a person last found it right
alter table bureau_entry add column facts_version bigint;
create index bureau_entry_of_account on bureau_entry (account_id);
`;

/** A stored stage spoke of the first episode so far. Steps that shipped before declared what follows by their name. */
const FILL = `
update account a
set reached_as_of = coalesce(
  (select e.opened_on + 1 from episode e where e.account_id = a.id and e.no = 1),
  a.as_of)
where a.reached_stage is not null;
update account set last_payment_as_of = as_of where last_payment is not null;
update effect
set when_sent = case stage || '/' || step
  when 'agency/handover' then 'open-placement'
  when 'agency/recall' then 'recall-placement'
  when 'legal/case-folder' then 'mark-folder-made' end
where stage || '/' || step in ('agency/handover', 'agency/recall', 'legal/case-folder')
  and state <> 'sent';
update bureau_entry b
set facts_version = (
  select max(p.facts_version)
  from permit p
  where p.effect_id = b.effect_id
    and p.verdict <> 'elsewhere');
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(COLUMNS).execute(db);
  await sql.raw(FILL).execute(db);
}
