/**
 * `epoch.json` in ARREARS_HOME: what the workers of this home have seen of their database, so that an older copy of it
 * is recognised. Holds no secrets.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface EpochFile {
  v: 1;
  /** Id of the epoch, drawn anew by each release after a restore. */
  epoch: string;
  /** The highest mark seen, as decimal digits. */
  mark: string;
  /** Of the server, for those who look for it; null where it does not say. */
  systemId: string | null;
  timeline: string | null;
}

const pathOf = (home: string) => join(home, 'epoch.json');

/** Null when there is none, or none that can be read: then the file knows nothing. */
export function readEpochFile(home: string): EpochFile | null {
  try {
    const file: unknown = JSON.parse(readFileSync(pathOf(home), 'utf8'));
    return isEpochFile(file) ? file : null;
  } catch {
    return null;
  }
}

function isEpochFile(file: unknown): file is EpochFile {
  if (typeof file !== 'object' || file === null || !('epoch' in file) || !('mark' in file)) return false;
  return typeof file.epoch === 'string' && typeof file.mark === 'string' && /^\d{1,18}$/.test(file.mark);
}

/** Written whole or not at all, mode 0600. Throws the error of the file system. */
export function writeEpochFile(home: string, file: EpochFile): void {
  mkdirSync(home, { recursive: true });
  const fresh = `${pathOf(home)}.${randomUUID()}`;
  try {
    writeFileSync(fresh, `${JSON.stringify(file)}\n`, { mode: 0o600 });
    renameSync(fresh, pathOf(home));
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
