/** One worker at a time releases the restarts of a creditor, so that their daily number holds. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** First key of the advisory locks; the same in all processes. */
const RESTART_LOCK = 7_304_000;

/** Waits for the lock of a creditor's restarts; held until the end of the transaction. Taken before any row lock. */
export async function lockRestarts(trx: Transaction<Database>, creditorId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${RESTART_LOCK}, hashtext(${creditorId}))`.execute(trx);
}

/** Takes the lock if nobody has it. */
export async function tryLockRestarts(trx: Transaction<Database>, creditorId: string): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${RESTART_LOCK}, hashtext(${creditorId})) as locked`.execute(trx);
  return rows[0]?.locked === true;
}
