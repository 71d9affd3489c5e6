/**
 * `arrears import FILE`: streams the lender's book, parties or features from disk into the database, or sends it to the API where no
 * database is named.
 */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import type pg from 'pg';
import { type BookOnDisk, inspectBook } from '../../channels/book/reader.ts';
import { openRefused, type RefusedFile } from '../../channels/book/refused.ts';
import { businessNow } from '../../db/clock.ts';
import { openDatabase } from '../../db/database.ts';
import { BOOK_FAULTS, type BookFault } from '../../domain/contracts/book-faults.ts';
import type { ImportKind } from '../../domain/contracts/import-kind.ts';
import { Problem } from '../../domain/problems.ts';
import { stageNames } from '../../domain/rules.ts';
import type { ImportSummary, Refusal } from '../../engine/import/import-book.ts';
import { importLenderFile } from '../../engine/import/import-file.ts';
import { loadOwnRules } from '../../engine/law/load-own-rules.ts';
import { readConfig } from '../../platform/config.ts';
import { checkDatabase, openPool } from '../../platform/pool.ts';
import { rulebookWith } from '../../stages/rules.ts';
import { openApiClient } from '../api-client.ts';
import { EXIT, Fault } from '../fault.ts';
import { openProgress } from '../import-progress.ts';
import { reasonLines } from '../import-reasons.ts';
import { answer, count, note, type OutputOptions } from '../print.ts';

interface ImportOptions extends OutputOptions {
  dryRun?: boolean;
  strict?: boolean;
  complete?: boolean;
  kind?: ImportKind;
  as?: string;
}
interface DirectOptions extends ImportOptions {
  /** Names of the stages that an account may be in. */
  stages: readonly string[];
}

/** Connections: one reads, two write. */
const CONNECTIONS = 3;
/** Wall milliseconds of one statement; the last one of a complete file may take long. */
const STATEMENT_MS = 600_000;
/** Largest file that the API accepts. */
const MAX_BYTES = 64 * 1024 * 1024;
const SENDER = 'command line';

export async function importFile(path: string, options: ImportOptions): Promise<number> {
  const { DATABASE_URL, ARREARS_RULES } = readConfig();
  const stages = stageNames(rulebookWith(loadOwnRules(ARREARS_RULES)));
  const kind = statSync(path);
  if (kind.isDirectory())
    throw new Fault('not-done', `A file is needed, and ${path} is a folder.`, 'Name a file in it.');
  // The file is read twice; a pipe can be read only once.
  if (!kind.isFile())
    throw new Fault('not-done', `A file is needed, and ${path} is a pipe or a device.`, 'Write it to a file first.');
  const inspected = await inspectBook(() => createReadStream(path), options.kind);
  const refused = openRefused(`${path}.refused.csv`);
  if ('faults' in inspected) return refuseFile(inspected.faults, refused, options);
  const { source } = inspected;
  const summary =
    DATABASE_URL === undefined
      ? await send(path, source, refused, options)
      : await write(DATABASE_URL, source, refused, { ...options, stages });
  return report(summary, refused, options);
}

/** Straight into the database: any size, in constant memory. */
async function write(
  url: string,
  source: BookOnDisk,
  refused: RefusedFile,
  options: DirectOptions,
): Promise<ImportSummary> {
  const pool = openPool(url, { size: CONNECTIONS, name: 'arrears-import', statementTimeoutMs: STATEMENT_MS });
  try {
    await checkDatabase(pool, url, CONNECTIONS);
    return await importDirectly(pool, source, refused, options);
  } finally {
    await pool.end();
  }
}

/** Where no database is named: through the API, as one request. */
async function send(
  path: string,
  source: BookOnDisk,
  refused: RefusedFile,
  options: ImportOptions,
): Promise<ImportSummary> {
  if (source.bytes > MAX_BYTES)
    throw new Fault(
      'not-done',
      'The file is too large for the API.',
      'Set DATABASE_URL to the database of what runs, and import it again.',
    );
  const { as = SENDER, complete = false, strict = false, dryRun = false } = options;
  const bytes = new Uint8Array(readFileSync(path));
  const answer = await openApiClient().send<ImportSummary & { refusals: Refusal[] }>(
    '/v1/imports',
    { as, complete, strict, dryRun, kind: source.kind },
    bytes,
  );
  const { refusals, ...summary } = answer;
  refused.add(refusals);
  refused.close();
  return summary;
}

async function importDirectly(
  pool: pg.Pool,
  source: BookOnDisk,
  refused: RefusedFile,
  options: DirectOptions,
): Promise<ImportSummary> {
  const progress = openProgress(source.rows);
  try {
    return await importLenderFile(pool, source, {
      now: await timeOf(pool),
      stages: options.stages,
      sender: options.as ?? SENDER,
      dryRun: options.dryRun ?? false,
      strict: options.strict ?? false,
      complete: options.complete ?? false,
      onRefused: (refusals) => refused.add(refusals),
      onProgress: progress.at,
    });
  } finally {
    progress.end();
    refused.close();
  }
}

/** Business time; a database that Arrears was never started on has no clock. */
async function timeOf(pool: pg.Pool): Promise<number> {
  try {
    return await businessNow(openDatabase(pool));
  } catch (error) {
    if ((error as { code?: unknown }).code === '42P01') throw new Problem('nothing-runs-here', {}, { cause: error });
    throw error;
  }
}

/** Nothing of the file can be imported. */
function refuseFile(faults: readonly BookFault[], refused: RefusedFile, options: ImportOptions): number {
  refused.add(faults);
  refused.close();
  for (const fault of faults) {
    const { sentence, remedy } = BOOK_FAULTS[fault.code];
    note(`Row ${fault.row}${fault.column === '' ? '' : `, column ${fault.column}`}: ${sentence} ${remedy}`);
  }
  const [first] = faults;
  const remedy = first ? BOOK_FAULTS[first.code].remedy : '';
  const where = {
    faults: faults.map((fault) => ({
      pointer: `/${fault.row}/${fault.column}`,
      words: BOOK_FAULTS[fault.code].sentence,
    })),
  };
  throw new Fault(
    'file-refused',
    `The file was refused; ${refused.path} lists why.`,
    options.json ? remedy : 'Correct the file and import it again; nothing of it was taken.',
    EXIT.notDone,
    where,
  );
}

function report(summary: ImportSummary, refused: RefusedFile, options: ImportOptions): number {
  const whole = summary.refused === 0;
  answer(options, summary, () => summaryText(summary, options));
  if (!whole) {
    const kept = options.strict
      ? 'nothing was taken (--strict)'
      : options.dryRun
        ? 'nothing was written'
        : 'the good rows are kept';
    for (const line of reasonLines(summary.reasons, summary.rows)) note(line);
    note(`${count(summary.refused, 'row is', 'rows are')} not in, ${kept}; ${refused.path} says why.`);
  }
  return whole ? EXIT.done : EXIT.notDone;
}

function summaryText(summary: ImportSummary, { dryRun }: ImportOptions): string {
  const { rows, added, updated, unchanged, refused, stale, cured, missing, seconds } = summary;
  const parts = [
    `${added} added`,
    `${updated} updated`,
    `${unchanged} unchanged`,
    `${refused} refused`,
    ...(stale > 0 ? [`${stale} older than what is stored: only their money is noted`] : []),
  ];
  const lines = [
    `${dryRun ? 'Would be taken, ' : ''}${count(rows, 'row')} in ${seconds.toFixed(1)} s: ${parts.join(', ')}.`,
  ];
  if (cured > 0) lines.push(`${count(cured, 'account has', 'accounts have')} nothing overdue any more.`);
  if (missing === null) lines.push('Which accounts are missing is not known: a line could not be read.');
  else if (missing > 0)
    lines.push(
      `${count(missing, 'account is', 'accounts are')} missing from this complete file: npx arrears tasks --kind missing-from-file`,
    );
  return lines.join('\n');
}
