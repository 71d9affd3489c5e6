/** What may be a key or a path in the outbox, and how a failed file call is told without naming a path or a person. */
import type { OutFile } from '../channel.ts';

/** A key is a hash written in plain characters: it becomes a file name. */
export function isKey(key: string): boolean {
  return /^[A-Za-z0-9_-]{8,128}$/.test(key);
}

/** Segments of letters, digits, dot, dash and underscore; none starts with a dot, so nothing leaves the channel's folder. */
export function isOutName(name: string): boolean {
  return name.length <= 240 && name.split('/').every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part));
}

/** The names of a dispatch: at least one, all different, the manifest or the only file last. */
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

/** A reason for `not-sent`; holds the errno, never the path. */
export function wordsOf(error: unknown): string {
  const code = errnoOf(error);
  return code === null
    ? 'the outbox could not be written'
    : `${WORDS[code] ?? 'the outbox could not be written'} (${code})`;
}
