/**
 * Puts files below a folder: each name appears complete or not at all, and each key has one effect.
 * `.sent/<channel>/<key>` is a symbolic link to the name that the key reserved, so two senders of one key collide.
 * `<key>.done` records that the file was placed, since its reader may fetch and remove it. `<key>.covers` lists the
 * hashes of the covered effects, for the log. None of them holds content. Needs symbolic and hard links, hence a POSIX
 * file system.
 * Calls are synchronous: a call on a local disk takes microseconds, a hop to another thread ten times as long.
 */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Instant } from '../../domain/time.ts';
import type { OutFile, SentLogRow } from '../channel.ts';
import { errnoOf, isKey } from './names.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Where the files of a channel go. */
export interface Place {
  /** Common folder of all channels. */
  root: string;
  channel: string;
  /** Files for an organisation are flushed to disk (fsync); single messages are not. */
  durable: boolean;
}
/** A key and the hashes of the effects it covers. */
interface Keyed {
  key: string;
  covers: readonly string[];
}
/**
 * `late`: `mayGo` refused. `taken`: another file has the name, or another sender holds the key. In both cases nothing
 * appeared.
 */
type Placed = { kind: 'placed'; name: string } | { kind: 'late' } | { kind: 'taken' };

const markerOf = ({ root, channel }: Place, key: string): string => join(root, '.sent', channel, key);
const pathOf = ({ root, channel }: Place, name: string): string => join(root, channel, ...name.split('/'));
const targetOf = (place: Place, key: string, name: string): string =>
  relative(dirname(markerOf(place, key)), pathOf(place, name));

/** Follows links. Throws if the file system cannot answer. */
function isThere(path: string): boolean {
  return fs.statSync(path, { throwIfNoEntry: false }) !== undefined;
}

const made = new Set<string>();
/** Runs `act` in a folder. Creates the folder if this process has not done so yet, or if it was removed since. */
function inFolder<T>(folder: string, act: () => T): T {
  const make = () => fs.mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  const known = made.has(folder);
  if (!known) make();
  if (made.size > 10_000) made.clear();
  made.add(folder);
  try {
    return act();
  } catch (error) {
    if (!known || errnoOf(error) !== 'ENOENT') throw error;
    make();
    return act();
  }
}

/** Writes to a temporary name in the same folder and returns it. */
function writeBeside(
  path: string,
  content: Uint8Array,
  durable: boolean,
  temporary = join(dirname(path), `.${randomUUID()}.part`),
): string {
  try {
    inFolder(dirname(path), () =>
      fs.writeFileSync(temporary, content, { mode: FILE_MODE, flag: 'wx', flush: durable }),
    );
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
  return temporary;
}

/** Ignores failures: a leftover file only costs space. */
function removeQuietly(path: string): void {
  try {
    fs.unlinkSync(path);
  } catch {
    // Already gone, or recognisable by its `.part`.
  }
}

/** False if the name already exists. */
function unlessExists(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Reserves the key for `name`, or returns the name under which it was already placed. An earlier attempt that placed
 * nothing may have reserved another name (another day). The marker then moves to the new name, and the earlier holder
 * finds the key taken.
 */
function reserveKey(place: Place, key: string, name: string): { placedAs: string } | { fresh: boolean } {
  const marker = markerOf(place, key);
  const target = targetOf(place, key, name);
  const fresh = inFolder(dirname(marker), () => unlessExists(() => fs.symlinkSync(target, marker)));
  if (fresh) return { fresh };
  const first = fs.readlinkSync(marker);
  const path = join(dirname(marker), first);
  if (isThere(`${marker}.done`) || isThere(path)) {
    return { placedAs: relative(join(place.root, place.channel), path) };
  }
  if (first !== target) {
    const beside = `${marker}.${randomUUID()}`;
    fs.symlinkSync(target, beside);
    fs.renameSync(beside, marker);
  }
  return { fresh };
}

function isTaken(place: Place, file: OutFile): boolean {
  const path = pathOf(place, file.name);
  return isThere(path) && !fs.readFileSync(path).equals(file.content);
}

/**
 * Temporary name of the decisive file before it is linked. `askPlace` removes this file, so that a sender stopped just
 * before the moment of sending, for however long, has nothing left to send.
 */
const waitingAt = (path: string, key: string): string => join(dirname(path), `.${key}.part`);

/** The moment of sending: the name appears, or already existed. */
function commit(place: Place, key: string, file: OutFile, mayGo: () => boolean): Placed['kind'] {
  const path = pathOf(place, file.name);
  removeQuietly(waitingAt(path, key));
  const temporary = writeBeside(path, file.content, place.durable, waitingAt(path, key));
  try {
    if (fs.readlinkSync(markerOf(place, key)) !== targetOf(place, key, file.name)) return 'taken';
    if (!mayGo()) return 'late';
    unlessExists(() => fs.linkSync(temporary, path));
    return 'placed';
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 'taken';
    throw error;
  } finally {
    removeQuietly(temporary);
  }
}

/** Records that the key was sent. A failure is ignored, because the name itself also proves it. */
function markDone(place: Place, key: string): void {
  try {
    fs.closeSync(fs.openSync(`${markerOf(place, key)}.done`, 'a', FILE_MODE));
  } catch {
    // The name itself proves it.
  }
}

/**
 * Places `files` under `key`. The last file (a manifest) decides: without it the others mean nothing and are replaced
 * on the next attempt. Throws the file system's error while nothing has appeared yet.
 */
export function placeFiles(
  place: Place,
  { key, covers }: Keyed,
  files: readonly OutFile[],
  mayGo: () => boolean,
): Placed {
  const last = files.at(-1);
  if (!last) return { kind: 'taken' };
  const reserved = reserveKey(place, key, last.name);
  if ('placedAs' in reserved) return { kind: 'placed', name: reserved.placedAs };
  if (place.durable && isTaken(place, last)) {
    if (reserved.fresh) fs.unlinkSync(markerOf(place, key));
    return { kind: 'taken' };
  }
  for (const file of files.slice(0, -1)) {
    const path = pathOf(place, file.name);
    fs.renameSync(writeBeside(path, file.content, place.durable), path);
  }
  // Written before the moment of sending, so that the log can always say what was sent.
  fs.writeFileSync(`${markerOf(place, key)}.covers`, `${covers.join(' ')}\n`, {
    mode: FILE_MODE,
    flush: place.durable,
  });
  const kind = commit(place, key, last, mayGo);
  if (kind !== 'placed') return { kind };
  markDone(place, key);
  return { kind: 'placed', name: last.name };
}

/**
 * Whether `key` was placed. After this call no earlier holder can place it any more. If the root folder is missing
 * (perhaps a disk), the answer is `cannot-tell`.
 */
export function askPlace(place: Place, key: string): 'sent' | 'not-sent' | 'cannot-tell' {
  const marker = markerOf(place, key);
  try {
    if (!isThere(place.root)) return 'cannot-tell';
    const name = fs.lstatSync(marker, { throwIfNoEntry: false }) && fs.readlinkSync(marker);
    if (name) removeQuietly(waitingAt(join(dirname(marker), name), key));
    return isThere(`${marker}.done`) || isThere(marker) ? 'sent' : 'not-sent';
  } catch (error) {
    // A file is in place of the channel's folder, so nothing can have been placed below it.
    return errnoOf(error) === 'ENOTDIR' ? 'not-sent' : 'cannot-tell';
  }
}

/** Entries read before other work gets its turn. */
const AT_ONCE = 500;

/** What was placed since a wall moment, oldest first. Throws if the root folder is missing. */
export async function listPlaced(place: Place, since: Instant): Promise<SentLogRow[]> {
  if (!isThere(place.root)) throw new Error('the outbox folder is not there');
  const folder = dirname(markerOf(place, 'key'));
  const keys = isThere(folder) ? fs.readdirSync(folder).filter(isKey) : [];
  const rows: SentLogRow[] = [];
  for (const [index, key] of keys.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
    const at = placedAt(markerOf(place, key));
    if (at !== null && at >= since) rows.push({ key, at, covers: coversOf(markerOf(place, key)) });
  }
  return rows.sort((a, b) => a.at - b.at);
}

/** When the file was placed; null if it has not appeared. */
function placedAt(marker: string): Instant | null {
  const done =
    fs.statSync(`${marker}.done`, { throwIfNoEntry: false }) ?? fs.statSync(marker, { throwIfNoEntry: false });
  return done === undefined ? null : Math.floor(done.mtimeMs);
}

function coversOf(marker: string): string[] {
  const file = `${marker}.covers`;
  return isThere(file) ? fs.readFileSync(file, 'utf8').split(/\s+/).filter(Boolean) : [];
}
