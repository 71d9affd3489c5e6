/** Who says that a contact point reaches its person, since when, and what proves or disproves it. */
import { type Kysely, sql } from 'kysely';

const CHANGES = `
alter table person add column book_as_of date;
alter table contact_point
  -- since when the book names it; null while the book does not
  add column book_at timestamptz,
  -- when another source last told it
  add column told_at timestamptz,
  add column disproved_at timestamptz,
  add column verified_at timestamptz;

update person p
set book_as_of = (
  select max(a.as_of)
  from account_person ap
  join account a on a.id = ap.account_id
  where ap.person_id = p.id);
-- Until now a new point of the book ended the one before: the newest is what the book names.
update contact_point cp
set book_at = (p.book_as_of::timestamp at time zone c.zone)
from person p
join creditor c on c.id = p.creditor_id
where p.id = cp.person_id
  and cp.source = 'import'
  and not exists (
    select 1
    from contact_point newer
    where newer.person_id = cp.person_id
      and newer.channel = cp.channel
      and newer.source = 'import'
      and newer.id > cp.id);
update contact_point cp
set told_at = (
  select max(f.occurred_at)
  from fact f
  where f.person_id = cp.person_id
    and f.kind = 'address-added'
    and f.source <> 'book'
    and f.body->>'point' = cp.id::text);
update contact_point
set told_at = now()
where source <> 'import'
  and told_at is null;
update contact_point
set disproved_at = invalid_since
where invalid_since is not null
  and (book_at is not null or told_at is not null);
update contact_point cp
set verified_at = proved.at
from (
  select m.person_id, m.to_key, d.channel, max(e.sent_at) as at
  from message_body m
  join dispatch d on d.id = m.dispatch_id
  join effect e on e.dispatch_id = d.id
  where e.delivered_at is not null
    and e.bounced_at is null
  group by m.person_id, m.to_key, d.channel) proved
where cp.person_id = proved.person_id
  and cp.value_key = proved.to_key
  and cp.channel = proved.channel
  and cp.invalid_since is null;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(CHANGES).execute(db);
}
