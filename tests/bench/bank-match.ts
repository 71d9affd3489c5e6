/**
 * How fast the lines of a statement are matched: nine of ten by the number of an account, the others by the payer's
 * name with the amount of an account, or not at all. Lines are read and stored, then matched; what each means is
 * recorded.
 *   npm run bench -- bank-match [--rows N]
 * A JSON line a figure, exit 1 when a gate is missed. Uses DATABASE_URL (an empty database) or a Postgres of its own,
 * fsync on.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { inspectBook } from '../../channels/book/reader.ts';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { BankMapping } from '../../domain/contracts/bank-mapping.ts';
import { importBook } from '../../engine/import/import-book.ts';
import { matchNewLines } from '../../engine/payments/match-new-lines.ts';
import { takeStatement } from '../../engine/payments/take-statement.ts';
import { startPostgres } from '../../platform/local/postgres.ts';
import { openPool } from '../../platform/pool.ts';
import { BOOK_HEADER, bookLine, madeUpRow } from '../support/book-file.ts';
import { addCreditor } from '../support/creditor.ts';
import { report } from './report.ts';

/** Seconds for 100,000 lines, and megabytes that the process may grow by between the first and the last tenth. */
const GATES = { seconds: 30, memory: 100 };
const NOW = Date.parse('2026-03-06T09:00:00+08:00');
const MAPPING = BankMapping.parse({
  v: 1,
  date: { column: 'date', form: 'YYYY-MM-DD' },
  amount: { form: 'signed', column: 'amount' },
  currency: { constant: 'TWD' },
  bankAccount: { constant: '008-1234567890' },
  bankReference: 'number',
  references: ['reference'],
  counterparty: 'name',
});

const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' } }, allowPositionals: true });
const rows = Number(values.rows);
if (!(rows >= 10)) throw new Error('--rows N');

function* book(): Generator<Buffer> {
  yield Buffer.from(`${BOOK_HEADER}\n`);
  for (let at = 0; at < rows; at += 1) yield Buffer.from(`${bookLine(madeUpRow(at))}\n`);
}

/** The line of an account: every tenth names none, and half of those only a payer whom nobody knows. */
function lineOf(at: number): string {
  const { account, name, balance } = madeUpRow(at);
  const [reference, amount] = at % 10 === 0 ? ['', balance] : [account, '1434.00'];
  return `2026-03-05,${amount},T-${at},${reference},${at % 20 === 10 ? 'Nobody Known' : name}`;
}

const serverDir = mkdtempSync(join(tmpdir(), 'arrears-bench-'));
chmodSync(serverDir, 0o711);
const own = process.env['DATABASE_URL'] ? null : await startPostgres(serverDir);
const pool = openPool(process.env['DATABASE_URL'] ?? own?.url ?? '', { statementTimeoutMs: 0 });
const db = openDatabase(pool);
try {
  await migrate(db);
  await addCreditor(db, 'harbour');
  const inspection = await inspectBook(() => Readable.from(book()));
  if (!('source' in inspection)) throw new Error('the book was refused');
  await importBook(pool, inspection.source, { now: NOW, stages: [], sender: 'bench' });
  const lines = Array.from({ length: rows }, (_, at) => lineOf(at));
  const bytes = Buffer.from(`date,amount,number,reference,name\n${lines.join('\n')}\n`);
  const deps = { now: async () => NOW, nudge: async () => undefined };
  const began = performance.now();
  await takeStatement(db, { creditor: 'harbour', fileName: 'bench.csv', bytes, now: NOW, mapping: MAPPING }, deps);
  const memory: number[] = [process.memoryUsage().rss];
  while ((await matchNewLines(db, deps, { budgetMs: 0 })) > 0) memory.push(process.memoryUsage().rss);
  const seconds = (performance.now() - began) / 1000;
  const { rows: states } = await pool.query(
    'select state, why, count(*)::int from bank_line group by 1, 2 order by 1, 2',
  );
  const grown = (Math.max(...memory) - (memory[0] ?? 0)) / 1024 ** 2;
  report(
    'bank-match',
    { figure: 'seconds', value: seconds, unit: 's', atMost: (GATES.seconds * rows) / 100_000 },
    { rows, states },
  );
  report('bank-match', { figure: 'memory', value: grown, unit: 'MB more', atMost: GATES.memory }, { rows });
} finally {
  await db.destroy();
  await own?.close();
  rmSync(serverDir, { recursive: true, force: true });
}
