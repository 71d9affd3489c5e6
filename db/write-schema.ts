/** Writes db/schema.sql from a migrated database: DATABASE_URL names it. */
import { writeFileSync } from 'node:fs';
import { openDatabase, openPool } from '../platform/database.ts';
import { dumpSchema } from './dump-schema.ts';
import { migrate } from './migrate.ts';

const url = process.env['DATABASE_URL'];
if (url === undefined) throw new Error('DATABASE_URL must name an empty or migrated database');
const pool = openPool(url);
const db = openDatabase(pool);
await migrate(db);
writeFileSync(new URL('./schema.sql', import.meta.url), await dumpSchema(db));
await db.destroy();
