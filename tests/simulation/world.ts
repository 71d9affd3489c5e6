/** The people of a seed: two creditors, persons with one to three accounts, dues for a year and a half. */
import type { CreditorFacts } from '../../domain/facts.ts';
import { addDays, addMonths, instantAt, localDate } from '../../domain/time.ts';
import { ZONES } from '../support/zones.ts';
import type { AccountRow, Book, PersonRow } from './maps/book.ts';
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

export function peopleBook(book: Book, random: Random, accounts: number, months: number): void {
  for (let no = 1; no <= accounts; ) {
    const creditor = random.pick(CREDITORS);
    const person = addPerson(book, random, no);
    for (let count = random.whole(1, 3); count > 0 && no <= accounts; count -= 1, no += 1)
      addAccount(book, random, { creditor, person, no, months });
  }
}

function addPerson(book: Book, random: Random, no: number): PersonRow {
  const id = `p${no}`;
  const points: PersonRow['points'] = [];
  if (random.chance(0.92)) points.push({ id: `${id}-email`, channel: 'email', valid: true });
  if (random.chance(0.92)) points.push({ id: `${id}-phone`, channel: 'sms', valid: true });
  const person: PersonRow = { id, number: `P-${no}`, zone: random.pick(ZONES), points, facts: [], accounts: [] };
  book.persons.push(person);
  return person;
}

function addAccount(
  book: Book,
  random: Random,
  of: { creditor: CreditorFacts; person: PersonRow; no: number; months: number },
): void {
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
  const account: AccountRow = {
    id: `a${String(no).padStart(3, '0')}`,
    number: `A-${String(no).padStart(3, '0')}`,
    ...{ creditor, person, product, dues, balance, bureauConsent: random.chance(0.7) },
    opening: { source: 'book', reference: asOf, asOf, balance, dues },
    ...{
      closed: false,
      started: false,
      version: 1n,
      evaluatedVersion: 0n,
      evaluatedAt: null,
      staleSince: null,
      nudgedAt: null,
      stage: 'clear',
      health: 'ok',
    },
    nextEvaluationAt: START + random.whole(0, 7_200_000),
    ...{
      facts: [],
      externals: new Set<string>(),
      effects: [],
      records: [],
      begun: new Set(),
      byKey: new Map(),
      placements: [],
      courtCase: null,
      episodes: [],
    },
  };
  person.accounts.push(account);
  book.accounts.set(account.id, account);
}
