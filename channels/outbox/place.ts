/**
 * Puts files below a folder: each name appears complete or not at all, and each key has one effect. Needs symbolic and
 * hard links, hence a POSIX file system. What is left of each key: trace.ts.
 *
 * The order makes it hold after a power loss too (docs/reliability.md): content, then the entries of the key, then the
 * moment of sending, then the name, then the record of it, each flushed before the next.
 */
import { randomUUID } from 'node:crypto';
import { dirname, join, relative } from 'node:path';
import type { OutFile } from '../channel.ts';
import { flushAll, inFolder, inTurn, isThere, markReady, removeQuietly, unlessExists, writeOpen } from './disk.ts';
import { errnoOf } from './names.ts';
import {
  claimOf,
  confirm,
  coversOf,
  markerOf,
  type Place,
  pathOf,
  release,
  traceOf,
  waitingBeside,
  withdraw,
} from './trace.ts';

/** A key and the hashes of the effects it covers. */
interface Keyed {
  key: string;
  covers: readonly string[];
}
/**
 * `late`: `mayGo` refused. `taken`: another file has the name, or another sender holds the key. In both cases nothing
 * appeared. `lost`: an earlier sender was cut off and the file may have been fetched. `unflushed`: the name appeared,
 * but a power loss may take it back.
 */
type Placed = { kind: 'placed'; name: string } | { kind: 'late' | 'taken' | 'lost' | 'unflushed' };

/** Files and folders that one call has to flush. */
interface Unflushed {
  /** Open files. */
  files: number[];
  /** Folders above new ones. */
  above: Set<string>;
}

function writeBelow(place: Place, path: string, content: Uint8Array, flags: 'w' | 'wx', unflushed: Unflushed): void {
  const write = () => writeOpen(place.disk, path, content, flags);
  unflushed.files.push(inFolder(place.disk, place.root, dirname(path), unflushed.above, write));
}

function isTaken({ disk }: Place, path: string, content: Uint8Array): boolean {
  return isThere(disk, path) && !disk.files.readFileSync(path).equals(content);
}

/** Writes the decisive file beside its name and claims the key for it. Null if another sender has claimed the key. */
function claimKey(place: Place, key: string, file: OutFile, unflushed: Unflushed): string | null {
  const { disk, root } = place;
  const waiting = waitingBeside(place, pathOf(place, file.name));
  const claim = claimOf(place, key);
  let claimed = false;
  writeBelow(place, waiting, file.content, 'wx', unflushed);
  try {
    const link = () => unlessExists(() => disk.files.symlinkSync(relative(dirname(claim), waiting), claim));
    claimed = inFolder(disk, root, dirname(claim), unflushed.above, link);
  } finally {
    if (!claimed) removeQuietly(disk, waiting);
  }
  return claimed ? waiting : null;
}

/** Writes everything that must survive if the name appears, and flushes it. */
async function prepare(place: Place, { key, covers }: Keyed, files: readonly OutFile[], unflushed: Unflushed) {
  const { disk, flush } = place;
  const marker = markerOf(place, key);
  const paths = files.map((file) => pathOf(place, file.name));
  removeQuietly(disk, marker);
  disk.files.symlinkSync(relative(dirname(marker), paths.at(-1) ?? ''), marker);
  // The log can say what was sent even if this process dies at the moment of sending.
  writeBelow(place, coversOf(place, key), Buffer.from(`${covers.join(' ')}\n`), 'w', unflushed);
  const others = files.slice(0, -1).map((file) => {
    const path = pathOf(place, file.name);
    const beside = join(dirname(path), `.${randomUUID()}.part`);
    writeBelow(place, beside, file.content, 'wx', unflushed);
    return { beside, path };
  });
  try {
    await flushAll(flush, unflushed.files);
    for (const { beside, path } of others) disk.files.renameSync(beside, path);
    const folders = new Set([dirname(marker), ...others.map(({ path }) => dirname(path)), ...unflushed.above]);
    await flushAll(flush, folders);
    markReady(disk, [dirname(marker), ...paths.map((path) => dirname(path))]);
  } catch (error) {
    for (const { beside } of others) removeQuietly(disk, beside);
    throw error;
  }
}

/**
 * The moment of sending: the name appears, or already existed. False if the waiting file was withdrawn. The name of a
 * message holds its key, so nothing else can have it; a link replaces no file of another dispatch.
 */
function appear({ disk, repeatable }: Place, waiting: string, path: string): boolean {
  const { files } = disk;
  const taken = `${waiting}.going`;
  try {
    if (repeatable) {
      files.renameSync(waiting, taken);
      unlessExists(() => files.linkSync(taken, path));
    } else if (isThere(disk, path)) removeQuietly(disk, waiting);
    else files.renameSync(waiting, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  } finally {
    if (repeatable) removeQuietly(disk, taken);
  }
}

async function placeClaimed(
  place: Place,
  keyed: Keyed,
  files: readonly OutFile[],
  mayGo: () => boolean,
  last: OutFile,
): Promise<Placed> {
  const unflushed: Unflushed = { files: [], above: new Set() };
  let waiting: string | null = null;
  try {
    waiting = claimKey(place, keyed.key, last, unflushed);
    if (waiting === null) return { kind: 'taken' };
    await prepare(place, keyed, files, unflushed);
    const kind = !mayGo() ? 'late' : appear(place, waiting, pathOf(place, last.name)) ? null : 'taken';
    if (kind !== null) {
      release(place, keyed.key, waiting);
      return { kind };
    }
  } catch (error) {
    if (waiting !== null) release(place, keyed.key, waiting);
    throw error;
  } finally {
    for (const file of unflushed.files) place.disk.files.closeSync(file);
  }
  return confirmed(place, keyed.key, last.name);
}

async function confirmed(place: Place, key: string, name: string): Promise<Placed> {
  try {
    await confirm(place, key, name);
    return { kind: 'placed', name };
  } catch {
    return { kind: 'unflushed' };
  }
}

/**
 * Places `files` under `key`. The last file (a manifest) decides: without it the others mean nothing and are replaced
 * on the next attempt. Throws the file system's error while nothing has appeared yet.
 */
export function placeFiles(
  place: Place,
  keyed: Keyed,
  files: readonly OutFile[],
  mayGo: () => boolean,
): Promise<Placed> {
  const { key } = keyed;
  const last = files.at(-1);
  return inTurn(place.disk, markerOf(place, key), async (): Promise<Placed> => {
    if (!last) return { kind: 'taken' };
    let trace = traceOf(place, key);
    // An earlier sender of this key that has not sent finds it taken.
    while (trace.kind === 'waiting' && !withdraw(place, key, trace.waiting)) trace = traceOf(place, key);
    if (trace.kind === 'done') return { kind: 'placed', name: trace.name };
    if (trace.kind === 'there') return confirmed(place, key, trace.name);
    if (place.repeatable && isTaken(place, pathOf(place, last.name), last.content)) return { kind: 'taken' };
    if (trace.kind === 'lost') {
      if (!place.repeatable) return { kind: 'lost' };
      removeQuietly(place.disk, claimOf(place, key));
    }
    return placeClaimed(place, keyed, files, mayGo, last);
  });
}
