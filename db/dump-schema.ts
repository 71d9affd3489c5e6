/** Dumps the schema of a migrated database as text, for db/schema.sql. A test keeps that file current. */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

const HEADER = '-- Generated from db/migrations; do not edit. npx tsx db/write-schema.ts writes it anew.';

interface Column {
  table: string;
  line: string;
}
interface Part {
  table: string;
  line: string;
}

async function columnsOf(db: Kysely<Database>): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select c.relname as table, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || case when a.attidentity <> '' then ' generated always as identity' else '' end
      || case when a.attgenerated = '' then coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
        else ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored' end
      || case when a.attnotnull then ' not null' else '' end as line
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace
      and c.relkind = 'r'
    order by c.relname, a.attnum`.execute(db);
  return rows;
}

/** Without not-null constraints: the columns show them, and Postgres 15 does not list them as constraints. */
async function constraintsOf(db: Kysely<Database>): Promise<Part[]> {
  const { rows } = await sql<Part>`
    select k.conrelid::regclass::text as table, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) as line
    from pg_constraint k
    where k.connamespace = 'public'::regnamespace
      and k.contype <> 'n'
      and k.conrelid <> 0
    order by 1, k.contype, k.conname`.execute(db);
  return rows;
}

async function indexesOf(db: Kysely<Database>): Promise<Part[]> {
  const { rows } = await sql<Part>`
    select i.indrelid::regclass::text as table, pg_get_indexdef(i.indexrelid) || ';' as line
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = 'public'::regnamespace
      and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
    order by 1, c.relname`.execute(db);
  return rows;
}

async function triggersOf(db: Kysely<Database>): Promise<Part[]> {
  const { rows } = await sql<Part>`
    select t.tgrelid::regclass::text as table, pg_get_triggerdef(t.oid) || ';' as line
    from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'public'::regnamespace
      and not t.tgisinternal
    order by 1, t.tgname`.execute(db);
  return rows;
}

async function settingsOf(db: Kysely<Database>): Promise<Part[]> {
  const { rows } = await sql<Part>`
    select c.relname as table, string_agg(replace(setting, '=', ' = '), ', ' order by setting) as line
    from pg_class c
    cross join unnest(c.reloptions) setting
    where c.relnamespace = 'public'::regnamespace
      and c.relkind = 'r'
    group by c.relname`.execute(db);
  return rows;
}

/** The tables of the public schema by name, each with its constraints, settings, indexes and triggers. */
export async function dumpSchema(db: Kysely<Database>): Promise<string> {
  const [columns, constraints] = [await columnsOf(db), await constraintsOf(db)];
  const [indexes, triggers] = [await indexesOf(db), await triggersOf(db)];
  const settings = await settingsOf(db);
  const tables = [...new Set(columns.map((column) => column.table))];
  const text = tables.map((table) => {
    const mine = (parts: readonly Part[]) => parts.filter((part) => part.table === table).map((part) => part.line);
    const body = [...mine(columns), ...mine(constraints)].map((line) => `  ${line}`).join(',\n');
    const storage = mine(settings).map((line) => ` with (\n  ${line.replaceAll(', ', ',\n  ')}\n)`);
    return [`create table ${table} (\n${body}\n)${storage};`, ...mine(indexes), ...mine(triggers)].join('\n');
  });
  return `${HEADER}\n\n${text.join('\n\n')}\n`;
}
