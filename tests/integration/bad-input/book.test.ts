/** Books that are not taken, over HTTP and from disk: tests/fixtures/bad-input/book.ts, row by row. */

import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { inspectBook } from '../../../channels/book/reader.ts';
import { importFile } from '../../../cli/commands/import-book.ts';
import { importBook } from '../../../engine/import/import-book.ts';
import { AGAINST, CELLS, FILE_NAMES, FILES, KNOWN, LINES, PAIRS } from '../../fixtures/bad-input/book.ts';
import { CANARY } from '../../fixtures/bad-input/canary.ts';
import { type ApiWorld, openApiWorld } from '../../support/api-world.ts';
import { expectRefusal, expectSilent, Untouched } from '../../support/bad-input.ts';
import { BOOK_HEADER, type BookCellsByName, bookFile, bookLine } from '../../support/book-file.ts';

const NOW = Date.parse('2026-03-02T12:00:00+08:00');
const PERSONAL: BookCellsByName = {
  name: CANARY.name,
  email: CANARY.email,
  phone: CANARY.phone,
  address: `1 ${CANARY.word} Road`,
};

let world: ApiWorld;
let untouched: Untouched;
const dir = mkdtempSync(join(tmpdir(), 'arrears-book-'));
beforeAll(async () => {
  world = await openApiWorld(NOW);
  expect((await send(bookFile([KNOWN]))).json).toMatchObject({ added: 1 });
  // Which file was seen is kept, whatever came of it.
  untouched = new Untouched(world.database, ['intake_file']);
  await untouched.remember();
});
afterEach(() => untouched.settle());
afterAll(async () => {
  await world.close();
  rmSync(dir, { recursive: true, force: true });
});

const send = (content: string | Buffer, query = '') => world.api.send(`/v1/imports${query}`, content);

/** Sends a book of which one row is refused, and whose other rows were known before. */
async function expectRow(content: string, row: number, column: string, code: string): Promise<void> {
  const from = world.api.log.length;
  const { status, json, body } = await send(content, '?strict=true');
  expect([status, json.refused + json.stale, json.added, json.updated]).toEqual([200, 1, 0, 0]);
  expect(json.refusals).toEqual([
    expect.objectContaining({ row, column, code, sentence: expect.any(String), remedy: expect.any(String) }),
  ]);
  expectSilent(body + world.api.log.slice(from).join(''));
  await untouched.check();
}

describe('cells', () => {
  test.each([...CELLS])('%s', async (_, cells, column, code) => {
    await expectRow(bookFile([{ account: 'A-2', person: 'P-2', ...PERSONAL, ...cells }]), 2, column, code);
  });
});

describe('lines', () => {
  test.each([...LINES])('%s', async (_, line, code) => {
    await expectRow(`${BOOK_HEADER}\n${line.replace('Lin', CANARY.word)}\n`, 2, '', code);
  });
  test('a line break inside a cell', async () => {
    await expectRow(bookFile([{ account: 'A-2', address: `${CANARY.word}\nTaipei` }]), 2, '', 'control-character');
  });
  test('a file that ends in the middle of a row', async () => {
    await expectRow(bookFile([PERSONAL]).slice(0, -40), 2, '', 'cut-short');
  });
});

describe('files', () => {
  test('nothing at all', async () => expectRefusal(await send(''), { status: 422, code: 'invalid-request' }));
  test.each(FILES.filter(([, content]) => content.length > 0))('%s', async (_, content, faults) => {
    const from = world.api.log.length;
    const answer = await send(content);
    expectRefusal(answer, { status: 422, code: 'file-refused' });
    expect(answer.json.faults.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      faults.map(({ row, column }) => `/${row}/${column}`),
    );
    expectSilent(world.api.log.slice(from).join(''));
    await untouched.check();
  });
  test('a header and nothing below takes nothing', async () => {
    expect((await send(`${BOOK_HEADER}\n`)).json).toMatchObject({ rows: 0, added: 0, refused: 0 });
    await untouched.check();
  });
  test('more than 64 MiB is not for this door', async () => {
    expectRefusal(await send(Buffer.alloc(64 * 1024 * 1024 + 1, 'x')), { status: 413, code: 'invalid-request' });
  });
});

describe('rows that do not fit what is known', () => {
  test.each([...AGAINST])('%s', async (_, cells, column, code) => {
    await expectRow(bookFile([{ ...KNOWN, ...cells }]), 2, column, code);
  });
  test.each([...PAIRS])('%s', async (_, [first, other], column, code) => {
    const from = world.api.log.length;
    const { json, body } = await send(bookFile([first, other]), '?strict=true');
    expect(json.refusals).toEqual([expect.objectContaining({ row: 3, column, code })]);
    expectSilent(body + world.api.log.slice(from).join(''));
    await untouched.check();
  });
  test('a name in two spellings of the same letters is one name', async () => {
    const name = 'Ngọc Ánh Zoé';
    const rows = ['NFC', 'NFD'].map((form, index) => ({
      account: `N-${index}`,
      person: 'N-1',
      name: name.normalize(form),
    }));
    expect((await send(bookFile(rows))).json).toMatchObject({ added: 2, refused: 0 });
    expect((await send(bookFile(rows).normalize('NFD'))).json).toMatchObject({ added: 0, unchanged: 2 });
  });
  test('an account that was closed stays closed, whatever the book says of it', async () => {
    const close = { fact: 'closed', as: 'ann', data: { how: 'settled' } };
    expect((await send(bookFile([{ account: 'C-1', person: 'C-1', as_of: '2026-03-01' }]))).json).toMatchObject({
      added: 1,
    });
    expect((await world.api.post('/v1/accounts/harbour/C-1/facts', close)).status).toBe(201);
    expect(
      (await send(bookFile([{ account: 'C-1', person: 'C-1', as_of: '2026-03-02', balance: '50000.00' }]))).json,
    ).toMatchObject({
      updated: 1,
    });
    const { closed_reason } = await world.database.db
      .selectFrom('account')
      .select('closed_reason')
      .where('number', '=', 'C-1')
      .executeTakeFirstOrThrow();
    expect(closed_reason).toBe('settled');
  });
});

describe('from disk', () => {
  let said = '';
  const before = { ...process.env };
  beforeAll(() => {
    Object.assign(process.env, { DATABASE_URL: world.database.url, ARREARS_HOME: join(dir, 'home') });
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        said += String(chunk);
        return true;
      });
    }
  });
  afterAll(() => {
    jest.restoreAllMocks();
    for (const name of ['DATABASE_URL', 'ARREARS_HOME']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    expectSilent(said);
  });
  const importing = async (path: string) => importFile(path, { json: true });

  test('a folder, a pipe, a link to nothing', async () => {
    const [folder, pipe, link] = ['folder', 'pipe', 'link'].map((name) => join(dir, name)) as [string, string, string];
    mkdirSync(folder);
    execFileSync('mkfifo', [pipe]);
    symlinkSync(join(dir, 'nothing'), link);
    for (const path of [folder, pipe])
      await expect(importing(path)).rejects.toMatchObject({ code: 'not-done', remedy: expect.any(String) });
    await expect(importing(link)).rejects.toMatchObject({ code: 'ENOENT' });
    await untouched.check();
  });

  test('a link is read; what is refused is written beside the link, not behind it', async () => {
    const target = join(dir, 'target.csv');
    writeFileSync(target, bookFile([{ ...PERSONAL, account: 'L-1', currency: 'XXX' }]));
    symlinkSync(target, join(dir, 'link.csv'));
    writeFileSync(join(dir, 'kept'), 'kept');
    symlinkSync(join(dir, 'kept'), join(dir, 'link.csv.refused.csv'));
    expect(await importing(join(dir, 'link.csv'))).toBe(1);
    expect(existsSync(`${target}.refused.csv`)).toBe(false);
    expect(execFileSync('cat', [join(dir, 'kept')], { encoding: 'utf8' })).toBe('kept');
    expectSilent(execFileSync('cat', [join(dir, 'link.csv.refused.csv')], { encoding: 'utf8' }));
    await untouched.check();
  });

  test.each([...FILE_NAMES])('a file of the name %j', async (name) => {
    writeFileSync(join(dir, name), bookFile([KNOWN]));
    expect(await importing(join(dir, name))).toBe(0);
    await untouched.check();
  });

  test('a file that grows while it is read', async () => {
    const path = join(dir, 'growing.csv');
    writeFileSync(path, bookFile([{ account: 'G-1', person: 'G-1' }]));
    const inspected = await inspectBook(() => createReadStream(path));
    if ('faults' in inspected) throw new Error('refused');
    appendFileSync(path, `${bookLine({ account: 'G-2', person: 'G-2' })}\n`);
    const taking = importBook(world.database.pool, inspected.source, { now: NOW, stages: [], sender: 'test' });
    await expect(taking).rejects.toMatchObject({
      code: 'not-allowed-now',
      message: expect.stringContaining('changed while it was read'),
    });
    await untouched.check();
  });

  test('a line of 100 MB costs no memory', async () => {
    let given = 0;
    const piece = Buffer.alloc(64 * 1024, 'x');
    const endless = function* () {
      for (; given < 100_000_000; given += piece.length) yield piece;
    };
    expect(await inspectBook(() => Readable.from(endless()))).toEqual({
      faults: [{ row: 1, column: '', code: 'too-long' }],
    });
    expect(given).toBeLessThan(3_000_000);
  });
});
