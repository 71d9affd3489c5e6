/** Databases and engines as fixtures: opened before and closed after, usable as if they always existed. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { createDatabase, type TestDatabase } from './database.ts';
import { TestEngine } from './test-engine.ts';

interface Closable {
  close(): unknown;
}
/** A new fixture for each test, or one for all tests of the file or `describe`. */
type Lifetime = 'each test' | 'all tests';

/** A stand-in for the value that `open` returned last. It exists before the first test begins. */
function useOpened<T extends Closable>(lifetime: Lifetime, open: () => Promise<T>): T {
  let opened: T | undefined;
  const [before, after] = lifetime === 'each test' ? [beforeEach, afterEach] : [beforeAll, afterAll];
  before(async () => {
    opened = await open();
  });
  after(async () => {
    await opened?.close();
  });
  const current = (): T => {
    if (opened === undefined) throw new Error('a fixture is used before it is opened');
    return opened;
  };
  return new Proxy({} as T, {
    get(_, name) {
      const value: unknown = Reflect.get(current(), name, current());
      return typeof value === 'function' ? value.bind(current()) : value;
    },
    set: (_, name, value) => Reflect.set(current(), name, value, current()),
  });
}

/** A migrated, empty database. `size`: maximum connections. */
export const useDatabase = (lifetime: Lifetime, size?: number): TestDatabase =>
  useOpened(lifetime, () => createDatabase(size));

/** The engine's functions over a database with two creditors, without Temporal and without a queue. */
export const useTestEngine = (lifetime: Lifetime, size?: number): TestEngine =>
  useOpened(lifetime, () => TestEngine.open(size));

/** What a test opens, closed after it in reverse order, and folders of its own that the server's user may pass through. */
export function useClosing(): { closing: (() => Promise<unknown> | unknown)[]; folder(): string } {
  const closing: (() => Promise<unknown> | unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const folder = (): string => {
    const dir = mkdtempSync(join(tmpdir(), 'arrears-test-'));
    chmodSync(dir, 0o711);
    closing.push(() => rmSync(dir, { recursive: true, force: true }));
    return dir;
  };
  return { closing, folder };
}
