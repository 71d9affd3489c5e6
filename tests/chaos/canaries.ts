/**
 * Searches for personal values where none may be: process logs, every write to Redis, Temporal's database, the
 * provider's log, file names.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface Leak {
  /** Path below the world's folder. */
  where: string;
  what: string;
}

/** Folders whose contents are searched. Postgres and the sent messages may contain personal values. */
const SEARCHED = ['logs', 'redis', 'temporal', 'double'] as const;
/** Bytes read at once. Blocks overlap, so that a value across their border is found. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Finds canaries in file names and contents. `canaries`: patterns that only personal values match. */
export function findCanaries(dir: string, canaries: Readonly<Record<string, RegExp>>): Leak[] {
  const files = listFiles(dir);
  const named = files.filter((path) => Object.values(canaries).some((canary) => canary.test(relative(dir, path))));
  const inside = SEARCHED.flatMap((folder) =>
    files.filter((path) => relative(dir, path).startsWith(`${folder}/`)),
  ).flatMap((path) => held(path, canaries).map((what) => ({ where: relative(dir, path), what })));
  return [...named.map((path) => ({ where: relative(dir, path), what: 'its name' })), ...inside];
}

function listFiles(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return entry.name === 'postgres' ? [] : listFiles(path);
    return [path];
  });
}

/** Names of the canaries found in a file. */
function held(path: string, canaries: Readonly<Record<string, RegExp>>): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return [];
  const bytes = readFileSync(path);
  const found = new Set<string>();
  for (let from = 0; from < bytes.length; from += MAX_BYTES) {
    const text = bytes.toString('latin1', from, Math.min(bytes.length, from + MAX_BYTES + 256));
    for (const [name, canary] of Object.entries(canaries)) if (canary.test(text)) found.add(name);
  }
  return [...found];
}
