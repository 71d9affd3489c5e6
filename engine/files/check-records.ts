/**
 * Checks bureau records already sent against today's facts. A fact that arrives after a record and is dated in its month
 * or before may make it wrong: a person gets a task with the correction prepared. Runs in the transaction of the fact.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { tellsOfRecords, type WrongRecord, wrongRecords } from '../../channels/bureau/right-record.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { type Act, personOf } from '../../domain/act.ts';
import type { AccountFactKind } from '../../domain/facts.ts';
import { type TaskKind, taskDueAt } from '../../domain/tasks.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { readReported } from './bureau-files.ts';

/** Kind of the task; an account has at most one open, for all its wrong records. */
const CORRECT_TASK = 'correct-bureau-record' satisfies TaskKind;

/** A recorded fact of an account. */
interface Recorded {
  accountId: string;
  kind: AccountFactKind;
  occurredAt: Instant;
}

/** Opens a task for each account whose records the facts make wrong, and ends those of records that are right again. */
export async function checkRecords(trx: Transaction<Database>, recorded: readonly Recorded[], act: Act): Promise<void> {
  const accountIds = await accountsToCheck(trx, recorded);
  if (accountIds.length === 0) return;
  const wrong = await wrongRecordsOf(trx, accountIds, act.now);
  for (const accountId of accountIds) {
    const records = wrong.get(accountId) ?? [];
    if (records.length > 0) await openTask(trx, accountId, records, act.now);
    else await endTask(trx, accountId, recorded, act);
  }
}

/** The accounts of facts that may concern a record: of its month or an earlier one, or the correction of one. */
async function accountsToCheck(trx: Transaction<Database>, recorded: readonly Recorded[]): Promise<string[]> {
  const telling = recorded.filter(({ kind }) => kind === 'bureau-correction' || tellsOfRecords(kind));
  if (telling.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select distinct n.id
    from unnest(
      ${telling.map(({ accountId }) => accountId)}::uuid[],
      ${telling.map(({ kind, occurredAt }) => (kind === 'bureau-correction' ? null : new Date(occurredAt)))}::timestamptz[])
      as n (id, at)
    join bureau_entry b on b.account_id = n.id
    join creditor c on c.id = b.creditor_id
    where n.at is null
      or b.month >= to_char(n.at at time zone c.zone, 'YYYY-MM')
    order by n.id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** The records of each account that are wrong by today's facts. */
export async function wrongRecordsOf(
  db: Kysely<Database>,
  accountIds: readonly string[],
  now: Instant,
): Promise<Map<string, WrongRecord[]>> {
  const facts = await loadStandingFacts(db, accountIds);
  const reported = await readReported(db, accountIds);
  return new Map(
    [...facts].map(([id, account]) => [
      id,
      wrongRecords(account, reported.get(id) ?? [], localDate(now, account.creditor.zone)),
    ]),
  );
}

async function openTask(
  trx: Transaction<Database>,
  accountId: string,
  records: readonly WrongRecord[],
  now: Instant,
): Promise<void> {
  const reason = `records that a later fact made wrong: ${records.map(({ said }) => said.month).join(', ')}`;
  const { rows } = await sql`
    update task
    set reason = ${reason}
    where account_id = ${accountId}::uuid
      and kind = ${CORRECT_TASK}
      and state = 'open'
    returning id`.execute(trx);
  if (rows.length > 0) return;
  await sql`
    insert into task (id, creditor_id, account_id, kind, reason, opened_at, due_at)
    select ${uuidv7()}::uuid, creditor_id, id, ${CORRECT_TASK}, ${reason}, ${new Date(now)},
      ${new Date(taskDueAt(CORRECT_TASK, now))}
    from account
    where id = ${accountId}::uuid`.execute(trx);
}

/** The open task is done if a person asked for the correction, else withdrawn: the records are right again. */
async function endTask(
  trx: Transaction<Database>,
  accountId: string,
  recorded: readonly Recorded[],
  act: Act,
): Promise<void> {
  const done = recorded.some((fact) => fact.accountId === accountId && fact.kind === 'bureau-correction');
  await sql`
    update task
    set state = ${done ? 'done' : 'withdrawn'},
      reason = case when ${done} then reason else 'the records are right again' end,
      ended_at = ${new Date(act.now)},
      ended_by = ${done ? personOf(act) : null}
    where account_id = ${accountId}::uuid
      and kind = ${CORRECT_TASK}
      and state = 'open'`.execute(trx);
}

/** Marks the wrong records of an account as found right by a person, by all facts known today. */
export async function letRecordsStand(trx: Transaction<Database>, accountId: string, now: Instant): Promise<void> {
  const wrong = (await wrongRecordsOf(trx, [accountId], now)).get(accountId) ?? [];
  await sql`
    update bureau_entry b
    set facts_version = a.facts_version
    from account a
    where a.id = b.account_id
      and a.id = ${accountId}::uuid
      and b.id = any(${wrong.map(({ said }) => said.entry)}::uuid[])`.execute(trx);
}
