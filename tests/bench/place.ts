/** What benchmarks over databases of their own share. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalPostgres, startPostgres } from '../../platform/local/postgres.ts';
import { openPool } from '../../platform/pool.ts';

/** Where a benchmark runs. */
export interface Bench {
  postgres: LocalPostgres;
  /** A folder for files of the runs. */
  dir: string;
}

/** Wall milliseconds in which started workers become idle. */
export const IDLE_MS = 2500;
const POLL_MS = 50;
/** Wall milliseconds after which a run counts as stuck. */
const LONGEST_MS = 15 * 60_000;

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
export const urlOf = (postgres: LocalPostgres, name: string): string => postgres.url.replace(/[^/]+$/, name);

/** Waits until `done`; throws when it takes too long. */
export async function waitUntil(what: string, done: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  while (!(await done())) {
    if (performance.now() > until) throw new Error(`${what} took longer than ${LONGEST_MS / 60_000} minutes`);
    await pause(POLL_MS);
  }
}

/** Runs statements outside any database of the benchmark. */
export async function asAdmin(postgres: LocalPostgres, ...statements: string[]): Promise<void> {
  const pool = openPool(urlOf(postgres, 'postgres'), { size: 1, statementTimeoutMs: 0 });
  for (const statement of statements) await pool.query(statement);
  await pool.end();
}

/** Runs in a folder of its own that is removed afterwards. The server's user may pass through it. */
export async function inFolder(run: (dir: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'arrears-bench-'));
  chmodSync(dir, 0o711);
  try {
    await run(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Runs over a Postgres server of its own, fsync on. */
export const onPostgres = (run: (bench: Bench) => Promise<void>): Promise<void> =>
  inFolder(async (dir) => {
    const postgres = await startPostgres(join(dir, 'postgres'));
    try {
      await run({ postgres, dir });
    } finally {
      await postgres.close();
    }
  });
