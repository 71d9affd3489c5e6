/** Finds the accounts that lines of a bank may be for. */
import { type Kysely, sql } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { StandingFacts } from '../../domain/facts.ts';
import { groupBy } from '../../domain/group.ts';
import type { BankLine } from '../../domain/money/bank-line.ts';
import { nameKeys, needsName, numbersIn, type Payee } from '../../domain/money/match-line.ts';
import { sumOf } from '../../domain/money/settle.ts';
import { standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';
import { accountsOfNames, nameKeysOf } from '../persons/bank-texts.ts';

/** What of a line tells whose it is. */
export type Telling = { id: string } & Pick<BankLine, 'minor' | 'currency' | 'counterparty' | 'text' | 'references'>;

/** The accounts that a line may be for. */
export interface Payees {
  /** Accounts whose number the line has. */
  readonly named: readonly Payee[];
  /** Open accounts of persons who have the payer's name; none where the name decides nothing. */
  readonly alike: readonly Payee[];
}

/** Finds the accounts that lines of one creditor may be for, by the ids of the lines. */
export async function findPayees(
  db: Kysely<Database>,
  creditorId: string,
  lines: readonly Telling[],
  now: Instant,
): Promise<Map<string, Payees>> {
  const named = await findNamed(db, creditorId, lines, now);
  const unsure = lines.filter((line) => needsName(line, named.get(line.id) ?? []));
  const alike = await findAlike(db, creditorId, unsure, now);
  return new Map(lines.map(({ id }) => [id, { named: named.get(id) ?? [], alike: alike.get(id) ?? [] }]));
}

async function findNamed(db: Kysely<Database>, creditorId: string, lines: readonly Telling[], now: Instant) {
  const numbers = new Map(lines.map((line) => [line.id, numbersIn(line)]));
  const known = await accountsOfNumbers(db, creditorId, unique([...numbers.values()].flat()));
  return payeesBy(db, numbers, (number) => known.get(number) ?? [], now);
}

async function findAlike(db: Kysely<Database>, creditorId: string, lines: readonly Telling[], now: Instant) {
  const keys = new Map(lines.map(({ id, counterparty }) => [id, nameKeys(counterparty ?? '')]));
  const accounts = await accountsOfNames(db, creditorId, unique([...keys.values()].flat()));
  const byKey = groupBy(accounts, ({ key }) => key);
  return payeesBy(db, keys, (key) => (byKey.get(key) ?? []).map(({ account }) => account), now);
}

/** The payees of each line, by its words and the accounts that each word stands for. */
async function payeesBy(
  db: Kysely<Database>,
  words: ReadonlyMap<string, readonly string[]>,
  accountsOf: (word: string) => readonly string[] | string,
  now: Instant,
): Promise<Map<string, Payee[]>> {
  const accounts = new Map([...words].map(([id, listed]) => [id, unique(listed.flatMap((word) => accountsOf(word)))]));
  const payees = await payeesOf(db, unique([...accounts.values()].flat()), now);
  return new Map([...accounts].map(([id, listed]) => [id, listed.flatMap((account) => payees.get(account) ?? [])]));
}

const unique = (words: readonly string[]): string[] => [...new Set(words)];

async function accountsOfNumbers(
  db: Kysely<Database>,
  creditorId: string,
  numbers: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; number: string }>`
    select a.id, a.number
    from account a
    where a.creditor_id = ${creditorId}::uuid
      and a.number = any(${[...numbers]}::text[])`.execute(db);
  return new Map(rows.map(({ id, number }) => [number, id]));
}

/** The accounts as they can be paid today. */
export async function payeesOf(
  db: Kysely<Database>,
  accountIds: readonly string[],
  now: Instant,
): Promise<Map<string, Payee>> {
  if (accountIds.length === 0) return new Map();
  const facts = await loadStandingFacts(db, accountIds);
  const names = await nameKeysOf(db, accountIds);
  return new Map(
    [...facts].map(([account, known]) => {
      const { currency, person } = known;
      const payee = { account, person: person.id, currency, names: names.get(account) ?? new Set<string>() };
      return [account, { ...payee, amounts: amountsOf(known, now) }];
    }),
  );
}

/** Amounts that somebody who pays the account may pay. */
function amountsOf(facts: StandingFacts, now: Instant): ReadonlySet<bigint> {
  const { asked, suspense, balance, position, promises } = standingOf(facts, now);
  const promised = promises.filter(({ state }) => state === 'running').flatMap(({ parts }) => parts);
  return new Set([
    ...[asked, asked + suspense, balance, sumOf(promised)],
    ...[...position.open, ...promised].map(({ minor }) => minor),
  ]);
}
