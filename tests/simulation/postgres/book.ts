/** The people of a seed as database rows, as an import would have written them. */
import type { Insertable, Kysely } from 'kysely';
import type { Database } from '../../../db/schema.ts';
import { contactKey } from '../../../domain/contracts/contact-value.ts';
import type { CreditorFacts } from '../../../domain/creditor-facts.ts';
import type { BookStatement } from '../../../domain/facts.ts';
import { localDate } from '../../../domain/time.ts';
import { upsertCreditors } from '../../../engine/import/creditors.ts';
import type { AccountRow, PersonRow } from '../../../simulation/maps/book.ts';
import { TEST_CREDITOR } from '../../support/creditor.ts';
import type { FullBook } from '../full-book.ts';
import { CREDITORS, START } from '../world.ts';
import type { Names } from './names.ts';

/** Rows of accounts and persons at the start. A copy, because the maps change. */
export interface Beginning {
  persons: Insertable<Database['person']>[];
  points: Insertable<Database['contact_point']>[];
  accounts: Insertable<Database['account']>[];
  owners: Insertable<Database['account_person']>[];
  dues: Insertable<Database['due']>[];
}

export function beginningOf(book: FullBook, names: Names): Beginning {
  const accounts = [...book.accounts.values()];
  const creditorOf = (person: PersonRow) => names.of((person.accounts[0] as AccountRow).creditor.id);
  return {
    persons: book.persons.map((person) => ({
      ...{
        id: names.of(person.id),
        creditor_id: creditorOf(person),
        number: person.number,
        name: `Person ${person.number}`,
        language: 'en',
      },
      ...{
        zone: person.zone,
        country: person.country,
        region: person.region,
        zone_source: 'test',
        zone_on: localDate(START, person.zone),
        address: '1 Test Street',
        merged_into: null,
      },
    })),
    points: book.persons.flatMap((person) =>
      person.points.map((point) => pointRow(names, creditorOf(person), person, point)),
    ),
    accounts: accounts.map((account) => accountRow(names, account)),
    owners: accounts.map((account) => ({
      creditor_id: names.of(account.creditor.id),
      account_id: names.of(account.id),
      person_id: names.of(account.person.id),
    })),
    dues: accounts.flatMap((account) =>
      account.dues.map((due) => ({
        creditor_id: names.of(account.creditor.id),
        account_id: names.of(account.id),
        due_on: due.on,
        minor: due.minor,
      })),
    ),
  };
}

export function pointRow(names: Names, creditorId: string, person: PersonRow, point: PersonRow['points'][number]) {
  const value = point.channel === 'email' ? `${point.id}@example.com` : fictional(Number(point.id.replace(/\D/g, '')));
  const owner = { id: names.of(point.id), creditor_id: creditorId, person_id: names.of(person.id) };
  const row = { ...owner, channel: point.channel, value, value_key: contactKey(point.channel, value), source: 'test' };
  return row satisfies Insertable<Database['contact_point']>;
}

function openingJson({ asOf, balance, dues }: BookStatement): string {
  const listed = dues.map(({ on, minor }) => ({ on, minor: minor.toString() }));
  return JSON.stringify({ asOf, balance: balance.toString(), dues: listed });
}

function accountRow(names: Names, account: AccountRow): Insertable<Database['account']> {
  return {
    ...{
      id: names.of(account.id),
      creditor_id: names.of(account.creditor.id),
      number: account.number,
      product: account.product,
      currency: 'TWD',
    },
    ...{ contract_date: '2019-05-04', credit_limit: null, balance: account.balance, opening_overdue: 0n },
    ...{
      bureau_consent: account.bureauConsent,
      has_statement: true,
      payment_reference: account.number,
      as_of: account.opening.asOf,
      row_as_of: account.opening.asOf,
      opening: openingJson(account.opening),
    },
    ...{
      row_hash: account.number,
      reached_stage: null,
      notified_on: null,
      last_payment_on: null,
      last_payment: null,
      closed_reason: null,
    },
    next_evaluation_at: account.nextEvaluationAt === null ? null : new Date(account.nextEvaluationAt),
  };
}

/** Writes the creditors and tells the names their ids. */
export async function writeCreditors(db: Kysely<Database>, names: Names): Promise<void> {
  await upsertCreditors(db, CREDITORS.map(toFile));
  for (const { code, id } of await db.selectFrom('creditor').select(['code', 'id']).execute())
    names.know(`creditor-${code}`, id);
}

export async function writeBeginning(db: Kysely<Database>, from: Beginning): Promise<void> {
  await db.insertInto('person').values(from.persons).execute();
  if (from.points.length > 0) await db.insertInto('contact_point').values(from.points).execute();
  await db.insertInto('account').values(from.accounts).execute();
  await db.insertInto('account_person').values(from.owners).execute();
  await db.insertInto('due').values(from.dues).execute();
}

function toFile({
  code,
  zone,
  agencies,
  bureau,
  contactFloor,
  callFloor,
  bureauFloor,
  placementFloor,
  legalFloor,
  costFloor,
  limitationYears,
}: CreditorFacts) {
  const { terms } = TEST_CREDITOR;
  const floors = {
    contact: String(contactFloor),
    call: String(callFloor),
    bureau: String(bureauFloor),
    placement: String(placementFloor),
    legal: String(legalFloor),
    cost: String(costFloor),
  };
  const named = agencies.map((agency) => ({
    ...agency,
    name: agency.code,
    phone: terms.phone,
    complaints: terms.complaints,
  }));
  return {
    ...TEST_CREDITOR,
    code,
    zone,
    terms: { ...terms, agencies: named, bureau: { code: bureau, name: bureau }, floors, limitationYears },
  };
}

/** A number of the United States that is reserved for fiction: it says nothing of where its person is. */
function fictional(no: number): string {
  return `+1${201 + Math.floor(no / 100)}55501${String(no % 100).padStart(2, '0')}`;
}
