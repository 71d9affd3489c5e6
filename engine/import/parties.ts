/**
 * Takes in the parties file: who has which role in an account, with their own contact points and language. The book
 * alone describes debtors. Nobody is contacted who was not before.
 */
import { hash as digest } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import type { BookFaultCode } from '../../domain/contracts/book-faults.ts';
import type { BookContext } from '../../domain/contracts/book-row.ts';
import { type Cells, cellIn } from '../../domain/contracts/cells.ts';
import { PARTY_FORMAT, PARTY_PERSON_COLUMNS, type PartyRow, parsePartyRow } from '../../domain/contracts/party-row.ts';
import type { Liability, Role } from '../../domain/parties.ts';
import type { Instant } from '../../domain/time.ts';
import type { PersonContact } from '../persons/contact-points.ts';
import { replacePartyPoints } from '../persons/party-points.ts';
import {
  type BookPerson,
  copyPersons,
  findPartyPersons,
  keepPartyHashes,
  lockStoredPersons,
  type PartyPerson,
  type StoredPerson,
  updatePersons,
} from '../persons/persons.ts';
import { type GoodRow, goodRows, type RowsImport, SortedRows } from './import-rows.ts';
import { SeenKeys } from './seen-keys.ts';
import type { BookCreditor } from './updates.ts';

/** A row that is to be written. */
interface NewParty extends PartyRow {
  accountId: string;
  /** Of what the row says about the person. */
  hash: string;
}
interface StoredParty {
  role: Role;
  liability: Liability['kind'];
  share: number | null;
  cap: bigint | null;
}
interface StoredAccount {
  id: string;
  /** The creditor's number of the debtor. */
  debtor: string;
  /** By the creditor's number of the person. */
  parties: Map<string, StoredParty>;
}

/** Rows a batch: each locks persons, and a claim that waits for a person must not wait long. */
const BATCH = 500;

const shareOf = (liability: Liability) => (liability.kind === 'share' ? liability.hundredths : null);
const capOf = (liability: Liability) => (liability.kind === 'cap' ? liability.minor : null);

async function findAccounts(
  db: Kysely<Database>,
  creditorId: string,
  numbers: readonly string[],
): Promise<Map<string, StoredAccount>> {
  const { rows } = await sql<StoredParty & { number: string; id: string; person: string }>`
    select a.number, a.id, p.number as person, ap.role, ap.liability, ap.liability_share as share,
      ap.liability_cap as cap
    from account a
    join account_person ap on ap.account_id = a.id
    join person p on p.id = ap.person_id
    where a.creditor_id = ${creditorId}::uuid
      and a.number = any(${[...new Set(numbers)]}::text[])`.execute(db);
  const accounts = new Map<string, StoredAccount>();
  for (const { number, id, person, ...party } of rows) {
    const account = accounts.get(number) ?? { id, debtor: '', parties: new Map() };
    if (party.role === 'debtor') account.debtor = person;
    account.parties.set(person, party);
    accounts.set(number, account);
  }
  return accounts;
}

/** Hash of what a row says about its person. A column that the file leaves out is not an empty cell. */
function hashOf(cells: Cells): string {
  const said = PARTY_PERSON_COLUMNS.map((column) =>
    cells[PARTY_FORMAT.places[column]] === undefined ? '\u0000' : cellIn(PARTY_FORMAT, cells, column),
  );
  return digest('sha256', said.join('\u001f'), 'base64url');
}

/** The fault of a row that does not fit the stored account; null when it fits. */
function conflictWith(row: PartyRow, account: StoredAccount): { column: string; code: BookFaultCode } | null {
  if (row.role === 'debtor' && row.person !== account.debtor) return { column: 'person', code: 'other-person' };
  if (row.role !== 'debtor' && row.person === account.debtor) return { column: 'role', code: 'other-role' };
  return null;
}

function saysNothingNew(row: NewParty, stored: StoredParty, person: PartyPerson | undefined): boolean {
  return (
    stored.role === row.role &&
    stored.liability === row.liability.kind &&
    stored.share === shareOf(row.liability) &&
    stored.cap === capOf(row.liability) &&
    (person?.isDebtor === true || person?.hash === row.hash)
  );
}

/** The rows of one file as they are sorted: against what is stored, and against the rows before them. */
class PartySorter {
  private readonly parties = new SeenKeys();
  private readonly persons = new SeenKeys();

  async sort(
    db: Kysely<Database>,
    creditor: BookCreditor,
    rows: readonly GoodRow<PartyRow>[],
    sorted: SortedRows<NewParty>,
  ): Promise<void> {
    const values = rows.map(({ value }) => value);
    const accounts = await findAccounts(
      db,
      creditor.id,
      values.map(({ account }) => account),
    );
    const persons = await findPartyPersons(
      db,
      creditor.id,
      values.map(({ person }) => person),
    );
    for (const row of rows) {
      const account = accounts.get(row.value.account);
      const hash = hashOf(row.cells);
      const fault = account
        ? conflictWith(row.value, account)
        : { column: 'account', code: 'unknown-account' as const };
      const twice = fault ?? this.conflictInFile(creditor, row, hash);
      if (twice === 'same') sorted.unchanged += 1;
      else if (twice !== null) sorted.refuse(PARTY_FORMAT, row, [twice]);
      else if (account) sortFitting(creditor, { ...row.value, accountId: account.id, hash }, account, persons, sorted);
    }
  }

  /** `same`: an earlier row says all of it. */
  private conflictInFile(
    { code }: BookCreditor,
    { cells, value }: GoodRow<PartyRow>,
    hash: string,
  ): 'same' | { column: string; code: BookFaultCode } | null {
    const part = `${cellIn(PARTY_FORMAT, cells, 'role')}/${cellIn(PARTY_FORMAT, cells, 'liability')}`;
    if (this.persons.see(`${code}/${value.person}`, hash) === 'other')
      return { column: 'person', code: 'person-disagrees' };
    const before = this.parties.see(`${code}/${value.account}/${value.person}`, part);
    if (before === 'other') return { column: 'person', code: 'row-twice' };
    return before === 'same' ? 'same' : null;
  }
}

function sortFitting(
  creditor: BookCreditor,
  row: NewParty,
  account: StoredAccount,
  persons: ReadonlyMap<string, PartyPerson>,
  sorted: SortedRows<NewParty>,
): void {
  const stored = account.parties.get(row.person);
  if (stored === undefined) sorted.write(creditor, 'added', row);
  else if (saysNothingNew(row, stored, persons.get(row.person))) sorted.unchanged += 1;
  else sorted.write(creditor, 'updated', row);
}

/** Starts the import of a parties file. */
export function partiesImport(
  creditors: ReadonlyMap<string, BookCreditor>,
  { now }: { now: Instant },
): RowsImport<NewParty> {
  const sorter = new PartySorter();
  const context: Pick<BookContext, 'creditorOf'> = { creditorOf: (code) => creditors.get(code) ?? null };
  return {
    batch: BATCH,
    async sort(db, lines) {
      const sorted = new SortedRows<NewParty>();
      const parse = (cells: Cells) => parsePartyRow(cells, context);
      for (const [creditor, rows] of goodRows(creditors, PARTY_FORMAT, parse, lines, sorted))
        await sorter.sort(db, creditor, rows, sorted);
      return sorted;
    },
    async write(trx, client, creditor, rows) {
      const ids = await writePersons(trx, client, creditor, rows, now);
      await writeParts(trx, creditor.id, rows, ids);
    },
  };
}

/** A person whom the file describes anew. */
interface Described {
  id: string;
  row: NewParty;
  stored: StoredPerson | null;
}

/** Stores or updates the persons who are no debtor. Returns the id of every person of the rows by number. */
async function writePersons(
  trx: Transaction<Database>,
  client: PoolClient,
  creditor: BookCreditor,
  rows: readonly NewParty[],
  now: Instant,
): Promise<Map<string, string>> {
  const byNumber = new Map(rows.map((row) => [row.person, row]));
  const stored = await lockStoredPersons(trx, creditor.id, [...byNumber.keys()], []);
  const known = await findPartyPersons(trx, creditor.id, [...byNumber.keys()]);
  const storedById = new Map(stored.map((person) => [person.id, person]));
  const described = [...byNumber].flatMap(([number, row]): Described[] => {
    const person = known.get(number);
    if (person?.isDebtor || person?.hash === row.hash) return [];
    const id = person?.id ?? uuidv7();
    return [{ id, row, stored: storedById.get(id) ?? null }];
  });
  const personOf = (item: Described) => bookPersonOf(item, creditor);
  await copyPersons(client, creditor.id, described.filter((item) => item.stored === null).map(personOf));
  await updatePersons(trx, described.filter((item) => item.stored !== null).map(personOf));
  if (described.length > 0) {
    const ids = described.map(({ id }) => id);
    await replacePartyPoints(trx, creditor.id, ids, described.flatMap(contactsOf), new Date(now));
    const hashes = described.map(({ id, row }) => ({ id, hash: row.hash }));
    await keepPartyHashes(trx, hashes);
  }
  const made = described.map(({ id, row }) => [row.person, id] as const);
  return new Map([...[...known].map(([number, { id }]) => [number, id] as const), ...made]);
}

function bookPersonOf({ id, row, stored }: Described, creditor: BookCreditor): BookPerson {
  const { person: number, name, language, zone, address, place } = row;
  const { country = stored?.country ?? null, region = stored?.region ?? null } = place;
  const secondFact = stored?.secondFact ?? null;
  return { id, number, name, language, zone, address, country, region, secondFact, asOf: creditor.today };
}

function contactsOf({ id, row }: Described): PersonContact[] {
  const contacts: PersonContact[] = [];
  if (row.email !== null) contacts.push({ personId: id, channel: 'email', value: row.email });
  if (row.phone !== null) contacts.push({ personId: id, channel: 'sms', value: row.phone });
  return contacts;
}

/** Writes role and liability. No person leaves an account because a file does not name them. */
async function writeParts(
  db: Kysely<Database>,
  creditorId: string,
  rows: readonly NewParty[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  await sql`
    insert into account_person (creditor_id, account_id, person_id, role, liability, liability_share, liability_cap)
    select ${creditorId}::uuid, n.*
    from unnest(
      ${rows.map(({ accountId }) => accountId)}::uuid[],
      ${rows.map(({ person }) => ids.get(person))}::uuid[],
      ${rows.map(({ role }) => role)}::text[],
      ${rows.map(({ liability }) => liability.kind)}::text[],
      ${rows.map(({ liability }) => shareOf(liability))}::int[],
      ${rows.map(({ liability }) => capOf(liability))}::bigint[])
      as n (account_id, person_id, role, liability, liability_share, liability_cap)
    on conflict (account_id, person_id)
    do update set role = excluded.role, liability = excluded.liability,
      liability_share = excluded.liability_share, liability_cap = excluded.liability_cap`.execute(db);
}
