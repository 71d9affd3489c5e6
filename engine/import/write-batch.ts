/** Writes classified batches of the book: new accounts in parallel on several connections, changes in sequence. */
import type { Kysely, Transaction } from 'kysely';
import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { lockPersons } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Instant } from '../../domain/time.ts';
import { raiseVersions } from '../facts/record-facts.ts';
import { assignArms } from '../strategy/assign-arms.ts';
import { copyAccounts, type NewAccount } from './accounts.ts';
import type { ClassifiedBatch } from './classify-rows.ts';
import { writeDetails } from './details.ts';
import { writePersons } from './persons.ts';
import { type BookCreditor, type Change, writeChanges } from './updates.ts';

/** A client, and Kysely over the same client. */
interface Writer {
  client: PoolClient;
  db: Kysely<Database>;
}
/** At least one. */
export type Writers = [Writer, ...Writer[]];

/** Changes a transaction. It locks their persons, and a claim that waits for a person must not wait long. */
const CHANGES = 200;

/** Index of the writer for a new row. All rows of a person go to the same writer. */
function shardOf(person: string, shards: number): number {
  let sum = 0;
  for (let at = 0; at < person.length; at += 1) sum = (Math.imul(sum, 31) + person.charCodeAt(at)) >>> 0;
  return sum % shards;
}

/** Writes new accounts of one creditor and their persons. `client` and `trx` are the same connection. */
async function writeFresh(
  client: PoolClient,
  trx: Transaction<Database>,
  creditor: BookCreditor,
  fresh: readonly NewAccount[],
  now: Instant,
): Promise<void> {
  const { ids, gained, lost } = await writePersons(
    trx,
    client,
    creditor,
    fresh.map(({ book }) => book),
    [],
  );
  const strategyOf = await assignArms(trx, creditor, ids);
  await copyAccounts(client, { ...creditor, strategyOf }, fresh, ids, now);
  await writeChanges(trx, creditor, [], gained, now);
  await wakeAccountsOf(trx, lost);
}

async function writeChanged(
  client: PoolClient,
  trx: Transaction<Database>,
  creditor: BookCreditor,
  changes: readonly Change[],
  now: Instant,
): Promise<number> {
  const newer = changes.filter((change) => !change.older);
  const { gained, lost } = await writePersons(
    trx,
    client,
    creditor,
    newer.map(({ book }) => book),
    changes.map(({ accountId }) => accountId),
  );
  const cured = await writeChanges(trx, creditor, changes, gained, now);
  await writeDetails(trx, creditor.id, newer, now);
  await wakeAccountsOf(trx, lost);
  return cured;
}

/** A way to reach these persons is gone: what is planned for their accounts may have to go another way. */
async function wakeAccountsOf(trx: Transaction<Database>, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  const accounts = await lockPersons(trx, personIds);
  await raiseVersions(trx, [...accounts.values()].flat().sort());
}

/** Waits for all work before it throws the first failure: a released connection must be idle. */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Writes a batch, each writer in a transaction of its own unless it has one. Returns how many accounts were cured. */
export async function writeBatch(writers: Writers, batch: ClassifiedBatch, now: Instant): Promise<number> {
  for (const [creditor, fresh] of batch.fresh) {
    // Ids follow the order of the file, whichever writer is first: what is listed by them is alike in every run.
    const accounts = fresh.map((candidate) => ({ ...candidate, id: uuidv7() }));
    const shards = writers.map((writer, at) => ({
      writer,
      rows: accounts.filter(({ book }) => shardOf(book.person, writers.length) === at),
    }));
    await allEnded(
      shards
        .filter(({ rows }) => rows.length > 0)
        .map(({ writer, rows }) =>
          inTransaction(writer.db, (trx) => writeFresh(writer.client, trx, creditor, rows, now)),
        ),
    );
  }
  const [first] = writers;
  let cured = 0;
  for (const [creditor, changes] of batch.changed) {
    for (let at = 0; at < changes.length; at += CHANGES) {
      const some = changes.slice(at, at + CHANGES);
      cured += await inTransaction(first.db, (trx) => writeChanged(first.client, trx, creditor, some, now));
    }
  }
  return cured;
}
