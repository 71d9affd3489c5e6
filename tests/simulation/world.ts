/** The people of a seed: two creditors, persons with one to three accounts, dues for a year and a half. */
import type { CreditorFacts } from '../../domain/creditor-facts.ts';
import { NO_GRACE } from '../../domain/dpd.ts';
import { addDays, addMonths, instantAt, localDate } from '../../domain/time.ts';
import { type AccountRow, type Given, newAccount, newPerson, type PersonRow } from '../../simulation/maps/book.ts';
import { ZONES } from '../support/zones.ts';
import type { FullBook } from './full-book.ts';
import type { Random } from './random.ts';

export const START = instantAt('2026-03-02', 5 * 60, 'Asia/Taipei');
function creditorFacts(code: string, zone: string): CreditorFacts {
  return {
    id: `creditor-${code}`,
    code,
    zone,
    agencies: [
      { code: 'north', share: 1 },
      { code: 'south', share: 2 },
    ],
    bureau: 'example-bureau',
    bookLagDays: {},
    contactFloor: 3_000n,
    callFloor: 15_000n,
    bureauFloor: 30_000n,
    placementFloor: 50_000n,
    legalFloor: 500_000n,
    costFloor: 200_000n,
    limitationYears: 15,
  };
}

export const CREDITORS: readonly CreditorFacts[] = [
  creditorFacts('harbour', 'Asia/Taipei'),
  creditorFacts('lantern', 'Europe/Berlin'),
];

export function peopleBook(book: FullBook, random: Random, accounts: number, months: number): void {
  for (const account of people(random, accounts, months)) {
    if (account.person.accounts.length === 0) book.persons.push(account.person);
    book.addAccount(account);
  }
}

/** Accounts with their persons, each of whom has one to three. */
export function people(random: Random, accounts: number, months: number): AccountRow[] {
  const rows: AccountRow[] = [];
  while (rows.length < accounts) {
    const creditor = random.pick(CREDITORS);
    const person = makePerson(random, rows.length + 1, creditor);
    for (let count = random.whole(1, 3); count > 0 && rows.length < accounts; count -= 1)
      rows.push(makeAccount(random, { creditor, person, no: rows.length + 1, months }));
  }
  return rows;
}

/** Where persons live, by law, in turn. Persons of the creditor in Taipei may live nobody knows where. */
const PLACES: readonly { country: string | null; region: string | null }[] = [
  { country: 'TW', region: null },
  { country: 'US', region: 'MA' },
  { country: 'CN', region: null },
  { country: 'IN', region: null },
  { country: 'GB', region: null },
  { country: null, region: null },
];

function placeOf(no: number, creditor: CreditorFacts): (typeof PLACES)[number] {
  const known = creditor.zone === 'Asia/Taipei' ? PLACES.length : PLACES.length - 1;
  return PLACES[no % known] as (typeof PLACES)[number];
}

function makePerson(random: Random, no: number, creditor: CreditorFacts): PersonRow {
  const id = `p${no}`;
  const points: PersonRow['points'] = [];
  if (random.chance(0.92)) points.push({ id: `${id}-email`, channel: 'email', valid: true });
  if (random.chance(0.92)) points.push({ id: `${id}-phone`, channel: 'sms', valid: true });
  const zone = random.pick(ZONES);
  const place = placeOf(no, creditor);
  return newPerson({ id, number: `P-${no}`, zone, ...place, points });
}

function makeAccount(
  random: Random,
  of: { creditor: CreditorFacts; person: PersonRow; no: number; months: number },
): AccountRow {
  const { creditor, person, no, months } = of;
  const product = random.chance(0.5) ? 'card' : 'instalment-loan';
  const first = addDays(localDate(START, creditor.zone), -random.whole(1, 28));
  const amount = BigInt(random.whole(400, 9000)) * 100n;
  // A card's next minimum comes with the next book; a loan's dues are all known.
  const known = product === 'card' ? 1 : months;
  const dues = Array.from({ length: known }, (_, at) => ({ on: addMonths(first, at), minor: amount }));
  const asOf = localDate(START, creditor.zone);
  const listed = dues.reduce((sum, due) => sum + due.minor, 0n);
  const balance = listed + amount * BigInt(random.whole(2, 60));
  const id = `a${String(no).padStart(3, '0')}`;
  return newAccount({
    id,
    number: id.replace('a', 'A-'),
    ...{ creditor, person, product, given: GIVEN, bureauConsent: random.chance(0.7) },
    opening: { source: 'book', reference: asOf, asOf, balance, dues },
    nextEvaluationAt: START + random.whole(0, 7_200_000),
  });
}

/** What the book says of every account. */
const GIVEN: Given = {
  ...{ grace: NO_GRACE, currency: 'TWD', contractDate: '2019-05-04', hasStatement: true },
  ...{ bookPayment: null, lastContactOn: null, owner: null, ownerChangedAt: null },
  ...{ reachedStage: null, notifiedOn: null, arrival: null },
};
