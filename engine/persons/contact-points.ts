/** Contact points: addresses and numbers that reach persons. No other file reads or writes their values. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { copyLine, copyRows } from '../../db/copy-rows.ts';
import type { Database } from '../../db/schema.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import { contactKey } from '../../domain/contracts/contact-value.ts';
import { groupBy } from '../../domain/group.ts';
import type { CalendarDate, Instant } from '../../domain/time.ts';

/** Condition: `contact_point cp` may be used. */
export const IS_VALID = sql`(cp.invalid_since is null and cp.stopped_at is null)`;

/**
 * The best first: valid before invalid, then by the last moment at which somebody named the point (the book, since when
 * it does so without a break; others, when they last told it) or at which it was proved. Of two of the same moment the
 * proved one, then the older.
 */
export const BEST_FIRST = sql`
  not ${IS_VALID}, greatest(cp.book_at, cp.told_at, cp.verified_at) desc nulls last,
  cp.verified_at desc nulls last, cp.id`;

/** A value as parseEmail and parsePhone return it, and whose it is. */
export interface PersonContact {
  personId: string;
  channel: WrittenChannel;
  value: string;
}

/** What a book says of one channel of a person. Null takes away the point that the book named before. */
export interface BookWord extends Omit<PersonContact, 'value'> {
  value: string | null;
  asOf: CalendarDate;
  /** The start of that day for the creditor, ISO 8601. */
  at: string;
}
type NamedWord = BookWord & PersonContact;

const names = (word: BookWord): word is NamedWord => word.value !== null;
const keyOf = ({ channel, value }: BookWord): string | null => (value === null ? null : contactKey(channel, value));

/** Stores the contact points of new persons of one creditor, as its book names them. */
export async function copyPoints(client: PoolClient, creditorId: string, words: readonly BookWord[]): Promise<void> {
  await copyRows(
    client,
    'contact_point (id, creditor_id, person_id, channel, value, value_key, source, book_at)',
    words
      .filter(names)
      .map(({ personId, channel, value, at }) =>
        copyLine([uuidv7(), creditorId, personId, channel, value, contactKey(channel, value), 'import', at]),
      ),
  );
}

/** What a book changed of the contact points of known persons. */
export interface PointChanges {
  /** Points that the book names and did not name before. */
  gained: { personId: string; point: string; asOf: CalendarDate }[];
  /** Persons of points that are no longer used, of whom the book names no other point instead. */
  lost: string[];
}

/**
 * Takes what a book says of known persons, whose rows are locked. What the book named before and does not name now
 * ends, unless another source told it as well; points of other sources stay. What the book names anew is used again,
 * unless it was disproved after the day of the book.
 */
export async function takeBookWords(
  db: Kysely<Database>,
  creditorId: string,
  words: readonly BookWord[],
): Promise<PointChanges> {
  const before = await namedByBook(db, words);
  const changed = words.filter((word) => keyOf(word) !== (before.get(`${word.personId} ${word.channel}`) ?? null));
  if (changed.length === 0) return { gained: [], lost: [] };
  const lost = await withdrawPoints(db, changed);
  const asOf = new Map(changed.map((word) => [word.personId, word.asOf]));
  const gained = await namePoints(db, creditorId, changed.filter(names));
  const reached = new Set(gained.map((point) => point.personId));
  return {
    gained: gained.map((point) => ({ ...point, asOf: asOf.get(point.personId) ?? '' })),
    lost: [...new Set(lost)].filter((id) => !reached.has(id)).sort(),
  };
}

/** Key of the point that the book names, by person and channel. */
async function namedByBook(db: Kysely<Database>, words: readonly BookWord[]): Promise<Map<string, string>> {
  if (words.length === 0) return new Map();
  const { rows } = await sql<{ person_id: string; channel: string; key: string }>`
    select person_id, channel, value_key as key
    from contact_point
    where person_id = any(${[...new Set(words.map((word) => word.personId))]}::uuid[])
      and book_at is not null`.execute(db);
  return new Map(rows.map((row) => [`${row.person_id} ${row.channel}`, row.key]));
}

/** The book names these points no more, or others. Returns the persons of points that nobody names now. */
async function withdrawPoints(db: Kysely<Database>, words: readonly BookWord[]): Promise<string[]> {
  const { rows } = await sql<{ person_id: string; ended: boolean }>`
    update contact_point c
    set book_at = null,
      invalid_since = case when c.told_at is null then coalesce(c.invalid_since, n.at) else c.invalid_since end
    from unnest(
      ${words.map((word) => word.personId)}::uuid[],
      ${words.map((word) => word.channel)}::text[],
      ${words.map(keyOf)}::text[],
      ${words.map((word) => word.at)}::timestamptz[])
      as n (person_id, channel, key, at)
    where c.person_id = n.person_id
      and c.channel = n.channel
      and c.book_at is not null
      and c.value_key is distinct from n.key
    returning c.person_id, c.told_at is null as ended`.execute(db);
  return rows.filter((row) => row.ended).map((row) => row.person_id);
}

/** The book names these points from now on. Returns them. */
async function namePoints(
  db: Kysely<Database>,
  creditorId: string,
  words: readonly NamedWord[],
): Promise<{ personId: string; point: string }[]> {
  if (words.length === 0) return [];
  const { rows } = await sql<{ id: string; person_id: string }>`
    insert into contact_point as c (id, creditor_id, person_id, channel, value, value_key, source, book_at)
    select id, ${creditorId}::uuid, person_id, channel, value, key, 'import', at
    from unnest(
      ${words.map(() => uuidv7())}::uuid[],
      ${words.map((word) => word.personId)}::uuid[],
      ${words.map((word) => word.channel)}::text[],
      ${words.map((word) => word.value)}::text[],
      ${words.map(keyOf)}::text[],
      ${words.map((word) => word.at)}::timestamptz[])
      as n (id, person_id, channel, value, key, at)
    on conflict (creditor_id, person_id, channel, value_key)
    do update set book_at = excluded.book_at,
      invalid_since = case when c.disproved_at > excluded.book_at then c.invalid_since end,
      disproved_at = case when c.disproved_at > excluded.book_at then c.disproved_at end
    returning c.id, c.person_id`.execute(db);
  return rows.map((row) => ({ personId: row.person_id, point: row.id }));
}

/** A contact told by an event or an agency. */
interface ToldPoint extends PersonContact {
  creditorId: string;
  source: 'event' | 'agency';
  /** When it was told. */
  at: Instant;
  /** Whether a point that was disproved or stopped before it was told is used again. */
  revive: boolean;
}

/** Stores a contact point. Returns its id, or the id of the point already stored. */
export async function storePoint(trx: Transaction<Database>, told: ToldPoint): Promise<string> {
  const { creditorId, personId, channel, value, source, revive } = told;
  const [id, at] = [uuidv7(), new Date(told.at)];
  const stays = sql`c.disproved_at is not null and (not ${revive}::boolean or c.disproved_at > ${at}::timestamptz)`;
  const { rows } = await sql<{ id: string }>`
    insert into contact_point as c (id, creditor_id, person_id, channel, value, value_key, source, told_at)
    values (${id}::uuid, ${creditorId}::uuid, ${personId}::uuid, ${channel}, ${value}, ${contactKey(channel, value)},
      ${source}, ${at}::timestamptz)
    on conflict (creditor_id, person_id, channel, value_key)
    do update set told_at = greatest(c.told_at, excluded.told_at),
      invalid_since = case when ${stays} then c.invalid_since end,
      disproved_at = case when ${stays} then c.disproved_at end,
      stopped_at = case when not ${revive}::boolean or c.stopped_at > ${at}::timestamptz then c.stopped_at end
    returning id`.execute(trx);
  return rows[0]?.id ?? id;
}

/** A contact point. `key` is the `contactKey` of its value. */
interface KnownPoint {
  id: string;
  key: string;
  valid: boolean;
}

/** The points of a person on a channel, the best first. */
export async function findPoints(
  trx: Transaction<Database>,
  personId: string,
  channel: WrittenChannel,
): Promise<KnownPoint[]> {
  const { rows } = await sql<KnownPoint>`
    select cp.id, cp.value_key as key, ${IS_VALID} as valid
    from contact_point cp
    where cp.person_id = ${personId}::uuid
      and cp.channel = ${channel}
    order by ${BEST_FIRST}`.execute(trx);
  return rows;
}

/** The points of persons that may be used, by person, the best first. */
export async function usablePoints(
  db: Kysely<Database>,
  personIds: readonly string[],
): Promise<Map<string, { id: string; channel: WrittenChannel }[]>> {
  const { rows } = await sql<{ person: string; id: string; channel: WrittenChannel }>`
    select cp.person_id as person, cp.id, cp.channel
    from contact_point cp
    where cp.person_id = any(${[...personIds]}::uuid[])
      and ${IS_VALID}
    order by ${BEST_FIRST}`.execute(db);
  return groupBy(rows, ({ person }) => person);
}

/** The values of points, by id. */
export async function valuesOf(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; value: string }>`
    select cp.id, cp.value
    from contact_point cp
    where cp.id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, value }) => [id, value]));
}

/**
 * Notes that the point reached the person: a message of that moment was delivered, or the right person was spoken to.
 * What was given up stays so until it is told anew.
 */
export async function verifyPoint(trx: Transaction<Database>, id: string, at: Instant): Promise<void> {
  await sql`
    update contact_point
    set verified_at = greatest(verified_at, ${new Date(at)}::timestamptz)
    where id = ${id}::uuid
      and invalid_since is null`.execute(trx);
}

/** The point does not reach the person: it is no longer used. A bounce from before it was last told says nothing. */
export async function endPoint(trx: Transaction<Database>, id: string, at: Instant): Promise<void> {
  const moment = sql`${new Date(at)}::timestamptz`;
  await sql`
    update contact_point
    set disproved_at = greatest(disproved_at, ${moment}), verified_at = null,
      invalid_since = coalesce(invalid_since, ${moment})
    where id = ${id}::uuid
      and coalesce(greatest(book_at, told_at, verified_at), '-infinity') <= ${moment}`.execute(trx);
}

/**
 * The person wants a point not to be used, unless they have told it anew since: neither a book that names it nor a
 * message that arrives there changes that.
 */
export async function stopPoint(trx: Transaction<Database>, id: string, at: Instant): Promise<void> {
  await sql`
    update contact_point
    set stopped_at = greatest(stopped_at, ${new Date(at)}::timestamptz)
    where id = ${id}::uuid
      and coalesce(told_at, '-infinity') <= ${new Date(at)}::timestamptz`.execute(trx);
}
