/** Contact points of parties who are no debtor, as their file names them. Nobody is contacted by them today. */
import { type Kysely, sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import { contactKey } from '../../domain/contracts/contact-value.ts';
import type { PersonContact } from './contact-points.ts';

/**
 * Makes `contacts` the valid points that the parties file names for `personIds`, all of one creditor: a point that it
 * names again is valid again unless a fact says that it does not reach the person; one that it no longer names is not
 * used any more. Points from other sources stay.
 */
export async function replacePartyPoints(
  db: Kysely<Database>,
  creditorId: string,
  personIds: readonly string[],
  contacts: readonly PersonContact[],
  at: Date,
): Promise<void> {
  const keys = contacts.map(({ channel, value }) => contactKey(channel, value));
  const owners = contacts.map(({ personId }) => personId);
  const channels = contacts.map(({ channel }) => channel);
  await sql`
    update contact_point cp
    set invalid_since = ${at}
    where cp.person_id = any(${[...personIds]}::uuid[])
      and cp.source = 'parties'
      and cp.invalid_since is null
      and (cp.person_id, cp.channel, cp.value_key) not in (
        select n.person_id, n.channel, n.value_key
        from unnest(${owners}::uuid[], ${channels}::text[], ${keys}::text[]) as n (person_id, channel, value_key))`.execute(
    db,
  );
  if (contacts.length === 0) return;
  await sql`
    insert into contact_point as known (id, creditor_id, person_id, channel, value, value_key, source)
    select id, ${creditorId}::uuid, person_id, channel, value, value_key, 'parties'
    from unnest(
      ${contacts.map(() => uuidv7())}::uuid[], ${owners}::uuid[], ${channels}::text[],
      ${contacts.map(({ value }) => value)}::text[], ${keys}::text[])
      as n (id, person_id, channel, value, value_key)
    on conflict (creditor_id, person_id, channel, value_key)
    do update set invalid_since = null
    where known.source = 'parties'
      and known.invalid_since is not null
      and not exists (
        select
        from fact f
        where f.person_id = known.person_id
          and f.kind in ('bounced', 'wrong-number')
          and f.body->>'point' = known.id::text)`.execute(db);
}
