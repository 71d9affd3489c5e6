/** Valid keys and paths of the outbox, and reasons for failed file calls that name no path and no person. */
import type { OutFile } from '../channel.ts';

/** True for a hash in plain characters, 8 to 128 of them; a key becomes a file name. */
export function isKey(key: string): boolean {
  return /^[A-Za-z0-9_-]{8,128}$/.test(key);
}

/**
 * True for segments of letters, digits, dot, dash and underscore. No segment starts with a dot, so a path cannot escape
 * the channel's folder.
 */
function isOutName(name: string): boolean {
  return name.length <= 240 && name.split('/').every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part));
}

/** True for the file names of a dispatch: at least one, all valid, all different. */
export function areOutNames(files: readonly OutFile[]): boolean {
  const names = files.map((file) => file.name);
  return names.length > 0 && names.every(isOutName) && new Set(names).size === names.length;
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'the outbox folder may not be written',
  EPERM: 'the outbox folder may not be written, or its disk knows no hard links',
  EROFS: 'the outbox lies on a read-only disk',
  ENOSPC: 'the disk of the outbox is full',
  EDQUOT: 'the disk quota of the outbox is used up',
  ENOTDIR: 'a file stands where the outbox needs a folder',
  EISDIR: 'a folder stands where the outbox needs a file',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** The errno code of a failed call, or null. */
export function errnoOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}

/** Reason of a `not-sent`. It contains the errno, never the path. */
export function wordsOf(error: unknown): string {
  const code = errnoOf(error);
  return code === null
    ? 'the outbox could not be written'
    : `${WORDS[code] ?? 'the outbox could not be written'} (${code})`;
}
