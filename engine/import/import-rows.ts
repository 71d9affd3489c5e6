/** Imports a file that stands beside the book, batch by batch: parties or features. Reading it again changes nothing. */
import type { Kysely, Transaction } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { onOneClient } from '../../db/one-client.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { BookFaultCode } from '../../domain/contracts/book-faults.ts';
import type { BookLine, BookSource } from '../../domain/contracts/book-row.ts';
import { type CellFault, type Cells, cellIn, type FileFormat } from '../../domain/contracts/cells.ts';
import { listOf, type Refusal, safeKey } from './classify-rows.ts';
import {
  emptySummary,
  type ImportOptions,
  type ImportSummary,
  loadBookCreditors,
  recordTaken,
  UNDO,
  withImportLock,
} from './import-book.ts';
import type { BookCreditor } from './updates.ts';

/** A row without a fault of its own, and the cells that it was read from. */
export interface GoodRow<R> {
  /** Line of the file. */
  row: number;
  cells: Cells;
  value: R;
}
/** A batch, sorted. All numbers count rows. */
export class SortedRows<T> {
  readonly refusals: Refusal[] = [];
  refused = 0;
  unchanged = 0;
  added = 0;
  updated = 0;
  /** What is to be written, by creditor. */
  readonly items = new Map<BookCreditor, T[]>();

  refuse<C extends string>(
    format: FileFormat<C>,
    { row, cells }: { row: number; cells: Cells | null },
    faults: readonly { column: string; code: BookFaultCode }[],
  ): void {
    const account = cells ? safeKey(cellIn(format, cells, 'account' as C)) : '';
    for (const { column, code } of faults) this.refusals.push({ row, account, column, code });
    this.refused += 1;
  }

  write(creditor: BookCreditor, how: 'added' | 'updated', item: T): void {
    this[how] += 1;
    listOf(this.items, creditor).push(item);
  }
}

/** Reads lines with `parse`, refuses those with faults, and gives the others by creditor. */
export function goodRows<C extends string, R extends { creditor: string }>(
  creditors: ReadonlyMap<string, BookCreditor>,
  format: FileFormat<C>,
  parse: (cells: Cells) => R | CellFault<C>[],
  lines: readonly BookLine[],
  sorted: SortedRows<unknown>,
): Map<BookCreditor, GoodRow<R>[]> {
  const good = new Map<BookCreditor, GoodRow<R>[]>();
  for (const line of lines) {
    if ('fault' in line) {
      sorted.refuse(format, { row: line.row, cells: null }, [{ column: '', code: line.fault }]);
      continue;
    }
    const value = parse(line.cells);
    const creditor = Array.isArray(value) ? undefined : creditors.get(value.creditor);
    if (Array.isArray(value)) sorted.refuse(format, line, value);
    else if (creditor) listOf(good, creditor).push({ ...line, value });
  }
  return good;
}

/** How one kind of file is taken in. It remembers what an earlier line of the file said. */
export interface RowsImport<T> {
  /** Rows a batch. */
  batch: number;
  /** Reads what is stored, writes nothing. */
  sort(db: Kysely<Database>, lines: readonly BookLine[]): Promise<SortedRows<T>>;
  /** Writes items of one creditor. `trx` runs on `client`. */
  write(trx: Transaction<Database>, client: PoolClient, creditor: BookCreditor, items: readonly T[]): Promise<void>;
}

interface Run<T> {
  client: PoolClient;
  db: Kysely<Database>;
  source: BookSource;
  rows: RowsImport<T>;
  options: ImportOptions;
  summary: ImportSummary;
}

async function importLines<T>({ client, db, source, rows, options, summary }: Run<T>): Promise<void> {
  const named = new Set<string>();
  for await (const lines of source.lines(options.batch ?? rows.batch)) {
    const sorted = await rows.sort(db, lines);
    if (!options.dryRun && sorted.items.size > 0)
      await inTransaction(db, async (trx) => {
        for (const [creditor, items] of sorted.items) await rows.write(trx, client, creditor, items);
      });
    for (const creditor of sorted.items.keys()) named.add(creditor.id);
    summary.rows += lines.length;
    for (const count of ['added', 'updated', 'unchanged', 'refused'] as const) summary[count] += sorted[count];
    const refusals = sorted.refusals.sort((a, b) => a.row - b.row);
    if (refusals.length > 0) await options.onRefused?.(refusals);
    options.onProgress?.(summary.rows);
  }
  if (!options.dryRun) await recordTaken(db, source, options, summary, named);
}

async function importAll<T>(run: Run<T>): Promise<void> {
  if (!run.options.strict || run.options.dryRun) return importLines(run);
  const whole = inTransaction(run.db, async (trx) => {
    await importLines({ ...run, db: trx });
    if (run.summary.refused > 0) throw UNDO;
  });
  await whole.catch((error: unknown) => {
    if (error !== UNDO) throw error;
    Object.assign(run.summary, { added: 0, updated: 0 });
  });
}

/**
 * Imports a file beside the book. Good rows are kept, and faults go to `onRefused`; with `strict` nothing is kept when a
 * row is refused. What the file does not name is left alone. Throws `not-allowed-now` while another import runs.
 */
export async function importRows<T>(
  pool: Pool,
  source: BookSource,
  options: ImportOptions,
  open: (creditors: ReadonlyMap<string, BookCreditor>, options: ImportOptions) => RowsImport<T>,
): Promise<ImportSummary> {
  const started = performance.now();
  const client = await pool.connect();
  try {
    return await withImportLock(client, async () => {
      const rows = open(await loadBookCreditors(pool, options.now), options);
      const run: Run<T> = { client, db: onOneClient(client), source, rows, options, summary: emptySummary() };
      await importAll(run);
      run.summary.seconds = (performance.now() - started) / 1000;
      return run.summary;
    });
  } finally {
    client.release();
  }
}
