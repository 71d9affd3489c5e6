/** Marks the scores of accounts as not up to date: a sweep scores them again (engine/score/rescore.ts). */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/**
 * Marks the scores of these accounts, given by a query, and of all others of their debtors: whoever is heard about one
 * account is not silent about another. Rows are locked in id order, after the accounts. An account that was never
 * scored is left out.
 */
export const markScoresOf = (accountIds: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  update account_score s
  set changed_at = clock_timestamp()
  from (
    select stored.account_id
    from account_score stored
    where stored.account_id in (
      select other.account_id
      from account_person ap
      join account_person other on other.person_id = ap.person_id and other.role = 'debtor'
      where ap.account_id in (${accountIds})
        and ap.role = 'debtor')
    order by stored.account_id
    for no key update) marked
  where s.account_id = marked.account_id`;

/** Marks the scores of these accounts and of all others of their debtors. The accounts are locked. */
export async function markScores(db: Kysely<Database>, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  await markScoresOf(sql`select unnest(${[...accountIds]}::uuid[])`).execute(db);
}

/**
 * Marks the scores of accounts that may have none yet, also of closed accounts: one may be opened again. Locks nothing
 * but them: the caller locks the accounts.
 */
export async function openScores(trx: Transaction<Database>, accountIds: readonly string[]): Promise<void> {
  await sql`
    insert into account_score (account_id, creditor_id, changed_at)
    select id, creditor_id, clock_timestamp()
    from account
    where id = any(${[...new Set(accountIds)]}::uuid[])
    order by id
    on conflict (account_id) do update set changed_at = clock_timestamp()`.execute(trx);
}

/** Rows marked in one statement. */
const MARKED_AT_ONCE = 5_000;

/** Marks the scores that another model gave. Safe to repeat; several processes share the work. */
export async function markOtherModels(db: Kysely<Database>, digest: string): Promise<void> {
  for (;;) {
    const { numAffectedRows } = await sql`
      update account_score s
      set changed_at = clock_timestamp()
      from (
        select account_id
        from account_score
        where (model_digest < ${digest} or model_digest > ${digest})
          and changed_at is null
        limit ${MARKED_AT_ONCE}
        for no key update skip locked) other
      where s.account_id = other.account_id`.execute(db);
    if ((numAffectedRows ?? 0n) < MARKED_AT_ONCE) return;
  }
}

/** Marks all scores of a creditor, whose terms have changed: promises and holds are read by them. */
export async function markScoresOfCreditor(db: Kysely<Database>, code: string): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await sql<{ id: string }>`
      update account_score s
      set changed_at = clock_timestamp()
      from (
        select account_id
        from account_score
        where account_id > ${after}::uuid
          and creditor_id = (select id from creditor where code = ${code})
        order by account_id
        limit ${MARKED_AT_ONCE}
        for no key update) marked
      where s.account_id = marked.account_id
      returning s.account_id as id`.execute(db);
    const last = rows.reduce((highest, { id }) => (id > highest ? id : highest), '');
    if (rows.length < MARKED_AT_ONCE) return;
    after = last;
  }
}
