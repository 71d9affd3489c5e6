/**
 * What the folder `.sent/<channel>/` tells about a key. No entry holds content.
 *
 * | entry | is |
 * |---|---|
 * | `<key>` | the marker: a symbolic link to the name under which the key is sent |
 * | `<key>.going` | the claim: a symbolic link to the waiting file, a name of this channel that starts with a dot |
 * | `<key>.covers` | the hashes of the covered effects, for the log |
 * | `<key>.done` | says that the file has appeared and was flushed; its reader may have removed it since |
 *
 * The moment of sending takes the waiting file away, so while it is there nothing has been sent. After a power loss it
 * may be back: its name holds the boot that wrote it.
 */
import { randomUUID } from 'node:crypto';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Instant } from '../../domain/time.ts';
import type { SentLogRow } from '../channel.ts';
import { type Disk, type Flush, isThere, linkAt, openDisk, removeQuietly, shareFlushes, touch } from './disk.ts';
import { errnoOf, isKey } from './names.ts';

/** Where the files of a channel go. */
export interface Place {
  /** Common folder of all channels. */
  root: string;
  channel: string;
  /** A file may be sent again: its name and key make a repeat harmless. */
  repeatable: boolean;
  disk: Disk;
  flush: Flush;
}

const LOCAL = openDisk();

/** Opens the place of a channel below `root`. Nothing is created yet. */
export function openPlace(root: string, channel: string, repeatable: boolean, disk: Disk = LOCAL): Place {
  return { root: resolve(root), channel, repeatable, disk, flush: shareFlushes(disk.files) };
}

export const markerOf = ({ root, channel }: Place, key: string): string => join(root, '.sent', channel, key);
export const claimOf = (place: Place, key: string): string => `${markerOf(place, key)}.going`;
export const coversOf = (place: Place, key: string): string => `${markerOf(place, key)}.covers`;
const doneOf = (place: Place, key: string): string => `${markerOf(place, key)}.done`;
export const pathOf = ({ root, channel }: Place, name: string): string => join(root, channel, ...name.split('/'));
export const waitingBeside = ({ disk }: Place, path: string): string =>
  join(dirname(path), `.${disk.boot}.${randomUUID()}.part`);

/**
 * `there`: the name has appeared; whether it was flushed is not known. `waiting`: it has not appeared. `lost`: it may
 * have appeared and been fetched.
 */
export type Trace =
  | { kind: 'none' | 'lost' }
  | { kind: 'done' | 'there'; name: string }
  | { kind: 'waiting'; waiting: string };

/** Reads in the reverse order of writing, so that a sender at work is never taken for a lost one that has finished. */
export function traceOf(place: Place, key: string): Trace {
  const { disk } = place;
  const marker = markerOf(place, key);
  const claim = linkAt(disk, claimOf(place, key));
  const waiting = claim === null ? null : join(dirname(marker), claim);
  const waits = waiting !== null && basename(waiting).startsWith(`.${disk.boot}.`) && isThere(disk, waiting);
  const target = linkAt(disk, marker);
  const path = target === null ? null : join(dirname(marker), target);
  const there = path !== null && isThere(disk, path);
  const name = path === null ? '' : relative(join(place.root, place.channel), path);
  if (isThere(disk, doneOf(place, key))) return { kind: 'done', name };
  if (there) return { kind: 'there', name };
  if (waiting === null) return { kind: 'none' };
  return waits ? { kind: 'waiting', waiting } : { kind: 'lost' };
}

/** Removes what a sender left that has sent nothing, unless another sender holds the key by now. */
export function release(place: Place, key: string, waiting: string): void {
  const { disk } = place;
  removeQuietly(disk, waiting);
  if (linkAt(disk, claimOf(place, key)) !== relative(dirname(claimOf(place, key)), waiting)) return;
  for (const path of [markerOf(place, key), coversOf(place, key), claimOf(place, key)]) removeQuietly(disk, path);
}

/**
 * Takes the waiting file away from its sender, who then has nothing left to send, however long it was stopped. False if
 * it was gone already.
 */
export function withdraw(place: Place, key: string, waiting: string): boolean {
  try {
    place.disk.files.unlinkSync(waiting);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
  release(place, key, waiting);
  return true;
}

/** Flushes a name that has appeared, then records it: only then it counts as sent. */
export async function confirm(place: Place, key: string, name: string): Promise<void> {
  const { disk, flush } = place;
  await flush(dirname(pathOf(place, name))).catch((error: unknown) => {
    // Its reader has fetched it and removed the folder too.
    if (errnoOf(error) !== 'ENOENT') throw error;
  });
  let recorded = true;
  try {
    touch(disk, doneOf(place, key));
  } catch {
    // A full disk. Name and claim still prove it.
    recorded = false;
  }
  await flush(dirname(markerOf(place, key)));
  if (recorded) removeQuietly(disk, claimOf(place, key));
}

/**
 * Whether `key` was placed. After `not-sent` no earlier holder can place it any more. `cannot-tell` if the root folder
 * is missing (perhaps a disk), and if a power loss came at the moment of sending.
 */
export async function askPlace(place: Place, key: string): Promise<'sent' | 'not-sent' | 'cannot-tell'> {
  try {
    if (!isThere(place.disk, place.root)) return 'cannot-tell';
    let trace = traceOf(place, key);
    while (trace.kind === 'waiting') {
      if (withdraw(place, key, trace.waiting)) return 'not-sent';
      trace = traceOf(place, key);
    }
    if (trace.kind === 'there') await confirm(place, key, trace.name);
    if (trace.kind === 'lost') return 'cannot-tell';
    return trace.kind === 'none' ? 'not-sent' : 'sent';
  } catch (error) {
    // A file is in place of the channel's folder, so nothing can have been placed below it.
    return errnoOf(error) === 'ENOTDIR' ? 'not-sent' : 'cannot-tell';
  }
}

/** Entries read before other work gets its turn. */
const AT_ONCE = 500;

/**
 * What was placed since a wall moment, oldest first, and what may have been placed when the power was lost: nothing in
 * the log is sent again. Throws if the root folder is missing.
 */
export async function listPlaced(place: Place, since: Instant): Promise<SentLogRow[]> {
  const { disk } = place;
  if (!isThere(disk, place.root)) throw new Error('the outbox folder is not there');
  const folder = dirname(markerOf(place, 'key'));
  const keys = isThere(disk, folder) ? disk.files.readdirSync(folder).filter(isKey) : [];
  const rows: SentLogRow[] = [];
  for (const [index, key] of keys.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
    const trace = traceOf(place, key);
    if (trace.kind === 'none' || trace.kind === 'waiting') continue;
    if (trace.kind === 'there') await confirm(place, key, trace.name);
    const at = placedAt(place, key);
    if (at >= since) rows.push({ key, at, covers: readCovers(place, key) });
  }
  return rows.sort((a, b) => a.at - b.at);
}

/** When the file was placed, or at least begun. */
function placedAt(place: Place, key: string): Instant {
  const { files } = place.disk;
  const found =
    files.statSync(doneOf(place, key), { throwIfNoEntry: false }) ??
    files.lstatSync(markerOf(place, key), { throwIfNoEntry: false });
  return Math.floor(found?.mtimeMs ?? 0);
}

function readCovers(place: Place, key: string): string[] {
  const path = coversOf(place, key);
  if (!isThere(place.disk, path)) return [];
  return place.disk.files.readFileSync(path).toString('utf8').split(/\s+/).filter(Boolean);
}
