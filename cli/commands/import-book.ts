/** `arrears import FILE`: the lender's book, streamed from disk into the database of what runs here. */
import { createReadStream, statSync } from 'node:fs';
import type pg from 'pg';
import { inspectBook } from '../../channels/book/reader.ts';
import { openRefused, type RefusedFile } from '../../channels/book/refused.ts';
import { type ImportSummary, importBook } from '../../db/queries/import-book.ts';
import { BOOK_FAULTS, type BookFault } from '../../domain/contracts/book-faults.ts';
import type { BookSource } from '../../domain/contracts/book-row.ts';
import { Problem } from '../../domain/problems.ts';
import { businessNow } from '../../platform/clock.ts';
import { readConfig } from '../../platform/config.ts';
import { checkDatabase, openDatabase, openPool } from '../../platform/database.ts';
import { LADDER } from '../../stages/index.ts';
import { EXIT, Fault } from '../fault.ts';
import { answer, count, note, type OutputOptions } from '../print.ts';

export interface ImportOptions extends OutputOptions {
  dryRun?: boolean;
  strict?: boolean;
  complete?: boolean;
  as?: string;
}

/** One to look up, two that write. */
const CONNECTIONS = 3;
/** Wall milliseconds of one statement; the last one of a complete file may take long. */
const STATEMENT_MS = 600_000;
const SENDER = 'command line';

export async function importFile(path: string, options: ImportOptions): Promise<number> {
  const { DATABASE_URL } = readConfig();
  if (statSync(path).isDirectory()) throw new Fault('not-done', `A file is needed, and ${path} is a folder.`, 'Name a file in it.');
  if (DATABASE_URL === undefined) throw new Problem('nothing-runs-here');
  const inspected = await inspectBook(() => createReadStream(path));
  const refused = openRefused(`${path}.refused.csv`);
  if ('faults' in inspected) return refuseFile(inspected.faults, refused, options);
  const pool = openPool(DATABASE_URL, { size: CONNECTIONS, name: 'arrears-import', statementTimeoutMs: STATEMENT_MS });
  try {
    await checkDatabase(pool, DATABASE_URL, CONNECTIONS);
    const summary = await take(pool, inspected.source, { rows: inspected.source.rows, refused }, options);
    return tell(summary, refused, options);
  } finally {
    await pool.end();
  }
}

async function take(
  pool: pg.Pool,
  source: BookSource,
  file: { rows: number; refused: RefusedFile },
  options: ImportOptions,
): Promise<ImportSummary> {
  const progress = openProgress(file.rows);
  try {
    return await importBook(pool, source, {
      now: await timeOf(pool),
      stages: LADDER.map((stage) => stage.name),
      sender: options.as ?? SENDER,
      dryRun: options.dryRun ?? false,
      strict: options.strict ?? false,
      complete: options.complete ?? false,
      onRefused: (refusals) => file.refused.add(refusals),
      onProgress: progress.at,
    });
  } finally {
    progress.end();
    file.refused.close();
  }
}

/** Business time; a database that Arrears has not been started on has no clock. */
async function timeOf(pool: pg.Pool): Promise<number> {
  try {
    return await businessNow(openDatabase(pool));
  } catch (error) {
    if ((error as { code?: unknown }).code === '42P01') throw new Problem('nothing-runs-here', {}, { cause: error });
    throw error;
  }
}

const NEVER = { at: () => undefined, end: () => undefined };
const BAR = 24;
const SHOWN_EVERY_MS = 200;
const SAID_EVERY_MS = 5000;

/** On stderr: one line that moves on a terminal, else a line every few seconds. */
function openProgress(rows: number): { at(done: number): void; end(): void } {
  const terminal = process.stderr.isTTY;
  if (rows === 0) return NEVER;
  const started = performance.now();
  let last = started;
  let moved = false;
  return {
    at(done) {
      const now = performance.now();
      if (now - last < (terminal ? SHOWN_EVERY_MS : SAID_EVERY_MS)) return;
      last = now;
      const speed = Math.round(done / ((now - started) / 1000));
      const filled = Math.min(BAR, Math.round((BAR * done) / rows));
      const line = `${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}  ${done} of ${rows} rows, ${speed} a second`;
      moved = true;
      process.stderr.write(terminal ? `\r${line}` : `${line}\n`);
    },
    end() {
      if (terminal && moved) process.stderr.write('\r\u001b[K');
    },
  };
}

/** Nothing of the file can be taken. */
function refuseFile(faults: readonly BookFault[], refused: RefusedFile, options: ImportOptions): number {
  refused.add(faults);
  refused.close();
  for (const fault of faults) {
    const { sentence, remedy } = BOOK_FAULTS[fault.code];
    note(`Row ${fault.row}${fault.column === '' ? '' : `, column ${fault.column}`}: ${sentence} ${remedy}`);
  }
  const [first] = faults;
  const remedy = first ? BOOK_FAULTS[first.code].remedy : '';
  const where = { faults: faults.map((fault) => ({ pointer: `/${fault.row}/${fault.column}`, words: BOOK_FAULTS[fault.code].sentence })) };
  throw new Fault(
    'file-refused',
    `The file was refused; ${refused.path} lists why.`,
    options.json ? remedy : 'Correct the file and import it again; nothing of it was taken.',
    EXIT.notDone,
    where,
  );
}

function tell(summary: ImportSummary, refused: RefusedFile, options: ImportOptions): number {
  const whole = summary.refused + summary.stale === 0;
  answer(options, summary, () => summaryText(summary, options));
  if (!whole) {
    const kept = options.strict ? 'nothing was taken (--strict)' : options.dryRun ? 'nothing was written' : 'the good rows are kept';
    note(`${count(summary.refused + summary.stale, 'row is', 'rows are')} not in, ${kept}; ${refused.path} says why.`);
  }
  return whole ? EXIT.done : EXIT.notDone;
}

export function summaryText(summary: ImportSummary, { dryRun }: ImportOptions): string {
  const { rows, added, updated, unchanged, refused, stale, cured, missing, seconds } = summary;
  const parts = [`${added} added`, `${updated} updated`, `${unchanged} unchanged`, `${refused} refused`, `${stale} stale`];
  const lines = [`${dryRun ? 'Would be taken, ' : ''}${count(rows, 'row')} in ${seconds.toFixed(1)} s: ${parts.join(', ')}.`];
  if (cured > 0) lines.push(`${count(cured, 'account has', 'accounts have')} nothing overdue any more.`);
  if (missing === null) lines.push('Which accounts are missing is not known: a line could not be read.');
  else if (missing > 0)
    lines.push(
      `${count(missing, 'account is', 'accounts are')} missing from this complete file: npx arrears tasks --kind missing-from-file`,
    );
  return lines.join('\n');
}
