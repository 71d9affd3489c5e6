/** The only way to record a fact: its row, its changes and the raised version, in a transaction. The caller nudges. */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { bodyToJson } from '../../db/fact-json.ts';
import { lockAccounts, lockPersons } from '../../db/lock.ts';
import { markScores, markScoresOf } from '../../db/mark-scores.ts';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Act, personOf } from '../../domain/act.ts';
import { movesMoney, surprises } from '../../domain/fact-rules.ts';
import type { AccountFactKind } from '../../domain/facts.ts';
import { MEANINGS } from '../../domain/strategy/signs.ts';
import { checkRecords } from '../files/check-records.ts';
import { applyAccountFacts, applyPersonFact } from './apply-fact.ts';
import type { AccountFactInput, FactInput } from './fact-input.ts';
import { settleAccounts } from './settle-accounts.ts';

/** A fact after `recordFacts`. */
export interface RecordedFact {
  /** Id of the fact; for a duplicate, of the fact recorded first. */
  id: string;
  duplicate: boolean;
  /** Accounts whose answer may have changed, to nudge after the commit. */
  nudge: string[];
}

/** Records facts in order, all or none. Joins the transaction that `db` may be. */
export async function recordFacts(
  db: Kysely<Database> | Transaction<Database>,
  items: readonly FactInput[],
  act: Act,
): Promise<RecordedFact[]> {
  if (items.length === 0) return [];
  return inTransaction(db, (trx) => recordWithin(trx, items, act));
}

async function recordWithin(
  trx: Transaction<Database>,
  items: readonly FactInput[],
  act: Act,
): Promise<RecordedFact[]> {
  const personIds = items.flatMap((item) => ('personId' in item ? [item.personId] : []));
  const accountIds = items.flatMap((item) => ('accountId' in item ? [item.accountId] : []));
  // Persons are locked before accounts for both kinds of fact, so that two batches never deadlock.
  const owners = await sql<{ person_id: string }>`
    select distinct person_id
    from account_person
    where account_id = any(${accountIds}::uuid[])
      and role = 'debtor'`.execute(trx);
  const all = [...new Set([...personIds, ...owners.rows.map((row) => row.person_id)])].sort();
  const accountsOf = personIds.length > 0 ? await lockPersons(trx, all) : new Map<string, string[]>();
  if (personIds.length === 0) await lockAccounts(trx, accountIds);
  const recorded = new Array<RecordedFact>(items.length);
  for (const wave of wavesOf(items)) {
    const facts = await recordWave(trx, wave, accountsOf, act);
    for (const [at, fact] of facts.entries()) recorded[(wave[at] as Placed).place] = fact;
  }
  const fresh: AccountFactInput[] = [];
  const moved = new Map<string, Set<AccountFactKind>>();
  for (const [at, item] of items.entries()) {
    if (recorded[at]?.duplicate !== false || !('accountId' in item)) continue;
    fresh.push(item);
    if (!movesMoney(item.kind)) continue;
    const kinds = moved.get(item.accountId) ?? new Set();
    moved.set(item.accountId, kinds.add(item.kind));
  }
  await settleAccounts(trx, moved, act.now);
  await checkRecords(trx, fresh, act);
  return recorded;
}

/** A fact and its place among those that are recorded together. */
interface Placed {
  readonly item: FactInput;
  readonly place: number;
}

/**
 * The facts in waves, each one set of statements: facts of an account follow one another, as do a fact of a person and
 * all others.
 */
function wavesOf(items: readonly FactInput[]): Placed[][] {
  const waves: Placed[][] = [];
  const named = new Set<string>();
  for (const [place, item] of items.entries()) {
    const last = waves.at(-1);
    const isAlone = !('accountId' in item) || last?.[0] === undefined || !('accountId' in last[0].item);
    if (last === undefined || isAlone || named.has(item.accountId)) {
      waves.push([{ item, place }]);
      named.clear();
    } else last.push({ item, place });
    if ('accountId' in item) named.add(item.accountId);
  }
  return waves;
}

/** A fact that is recorded for the first time. */
interface Fresh extends Placed {
  readonly id: string;
}

/** Records facts of different accounts, or one fact of a person, in the order of the wave. */
async function recordWave(
  trx: Transaction<Database>,
  wave: readonly Placed[],
  accountsOf: ReadonlyMap<string, readonly string[]>,
  act: Act,
): Promise<RecordedFact[]> {
  const known = await findDuplicates(trx, wave);
  const fresh: Fresh[] = wave.filter(({ place }) => !known.has(place)).map((placed) => ({ ...placed, id: uuidv7() }));
  const touched = ({ item }: Placed): readonly string[] =>
    'personId' in item ? (accountsOf.get(item.personId) ?? []) : [item.accountId];
  const raised = await raiseFor(trx, fresh, touched);
  await insertFacts(trx, fresh, act);
  await applyAccountFacts(
    trx,
    fresh.flatMap(({ id, item }) => ('accountId' in item ? [{ id, fact: item }] : [])),
    act,
  );
  for (const { item } of fresh) if ('personId' in item) await applyPersonFact(trx, item, act);
  const ids = new Map(fresh.map(({ place, id }) => [place, id]));
  return wave.map((placed) => {
    const id = ids.get(placed.place);
    if (id === undefined) return { id: known.get(placed.place) ?? '', duplicate: true, nudge: [] };
    return { id, duplicate: false, nudge: touched(placed).filter((account) => raised.has(account)) };
  });
}

async function insertFacts(trx: Transaction<Database>, fresh: readonly Fresh[], act: Act): Promise<void> {
  if (fresh.length === 0) return;
  const rows = fresh.map(({ id, item }, at) => ({
    ...{ id, at, kind: item.kind, body: bodyToJson(item.body), source: item.source },
    ...{ account: 'accountId' in item ? item.accountId : null, person: 'personId' in item ? item.personId : null },
    ...{ external: item.externalId ?? null, occurred: new Date(item.occurredAt) },
  }));
  const columns = { id: 'uuid', at: 'int', kind: 'text', body: 'text', source: 'text' } as const;
  const owners = { account: 'uuid', person: 'uuid', external: 'text', occurred: 'timestamptz' } as const;
  await sql`
    insert into fact (id, creditor_id, account_id, person_id, kind, body, source, external_id, recorded_by, occurred_at,
      recorded_at, version)
    select r.id, coalesce(a.creditor_id, p.creditor_id), a.id, p.id, r.kind, r.body::jsonb, r.source, r.external,
      ${personOf(act)}, r.occurred, ${new Date(act.now)}::timestamptz, a.facts_version
    from ${rowsOf(rows, { ...columns, ...owners })}
    left join account a on a.id = r.account
    left join person p on p.id = r.person
    order by r.at`.execute(trx);
}

/** Ids of facts that are known already, by their place. */
async function findDuplicates(trx: Transaction<Database>, wave: readonly Placed[]): Promise<Map<number, string>> {
  const named = wave.flatMap(({ item, place }) => {
    const owner = 'accountId' in item ? item.accountId : item.personId;
    return item.externalId === undefined ? [] : [{ place, owner, source: item.source, external: item.externalId }];
  });
  if (named.length === 0) return new Map();
  const { rows } = await sql<{ place: number; id: string }>`
    select r.place, f.id
    from ${rowsOf(named, { place: 'int', owner: 'uuid', source: 'text', external: 'text' })}
    join fact f on f.source = r.source
      and f.external_id = r.external
      and coalesce(f.account_id, f.person_id) = r.owner`.execute(trx);
  return new Map(rows.map(({ place, id }) => [place, id]));
}

/** Raises the version of accounts for which facts change what comes next, and returns their ids. */
async function raiseFor(
  trx: Transaction<Database>,
  fresh: readonly Fresh[],
  touched: (placed: Placed) => readonly string[],
): Promise<ReadonlySet<string>> {
  const accounts = {
    always: new Set<string>(),
    never: new Set<string>(),
    'where-nothing-is-to-come': new Set<string>(),
  };
  for (const placed of fresh) {
    const surprise = surprises(placed.item);
    if (surprise === 'never' && MEANINGS[placed.item.kind] === 'nothing') continue;
    for (const account of touched(placed)) accounts[surprise].add(account);
  }
  await markScores(trx, [...accounts.never]);
  const always = accounts.always.size === 0 ? [] : await raiseVersions(trx, [...accounts.always]);
  const some = [...accounts['where-nothing-is-to-come']];
  const idle = some.length === 0 ? [] : await raiseVersions(trx, some, sql`next_evaluation_at is null`);
  return new Set([...always, ...idle]);
}

const raised = (accountIds: readonly string[], only: RawBuilder<unknown>) => sql`
  update account
  set facts_version = facts_version + 1, stale_since = coalesce(stale_since, clock_timestamp())
  where id = any(${[...accountIds]}::uuid[])
    and ${only}
  returning id`;

/**
 * Raises `facts_version`; the accounts are stale until evaluated, and their scores until a sweep. Returns the ids of
 * the raised accounts.
 */
export async function raiseVersions(
  trx: Transaction<Database>,
  accountIds: readonly string[],
  only: RawBuilder<unknown> = sql`true`,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with raised as (${raised(accountIds, only)}),

    marked as (${markScoresOf(sql`select id from raised`)})

    select id
    from raised`.execute(trx);
  return rows.map((row) => row.id);
}

/** Has accounts evaluated again of which nothing was told: `facts_version` is raised, and their scores stay. */
export async function askForEvaluation(trx: Transaction<Database>, accountIds: readonly string[]): Promise<void> {
  await raised(accountIds, sql`true`).execute(trx);
}
