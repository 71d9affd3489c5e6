/**
 * A backlog as a template database: accounts that each have one reminder e-mail due at the same moment, on a simulated
 * clock that stands one minute before.
 */
import { Readable } from 'node:stream';
import { type Kysely, sql } from 'kysely';
import { inspectBook } from '../../channels/book/reader.ts';
import { simulateClock } from '../../db/clock.ts';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import type { Database } from '../../db/schema.ts';
import { stageNames } from '../../domain/rules.ts';
import { addDays, type Instant, instantAt, MINUTE_MS } from '../../domain/time.ts';
import { evaluateAccounts } from '../../engine/evaluate/evaluate.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { importBook } from '../../engine/import/import-book.ts';
import type { LocalPostgres } from '../../platform/local/postgres.ts';
import { openPool } from '../../platform/pool.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { bookFile, madeUpRow } from '../support/book-file.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { asAdmin, urlOf } from './place.ts';

/** Name of the database. */
export const TEMPLATE = 'backlog';
const ZONE = 'Asia/Taipei';
export const TODAY = '2026-03-02';
/** After the usual hour of every account, so that all reminders are due at once. */
export const DUE_AT: Instant = instantAt(TODAY, 12 * 60, ZONE);
/** Where the clock stands. */
export const BEFORE: Instant = DUE_AT - MINUTE_MS;
const EVALUATIONS_AT_ONCE = 100;

function book(accounts: number): string {
  const rows = Array.from({ length: accounts }, (_, at) => ({
    ...madeUpRow(at),
    person: `Q-${at}`,
    email: `person${at}@example.com`,
    as_of: TODAY,
    balance: '60000.00',
    dues: `${addDays(TODAY, -1)}=1500.00`,
  }));
  return bookFile(rows);
}

/** Makes the template: accounts that are imported and evaluated, each with a reminder, on a clock a minute before. */
export async function makeTemplate(postgres: LocalPostgres, accounts: number): Promise<void> {
  await asAdmin(postgres, `create database ${TEMPLATE}`);
  const pool = openPool(urlOf(postgres, TEMPLATE), { statementTimeoutMs: 0 });
  const db = openDatabase(pool);
  try {
    await migrate(db);
    await simulateClock(db, BEFORE, 1_000_000_000);
    await upsertCreditors(db, [TEST_CREDITOR]);
    const inspected = await inspectBook(() => Readable.from([Buffer.from(book(accounts))]));
    if ('faults' in inspected) throw new Error('the book of the benchmark was refused');
    await importBook(pool, inspected.source, { now: BEFORE, stages: stageNames(RULEBOOK), sender: 'bench' });
    await evaluateAll(db);
    const { rows } = await sql<{ due: number }>`
      select count(distinct account_id)::int as due
      from effect
      where state = 'planned' and channel = 'email' and due_at = ${new Date(DUE_AT)}`.execute(db);
    if (rows[0]?.due !== accounts) throw new Error(`${rows[0]?.due} of ${accounts} accounts have a reminder due`);
    await sql`vacuum analyze`.execute(db);
  } finally {
    await db.destroy();
  }
}

async function evaluateAll(db: Kysely<Database>): Promise<void> {
  const deps = {
    db,
    rulebook: RULEBOOK,
    now: async () => DUE_AT,
    wallWait: () => null,
    enqueueDue: async () => undefined,
  };
  const ids = await db.selectFrom('account').select('id').orderBy('id').execute();
  for (let at = 0; at < ids.length; at += EVALUATIONS_AT_ONCE)
    await evaluateAccounts(deps, ids.slice(at, at + EVALUATIONS_AT_ONCE));
}
