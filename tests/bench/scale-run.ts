/** One run of the scale benchmark: makes the database, then evaluates and sends what a book of today makes due. */
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { openDatabase } from '../../db/database.ts';
import type { Database } from '../../db/schema.ts';
import { type LocalPostgres, startPostgres } from '../../platform/local/postgres.ts';
import { openPool } from '../../platform/pool.ts';
import { sendBacklog } from './backlog-run.ts';
import { BEFORE, DUE_AT, TODAY } from './backlog-template.ts';
import { cpuOfTree } from './cpu.ts';
import { asAdmin, pause } from './place.ts';
import { makeScaleBook } from './scale-book.ts';
import { accountOf, evaluate, takeBook } from './scale-life.ts';

export interface ScaleOptions {
  accounts: number;
  /** Accounts of which a reminder falls due, evenly spread over all. */
  due: number;
  delinquencies: number;
  /** Checks the invariants of the whole database afterwards. */
  check: boolean;
}
interface TableUse {
  table: string;
  /** Share of the updates that left the indexes alone. */
  hotShare: number;
  deadRows: number;
  /** Rows read by sequential scans. */
  scannedRows: number;
  vacuums: number;
}
export interface ScaleRun {
  effectCpuMs: number;
  effectPostgresCpuMs: number;
  effectsPerSecond: number;
  walBytesPerEffect: number;
  evaluationCpuMs: number;
  evaluationPostgresCpuMs: number;
  tables: TableUse[];
  /** Of the past alone: tables with their indexes. */
  disk: { table: string; rows: number; bytes: number }[];
}

/** As docs/operating.md advises, in the proportion of this machine. */
const SETTINGS = [`shared_buffers = '1GB'`, `max_wal_size = '4GB'`, `autovacuum_naptime = '10s'`];
const EVALUATIONS_AT_ONCE = 100;

export async function runScale(dir: string, options: ScaleOptions, say: (words: string) => void): Promise<ScaleRun> {
  const { accounts, due, delinquencies } = options;
  const folder = join(dir, 'postgres');
  const making = await startPostgres(folder, { fast: true, database: 'scale' });
  try {
    await makeScaleBook(making.url, { accounts, delinquencies, today: TODAY, now: BEFORE }, say);
    for (const setting of SETTINGS) await asAdmin(making, `alter system set ${setting}`);
  } finally {
    await making.close();
  }
  const postgres = await startPostgres(folder, { database: 'scale' });
  const pool = openPool(postgres.url, { size: 4, statementTimeoutMs: 0 });
  const db = openDatabase(pool);
  try {
    const disk = await diskOf(db);
    await sql`select pg_stat_reset()`.execute(db);
    const step = Math.floor(accounts / due);
    const numbers = Array.from({ length: due }, (_, at) => at * step);
    say(`a book makes ${due} accounts due`);
    if ((await takeBook(pool, numbers, TODAY, BEFORE)) !== due) throw new Error('the book was not taken');
    const evaluation = await evaluateAll(db, postgres, numbers);
    say(`${due} effects leave`);
    const sent = await sendBacklog(postgres, postgres.url, join(dir, 'home'), {
      accounts: due,
      workers: 1,
      redis: false,
      channel: 'instant',
      check: options.check,
    });
    // Postgres counts what a session did at most a second after its end.
    await pause(2000);
    return {
      effectCpuMs: (sent.workerCpuMs + sent.postgresCpuMs) / sent.effects,
      effectPostgresCpuMs: sent.postgresCpuMs / sent.effects,
      effectsPerSecond: sent.effects / sent.seconds,
      walBytesPerEffect: sent.walBytes / sent.effects,
      ...evaluation,
      tables: await usesOf(db),
      disk,
    };
  } finally {
    await db.destroy();
    await postgres.close();
  }
}

async function evaluateAll(
  db: Kysely<Database>,
  postgres: LocalPostgres,
  numbers: readonly number[],
): Promise<Pick<ScaleRun, 'evaluationCpuMs' | 'evaluationPostgresCpuMs'>> {
  const { rows } = await sql<{ id: string }>`
    select id
    from account
    where number = any(${numbers.map((no) => accountOf(no).account)}::text[])
    order by number`.execute(db);
  const [own, before] = [process.cpuUsage(), cpuOfTree(postgres.pid)];
  for (let at = 0; at < rows.length; at += EVALUATIONS_AT_ONCE)
    await evaluate(
      db,
      rows.slice(at, at + EVALUATIONS_AT_ONCE).map(({ id }) => id),
      DUE_AT,
    );
  const { user, system } = process.cpuUsage(own);
  const postgresCpuMs = cpuOfTree(postgres.pid) - before;
  return {
    evaluationCpuMs: ((user + system) / 1000 + postgresCpuMs) / rows.length,
    evaluationPostgresCpuMs: postgresCpuMs / rows.length,
  };
}

async function diskOf(db: Kysely<Database>): Promise<ScaleRun['disk']> {
  const { rows } = await sql<{ table: string; rows: number; bytes: number }>`
    select relname as table, greatest(reltuples, 0)::float8 as rows, pg_total_relation_size(oid)::float8 as bytes
    from pg_class
    where relkind = 'r'
      and relnamespace = 'public'::regnamespace
    order by bytes desc`.execute(db);
  return rows;
}

async function usesOf(db: Kysely<Database>): Promise<TableUse[]> {
  const { rows } = await sql<TableUse>`
    select relname as table, (n_tup_hot_upd::float8 / n_tup_upd) as "hotShare", n_dead_tup::float8 as "deadRows",
      seq_tup_read::float8 as "scannedRows", autovacuum_count::int as vacuums
    from pg_stat_user_tables
    where schemaname = 'public'
      and n_tup_upd > 0
    order by n_tup_upd desc`.execute(db);
  return rows;
}
