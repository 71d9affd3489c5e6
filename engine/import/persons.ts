/** Finds, creates or updates the persons of a batch of book rows, with their contact points. */
import type { Kysely } from 'kysely';
import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import type { BookRow } from '../../domain/contracts/book-row.ts';
import { instantAt } from '../../domain/time.ts';
import { type BookWord, copyPoints, type PointChanges, takeBookWords } from '../persons/contact-points.ts';
import {
  type BookPerson,
  copyPersons,
  lockStoredPersons,
  type StoredPerson,
  updatePersons,
} from '../persons/persons.ts';

/** The outcome of `writePersons`. */
export interface PersonsWritten extends PointChanges {
  /** Person id by the creditor's number. */
  ids: Map<string, string>;
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

/** What the rows say of contact points. `zone` is the creditor's. */
function wordsOf(rows: readonly PersonRow[], zone: string): BookWord[] {
  const starts = new Map<string, string>();
  return rows.flatMap(({ id, row: { asOf, email, phone } }) => {
    const at = starts.get(asOf) ?? new Date(instantAt(asOf, 0, zone)).toISOString();
    starts.set(asOf, at);
    return [
      { personId: id, channel: 'email', value: email, asOf, at },
      { personId: id, channel: 'sms', value: phone, asOf, at },
    ];
  });
}

const DESCRIBED = ['name', 'language', 'zone', 'address', 'country', 'region', 'secondFact'] as const;

/** Whether the row says something new of the person. */
function differs(known: StoredPerson, told: BookPerson): boolean {
  return known.bookAsOf !== told.asOf || DESCRIBED.some((field) => known[field] !== told[field]);
}

/** The newest row of each person, by the creditor's number; of two rows of one day the later. */
function newestRows(rows: readonly BookRow[]): Map<string, BookRow> {
  const newest = new Map<string, BookRow>();
  for (const row of rows) if (row.asOf >= (newest.get(row.person)?.asOf ?? '')) newest.set(row.person, row);
  return newest;
}

/**
 * Writes the persons of `rows`, all of one creditor. A row that is older than the last one of its person changes nothing
 * of the person. Locks them and the persons of `accountIds` together in id order, so that the caller may lock those
 * accounts next.
 */
export async function writePersons(
  db: Kysely<Database>,
  client: PoolClient,
  creditor: { id: string; zone: string },
  rows: readonly BookRow[],
  accountIds: readonly string[],
): Promise<PersonsWritten> {
  const byNumber = newestRows(rows);
  const stored = await lockStoredPersons(db, creditor.id, [...byNumber.keys()], accountIds);
  const ids = new Map(stored.map((person) => [person.number, person.id]));
  const fresh = [...byNumber.values()]
    .filter((row) => !ids.has(row.person))
    .map((row): PersonRow => ({ id: uuidv7(), row, person: null }));
  for (const { id, row } of fresh) ids.set(row.person, id);
  await copyPersons(client, creditor.id, fresh.map(bookPersonOf));
  await copyPoints(client, creditor.id, wordsOf(fresh, creditor.zone));

  const known = stored.flatMap((person) => {
    const row = byNumber.get(person.number);
    return row && row.asOf >= (person.bookAsOf ?? '') ? [{ id: person.id, row, person }] : [];
  });
  const changed = known.flatMap((item) => {
    const told = bookPersonOf(item);
    return differs(item.person, told) ? [told] : [];
  });
  await updatePersons(db, changed);
  return { ids, ...(await takeBookWords(db, creditor.id, wordsOf(known, creditor.zone))) };
}
