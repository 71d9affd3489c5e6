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
export type Telling = { id: string; ofProvider?: boolean } & Pick<
  BankLine,
  'minor' | 'currency' | 'counterparty' | 'text' | 'references'
>;

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
  const named = await findNamed(db, creditorId, lines);
  // Whoever pays their own account may pay any amount: amounts are read where the payer is a stranger only.
  const strange = lines.filter((line) => needsName(line, named.get(line.id) ?? []));
  const amounts = await amountsBy(
    db,
    strange.flatMap(({ id }) => named.get(id) ?? []),
    now,
  );
  for (const { id } of strange)
    named.set(
      id,
      (named.get(id) ?? []).map((payee) => withAmounts(payee, amounts)),
    );
  const unsure = strange.filter((line) => needsName(line, named.get(line.id) ?? []));
  const alike = await findAlike(db, creditorId, unsure);
  const asked = await amountsBy(db, [...alike.values()].flat(), now);
  const found = (id: string): Payee[] => (alike.get(id) ?? []).map((payee) => withAmounts(payee, asked));
  return new Map(lines.map(({ id }) => [id, { named: named.get(id) ?? [], alike: found(id) }]));
}

async function findNamed(db: Kysely<Database>, creditorId: string, lines: readonly Telling[]) {
  // The reference of a provider is a field of its own: however short, it is what the payer was told to give.
  const numbers = new Map(
    lines.map((line) => [line.id, [...(line.ofProvider ? line.references : []), ...numbersIn(line)]]),
  );
  const known = await accountsOfNumbers(db, creditorId, unique([...numbers.values()].flat()));
  return payeesBy(db, numbers, (number) => known.get(number) ?? []);
}

async function findAlike(db: Kysely<Database>, creditorId: string, lines: readonly Telling[]) {
  const keys = new Map(lines.map(({ id, counterparty }) => [id, nameKeys(counterparty ?? '')]));
  const accounts = await accountsOfNames(db, creditorId, unique([...keys.values()].flat()));
  const byKey = groupBy(accounts, ({ key }) => key);
  return payeesBy(db, keys, (key) => (byKey.get(key) ?? []).map(({ account }) => account));
}

/** The payees of each line, without amounts, by its words and the accounts that each word stands for. */
async function payeesBy(
  db: Kysely<Database>,
  words: ReadonlyMap<string, readonly string[]>,
  accountsOf: (word: string) => readonly string[] | string,
): Promise<Map<string, Payee[]>> {
  const accounts = new Map([...words].map(([id, listed]) => [id, unique(listed.flatMap((word) => accountsOf(word)))]));
  const payees = await readPayees(db, unique([...accounts.values()].flat()));
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

const NO_AMOUNTS: ReadonlySet<bigint> = new Set();

async function readPayees(db: Kysely<Database>, accountIds: readonly string[]): Promise<Map<string, Payee>> {
  if (accountIds.length === 0) return new Map();
  const { rows } = await sql<Pick<Payee, 'account' | 'person' | 'currency'>>`
    select a.id as account, ap.person_id as person, a.currency
    from account_person ap
    join account a on a.id = ap.account_id
    where ap.account_id = any(${[...accountIds]}::uuid[])
      and a.id = any(${[...accountIds]}::uuid[])
      and ap.role = 'debtor'`.execute(db);
  const names = await nameKeysOf(db, accountIds);
  return new Map(
    rows.map((row) => [row.account, { ...row, names: names.get(row.account) ?? new Set(), amounts: NO_AMOUNTS }]),
  );
}

/** What may be paid today on each account. */
async function amountsBy(db: Kysely<Database>, payees: readonly Payee[], now: Instant) {
  const facts = await loadStandingFacts(db, unique(payees.map(({ account }) => account)));
  return new Map([...facts].map(([account, known]) => [account, amountsOf(known, now)]));
}

const withAmounts = (payee: Payee, amounts: ReadonlyMap<string, ReadonlySet<bigint>>): Payee => ({
  ...payee,
  amounts: amounts.get(payee.account) ?? NO_AMOUNTS,
});

/** Amounts that somebody who pays the account may pay. */
function amountsOf(facts: StandingFacts, now: Instant): ReadonlySet<bigint> {
  const { asked, suspense, balance, position, promises } = standingOf(facts, now);
  const promised = promises.filter(({ state }) => state === 'running').flatMap(({ parts }) => parts);
  return new Set([
    ...[asked, asked + suspense, balance, sumOf(promised)],
    ...[...position.open, ...promised].map(({ minor }) => minor),
  ]);
}
