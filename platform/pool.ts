/** Connections to Postgres: one pool per process, our type parsers, and a clear error if the server is missing. */
import pg from 'pg';
import { Problem } from '../domain/problems.ts';
import { plainAddress } from './address.ts';

const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;
/** int8 -> bigint, DATE -> text, timestamptz -> epoch milliseconds. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary') {
      if (oid === INT8) return (text: string) => BigInt(text);
      if (oid === DATE) return (text: string) => text;
      if (oid === TIMESTAMPTZ)
        return (text: string) => Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
    }
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

interface PoolOptions {
  /** Maximum connections of this process. */
  size?: number;
  /** Name in pg_stat_activity. */
  name?: string;
  /** Wall milliseconds after which a statement is cancelled; 0 = never. */
  statementTimeoutMs?: number;
  /**
   * Statements read by index where there is one. For processes that read few rows of large tables: of a table that has
   * just been filled, the planner knows too little to choose.
   */
  byIndex?: boolean;
}

/** Number of statement texts that get a name; further ones stay unnamed. */
const MAX_NAMES = 500;
const names = new Map<string, string>();
function nameOf(text: string): string | undefined {
  if (!names.has(text) && names.size < MAX_NAMES) names.set(text, `q${names.size}`);
  return names.get(text);
}

/**
 * Names every statement with parameters, so that a connection parses and plans it once. This saves a third of the
 * server's work.
 */
export class PreparingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // The pool listens for errors only while a connection is idle. Without this listener, a connection that breaks
    // between two statements would end the process; with it, the next statement fails.
    this.on('error', () => undefined);
  }

  override query(...given: unknown[]): never {
    const [text, values, ...rest] = given;
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    return Reflect.apply(super.query, this, name === undefined ? given : [{ name, text, values }, ...rest]) as never;
  }
}

/** Opens a pool. Connections are made on first use. */
export function openPool(
  url: string,
  { size = 10, name = 'arrears', statementTimeoutMs = 30_000, byIndex = false }: PoolOptions = {},
): pg.Pool {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: url,
    max: size,
    application_name: name,
    types,
    connectionTimeoutMillis: 10_000,
    options:
      `-c statement_timeout=${statementTimeoutMs} -c lock_timeout=10000 -c timezone=UTC` +
      (byIndex ? ' -c enable_seqscan=off' : ''),
  });
  // An idle connection that breaks is replaced at the next query. Without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

const OLDEST = 150_000;

/**
 * Throws Problem `database-unreachable`, `database-too-old` or `too-many-connections`. `wanted`: the most connections
 * that all configured processes may open together.
 */
export async function checkDatabase(pool: pg.Pool, url: string, wanted: number): Promise<void> {
  const address = plainAddress(url);
  let row: { version: number; most: number };
  try {
    const { rows } = await pool.query(
      `select
         current_setting('server_version_num')::int as version,
         current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most`,
    );
    row = rows[0] as typeof row;
  } catch (error) {
    throw new Problem('database-unreachable', { address }, { cause: error });
  }
  if (row.version < OLDEST)
    throw new Problem('database-too-old', { address, version: Math.floor(row.version / 10_000) });
  if (wanted > row.most) throw new Problem('too-many-connections', { wanted, allowed: row.most });
}
