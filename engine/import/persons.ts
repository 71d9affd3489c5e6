/** Finds, creates or updates the persons of a batch of book rows, with their contact points. */
import type { Kysely } from 'kysely';
import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import type { BookRow } from '../../domain/contracts/book-row.ts';
import type { Instant } from '../../domain/time.ts';
import { addBookPoints, copyPoints, type GainedPoint, type PersonContact } from '../persons/contact-points.ts';
import {
  type BookPerson,
  copyPersons,
  lockStoredPersons,
  type StoredPerson,
  updatePersons,
} from '../persons/persons.ts';

/** The outcome of `writePersons`. */
interface PersonsWritten {
  /** Person id by the creditor's number. */
  ids: Map<string, string>;
  /** Contact points that known persons gained. */
  gained: GainedPoint[];
}

/** A row and the id of its person. */
interface PersonRow {
  id: string;
  row: BookRow;
  /** Null when the person is new. */
  person: StoredPerson | null;
}

/** The person as the row describes them. What the file has no column for stays as it was. */
function bookPersonOf({ id, row, person }: PersonRow): BookPerson {
  const { person: number, name, language, zone, address, asOf, details } = row;
  const { country = person?.country ?? null, region = person?.region ?? null } = details;
  const { secondFact = person?.secondFact ?? null } = details;
  return { id, number, name, language, zone, address, country, region, secondFact, asOf };
}

function contactsOf({ id, row }: PersonRow): PersonContact[] {
  const contacts: PersonContact[] = [];
  if (row.email !== null) contacts.push({ personId: id, channel: 'email', value: row.email });
  if (row.phone !== null) contacts.push({ personId: id, channel: 'sms', value: row.phone });
  return contacts;
}

const DESCRIBED = ['name', 'language', 'zone', 'address', 'country', 'region', 'secondFact'] as const;

function differs(known: StoredPerson, told: BookPerson): boolean {
  return DESCRIBED.some((field) => known[field] !== told[field]);
}

/**
 * Writes the persons of `rows`, all of one creditor. Locks them and the persons of `accountIds` together in id order,
 * so that the caller may lock those accounts next.
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
  const stored = await lockStoredPersons(db, creditorId, [...byNumber.keys()], accountIds);
  const ids = new Map(stored.map((person) => [person.number, person.id]));
  const fresh = [...byNumber.values()]
    .filter((row) => !ids.has(row.person))
    .map((row): PersonRow => ({ id: uuidv7(), row, person: null }));
  for (const { id, row } of fresh) ids.set(row.person, id);
  await copyPersons(client, creditorId, fresh.map(bookPersonOf));
  await copyPoints(client, creditorId, fresh.flatMap(contactsOf));

  const known = stored.flatMap((person) => {
    const row = byNumber.get(person.number);
    return row ? [{ id: person.id, row, person }] : [];
  });
  const changed = known.flatMap((item) => {
    const told = bookPersonOf(item);
    return differs(item.person, told) ? [told] : [];
  });
  await updatePersons(db, changed);
  return { ids, gained: await addBookPoints(db, creditorId, known.flatMap(contactsOf), now) };
}
