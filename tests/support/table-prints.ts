/** Fingerprints of all tables, so that a test can show that nothing was written. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** Table -> number of rows and a fingerprint of their content. */
export type TablePrints = Record<string, string>;

/** Prints of all tables of the schema except those named. One statement, so one moment. */
export async function printTables(db: Kysely<Database>, but: readonly string[] = []): Promise<TablePrints> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(db);
  const parts = tables
    .filter(({ name }) => !but.includes(name))
    .map(
      ({ name }) => sql`
        select
          ${name}::text as name,
          count(*) || ' rows ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as print
        from ${sql.table(name)} t`,
    );
  const { rows } = await sql<{ name: string; print: string }>`${sql.join(parts, sql` union all `)}`.execute(db);
  return Object.fromEntries(rows.map((row) => [row.name, row.print]));
}
