/** Contact points: addresses and numbers that reach persons. No other file reads or writes their values. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { copyLine, copyRows } from '../../db/copy-rows.ts';
import type { Database } from '../../db/schema.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import { contactKey } from '../../domain/contracts/contact-value.ts';
import type { Instant } from '../../domain/time.ts';

/** A value as parseEmail and parsePhone return it, and whose it is. */
export interface PersonContact {
  personId: string;
  channel: WrittenChannel;
  value: string;
}

/** Stores the contact points of new persons of one creditor, as its book names them. */
export async function copyPoints(
  client: PoolClient,
  creditorId: string,
  contacts: readonly PersonContact[],
): Promise<void> {
  await copyRows(
    client,
    'contact_point (id, creditor_id, person_id, channel, value, value_key, source)',
    contacts.map(({ personId, channel, value }) =>
      copyLine([uuidv7(), creditorId, personId, channel, value, contactKey(channel, value), 'import']),
    ),
  );
}

/** A contact point that was not stored before. */
export interface GainedPoint {
  personId: string;
  point: string;
}

/**
 * Adds the contact points of a book that are not stored yet. A new point replaces older points of the book on the same
 * channel; points from other sources stay.
 */
export async function addBookPoints(
  db: Kysely<Database>,
  creditorId: string,
  contacts: readonly PersonContact[],
  now: Instant,
): Promise<GainedPoint[]> {
  if (contacts.length === 0) return [];
  const { rows: added } = await sql<{ id: string; person_id: string; channel: string }>`
    insert into contact_point (id, creditor_id, person_id, channel, value, value_key, source)
    select id, ${creditorId}::uuid, person_id, channel, value, value_key, 'import'
    from unnest(
      ${contacts.map(() => uuidv7())}::uuid[],
      ${contacts.map((contact) => contact.personId)}::uuid[],
      ${contacts.map((contact) => contact.channel)}::text[],
      ${contacts.map((contact) => contact.value)}::text[],
      ${contacts.map((contact) => contactKey(contact.channel, contact.value))}::text[])
      as n (id, person_id, channel, value, value_key)
    on conflict (creditor_id, person_id, channel, value_key) do nothing
    returning id, person_id, channel`.execute(db);
  if (added.length === 0) return [];
  await sql`
    update contact_point c
    set invalid_since = ${new Date(now)}
    from unnest(
      ${added.map((point) => point.person_id)}::uuid[],
      ${added.map((point) => point.channel)}::text[],
      ${added.map((point) => point.id)}::uuid[])
      as n (person_id, channel, id)
    where c.person_id = n.person_id
      and c.channel = n.channel
      and c.id <> n.id
      and c.source = 'import'
      and c.invalid_since is null`.execute(db);
  return added.map((point) => ({ personId: point.person_id, point: point.id }));
}

/** A contact named by an event or an agency. */
interface NamedContact extends PersonContact {
  creditorId: string;
  source: 'event' | 'agency';
  /** Whether a known point that was given up becomes valid again. */
  revive: boolean;
}

/** Stores a contact point. Returns its id, or the id of the point already stored. */
export async function storePoint(trx: Transaction<Database>, contact: NamedContact): Promise<string> {
  const { creditorId, personId, channel, value, source, revive } = contact;
  const id = uuidv7();
  const { rows } = await sql<{ id: string }>`
    insert into contact_point as known (id, creditor_id, person_id, channel, value, value_key, source)
    values (${id}::uuid, ${creditorId}::uuid, ${personId}::uuid, ${channel}, ${value}, ${contactKey(channel, value)},
      ${source})
    on conflict (creditor_id, person_id, channel, value_key)
    do update set invalid_since = case when ${revive} then null else known.invalid_since end
    returning id`.execute(trx);
  return rows[0]?.id ?? id;
}

/** A contact point. `key` is the `contactKey` of its value. */
interface KnownPoint {
  id: string;
  key: string;
  valid: boolean;
}

/** The points of a person on a channel, the oldest first. */
export async function findPoints(
  trx: Transaction<Database>,
  personId: string,
  channel: WrittenChannel,
): Promise<KnownPoint[]> {
  const { rows } = await sql<KnownPoint>`
    select id, value_key as key, invalid_since is null as valid
    from contact_point
    where person_id = ${personId}::uuid
      and channel = ${channel}
    order by id`.execute(trx);
  return rows;
}

/** Notes that a message was delivered to the point. */
export async function verifyPoint(trx: Transaction<Database>, id: string, at: Instant): Promise<void> {
  await trx
    .updateTable('contact_point')
    .set({ verified_at: new Date(at) })
    .where('id', '=', id)
    .where('invalid_since', 'is', null)
    .execute();
}

/** Marks the point as invalid: it is no longer used. */
export async function endPoint(trx: Transaction<Database>, id: string, now: Instant): Promise<void> {
  await trx
    .updateTable('contact_point')
    .set({ invalid_since: new Date(now), verified_at: null })
    .where('id', '=', id)
    .where('invalid_since', 'is', null)
    .execute();
}
