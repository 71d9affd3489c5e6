/**
 * `epoch.json` in ARREARS_HOME: the highest database mark that workers of this home have seen. It reveals an older copy
 * of the database and holds no secrets.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Content of the file. */
interface EpochFile {
  v: 1;
  /** Id of the epoch, drawn anew by each release after a restore. */
  epoch: string;
  /** The highest mark seen, as decimal digits. */
  mark: string;
  /** System identifier of the server, for diagnosis. Null when the server does not tell it; so with the timeline. */
  systemId: string | null;
  timeline: string | null;
}

const pathOf = (home: string) => join(home, 'epoch.json');

/** Reads the file. Null when it is missing or unreadable. */
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

/** Writes the file whole or not at all, with mode 0600. Throws the error of the file system. */
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
