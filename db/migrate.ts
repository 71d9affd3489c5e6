/** Migrates the database. When several processes start at once, the first migrates and the others wait for it. */
import { type Kysely, sql } from 'kysely';
import * as ground from './migrations/0001-initial-schema.ts';
import * as epoch from './migrations/0002-epoch.ts';
import * as processes from './migrations/0003-process-tables.ts';
import * as statements from './migrations/0004-statements.ts';
import * as putOff from './migrations/0005-put-off.ts';
import * as reviews from './migrations/0006-reviews.ts';
import * as products from './migrations/0007-products.ts';
import * as contacts from './migrations/0008-contact-statements.ts';
import * as formatV2 from './migrations/0009-book-format-v2.ts';
import * as trueStatements from './migrations/0010-true-statements.ts';
import * as batches from './migrations/0011-batches.ts';
import * as toldLoops from './migrations/0012-told-loops.ts';
import * as storage from './migrations/0013-storage.ts';
import type { Database } from './schema.ts';
import { inTransaction } from './transaction.ts';

interface Migration {
  up(db: Kysely<unknown>): Promise<void>;
}
/** In order of execution. A released name never changes. */
const MIGRATIONS: readonly [string, Migration][] = [
  ['0001-initial-schema', ground],
  ['0002-epoch', epoch],
  ['0003-process-tables', processes],
  ['0004-statements', statements],
  ['0005-put-off', putOff],
  ['0006-reviews', reviews],
  ['0007-products', products],
  ['0008-contact-statements', contacts],
  ['0009-book-format-v2', formatV2],
  ['0010-true-statements', trueStatements],
  ['0011-batches', batches],
  ['0012-told-loops', toldLoops],
  ['0013-storage', storage],
];

/** Key of the advisory lock; the same in all processes. */
const MIGRATION_LOCK = 7_301_000;

/** Runs the pending migrations, all or none, and returns their names. Each migration sets its own lock_timeout. */
export async function migrate(db: Kysely<Database>): Promise<string[]> {
  return inTransaction(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx);
    await sql`
      create table if not exists migration (
        name text primary key,
        run_at timestamptz not null default now())`.execute(trx);
    const { rows } = await sql<{ name: string }>`select name from migration`.execute(trx);
    const done = new Set(rows.map((row) => row.name));
    const ran: string[] = [];
    for (const [name, migration] of MIGRATIONS) {
      if (done.has(name)) continue;
      await migration.up(trx as unknown as Kysely<unknown>);
      await sql`insert into migration (name) values (${name})`.execute(trx);
      ran.push(name);
    }
    return ran;
  });
}
