/** Parties, features and format v2 by every door: over HTTP and from disk. No personal value in an answer or a log. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { importFile } from '../../cli/commands/import-book.ts';
import { DETAIL_CELLS, FEATURE_CELLS, PARTY_CELLS } from '../fixtures/bad-input/beside-book.ts';
import { CANARY } from '../fixtures/bad-input/canary.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { expectRefusal, expectSilent, Untouched } from '../support/bad-input.ts';
import { bookFile, bookFileV2, FEATURE_HEADER, featuresFile, partiesFile } from '../support/book-file.ts';

/** The day of book.example.csv. */
const NOW = Date.parse('2026-11-28T12:00:00+08:00');
const TODAY = '2026-11-28';
const PERSONAL = { name: CANARY.name, email: CANARY.email, phone: CANARY.phone, address: `1 ${CANARY.word} Road` };

let world: ApiWorld;
let untouched: Untouched;
beforeAll(async () => {
  world = await openApiWorld(NOW);
  expect((await send(bookFile([{ as_of: TODAY }]))).json).toMatchObject({ added: 1 });
  untouched = new Untouched(world.database, ['intake_file']);
  await untouched.remember();
});
afterEach(() => untouched.settle());
afterAll(() => world.close());

const send = (content: string, query = '') => world.api.send(`/v1/imports${query}`, content);
const rootFile = (name: string) => new URL(`../../${name}`, import.meta.url).pathname;

async function expectRow(content: string, column: string, code: string): Promise<void> {
  const from = world.api.log.length;
  const { status, json, body } = await send(content);
  expect([status, json.refused, json.added, json.updated]).toEqual([200, 1, 0, 0]);
  expect(json.refusals).toEqual([
    expect.objectContaining({ row: 2, column, code, sentence: expect.any(String), remedy: expect.any(String) }),
  ]);
  expectSilent(body + world.api.log.slice(from).join(''));
  await untouched.check();
}

describe('over HTTP, a bad row is refused with its reason and nothing is written', () => {
  test.each(DETAIL_CELLS)('%s of the book', async (_, cells, column, code) => {
    await expectRow(bookFileV2([{ account: 'A-2', person: 'P-2', as_of: TODAY, ...PERSONAL, ...cells }]), column, code);
  });
  test.each(PARTY_CELLS)('%s of a party', async (_, cells, column, code) => {
    await expectRow(partiesFile([{ ...PERSONAL, ...cells }]), column, code);
  });
  test.each(FEATURE_CELLS)('%s of a feature', async (_, cells, column, code) => {
    const { as_of: day = TODAY } = cells;
    const future = code === 'date-in-future' ? '2026-11-29' : day;
    await expectRow(featuresFile([{ ...cells, as_of: future }]), column, code);
  });
  test('a file that is not what the sender says', async () => {
    expectRefusal(await send(featuresFile([{}]), '?kind=parties'), {
      status: 422,
      code: 'file-refused',
      at: '/1/role',
    });
    expectRefusal(await send(featuresFile([{}]), '?kind=accounts'), { status: 422, code: 'invalid-request' });
    await untouched.check();
  });
});

test('over HTTP: the account shows its parties, without their names, and its newest features', async () => {
  const from = world.api.log.length;
  const parties = partiesFile([{ ...PERSONAL, liability: 'cap:20000.00' }]);
  expect((await send(parties)).json).toMatchObject({ rows: 1, added: 1 });
  expect((await send(parties, '?kind=parties')).json).toMatchObject({ rows: 1, unchanged: 1 });
  expect((await send(featuresFile([{ as_of: TODAY }]))).json).toMatchObject({ added: 1 });
  const { json, body } = await world.api.get('/v1/accounts/harbour/A-1');
  expect(json).toMatchObject({
    parties: [
      { person: 'P-1', role: 'debtor', liability: 'full', share: null, cap: null },
      { person: 'P-78', role: 'guarantor', liability: 'cap', share: null, cap: { currency: 'TWD', minor: '2000000' } },
    ],
    features: [{ name: 'score', value: 0.62, asOf: TODAY }],
  });
  expectSilent(body + world.api.log.slice(from).join(''));
});

describe('from disk', () => {
  const dir = mkdtempSync(join(tmpdir(), 'arrears-formats-'));
  const before = { ...process.env };
  let said = '';
  beforeAll(async () => {
    Object.assign(process.env, { DATABASE_URL: world.database.url, ARREARS_HOME: join(dir, 'home') });
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        said += String(chunk);
        return true;
      });
    }
    await world.database.db
      .updateTable('clock')
      .set({ mode: 'simulated', now_at: new Date(NOW) })
      .execute();
  });
  afterAll(() => {
    jest.restoreAllMocks();
    for (const name of ['DATABASE_URL', 'ARREARS_HOME']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    rmSync(dir, { recursive: true, force: true });
    expectSilent(said);
  });
  const importing = async (name: string, options = {}) => {
    said = '';
    const path = join(dir, name);
    const code = await importFile(path, { json: true, ...options });
    return [code, JSON.parse(said.split('\n')[0] ?? '')];
  };

  test('the example files, each twice', async () => {
    for (const [name, rows] of [
      ['book', 1],
      ['parties', 2],
      ['features', 2],
    ] as const) {
      writeFileSync(join(dir, `${name}.csv`), readFileSync(rootFile(`${name}.example.csv`)));
      expect(await importing(`${name}.csv`)).toEqual([0, expect.objectContaining({ rows, added: rows, refused: 0 })]);
      expect(await importing(`${name}.csv`)).toEqual([
        0,
        expect.objectContaining({ rows, unchanged: rows, refused: 0 }),
      ]);
    }
    const { json } = await world.api.get('/v1/accounts/harbour/A-1042');
    expect([json.parties.length, json.features.length]).toEqual([3, 2]);
  });

  test('what is refused is listed beside the file, and --kind says what it holds', async () => {
    writeFileSync(join(dir, 'bad.csv'), partiesFile([{ ...PERSONAL, account: 'A-9' }, { person: 'P-81' }]));
    const [code, summary] = await importing('bad.csv', { kind: 'parties' });
    expect([code, summary]).toEqual([1, expect.objectContaining({ added: 1, refused: 1 })]);
    expect(readFileSync(join(dir, 'bad.csv.refused.csv'), 'utf8').split('\n')[1]).toMatch(
      /^2,A-9,account,unknown-account,/,
    );
    writeFileSync(join(dir, 'short.csv'), `${FEATURE_HEADER.replace('account,', '').replace('name,', '')}\n`);
    await expect(importFile(join(dir, 'short.csv'), { json: true, kind: 'features' })).rejects.toMatchObject({
      code: 'file-refused',
    });
    const refused = readFileSync(join(dir, 'short.csv.refused.csv'), 'utf8').trim().split('\n').slice(1);
    expect(refused.map((line) => line.split(',').slice(2, 4))).toEqual([
      ['account', 'column-missing'],
      ['name', 'column-missing'],
    ]);
  });
});
