/**
 * A machine whose disk forgets: the file calls of the outbox in memory. Content is volatile until its file was flushed,
 * an entry of a folder until its folder was; a power loss keeps any part of the rest.
 */
import { basename, dirname, join, resolve } from 'node:path';
import type { Files } from '../../channels/outbox/disk.ts';

type Entries = Map<string, Inode>;
interface Folder {
  kind: 'folder';
  entries: Entries;
  /** What a power loss leaves at least. */
  kept: Entries;
  unflushed: ((entries: Entries) => void)[];
}
interface File {
  kind: 'file';
  content: Buffer;
  kept: Buffer;
}
type Inode = { mtimeMs: number } & (Folder | File | { kind: 'link'; target: string });

const failed = (code: string): Error => Object.assign(new Error(code), { code });
const folder = (): Inode => ({ kind: 'folder', entries: new Map(), kept: new Map(), unflushed: [], mtimeMs: 0 });

/** How a process on the machine fares. */
export interface Fate {
  /** It stops before this call, counted from 0. */
  stopsAt?: number;
  /** Called after each call. */
  afterCall?: (call: number) => void;
  /** What becomes of a flush, counted from 0: done, silently ignored, or failed. */
  flush?: (path: string, flush: number) => 'done' | 'ignored' | 'failed';
  /** Wall milliseconds that a flush takes. */
  flushMs?: number;
}

/** A process, until it stops. */
export interface Process {
  files: Files;
  stopped: Promise<void>;
  isStopped(): boolean;
  /** Paths in the order of their flushes. */
  flushed: string[];
}

export class VolatileMachine {
  private top = folder();
  private boots = 0;
  private clock = 0;
  private readonly inodes: Inode[] = [this.top];

  constructor() {
    this.start().files.mkdirSync('/home', { recursive: true, mode: 0o700 });
    this.flushAll();
  }

  /** Starts a process. */
  start(fate: Fate = {}): Process {
    let calls = 0;
    let down = false;
    let stop = () => {};
    const stopped = new Promise<void>((done) => {
      stop = done;
    });
    const flushed: string[] = [];
    const guard = <A extends unknown[], R>(act: (...args: A) => R): ((...args: A) => R) => {
      return (...args) => {
        if (calls === fate.stopsAt) {
          down = true;
          stop();
        }
        if (down) throw failed('EIO');
        calls += 1;
        const result = act(...args);
        fate.afterCall?.(calls - 1);
        return result;
      };
    };
    const open = new Map<number, { path: string; inode: Inode }>();
    const fsync: Files['fsync'] = (number, done) => {
      const { path, inode } = open.get(number) as { path: string; inode: Inode };
      const outcome = fate.flush?.(path, flushed.length) ?? 'done';
      flushed.push(path);
      const flush = this.beginFlush(inode);
      const end = () => {
        if (down) return;
        if (outcome === 'done') flush();
        done(outcome === 'failed' ? failed('EIO') : null);
      };
      if (fate.flushMs === undefined) setImmediate(end);
      else setTimeout(end, fate.flushMs);
    };
    const calling = { ...this.pathCalls(), ...this.openCalls(open), fsync };
    const guarded = Object.fromEntries(Object.entries(calling).map(([name, act]) => [name, guard(act as never)]));
    // Closing changes nothing on the disk.
    const files = { ...guarded, closeSync: calling.closeSync } as unknown as Files;
    return { files, stopped, isStopped: () => down, flushed };
  }

  /** Stops everything and starts again. `keeps` decides for each unflushed change. */
  losePower(keeps: () => boolean): void {
    this.boots += 1;
    for (const inode of this.inodes) {
      if (inode.kind === 'folder') {
        const entries = new Map(inode.kept);
        for (const change of inode.unflushed) if (keeps()) change(entries);
        inode.entries = entries;
        inode.kept = new Map(entries);
        inode.unflushed = [];
      }
      if (inode.kind === 'file' && !inode.content.equals(inode.kept) && !keeps())
        inode.content = keeps() ? inode.content.subarray(0, inode.content.length / 2) : inode.kept;
    }
    this.flushAll();
  }

  /** Files below a folder whose names do not start with a dot: path and content. */
  visible(path: string): Map<string, string> {
    const found = new Map<string, string>();
    const visit = (at: string, inode: Inode | null) => {
      if (inode?.kind === 'file') found.set(at, inode.content.toString('latin1'));
      if (inode?.kind === 'folder')
        for (const [name, below] of inode.entries) if (!name.startsWith('.')) visit(join(at, name), below);
    };
    visit(path, this.find(path, true));
    return found;
  }

  holds(path: string): boolean {
    return this.find(path, true) !== null;
  }

  /** The reader removes a file, without a flush. */
  fetch(path: string): void {
    this.change(dirname(path), (entries) => entries.delete(basename(path)));
  }

  private flushAll(): void {
    for (const inode of this.inodes) this.beginFlush(inode)();
  }

  /** A flush covers what was changed before it began. */
  private beginFlush(inode: Inode): () => void {
    if (inode.kind === 'link') return () => {};
    if (inode.kind === 'file') {
      const { content } = inode;
      return () => {
        inode.kept = content;
      };
    }
    const covered = new Set(inode.unflushed);
    return () => {
      for (const change of inode.unflushed) if (covered.has(change)) change(inode.kept);
      inode.unflushed = inode.unflushed.filter((change) => !covered.has(change));
    };
  }

  private find(path: string, follow: boolean): Inode | null {
    if (path === '/') return this.top;
    const above = this.find(dirname(path), true);
    if (above === null) return null;
    if (above.kind !== 'folder') throw failed('ENOTDIR');
    const inode = above.entries.get(basename(path)) ?? null;
    return inode?.kind === 'link' && follow ? this.find(resolve(dirname(path), inode.target), true) : inode;
  }

  private get(path: string): Inode {
    const inode = this.find(path, false);
    if (inode === null) throw failed('ENOENT');
    return inode;
  }

  private change(path: string, change: (entries: Entries) => void): void {
    const inode = this.find(path, true);
    if (inode?.kind !== 'folder') throw failed(inode === null ? 'ENOENT' : 'ENOTDIR');
    change(inode.entries);
    inode.unflushed.push(change);
  }

  private add(path: string, inode: Inode): void {
    if (this.find(path, false) !== null) throw failed('EEXIST');
    this.clock += 1;
    inode.mtimeMs = this.clock;
    if (!this.inodes.includes(inode)) this.inodes.push(inode);
    this.change(dirname(path), (entries) => entries.set(basename(path), inode));
  }

  private pathCalls(): Pick<
    Files,
    'statSync' | 'lstatSync' | 'readlinkSync' | 'mkdirSync' | 'symlinkSync' | 'linkSync' | 'renameSync' | 'unlinkSync'
  > {
    const makeFolder = (path: string): string | undefined => {
      if (this.find(path, true) !== null) return undefined;
      const first = makeFolder(dirname(path));
      this.add(path, folder());
      return first ?? path;
    };
    return {
      statSync: (path) => this.find(path, true) ?? undefined,
      lstatSync: (path) => this.find(path, false) ?? undefined,
      readlinkSync: (path) => {
        const inode = this.get(path);
        if (inode.kind !== 'link') throw failed('EINVAL');
        return inode.target;
      },
      mkdirSync: makeFolder,
      symlinkSync: (target, path) => this.add(path, { kind: 'link', target, mtimeMs: 0 }),
      linkSync: (existing, path) => this.add(path, this.get(existing)),
      renameSync: (from, to) => {
        const inode = this.get(from);
        this.change(dirname(to), (entries) => {
          entries.delete(basename(from));
          entries.set(basename(to), inode);
        });
      },
      unlinkSync: (path) => {
        this.get(path);
        this.change(dirname(path), (entries) => entries.delete(basename(path)));
      },
    };
  }

  private openCalls(
    open: Map<number, { path: string; inode: Inode }>,
  ): Pick<Files, 'readFileSync' | 'readdirSync' | 'openSync' | 'writeFileSync' | 'closeSync'> {
    let last = 0;
    return {
      readFileSync: (path) => {
        if (path.startsWith('/proc/'))
          return Buffer.from(`00000000-0000-0000-0000-${`${this.boots}`.padStart(12, '0')}`);
        const inode = this.find(path, true);
        if (inode?.kind !== 'file') throw failed('ENOENT');
        return inode.content;
      },
      readdirSync: (path) => {
        const inode = this.find(path, true);
        if (inode?.kind !== 'folder') throw failed('ENOENT');
        return [...inode.entries.keys()];
      },
      openSync: (path, flags) => {
        const known = this.find(path, true);
        if (known && flags === 'wx') throw failed('EEXIST');
        if (!known && flags === 'r') throw failed('ENOENT');
        const inode: Inode = known ?? { kind: 'file', content: Buffer.of(), kept: Buffer.of(), mtimeMs: 0 };
        if (!known) this.add(path, inode);
        if (flags === 'w' && inode.kind === 'file') inode.content = Buffer.of();
        last += 1;
        open.set(last, { path, inode });
        return last;
      },
      writeFileSync: (file, content) => {
        const inode = open.get(file)?.inode;
        if (inode?.kind !== 'file') throw failed('EBADF');
        inode.content = Buffer.from(content);
      },
      closeSync: (file) => {
        if (!open.delete(file)) throw failed('EBADF');
      },
    };
  }
}
