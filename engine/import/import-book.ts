/** Imports a file of the lender's book batch by batch. After a crash, importing the file again finishes it. */

import { type Kysely, sql } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { onOneClient } from '../../db/one-client.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { BookLine, BookSource } from '../../domain/contracts/book-row.ts';
import type { CreditorTerms } from '../../domain/contracts/creditor.ts';
import { Problem } from '../../domain/problems.ts';
import { productsOf } from '../../domain/products.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { type ClassifiedBatch, type Classifier, classifyBatch, openClassifier, type Refusal } from './classify-rows.ts';
import { closeNamed, listMissing, openNamed, rememberNamed } from './missing.ts';
import { addReasons, type RefusalReason } from './refusal-reasons.ts';
import { type BookCreditor, planChanges } from './updates.ts';
import { type Writers, writeBatch } from './write-batch.ts';

export type { Refusal } from './classify-rows.ts';

/** How to import a file. */
export interface ImportOptions {
  /** Business time. */
  now: Instant;
  /** Names of the stages of the ladder, for `reached_stage`. */
  stages: readonly string[];
  /** Name of the sender, never an address. */
  sender: string;
  /** Counts what would happen and writes nothing. */
  dryRun?: boolean;
  /** All rows or none. */
  strict?: boolean;
  /** The file names every account of its creditors. */
  complete?: boolean;
  /** Rows a batch; 4,000 when left out. */
  batch?: number;
  onRefused?: (refusals: readonly Refusal[]) => void | Promise<void>;
  onProgress?: (rows: number) => void;
}
/** Counts of rows, except where a field says accounts. */
export interface ImportSummary {
  rows: number;
  added: number;
  updated: number;
  unchanged: number;
  /** Rows with a fault; none of them was stored. */
  refused: number;
  /** Rows older than the last one taken of their account: only their money is noted. */
  stale: number;
  /** Updated accounts that have nothing overdue any more. */
  cured: number;
  /** Open accounts that a complete file does not name; null when a broken line makes that uncertain. */
  missing: number | null;
  /** Why rows are not in, the most frequent first. */
  reasons: RefusalReason[];
  seconds: number;
}

interface Run {
  /** The first writer holds the import lock and writes changes. All writers share new rows, by person. */
  writers: Writers;
  classifier: Classifier;
  options: ImportOptions;
  summary: ImportSummary;
  broken: boolean;
  /** Creditors that the file names, by id. */
  named: Set<string>;
}

/** Connections that write new rows in parallel. Two keep up with the checks, which run on one core of Node. */
const WRITERS = 2;
/** Rows a batch: enough for COPY to pay, few enough to keep locks short. */
const BATCH = 4000;
/** Key of the advisory lock that allows one import at a time; the same in all processes. */
const IMPORT_LOCK = 7_301_001;

/** The creditors that a file may name, by code. */
export async function loadBookCreditors(pool: Pool, now: Instant): Promise<Map<string, BookCreditor>> {
  type Row = Omit<BookCreditor, 'today' | 'products'> & { terms: CreditorTerms };
  const { rows } = await pool.query<Row>('select id, code, zone, currency, terms from creditor');
  return new Map(
    rows.map(({ terms, ...row }) => [
      row.code,
      { ...row, today: localDate(now, row.zone), products: productsOf(terms) },
    ]),
  );
}

/** The summary of bytes imported before without a refused row; null when they must be read again. */
async function importedBefore(pool: Pool, source: BookSource, options: ImportOptions): Promise<ImportSummary | null> {
  if (options.complete) return null;
  const { rows } = await pool.query<{ counts: Partial<ImportSummary> }>(
    `
    select counts
    from intake_file
    where kind = 'book'
      and state = 'taken'
      and sha256 = $1`,
    [source.sha256],
  );
  const counts = rows[0]?.counts;
  if (counts?.refused !== 0 || typeof counts.rows !== 'number') return null;
  return { ...emptySummary(), rows: counts.rows, unchanged: counts.rows };
}

/** A summary of nothing. */
export function emptySummary(): ImportSummary {
  const counts = { rows: 0, added: 0, updated: 0, unchanged: 0, refused: 0, stale: 0, cured: 0, missing: 0 };
  return { ...counts, reasons: [], seconds: 0 };
}

async function previewBatch(run: Run, batch: ClassifiedBatch): Promise<void> {
  for (const [creditor, changes] of batch.changed) {
    const planned = await planChanges(run.writers[0].db, creditor, changes, run.options.now);
    run.summary.cured += planned.filter(({ cured }) => cured).length;
  }
}

function sizeOf(lists: ReadonlyMap<BookCreditor, readonly unknown[]>): number {
  return [...lists.values()].reduce((sum, list) => sum + list.length, 0);
}

/** Writes a classified batch and adds it to the summary once it is stored. */
async function importBatch(run: Run, batch: ClassifiedBatch): Promise<void> {
  const { options, summary } = run;
  const [fresh, changed] = [sizeOf(batch.fresh), sizeOf(batch.changed)];
  if (options.complete) await rememberNamed(run.writers[0].client, batch.named);
  if (options.dryRun) await previewBatch(run, batch);
  else summary.cured += await writeBatch(run.writers, batch, options.now);
  summary.rows += batch.rows;
  summary.added += fresh;
  summary.updated += changed - batch.stale;
  summary.unchanged += batch.unchanged;
  summary.refused += batch.refused;
  summary.stale += batch.stale;
  addReasons(summary.reasons, batch.refusals);
  run.broken ||= batch.broken;
  for (const account of batch.named) run.named.add(account.creditorId);
  if (batch.refusals.length > 0) await options.onRefused?.(batch.refusals);
  options.onProgress?.(summary.rows);
}

/** Reads, classifies and writes. While a batch is written, the next batch is read and classified. */
async function importLines(run: Run, lines: AsyncIterable<BookLine[]>): Promise<void> {
  let writing = Promise.resolve();
  try {
    for await (const batch of lines) {
      const classified = await classifyBatch(run.classifier, batch);
      await writing;
      writing = importBatch(run, classified);
      writing.catch(() => {});
    }
  } finally {
    await writing;
  }
}

async function finish(run: Run, db: Kysely<Database>, source: BookSource): Promise<void> {
  const { options, summary } = run;
  if (options.complete)
    summary.missing = run.broken ? null : await listMissing(db, options.now, options.dryRun ?? false);
  if (options.dryRun) return;
  await recordTaken(db, source, options, summary, run.named);
}

/** Records for each of these creditors that the file was taken, and with what outcome. */
export async function recordTaken(
  db: Kysely<Database>,
  { kind, sha256 }: BookSource,
  { sender, now }: ImportOptions,
  summary: ImportSummary,
  creditorIds: Iterable<string>,
): Promise<void> {
  const counts = JSON.stringify({ v: 1, ...summary });
  for (const creditorId of creditorIds) {
    await sql`
      insert into intake_file (id, creditor_id, kind, sha256, sender, taken_at, state, counts)
      values (${uuidv7()}, ${creditorId}::uuid, ${kind}, ${sha256}, ${sender}, ${new Date(now)}, 'taken',
        ${counts}::jsonb)
      on conflict (creditor_id, kind, sha256)
      do update set counts = excluded.counts`.execute(db);
  }
}

/** Thrown inside the transaction of a strict import to roll it back; never leaves this folder. */
export const UNDO = new Problem('file-refused', { reason: 'rows were refused', remedy: '' });

async function importAll(run: Run, source: BookSource): Promise<void> {
  const lines = source.lines(run.options.batch ?? BATCH);
  const { client, db } = run.writers[0];
  if (!run.options.strict || run.options.dryRun) {
    await importLines(run, lines);
    return finish(run, db, source);
  }
  const whole = inTransaction(db, async (trx) => {
    const within: Run = { ...run, writers: [{ client, db: trx }] };
    await importLines(within, lines);
    if (run.summary.refused > 0) throw UNDO;
    await finish(within, trx, source);
  });
  await whole.catch((error: unknown) => {
    if (error !== UNDO) throw error;
    Object.assign(run.summary, { added: 0, updated: 0, cured: 0 });
  });
}

/** Connects up to WRITERS clients and leaves the pool a connection for look-ups. */
async function connect(pool: Pool): Promise<[PoolClient, ...PoolClient[]]> {
  const clients: [PoolClient, ...PoolClient[]] = [await pool.connect()];
  while (clients.length < WRITERS && pool.options.max > clients.length + 1) clients.push(await pool.connect());
  return clients;
}

/** Runs `take` while no other import runs. Throws `not-allowed-now` when one does. */
export async function withImportLock<T>(client: PoolClient, take: () => Promise<T>): Promise<T> {
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [IMPORT_LOCK]);
  if (!rows[0]?.mine) {
    throw new Problem('not-allowed-now', {
      reason: 'another import is running',
      remedy: 'Wait until it has ended and try again.',
    });
  }
  try {
    return await take();
  } finally {
    await client.query('select pg_advisory_unlock($1)', [IMPORT_LOCK]);
  }
}

/**
 * Imports a file. Good rows are kept, and faults go to `onRefused`; with `strict` nothing is kept when a row is refused. Throws `not-allowed-now` while another import runs. The starter and the sweep evaluate the accounts, so the
 * caller does not nudge.
 */
export async function importBook(pool: Pool, source: BookSource, options: ImportOptions): Promise<ImportSummary> {
  const started = performance.now();
  const before = await importedBefore(pool, source, options);
  if (before) return { ...before, seconds: (performance.now() - started) / 1000 };
  const clients = await connect(pool);
  try {
    return await withImportLock(clients[0], async () => {
      const classifier = openClassifier(pool, await loadBookCreditors(pool, options.now), options.stages);
      const writers = clients.map((client) => ({ client, db: onOneClient(client) })) as Writers;
      const run: Run = { writers, classifier, options, summary: emptySummary(), broken: false, named: new Set() };
      if (options.complete) await openNamed(clients[0]);
      try {
        await importAll(run, source);
      } finally {
        if (options.complete) await closeNamed(clients[0]);
      }
      run.summary.seconds = (performance.now() - started) / 1000;
      return run.summary;
    });
  } finally {
    for (const client of clients) client.release();
  }
}
