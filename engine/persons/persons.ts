/** Names and addresses of persons. No other file reads or writes them. */
import { type Kysely, sql } from 'kysely';
import type { PoolClient } from 'pg';
import { type CopyValue, copyLine, copyRows } from '../../db/copy-rows.ts';
import type { Database } from '../../db/schema.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import type { Language, Recipient } from '../../domain/letter.ts';
import type { CalendarDate } from '../../domain/time.ts';
import { BEST_FIRST, IS_VALID } from './contact-points.ts';

/** A person as a message, a file or a caller's screen names them. Lives in memory only. */
export interface Person extends Recipient {
  id: string;
  number: string;
  zone: string;
  /** ISO 3166-1 alpha-2; null = unknown. */
  country: string | null;
  creditor: Recipient['creditor'] & { code: string };
  /** By channel, the best first. A `wrong` point does not reach the person. */
  points: { channel: WrittenChannel; value: string; wrong: boolean }[];
}

/** Persons by id, with their creditor and all their contact points. */
export async function readPersons(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, Person>> {
  const { rows } = await sql<Person>`
    select p.id, p.number, p.name, p.language, p.zone, p.country,
      jsonb_build_object('name', c.name, 'code', c.code, 'terms', c.terms) as creditor,
      coalesce(points.listed, '[]'::jsonb) as points
    from person p
    join creditor c on c.id = p.creditor_id
    cross join lateral (
      select jsonb_agg(
        jsonb_build_object('channel', cp.channel, 'value', cp.value, 'wrong', not ${IS_VALID})
        order by cp.channel, ${BEST_FIRST}) as listed
      from contact_point cp
      where cp.person_id = p.id) points
    where p.id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map((person) => [person.id, person]));
}

/** What a book says about a person. */
interface PersonDetails {
  name: string;
  language: Language;
  zone: string;
  address: string | null;
  country: string | null;
  region: string | null;
  /** HMAC-SHA-256 in hex. */
  secondFact: string | null;
}
/** A person as stored. */
export interface StoredPerson extends PersonDetails {
  id: string;
  /** The creditor's number of the person. */
  number: string;
  /** Day of the newest book that described the person. */
  bookAsOf: CalendarDate | null;
}

/** Locks, in id order, the persons of these numbers and the debtors of these accounts. */
export async function lockStoredPersons(
  db: Kysely<Database>,
  creditorId: string,
  numbers: readonly string[],
  accountIds: readonly string[],
): Promise<StoredPerson[]> {
  const { rows } = await sql<StoredPerson>`
    select id, number, name, language, zone, address, country, region, second_fact_hmac as "secondFact",
      book_as_of as "bookAsOf"
    from person
    where (creditor_id = ${creditorId} and number = any(${[...numbers]}::text[]))
      or id = any(array(
        select person_id
        from account_person
        where account_id = any(${[...accountIds]}::uuid[])
          and role = 'debtor'))
    order by id
    for no key update`.execute(db);
  return rows;
}

/** A person as the book of the day `asOf` describes them. */
export type BookPerson = Omit<StoredPerson, 'bookAsOf'> & { asOf: CalendarDate };

/** Stores new persons of one creditor. */
export async function copyPersons(
  client: PoolClient,
  creditorId: string,
  persons: readonly BookPerson[],
): Promise<void> {
  await copyRows(
    client,
    `person (id, creditor_id, number, name, language, zone, zone_source, zone_on, address, country, region,
      second_fact_hmac, book_as_of)`,
    persons.map(({ id, number, name, language, zone, address, country, region, secondFact, asOf }) =>
      copyLine([
        ...[id, creditorId, number, name, language, zone, 'import', asOf, address],
        ...[country, region, secondFact, asOf],
      ]),
    ),
  );
}

/** Updates persons. A zone that does not change keeps its source and day. */
export async function updatePersons(db: Kysely<Database>, changed: readonly BookPerson[]): Promise<void> {
  if (changed.length === 0) return;
  const column = (value: (person: BookPerson) => CopyValue) => changed.map(value);
  await sql`
    update person p
    set name = n.name, language = n.language, zone = n.zone, address = n.address,
      country = n.country, region = n.region, second_fact_hmac = n.second_fact, book_as_of = n.as_of,
      zone_source = case when p.zone = n.zone then p.zone_source else 'import' end,
      zone_on = case when p.zone = n.zone then p.zone_on else n.as_of end
    from unnest(
      ${column((person) => person.id)}::uuid[],
      ${column((person) => person.name)}::text[],
      ${column((person) => person.language)}::text[],
      ${column((person) => person.zone)}::text[],
      ${column((person) => person.address)}::text[],
      ${column((person) => person.country)}::text[],
      ${column((person) => person.region)}::text[],
      ${column((person) => person.secondFact)}::text[],
      ${column((person) => person.asOf)}::date[])
      as n (id, name, language, zone, address, country, region, second_fact, as_of)
    where p.id = n.id`.execute(db);
}

/** A person whom the parties file describes. */
export interface PartyPerson {
  id: string;
  /** The creditor's number of the person. */
  number: string;
  /** Hash of what the file last said of them; null: nothing. */
  hash: string | null;
  /** The book describes a debtor; the parties file does not. */
  isDebtor: boolean;
}

/** Persons of these numbers, with what the parties file last said of them. */
export async function findPartyPersons(
  db: Kysely<Database>,
  creditorId: string,
  numbers: readonly string[],
): Promise<Map<string, PartyPerson>> {
  const { rows } = await sql<PartyPerson>`
    select p.id, p.number, p.party_hash as hash, exists (
      select
      from account_person ap
      where ap.person_id = p.id
        and ap.role = 'debtor') as "isDebtor"
    from person p
    where p.creditor_id = ${creditorId}::uuid
      and p.number = any(${[...numbers]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.number, row]));
}

/** Remembers what the parties file said of these persons. */
export async function keepPartyHashes(
  db: Kysely<Database>,
  persons: readonly { id: string; hash: string }[],
): Promise<void> {
  await sql`
    update person p
    set party_hash = n.hash
    from unnest(
      ${persons.map(({ id }) => id)}::uuid[],
      ${persons.map(({ hash }) => hash)}::text[])
      as n (id, hash)
    where p.id = n.id`.execute(db);
}
