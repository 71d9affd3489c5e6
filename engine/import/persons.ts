/** The persons of a batch of book rows: found, made or brought up to date, with their contact points. */
import { type Kysely, sql } from 'kysely';
import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { type CopyValue, copyLine, copyRows } from '../../db/copy-rows.ts';
import type { Database } from '../../db/schema.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import type { BookRow } from '../../domain/contracts/book-row.ts';
import type { Instant } from '../../domain/time.ts';

interface KnownPerson {
  id: string;
  number: string;
  name: string;
  language: string;
  zone: string;
  address: string | null;
}
export interface PersonsWritten {
  /** Person id by the creditor's number. */
  ids: Map<string, string>;
  /** Contact points that persons who were known before have gained. */
  gained: { personId: string; point: string }[];
}

function pointsOf(row: BookRow): { channel: WrittenChannel; value: string }[] {
  const points: { channel: WrittenChannel; value: string }[] = [];
  if (row.email !== null) points.push({ channel: 'email', value: row.email });
  if (row.phone !== null) points.push({ channel: 'sms', value: row.phone });
  return points;
}

async function copyNew(
  client: PoolClient,
  creditorId: string,
  rows: readonly BookRow[],
  ids: Map<string, string>,
): Promise<void> {
  const persons: string[] = [];
  const points: string[] = [];
  for (const row of rows) {
    const id = uuidv7();
    ids.set(row.person, id);
    persons.push(
      copyLine([id, creditorId, row.person, row.name, row.language, row.zone, 'import', row.asOf, row.address]),
    );
    for (const point of pointsOf(row))
      points.push(copyLine([uuidv7(), creditorId, id, point.channel, point.value, 'import']));
  }
  await copyRows(
    client,
    'person (id, creditor_id, number, name, language, zone, zone_source, zone_on, address)',
    persons,
  );
  await copyRows(client, 'contact_point (id, creditor_id, person_id, channel, value, source)', points);
}

/** Persons whose columns changed. */
async function updateChanged(db: Kysely<Database>, changed: readonly [KnownPerson, BookRow][]): Promise<void> {
  if (changed.length === 0) return;
  const column = (value: (row: BookRow, known: KnownPerson) => CopyValue) =>
    changed.map(([known, row]) => value(row, known));
  await sql`
    update person p set name = n.name, language = n.language, zone = n.zone, address = n.address,
      zone_source = case when p.zone = n.zone then p.zone_source else 'import' end,
      zone_on = case when p.zone = n.zone then p.zone_on else n.as_of end
    from unnest(${column((_, known) => known.id)}::uuid[], ${column((row) => row.name)}::text[], ${column((row) => row.language)}::text[],
      ${column((row) => row.zone)}::text[], ${column((row) => row.address)}::text[], ${column((row) => row.asOf)}::date[])
      as n (id, name, language, zone, address, as_of)
    where p.id = n.id`.execute(db);
}

/** Adds what the file names and is not stored; an older point of the book on the same channel is no longer valid. Points from elsewhere stay. */
async function addPoints(
  db: Kysely<Database>,
  creditorId: string,
  rows: readonly [string, BookRow][],
  now: Instant,
): Promise<PersonsWritten['gained']> {
  const wanted = rows.flatMap(([personId, row]) => pointsOf(row).map((point) => ({ personId, ...point })));
  if (wanted.length === 0) return [];
  const added = await sql<{ id: string; person_id: string; channel: string; value: string }>`
    insert into contact_point (id, creditor_id, person_id, channel, value, source)
    select id, ${creditorId}::uuid, person_id, channel, value, 'import'
    from unnest(${wanted.map(() => uuidv7())}::uuid[], ${wanted.map((w) => w.personId)}::uuid[], ${wanted.map((w) => w.channel)}::text[],
      ${wanted.map((w) => w.value)}::text[]) as n (id, person_id, channel, value)
    on conflict (creditor_id, person_id, channel, value) do nothing
    returning id, person_id, channel, value`.execute(db);
  if (added.rows.length === 0) return [];
  await sql`
    update contact_point c set invalid_since = ${new Date(now)}
    from unnest(${added.rows.map((r) => r.person_id)}::uuid[], ${added.rows.map((r) => r.channel)}::text[], ${added.rows.map((r) => r.id)}::uuid[])
      as n (person_id, channel, id)
    where c.person_id = n.person_id and c.channel = n.channel and c.id <> n.id and c.source = 'import' and c.invalid_since is null`.execute(
    db,
  );
  return added.rows.map((row) => ({ personId: row.person_id, point: row.id }));
}

function differs(known: KnownPerson, row: BookRow): boolean {
  return (
    known.name !== row.name ||
    known.language !== row.language ||
    known.zone !== row.zone ||
    known.address !== row.address
  );
}

/**
 * `rows` are of one creditor, `accountIds` known accounts that are locked next. Locks the known persons of both in id order in one go, so the
 * caller may lock accounts afterwards.
 */
export async function writePersons(
  db: Kysely<Database>,
  client: PoolClient,
  creditorId: string,
  rows: readonly BookRow[],
  accountIds: readonly string[],
  now: Instant,
): Promise<PersonsWritten> {
  const byNumber = new Map(rows.map((row) => [row.person, row]));
  const found = await sql<KnownPerson>`
    select id, number, name, language, zone, address from person
    where (creditor_id = ${creditorId} and number = any(${[...byNumber.keys()]}::text[]))
      or id = any(array(select person_id from account_person where account_id = any(${[...accountIds]}::uuid[])))
    order by id for no key update`.execute(db);
  const ids = new Map(found.rows.map((person) => [person.number, person.id]));
  const fresh = [...byNumber.values()].filter((row) => !ids.has(row.person));
  await copyNew(client, creditorId, fresh, ids);
  const known = found.rows.flatMap((person): [KnownPerson, BookRow][] => {
    const row = byNumber.get(person.number);
    return row ? [[person, row]] : [];
  });
  await updateChanged(
    db,
    known.filter(([person, row]) => differs(person, row)),
  );
  const pairs = known.map(([person, row]): [string, BookRow] => [person.id, row]);
  return { ids, gained: await addPoints(db, creditorId, pairs, now) };
}
