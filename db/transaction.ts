/**
 * The only way to start a transaction. READ COMMITTED: each statement sees what was committed before it, so a claim
 * sees the payment whose lock it waited for.
 */
import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** Runs `work` in one transaction; joins the one that `db` already is. */
export function inTransaction<T>(db: Kysely<Database>, work: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db as Transaction<Database>);
  return db.transaction().setIsolationLevel('read committed').execute(work);
}

/** Runs `read` so that all its statements see one moment. Joins a transaction that `db` already is. */
export function inSnapshot<T>(db: Kysely<Database>, read: (db: Kysely<Database>) => Promise<T>): Promise<T> {
  if (db.isTransaction) return read(db);
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}
