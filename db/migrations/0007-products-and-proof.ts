/** Products are named by each creditor; a contact point is verified once a message was delivered there. */
import { type Kysely, sql } from 'kysely';

const CHANGES = `
alter table account drop constraint account_product_check;
alter table account add constraint account_product_check check (product ~ '^[a-z][a-z0-9-]{1,30}$');
alter table contact_point add column verified_at timestamptz;
update contact_point cp
set verified_at = proved.at
from (
  select m.person_id, m.to_key, d.channel, max(e.delivered_at) as at
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
