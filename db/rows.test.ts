/** The one parameter and the column list of a table of rows. */
import { expect, test } from '@jest/globals';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { rowsOf } from './rows.ts';

const db = new Kysely<object>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

test('rows are one parameter, moments and large numbers as text that Postgres reads', () => {
  const rows = [
    { id: 'a', no: 9_007_199_254_740_993n, at: new Date(0), note: null, more: { x: 1 } },
    { id: 'b', no: 1, at: null, note: 'n', more: [] },
  ];
  const { sql: text, parameters } = sql`select * from ${rowsOf(rows, {
    id: 'uuid',
    no: 'bigint',
    at: 'timestamptz',
    note: 'text',
    more: 'jsonb',
  })}`.compile(db);
  expect(text).toBe(
    'select * from jsonb_to_recordset($1::jsonb) as r (id uuid, no bigint, at timestamptz, note text, more jsonb)',
  );
  expect(parameters.map((parameter) => JSON.parse(String(parameter)))).toEqual([
    [
      { id: 'a', no: '9007199254740993', at: '1970-01-01T00:00:00.000Z', note: null, more: { x: 1 } },
      { id: 'b', no: 1, at: null, note: 'n', more: [] },
    ],
  ]);
});

test('a row that lacks a column does not compile', () => {
  // @ts-expect-error: no `at`
  rowsOf([{ id: 'a' }], { id: 'uuid', at: 'timestamptz' });
  // @ts-expect-error: `at` is text
  rowsOf([{ id: 'a', at: 'now' }], { id: 'uuid', at: 'timestamptz' });
});
