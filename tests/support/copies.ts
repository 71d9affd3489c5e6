/** Backups of a test's database, and their restore beneath processes that know the newer state. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** Ends all connections to the database and runs statements on its server. */
async function beside(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(/[^/]+$/, 'postgres') });
  await client.connect();
  try {
    await client.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [
      nameOf(url),
    ]);
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
const nameOf = (url: string): string => new URL(url).pathname.slice(1);

/** Copies the database. No worker may be running. */
export async function backUp(url: string): Promise<string> {
  const copy = `${nameOf(url)}_copy`;
  await beside(url, `create database ${copy} template ${nameOf(url)}`);
  return copy;
}

/** Replaces the database with a copy. */
export async function putBack(url: string, copy: string): Promise<void> {
  await beside(url, `drop database ${nameOf(url)} with (force)`, `create database ${nameOf(url)} template ${copy}`);
}

/** Copies the data folder of a stopped server with owners and modes. */
export function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
}

/**
 * Makes the next start restore as from a base backup: the server replays the log to its end and continues on a new
 * timeline.
 */
export function restoreAtStart(dir: string): void {
  appendFileSync(join(dir, 'postgresql.auto.conf'), "restore_command = 'false'\n");
  writeFileSync(join(dir, 'recovery.signal'), '');
}
