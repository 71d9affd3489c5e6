/**
 * Puts files below a folder so that each name appears whole or not at all, and one key has one effect.
 * `.sent/<channel>/<key>` is a symbolic link to the name that the key has, so that two senders meet at one name. `<key>.done` says that it was put there:
 * the files themselves may be fetched and taken away by their reader. `<key>.covers` names what the key covers by hashes, for the log. None holds content. Needs symbolic and hard links, so a POSIX file system.
 * Calls are synchronous: one on a local disk takes microseconds, a thread's hop for it ten times as long.
 */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Instant } from '../../domain/time.ts';
import type { OutFile, SentLogRow } from '../channel.ts';
import { errnoOf, isKey } from './names.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

export interface Place {
  /** Folder of all channels. */
  root: string;
  channel: string;
  /** Files for an organisation go to the disk at once (fsync); single messages do not. */
  durable: boolean;
}
/** A key and the hashes of the effects that it covers. */
export interface Keyed {
  key: string;
  covers: readonly string[];
}
/** `late`: `mayGo` said no. `taken`: another file has the name, or another sender the key. Both: nothing appeared. */
export type Placed = { kind: 'placed'; name: string } | { kind: 'late' } | { kind: 'taken' };

const markerOf = ({ root, channel }: Place, key: string): string => join(root, '.sent', channel, key);
const pathOf = ({ root, channel }: Place, name: string): string => join(root, channel, ...name.split('/'));
const targetOf = (place: Place, key: string, name: string): string =>
  relative(dirname(markerOf(place, key)), pathOf(place, name));

/** Follows links. Throws when it cannot be told. */
function isThere(path: string): boolean {
  return fs.statSync(path, { throwIfNoEntry: false }) !== undefined;
}

const made = new Set<string>();
/** Runs `act` in a folder, which is made first when this process has not made it, and again when it was removed meanwhile. */
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

/** Writes to a new name in the same folder. */
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

/** A name that stays only costs space. */
function removeQuietly(path: string): void {
  try {
    fs.unlinkSync(path);
  } catch {
    // It is gone, or will be found by its `.part`.
  }
}

/** True: done. False: the name exists. */
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
 * Takes the key for `name`, or gives the name under which it was placed before. An earlier try that placed nothing may have had another name (another day):
 * the marker moves to the new one, and whoever still holds the old one finds the key taken from it.
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
 * Under which the file waits that makes a key sent when it appears. Whoever asks about the key takes it away: a sender that was stopped just before the
 * moment of sending, for however long, has nothing left to send.
 */
const waitingAt = (path: string, key: string): string => join(dirname(path), `.${key}.part`);

/** The moment of sending: the name appears, or it was there already. */
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

/** From here on it is sent, whatever happens: a mark that cannot be written only costs a look at the name. */
function markDone(place: Place, key: string): void {
  try {
    fs.closeSync(fs.openSync(`${markerOf(place, key)}.done`, 'a', FILE_MODE));
  } catch {
    // As said above.
  }
}

/**
 * Places `files` under `key`. The last file is the one that counts (a manifest): without it the others mean nothing, and they are replaced on a next try.
 * Throws the error of the file system while nothing has appeared yet.
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
  // Before the moment of sending: from then on the log can say what was sent, whatever happens.
  fs.writeFileSync(`${markerOf(place, key)}.covers`, `${covers.join(' ')}\n`, {
    mode: FILE_MODE,
    flush: place.durable,
  });
  const kind = commit(place, key, last, mayGo);
  if (kind !== 'placed') return { kind };
  markDone(place, key);
  return { kind: 'placed', name: last.name };
}

/** Whether `key` was placed; nobody who holds it from before can place it any more. Without the folder itself nothing can be told: a disk may be missing. */
export function askPlace(place: Place, key: string): 'sent' | 'not-sent' | 'cannot-tell' {
  const marker = markerOf(place, key);
  try {
    if (!isThere(place.root)) return 'cannot-tell';
    const name = fs.lstatSync(marker, { throwIfNoEntry: false }) && fs.readlinkSync(marker);
    if (name) removeQuietly(waitingAt(join(dirname(marker), name), key));
    return isThere(`${marker}.done`) || isThere(marker) ? 'sent' : 'not-sent';
  } catch (error) {
    // A file where the channel's folder should be: nothing can have been put below it.
    return errnoOf(error) === 'ENOTDIR' ? 'not-sent' : 'cannot-tell';
  }
}

/** Names looked at before others get their turn. */
const AT_ONCE = 500;

/** What was placed since a wall moment, by key. Without the folder itself nothing can be told: throws. */
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

/** When it was placed; null when nothing has appeared. */
function placedAt(marker: string): Instant | null {
  const done =
    fs.statSync(`${marker}.done`, { throwIfNoEntry: false }) ?? fs.statSync(marker, { throwIfNoEntry: false });
  return done === undefined ? null : Math.floor(done.mtimeMs);
}

function coversOf(marker: string): string[] {
  const file = `${marker}.covers`;
  return isThere(file) ? fs.readFileSync(file, 'utf8').split(/\s+/).filter(Boolean) : [];
}
