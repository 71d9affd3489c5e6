/**
 * How fast a book comes in: new accounts, the same rows again in a file of other bytes, the very same file again, and whether memory stays flat.
 * `npm run bench -- import [--rows N]`. One JSON line a figure; exit 1 when a gate is missed. Uses DATABASE_URL (an empty database) or a Postgres of its own, fsync on.
 */
import { chmodSync, createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { inspectBook } from '../../channels/book/reader.ts';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { importBook } from '../../engine/import/import-book.ts';
import { startPostgres } from '../../platform/local/postgres.ts';
import { openPool } from '../../platform/pool.ts';
import { BOOK_HEADER, bookLine, madeUpRow } from '../support/book-file.ts';
import { addCreditor } from '../support/creditor.ts';

/** Rows a second that must be reached. */
const GATES = { new: 10_000, again: 20_000 } as const;
/** Megabytes by which the second half may peak above the first. */
const MEMORY_GATE = 64;
const NOW = Date.parse('2026-03-02T09:00:00+08:00');

const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' } }, allowPositionals: true });
const rows = Number(values.rows);

function report(figure: string, value: number, unit: string, more: object = {}): void {
  process.stdout.write(
    `${JSON.stringify({ bench: 'import', figure, value: Math.round(value * 10) / 10, unit, rows, ...more })}\n`,
  );
}

function* lines(end: string): Generator<string> {
  yield BOOK_HEADER + end;
  for (let at = 0; at < rows; at += 1) yield bookLine(madeUpRow(at)) + end;
}

const dir = mkdtempSync(join(tmpdir(), 'arrears-bench-'));
const serverDir = mkdtempSync(join(tmpdir(), 'arrears-bench-'));
chmodSync(serverDir, 0o711);
const own = process.env['DATABASE_URL'] ? null : await startPostgres(serverDir);
const pool = openPool(process.env['DATABASE_URL'] ?? own?.url ?? '', { statementTimeoutMs: 0 });
const db = openDatabase(pool);

async function importFile(
  path: string,
  expected: 'added' | 'unchanged',
): Promise<{ perSecond: number; growth: number }> {
  const peaks = [0, 0];
  const started = performance.now();
  const inspection = await inspectBook(() => createReadStream(path));
  if (!('source' in inspection)) throw new Error('the benchmark file was refused');
  const summary = await importBook(pool, inspection.source, {
    now: NOW,
    stages: [],
    sender: 'bench',
    onProgress: (done) => {
      const half = done * 2 > rows ? 1 : 0;
      peaks[half] = Math.max(peaks[half] ?? 0, process.memoryUsage().rss);
    },
  });
  const seconds = (performance.now() - started) / 1000;
  if (summary[expected] !== rows) throw new Error(`expected ${rows} rows ${expected}: ${JSON.stringify(summary)}`);
  return { perSecond: rows / seconds, growth: ((peaks[1] ?? 0) - (peaks[0] ?? 0)) / 1e6 };
}

try {
  await migrate(db);
  await addCreditor(db, 'harbour');
  const [file, other] = [join(dir, 'book.csv'), join(dir, 'book-crlf.csv')];
  await pipeline(Readable.from(lines('\n')), createWriteStream(file));
  await pipeline(Readable.from(lines('\r\n')), createWriteStream(other));
  const fresh = await importFile(file, 'added');
  report('rows-per-second', fresh.perSecond, 'rows/s', { what: 'new rows to committed accounts', gate: GATES.new });
  report('memory-growth', fresh.growth, 'MB', {
    what: 'peak RSS of the second half over the first',
    gate: MEMORY_GATE,
  });
  const again = await importFile(other, 'unchanged');
  report('rows-per-second', again.perSecond, 'rows/s', {
    what: 'identical rows again, other bytes',
    gate: GATES.again,
  });
  const same = await importFile(file, 'unchanged');
  report('rows-per-second', same.perSecond, 'rows/s', { what: 'the very same file again', gate: GATES.again });
  const met =
    fresh.perSecond >= GATES.new &&
    again.perSecond >= GATES.again &&
    same.perSecond >= GATES.again &&
    fresh.growth <= MEMORY_GATE;
  process.exitCode = met ? 0 : 1;
} finally {
  await db.destroy();
  await own?.close();
  for (const name of [dir, serverDir]) rmSync(name, { recursive: true, force: true });
}
