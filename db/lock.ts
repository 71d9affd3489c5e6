/**
 * The order of locks, everywhere: persons, accounts, effects, ledger of contacts, each in id order. FOR NO KEY UPDATE,
 * because FOR UPDATE would deadlock against foreign keys.
 */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Instant } from '../domain/time.ts';
import type { Database } from './schema.ts';

/** Condition: the open account `a` is due for an evaluation at `now`, or its facts are newer than its last one. */
export const isDueForEvaluation = (now: Instant): RawBuilder<unknown> => sql`(
  a.closed_at is null
  and (a.next_evaluation_at <= ${new Date(now)} or a.evaluated_version < a.facts_version))`;

/**
 * Locks the debtors of the accounts, then the accounts, and with `withDue` the other accounts of the persons that are
 * due for an evaluation at that moment. Returns the ids of the accounts locked.
 */
export async function lockAccounts(
  trx: Transaction<Database>,
  accountIds: readonly string[],
  withDue?: Instant,
): Promise<string[]> {
  const named = sql`${[...accountIds]}::uuid[]`;
  const others = sql`
        union
        select other.account_id
        from account_person ap
        join account_person other on other.person_id = ap.person_id and other.role = 'debtor'
        where ap.account_id = any(${named})
          and ap.role = 'debtor'`;
  await sql`
    select p.id
    from person p
    where p.id = any(array(
      select ap.person_id
      from account_person ap
      where ap.account_id = any(${named})
        and ap.role = 'debtor'))
    order by p.id
    for no key update`.execute(trx);
  const { rows } = await sql<{ id: string }>`
    select a.id
    from account a
    where a.id = any(array(
        select unnest(${named})${withDue === undefined ? sql`` : others}))
      ${withDue === undefined ? sql`` : sql`and (a.id = any(${named}) or ${isDueForEvaluation(withDue)})`}
    order by a.id
    for no key update of a`.execute(trx);
  return rows.map((row) => row.id);
}

/** Locks persons and all accounts whose debtor they are. Returns person id -> ids of the accounts. */
export async function lockPersons(
  trx: Transaction<Database>,
  personIds: readonly string[],
): Promise<Map<string, string[]>> {
  await sql`
    select id
    from person
    where id = any(${[...personIds]}::uuid[])
    order by id
    for no key update`.execute(trx);
  const { rows } = await sql<{ person_id: string; id: string }>`
    select ap.person_id, a.id
    from account_person ap
    join account a on a.id = ap.account_id
    where ap.person_id = any(${[...personIds]}::uuid[])
      and ap.role = 'debtor'
    order by a.id
    for no key update of a`.execute(trx);
  const accounts = new Map<string, string[]>(personIds.map((id) => [id, []]));
  for (const row of rows) accounts.get(row.person_id)?.push(row.id);
  return accounts;
}

/** Locks a person and all accounts whose debtor they are; false, with nothing locked, where the person is locked. */
export async function tryLockPerson(trx: Transaction<Database>, personId: string): Promise<boolean> {
  const { rows } = await sql`
    select id
    from person
    where id = ${personId}::uuid
    for no key update skip locked`.execute(trx);
  if (rows.length === 0) return false;
  await lockPersons(trx, [personId]);
  return true;
}
