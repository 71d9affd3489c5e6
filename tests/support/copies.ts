/** Backups of a test's database, and putting one back under whatever knows the newer one. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** Runs statements on the server beside the database, once nobody is connected to it any more. */
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

/** A copy of the database as it stands. No worker may run. */
export async function backUp(url: string): Promise<string> {
  const copy = `${nameOf(url)}_copy`;
  await beside(url, `create database ${copy} template ${nameOf(url)}`);
  return copy;
}

/** The copy takes the place of the database. */
export async function putBack(url: string, copy: string): Promise<void> {
  await beside(url, `drop database ${nameOf(url)} with (force)`, `create database ${nameOf(url)} template ${copy}`);
}

/** A copy of the data folder of a server that is stopped, owners and all. */
export function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
}

/** Its next start restores as from a base backup: the log is replayed to its end and the server goes on, on a timeline of its own. */
export function restoreAtStart(dir: string): void {
  appendFileSync(join(dir, 'postgresql.auto.conf'), "restore_command = 'false'\n");
  writeFileSync(join(dir, 'recovery.signal'), '');
}
