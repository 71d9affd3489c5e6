/**
 * Puts files below a folder so that each name appears whole or not at all, and one key has one effect.
 * `.sent/<channel>/<key>` is a symbolic link to the name that the key took first: whoever comes later with the key uses that name, so two
 * senders meet at one name. `<key>.done` says that it was put there: the files themselves may be fetched and taken away by their reader.
 * Neither holds content. Uses symbolic and hard links, so a POSIX file system.
 */
import { randomUUID } from 'node:crypto';
import {
  access,
  link,
  lstat,
  mkdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { OutFile } from '../channel.ts';
import { errnoOf } from './names.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

export interface Place {
  /** Folder of all channels. */
  root: string;
  channel: string;
  /** Files for an organisation go to the disk at once (fsync); single messages do not. */
  durable: boolean;
}
/** `late`: `mayGo` said no. `taken`: another file has the name. Both: nothing appeared. */
export type Placed = { kind: 'placed'; name: string } | { kind: 'late' } | { kind: 'taken' };

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
const markerOf = ({ root, channel }: Place, key: string): string => join(root, '.sent', channel, key);
const pathOf = ({ root, channel }: Place, name: string): string => join(root, channel, ...name.split('/'));

const made = new Set<string>();
/** Makes a folder once a process; a folder that was removed meanwhile is made again by `again`. */
async function makeFolder(path: string, again = false): Promise<void> {
  if (made.has(path) && !again) return;
  await mkdir(path, { recursive: true, mode: FOLDER_MODE });
  if (made.size > 10_000) made.clear();
  made.add(path);
}

/** Writes to a new name beside `path`. */
async function writeBeside(path: string, content: Uint8Array, durable: boolean): Promise<string> {
  const temporary = join(dirname(path), `.${randomUUID()}.part`);
  const write = () => writeFile(temporary, content, { mode: FILE_MODE, flag: 'wx', flush: durable });
  await makeFolder(dirname(path));
  try {
    await write();
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    await makeFolder(dirname(path), true);
    await write();
  }
  return temporary;
}

/** The name that the key has: `name` when it is new, else the one it took first. */
async function takeKey(place: Place, key: string, name: string): Promise<{ name: string; fresh: boolean }> {
  const marker = markerOf(place, key);
  const target = relative(dirname(marker), pathOf(place, name));
  await makeFolder(dirname(marker));
  for (let again = false; ; again = true) {
    try {
      await symlink(target, marker);
      return { name, fresh: true };
    } catch (error) {
      const code = errnoOf(error);
      if (code === 'ENOENT' && !again) await makeFolder(dirname(marker), true);
      else if (code === 'EEXIST') break;
      else throw error;
    }
  }
  const first = join(dirname(marker), await readlink(marker));
  return { name: relative(join(place.root, place.channel), first).split('\\').join('/'), fresh: false };
}

async function wasPlaced(place: Place, key: string, name: string): Promise<boolean> {
  return (await exists(`${markerOf(place, key)}.done`)) || (await exists(pathOf(place, name)));
}

async function isTaken(place: Place, file: OutFile): Promise<boolean> {
  const there = await readFile(pathOf(place, file.name)).catch(() => null);
  return there !== null && !there.equals(file.content);
}

/** The moment of sending: the name appears, or it was there already. */
async function commit(
  place: Place,
  path: string,
  content: Uint8Array,
  mayGo: () => boolean,
): Promise<boolean> {
  const temporary = await writeBeside(path, content, place.durable);
  try {
    if (!mayGo()) return false;
    await link(temporary, path).catch((error: unknown) => {
      if (errnoOf(error) !== 'EEXIST') throw error;
    });
    return true;
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/**
 * Places `files` under `key`. The last file is the one that counts (a manifest): without it the others mean nothing, and they are replaced on a next try.
 * Throws the error of the file system while nothing has appeared yet.
 */
export async function placeFiles(
  place: Place,
  key: string,
  files: readonly OutFile[],
  mayGo: () => boolean,
): Promise<Placed> {
  const last = files.at(-1);
  if (!last) return { kind: 'taken' };
  const { name, fresh } = await takeKey(place, key, last.name);
  if (!fresh && (await wasPlaced(place, key, name))) return { kind: 'placed', name };
  if (place.durable && (name !== last.name || (await isTaken(place, last)))) {
    if (fresh) await rm(markerOf(place, key), { force: true });
    return { kind: 'taken' };
  }
  for (const file of files.slice(0, -1)) {
    const temporary = await writeBeside(pathOf(place, file.name), file.content, place.durable);
    await rename(temporary, pathOf(place, file.name));
  }
  if (!(await commit(place, pathOf(place, name), last.content, mayGo))) return { kind: 'late' };
  // From here on it is sent, whatever happens: a mark that cannot be written only costs a look at the name.
  await writeFile(`${markerOf(place, key)}.done`, '', { mode: FILE_MODE }).catch(() => undefined);
  return { kind: 'placed', name };
}

/** Whether `key` was placed. Without the folder itself nothing can be told: a disk may be missing. */
export async function askPlace(place: Place, key: string): Promise<'sent' | 'not-sent' | 'cannot-tell'> {
  if (!(await exists(place.root))) return 'cannot-tell';
  const marker = markerOf(place, key);
  if (await exists(`${marker}.done`)) return 'sent';
  try {
    await lstat(marker);
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? 'not-sent' : 'cannot-tell';
  }
  return (await exists(marker)) ? 'sent' : 'not-sent';
}
