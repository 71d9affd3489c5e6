/** Writes db/schema.sql from a freshly migrated database: npx tsx db/write-schema.ts */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../platform/local/postgres.ts';
import { openPool } from '../platform/pool.ts';
import { openDatabase } from './database.ts';
import { dumpSchema } from './dump-schema.ts';
import { migrate } from './migrate.ts';

const dir = mkdtempSync(join(tmpdir(), 'arrears-schema-'));
const postgres = await startPostgres(dir, { fast: true });
const db = openDatabase(openPool(postgres.url));
await migrate(db);
writeFileSync(new URL('./schema.sql', import.meta.url), await dumpSchema(db));
await db.destroy();
await postgres.close();
rmSync(dir, { recursive: true, force: true });
