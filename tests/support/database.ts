/** A database for each test file, copied from a migrated template. tests/run.ts starts the server. */
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import type { Database } from '../../db/schema.ts';
import { openPool } from '../../platform/pool.ts';

const TEMPLATE = 'arrears_template';

export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  db: Kysely<Database>;
  close(): Promise<void>;
}

/** The server that tests/run.ts started. */
export function testServer(): string {
  const url = process.env['ARREARS_TEST_POSTGRES'];
  if (url === undefined) throw new Error('this test needs Postgres: run it with npm test -- PATH');
  return url;
}

async function asAdmin<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: testServer() });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

/** Creates the template from which every test database is copied. */
export async function makeTemplate(): Promise<void> {
  await asAdmin((client) => client.query(`create database ${TEMPLATE}`));
  const db = openDatabase(openPool(urlOf(TEMPLATE)));
  await migrate(db);
  await db.destroy();
}

function urlOf(name: string): string {
  return testServer().replace(/[^/]+$/, name);
}

/**
 * A fresh, migrated database. It is not dropped, so that a failed test can be inspected; a green run removes the whole
 * server.
 */
export async function createDatabase(size = 8): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  await asAdmin((client) => client.query(`create database ${name} template ${TEMPLATE}`));
  const url = urlOf(name);
  const pool = openPool(url, { size, name: `test ${name}` });
  const db = openDatabase(pool);
  const close = async (): Promise<void> => {
    await db.destroy();
    // Kysely ends a pool only if it has used it.
    if (!pool.ended) await pool.end();
  };
  return { url, pool, db, close };
}
