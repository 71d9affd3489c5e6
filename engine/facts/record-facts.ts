/** The only way to record a fact: its row, its changes and the raised version, in a transaction. The caller nudges. */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { bodyToJson } from '../../db/fact-json.ts';
import { lockAccounts, lockPersons } from '../../db/lock.ts';
import { markScores, markScoresOf } from '../../db/mark-scores.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Act, personOf } from '../../domain/act.ts';
import { movesMoney, surprises } from '../../domain/fact-rules.ts';
import type { AccountFactKind } from '../../domain/facts.ts';
import { MEANINGS } from '../../domain/strategy/signs.ts';
import { checkRecords } from '../files/check-records.ts';
import { applyAccountFact, applyPersonFact } from './apply-fact.ts';
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
  const recorded: RecordedFact[] = [];
  const fresh: AccountFactInput[] = [];
  const moved = new Map<string, Set<AccountFactKind>>();
  for (const item of items) {
    const touched = 'personId' in item ? (accountsOf.get(item.personId) ?? []) : [item.accountId];
    const fact = await recordFact(trx, item, touched, act);
    recorded.push(fact);
    if (fact.duplicate || !('accountId' in item)) continue;
    fresh.push(item);
    if (!movesMoney(item.kind)) continue;
    const kinds = moved.get(item.accountId) ?? new Set();
    moved.set(item.accountId, kinds.add(item.kind));
  }
  await settleAccounts(trx, moved, act.now);
  await checkRecords(trx, fresh, act);
  return recorded;
}

async function recordFact(
  trx: Transaction<Database>,
  item: FactInput,
  touched: readonly string[],
  act: Act,
): Promise<RecordedFact> {
  const known = await findDuplicate(trx, item);
  if (known !== null) return { id: known, duplicate: true, nudge: [] };
  const id = uuidv7();
  const nudge = await raiseFor(trx, item, touched);
  const owner =
    'accountId' in item
      ? {
          columns: sql`a.creditor_id, a.id, null`,
          version: sql`a.facts_version`,
          row: sql`account a where a.id = ${item.accountId}::uuid`,
        }
      : {
          columns: sql`p.creditor_id, null, p.id`,
          version: sql`null`,
          row: sql`person p where p.id = ${item.personId}::uuid`,
        };
  await sql`
    insert into fact (id, creditor_id, account_id, person_id, kind, body, source, external_id, recorded_by, occurred_at,
      recorded_at, version)
    select ${id}::uuid, ${owner.columns}, ${item.kind}, ${bodyToJson(item.body)}::jsonb, ${item.source},
      ${item.externalId ?? null}, ${personOf(act)}, ${new Date(item.occurredAt)}, clock_timestamp(), ${owner.version}
    from ${owner.row}`.execute(trx);
  if ('accountId' in item) await applyAccountFact(trx, id, item, act);
  else await applyPersonFact(trx, item, act);
  return { id, duplicate: false, nudge };
}

async function findDuplicate(trx: Transaction<Database>, item: FactInput): Promise<string | null> {
  if (item.externalId === undefined) return null;
  const owner = 'accountId' in item ? item.accountId : item.personId;
  const { rows } = await sql<{ id: string }>`
    select id
    from fact
    where source = ${item.source}
      and external_id = ${item.externalId}
      and coalesce(account_id, person_id) = ${owner}::uuid`.execute(trx);
  return rows[0]?.id ?? null;
}

/** Raises the version of accounts for which the fact changes what comes next, and returns their ids. */
async function raiseFor(trx: Transaction<Database>, item: FactInput, touched: readonly string[]): Promise<string[]> {
  const surprise = surprises(item);
  if (surprise === 'never') {
    if (MEANINGS[item.kind] !== 'nothing') await markScores(trx, touched);
    return [];
  }
  return raiseVersions(trx, touched, surprise === 'always' ? sql`true` : sql`next_evaluation_at is null`);
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
