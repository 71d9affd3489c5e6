/**
 * The file calls of the outbox, and flushes that calls share. Content survives a power loss once its file was flushed;
 * a name that was created, linked, renamed or removed, once its folder was.
 * All calls but the flush are synchronous: they take microseconds, a hop to another thread ten times as long.
 */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf } from './names.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** The calls of `node:fs` that the outbox makes. */
export interface Files {
  statSync(path: string, options: { throwIfNoEntry: false }): { mtimeMs: number } | undefined;
  lstatSync(path: string, options: { throwIfNoEntry: false }): { mtimeMs: number } | undefined;
  readlinkSync(path: string): string;
  readFileSync(path: string): Buffer;
  readdirSync(path: string): string[];
  mkdirSync(path: string, options: { recursive: true; mode: number }): string | undefined;
  openSync(path: string, flags: 'r' | 'w' | 'wx' | 'a', mode: number): number;
  writeFileSync(file: number, content: Uint8Array): void;
  fsync(file: number, done: (error: Error | null) => void): void;
  closeSync(file: number): void;
  symlinkSync(target: string, path: string): void;
  linkSync(existing: string, path: string): void;
  renameSync(from: string, to: string): void;
  unlinkSync(path: string): void;
}

/** Flushes an open file, or the folder of this path. */
export type Flush = (target: number | string) => Promise<void>;

/** A disk as this process knows it. */
export interface Disk {
  files: Files;
  /** Changes when the machine starts again, so it tells what a power loss may have undone. */
  boot: string;
  /** Folders that this process knows to be there and flushed. */
  ready: Set<string>;
  /** The last call of each key that is under way in this process. */
  calls: Map<string, Promise<unknown>>;
}

/** Without a boot identifier (only Linux has it) no other process's traces are believed. */
export function openDisk(files: Files = fs): Disk {
  let boot = randomUUID() as string;
  try {
    const text = files.readFileSync(BOOT_ID).toString('utf8').trim();
    if (/^[0-9a-f-]{36}$/.test(text)) boot = text;
  } catch {
    // Not Linux.
  }
  return { files, boot, ready: new Set(), calls: new Map() };
}

/** Runs `act` once earlier calls for this key have ended. Senders of other processes collide on disk. */
export async function inTurn<T>({ calls }: Disk, key: string, act: () => Promise<T>): Promise<T> {
  const earlier = calls.get(key);
  const call = earlier === undefined ? act() : earlier.then(act, act);
  calls.set(key, call);
  try {
    return await call;
  } finally {
    if (calls.get(key) === call) calls.delete(key);
  }
}

function flushNow(files: Files, target: number | string): Promise<void> {
  return new Promise((resolve, reject) => {
    const file = typeof target === 'number' ? target : files.openSync(target, 'r', FILE_MODE);
    files.fsync(file, (error) => {
      if (typeof target === 'string') files.closeSync(file);
      if (error) reject(error);
      else resolve();
    });
  });
}

/**
 * Returns a flush in rounds. What is asked for while a round is under way forms the next, in which each target is
 * flushed once. A target that fails fails only those who asked for it.
 */
export function shareFlushes(files: Files): Flush {
  let next = new Map<number | string, Promise<void>>();
  let underWay: Promise<unknown> = Promise.resolve();
  let beginning: Promise<void> | null = null;
  const beginNext = async () => {
    await underWay;
    // Calls that the last round resumed, or that begin in this turn of the event loop, take part.
    await new Promise((resolve) => setImmediate(resolve));
    underWay = Promise.allSettled(next.values());
    next = new Map();
    beginning = null;
  };
  return (target) => {
    beginning ??= beginNext();
    const flushed = next.get(target) ?? beginning.then(() => flushNow(files, target));
    next.set(target, flushed);
    return flushed;
  };
}

/** Waits for all of them, also when one fails: no file is closed while its flush is under way. */
export async function flushAll(flush: Flush, targets: Iterable<number | string>): Promise<void> {
  const flushed = await Promise.allSettled([...targets].map(flush));
  for (const result of flushed) if (result.status === 'rejected') throw result.reason;
}

/** Follows links. Throws if the file system cannot answer. */
export function isThere({ files }: Disk, path: string): boolean {
  return files.statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Where a symbolic link leads; null if there is none. */
export function linkAt({ files }: Disk, path: string): string | null {
  if (!files.lstatSync(path, { throwIfNoEntry: false })) return null;
  try {
    return files.readlinkSync(path);
  } catch (error) {
    // Removed since.
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Ignores failures: a leftover file only costs space. */
export function removeQuietly({ files }: Disk, path: string): void {
  try {
    files.unlinkSync(path);
  } catch {
    // Already gone, or recognisable by its name.
  }
}

/** False if the name already exists. */
export function unlessExists(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Writes a file and returns it open, for the flush. It is removed again if its content cannot be written. */
export function writeOpen(disk: Disk, path: string, content: Uint8Array, flags: 'w' | 'wx'): number {
  const file = disk.files.openSync(path, flags, FILE_MODE);
  try {
    disk.files.writeFileSync(file, content);
    return file;
  } catch (error) {
    disk.files.closeSync(file);
    removeQuietly(disk, path);
    throw error;
  }
}

/** Creates an empty file, or leaves the one that is there. */
export function touch({ files }: Disk, path: string): void {
  files.closeSync(files.openSync(path, 'a', FILE_MODE));
}

/**
 * Runs `act` in a folder below `root`, which is created unless this process knows it. Adds the folders above it to
 * `above`: once they are flushed, the folder survives and may be called `ready`.
 */
export function inFolder<T>(disk: Disk, root: string, folder: string, above: Set<string>, act: () => T): T {
  if (disk.ready.has(folder)) {
    try {
      return act();
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
      // Somebody removed it.
      disk.ready.delete(folder);
    }
  }
  const first = disk.files.mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  const top = first !== undefined && first.length < root.length ? first : root;
  for (let path = folder; path.length >= top.length; path = dirname(path)) above.add(dirname(path));
  return act();
}

/** Remembers folders whose flush succeeded. */
export function markReady({ ready }: Disk, folders: readonly string[]): void {
  if (ready.size > 10_000) ready.clear();
  for (const folder of folders) ready.add(folder);
}
