/**
 * The order of locks, everywhere: persons, then accounts, each in id order. FOR NO KEY UPDATE, because FOR UPDATE would
 * deadlock against foreign keys.
 */
import { sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** Locks the debtors of the accounts, then the accounts. Returns the ids of the accounts that exist. */
export async function lockAccounts(trx: Transaction<Database>, accountIds: readonly string[]): Promise<string[]> {
  await sql`
    select p.id
    from person p
    where p.id in (
      select ap.person_id
      from account_person ap
      where ap.account_id = any(${[...accountIds]}::uuid[])
        and ap.role = 'debtor')
    order by p.id
    for no key update`.execute(trx);
  const { rows } = await sql<{ id: string }>`
    select id
    from account
    where id = any(${[...accountIds]}::uuid[])
    order by id
    for no key update`.execute(trx);
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
