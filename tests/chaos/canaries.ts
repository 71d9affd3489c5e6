/** Looks for personal values where none may be: logs of processes, every write to Redis, Temporal's database, the provider's log, names of files. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface Leak {
  /** Path below the world's folder. */
  where: string;
  what: string;
}

/** Folders whose contents are searched. In Postgres and in what was sent personal values are at home. */
const SEARCHED = ['logs', 'redis', 'temporal', 'double'] as const;
/** Bytes read at once; a value on the seam is found by the overlap. */
const MAX_BYTES = 64 * 1024 * 1024;

/** `canaries`: parts of values that nothing else holds. */
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

/** Names of the canaries that a file holds. */
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
