/** db/schema.sql and db/schema.ts say what the migrations make. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { dumpSchema } from '../../db/dump-schema.ts';
import { migrate } from '../../db/migrate.ts';
import { useDatabase } from '../support/fixtures.ts';

const database = useDatabase('all tests');

const DB = new URL('../../db/', import.meta.url);
const source = readdirSync(DB)
  .filter((file) => file === 'schema.ts' || file.endsWith('-tables.ts'))
  .map((file) => readFileSync(new URL(file, DB), 'utf8'))
  .join('\n')
  .replaceAll('"', "'");

interface Column {
  name: string;
  type: string;
}
/** Columns of each table as db/schema.ts writes them, the types as text. */
function writtenTables(): Map<string, Column[]> {
  const interfaces = new Map(
    [...source.matchAll(/interface (\w+) \{\n([\s\S]*?)\n\}/g)].map((match) => {
      const body = (match[2] ?? '')
        .replace(/\/\*\*[\s\S]*?\*\//g, '')
        .replace(/\n\s*\|/g, ' |')
        .replace(/<\s*([^;]*?),?\s*>/g, '<$1>');
      return [
        match[1] ?? '',
        [...body.matchAll(/^\s*(\w+):\s*([^;]+);/gm)].map((column) => ({
          name: column[1] ?? '',
          type: (column[2] ?? '').replace(/\s+/g, ' '),
        })),
      ];
    }),
  );
  const tables = interfaces.get('Database') ?? [];
  return new Map(tables.map((table) => [table.name, interfaces.get(table.type) ?? []]));
}

/** What a column of this SQL type is called there, without null and Generated. */
const TYPES: Readonly<Record<string, RegExp>> = {
  uuid: /string/,
  text: /string|'|Channel|Purpose|EffectState|Product|Language|ImportKind|Role|Liability|WhenSent|Outcome|ReservationState|RestartItemState|ScoreClass|BankLineState|Instruction(?:Kind|State)|NoticeKind|DebitFailure|SheetTeller/,
  int8: /bigint/,
  int4: /number/,
  float8: /number/,
  bool: /boolean/,
  date: /CalendarDate/,
  timestamptz: /Moment|Instant/,
  jsonb: /Json|ColumnType/,
  xid8: /string/,
  bytea: /Buffer/,
  _text: /string/,
  _uuid: /string/,
};

describe('db/schema.ts', () => {
  test('has the tables and columns of the database, in type and nullability', async () => {
    const { rows } = await sql<{ table_name: string; column_name: string; udt_name: string; is_nullable: string }>`
      select table_name, column_name, udt_name, is_nullable from information_schema.columns where table_schema = 'public' and table_name <> 'migration'
      order by table_name, ordinal_position`.execute(database.db);
    const written = writtenTables();
    const faults: string[] = [];
    for (const row of rows) {
      const column = written.get(row.table_name)?.find(({ name }) => name === row.column_name);
      const where = `${row.table_name}.${row.column_name}`;
      if (!column) faults.push(`${where} is missing`);
      else if (!TYPES[row.udt_name]?.test(column.type))
        faults.push(`${where} is ${row.udt_name}, written ${column.type}`);
      else if ((row.is_nullable === 'YES') !== /null|Maybe/.test(column.type))
        faults.push(`${where} is nullable: ${row.is_nullable}, written ${column.type}`);
    }
    for (const [table, columns] of written) {
      for (const { name } of columns) {
        if (!rows.some((row) => row.table_name === table && row.column_name === name))
          faults.push(`${table}.${name} is not in the database`);
      }
    }
    expect(faults).toEqual([]);
    expect(written.size).toBeGreaterThan(20);
  });
});

test('db/schema.sql is current', async () => {
  expect(await dumpSchema(database.db)).toBe(readFileSync(new URL('../../db/schema.sql', import.meta.url), 'utf8'));
});

test('a second run of the migrations does nothing', async () => {
  expect(await migrate(database.db)).toEqual([]);
});
