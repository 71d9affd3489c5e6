/**
 * A large made-up database: one account lives its past through the engine (scale-life.ts), then SQL copies its rows,
 * each copy under ids, numbers and keys of its own. Made with fsync off; the benchmark opens it anew.
 */
import { type Kysely, sql } from 'kysely';
import { simulateClock } from '../../db/clock.ts';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import type { Database } from '../../db/schema.ts';
import type { Instant } from '../../domain/time.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { openPool } from '../../platform/pool.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { liveOnce } from './scale-life.ts';

export interface ScaleBook {
  accounts: number;
  /** Delinquencies of each account in the year before; each has three effects. */
  delinquencies: number;
  /** `YYYY-MM-DD`, where the past ends. */
  today: string;
  /** Where the clock stands. */
  now: Instant;
}

/** Tables that hold rows of an account, in the order in which they are copied, with the order of their rows in time. */
const TABLES: Readonly<Record<string, string>> = {
  person: 'id',
  account: 'id',
  account_person: 'account_id',
  contact_point: 'id',
  due: 'due_on',
  due_component: 'due_on',
  episode: 'no',
  fact: 'no',
  decision: 'evaluation_number',
  dispatch: 'created_at',
  effect: 'planned_at',
  permit: 'no',
  message_body: 'dispatch_id',
  event_inbox: 'external_id',
};
/** Columns of text that must differ between copies. */
const NUMBERED = [
  'person.number',
  'account.number',
  'account.payment_reference',
  'dispatch.key',
  'fact.external_id',
  'event_inbox.external_id',
];

/** Columns with an address, which keeps its form. */
const ADDRESSES = ['contact_point.value', 'contact_point.value_key', 'message_body.to_value', 'message_body.to_key'];

/** The expression that gives a column of copy `i` of row `t`. */
function copyOf(table: string, { name, type }: { name: string; type: string }, copies: number): string {
  // Permits have random ids in the product too.
  if (table === 'permit' && name === 'id') return 'gen_random_uuid()';
  if (type === 'uuid' && name !== 'creditor_id') return `bench_copy(t.${name}, i)`;
  // The recipient of a message is its person.
  if (table === 'dispatch' && name === 'recipient') return 'bench_copy(t.recipient::uuid, i)::text';
  if (name === 'no' && table !== 'episode') return `t.no * ${copies + 1} + i`;
  if (ADDRESSES.includes(`${table}.${name}`)) return `replace(t.${name}, '@', '-' || i || '@')`;
  return NUMBERED.includes(`${table}.${name}`) ? `t.${name} || '-' || i` : `t.${name}`;
}

async function copyTable(db: Kysely<Database>, table: string, order: string, copies: number): Promise<void> {
  const { rows } = await sql<{ name: string; type: string }>`
    select column_name as name, udt_name as type
    from information_schema.columns
    where table_schema = 'public'
      and table_name = ${table}
      and is_generated = 'NEVER'
    order by ordinal_position`.execute(db);
  const names = rows.map(({ name }) => name).join(', ');
  const values = rows.map((column) => copyOf(table, column, copies)).join(', ');
  await sql
    .raw(`create temp table bench_seed as select *, row_number() over (order by ${order}) as bench_row from ${table}`)
    .execute(db);
  const { rows: seeds } = await sql<{ row: bigint }>`
    select bench_row as row
    from bench_seed
    order by 1`.execute(db);
  // Row by row, so that the copies lie in the order of time.
  for (const { row } of seeds)
    await sql
      .raw(
        `insert into ${table} (${names})
        select ${values}
        from bench_seed t
        cross join generate_series(1, ${copies}) i
        where t.bench_row = ${row}`,
      )
      .execute(db);
  await sql`drop table bench_seed`.execute(db);
}

async function copyAll(own: Kysely<Database>, copies: number, say: (words: string) => void): Promise<void> {
  // Without triggers and foreign keys, in this session.
  await sql`set session_replication_role = replica`.execute(own);
  await sql`
    create function bench_copy(id uuid, i int) returns uuid language sql immutable
    return (left(id::text, 28) || lpad(to_hex(i), 8, '0'))::uuid`.execute(own);
  for (const [table, order] of Object.entries(TABLES)) {
    say(`${copies} copies of ${table}`);
    await copyTable(own, table, order, copies);
  }
  await sql`select setval('event_order', (select max(no) from fact) + (select max(no) from permit))`.execute(own);
  await sql`drop function bench_copy`.execute(own);
  await sql`set session_replication_role = origin`.execute(own);
}

/** Makes the database at `url`, which is empty. */
export async function makeScaleBook(
  url: string,
  { accounts, delinquencies, today, now }: ScaleBook,
  say: (words: string) => void,
): Promise<void> {
  const pool = openPool(url, { statementTimeoutMs: 0 });
  const db = openDatabase(pool);
  try {
    await migrate(db);
    await simulateClock(db, now, 1_000_000_000);
    await upsertCreditors(db, [TEST_CREDITOR]);
    await liveOnce({ db, pool }, delinquencies, today);
    await db.connection().execute((own) => copyAll(own, accounts - 1, say));
    say(`${accounts} accounts: vacuum`);
    await sql`vacuum analyze`.execute(db);
  } finally {
    await db.destroy();
  }
}
