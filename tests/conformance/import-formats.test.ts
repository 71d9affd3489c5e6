/** Format v2 of the book, parties and features: what a row reads as, and why it is refused. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { inspectBook } from '../../channels/book/reader.ts';
import { BOOK_COLUMNS, type BookCells, contentOf, parseBookRow } from '../../domain/contracts/book-row.ts';
import { FEATURE_COLUMNS, parseFeatureRow } from '../../domain/contracts/feature-row.ts';
import type { ImportKind } from '../../domain/contracts/import-kind.ts';
import { PARTY_COLUMNS, parsePartyRow } from '../../domain/contracts/party-row.ts';
import { productsOf } from '../../domain/products.ts';
import { DETAIL_CELLS, FEATURE_CELLS, PARTY_CELLS } from '../fixtures/bad-input/beside-book.ts';
import {
  BOOK_HEADER,
  bookFile,
  bookFileV2,
  FEATURE_HEADER,
  featuresFile,
  HEADER_V2,
  PARTY_HEADER,
  partiesFile,
} from '../support/book-file.ts';

const PRODUCTS = productsOf({});
const CONTEXT = {
  creditorOf: (code: string) =>
    code === 'harbour' ? { currency: 'TWD', today: '2026-03-02', products: PRODUCTS } : null,
  stages: ['reminder', 'sms'],
};
const PARSE = {
  book: (cells: BookCells) => parseBookRow(cells, CONTEXT),
  parties: (cells: BookCells) => parsePartyRow(cells, CONTEXT),
  features: (cells: BookCells) => parseFeatureRow(cells, CONTEXT),
};

async function inspect(content: string, kind?: ImportKind) {
  return inspectBook(() => Readable.from([Buffer.from(content)]), kind);
}

/** The cells of the rows of a file, and what it holds. */
async function cellsOf(content: string): Promise<{ kind: ImportKind; cells: BookCells[] }> {
  const inspection = await inspect(content);
  if ('faults' in inspection) throw new Error(JSON.stringify(inspection.faults));
  const cells: BookCells[] = [];
  for await (const lines of inspection.source.lines(100))
    for (const line of lines) {
      if ('fault' in line) throw new Error(`row ${line.row}: ${line.fault}`);
      cells.push(line.cells);
    }
  return { kind: inspection.source.kind, cells };
}

/** The rows of a file, each as it reads or as its faults. */
async function read(content: string): Promise<unknown[]> {
  const { kind, cells } = await cellsOf(content);
  return cells.map((row) => PARSE[kind](row));
}

describe('format v2 of the book', () => {
  test.each(DETAIL_CELLS)('%s is refused', async (_, cells, column, code) => {
    expect(await read(bookFileV2([cells]))).toEqual([[{ column, code }]]);
  });

  test('all columns', async () => {
    const [row] = await read(bookFileV2([{}]));
    expect(row).toMatchObject({
      details: {
        country: 'US',
        region: 'CA',
        secondFact: 'ab'.repeat(32),
        graceDays: 10,
        components: [
          { on: '2026-01-30', principal: 100_000n, interest: 30_000n, fees: 10_000n, costs: 3_400n },
          { on: '2026-03-01', principal: 0n, interest: 138_000n, fees: 0n, costs: 0n },
        ],
        disbursed: 6_000_000n,
        originationChannel: 'branch',
        originationBand: 'B2',
        originalCreditor: 'First Bank',
        presentCreditor: 'Harbour Bank',
        lastContactOn: '2026-02-20',
      },
    });
  });

  test('an empty cell says that there is none, a column that is left out says nothing', async () => {
    const empty = Object.fromEntries(
      HEADER_V2.split(',')
        .slice(21)
        .map((column) => [column, '']),
    );
    const [all] = (await read(bookFileV2([empty]))) as { details: object }[];
    expect([...new Set(Object.values(all?.details ?? {}))]).toEqual([null]);
    expect(Object.keys(all?.details ?? {})).toHaveLength(11);
    const [some] = await read(bookFileV2([{}], `${BOOK_HEADER},grace_days`));
    expect(some).toHaveProperty('details', { graceDays: 10 });
    expect((await read(bookFile([{}])))[0]).toHaveProperty('details', {});
  });

  test.each([
    ['hex in capitals', 'AB'.repeat(32), 'ab'.repeat(32)],
    ['base64url', Buffer.from('ab'.repeat(32), 'hex').toString('base64url'), 'ab'.repeat(32)],
    ['base64url with its mark', `${Buffer.from('cd'.repeat(32), 'hex').toString('base64url')}=`, 'cd'.repeat(32)],
    ['base64url that starts with a dash', Buffer.from('fb'.repeat(32), 'hex').toString('base64url'), 'fb'.repeat(32)],
  ])('a keyed hash in %s', async (_, cell, secondFact) => {
    const [row] = await read(bookFileV2([{ second_fact_hmac: cell }]));
    expect(row).toMatchObject({ details: { secondFact } });
  });

  test.each([
    ['0', 0],
    ['60', 60],
    ['07', 7],
  ])('%s days of grace', async (cell, graceDays) =>
    expect((await read(bookFileV2([{ grace_days: cell }])))[0]).toMatchObject({ details: { graceDays } }),
  );

  test('components are not compared with dues that were refused', async () => {
    expect(await read(bookFileV2([{ dues: 'much' }]))).toEqual([[{ column: 'dues', code: 'bad-due' }]]);
  });

  test('the content of a row of format v1 is what it was, and so is that of a row of v2 that adds nothing', async () => {
    const [{ cells: v1 }, { cells: bare }, { cells: full }] = await Promise.all([
      cellsOf(bookFile([{}])),
      cellsOf(
        bookFileV2([
          Object.fromEntries(
            HEADER_V2.split(',')
              .slice(21)
              .map((column) => [column, '']),
          ),
        ]),
      ),
      cellsOf(bookFileV2([{}])),
    ]);
    const [old = [], same = [], other = []] = [v1[0], bare[0], full[0]];
    expect(old).toHaveLength(21);
    expect(contentOf(old)).toBe(old.map((cell) => `${cell}\u001f`).join(''));
    expect(contentOf(same)).toBe(contentOf(old));
    expect(contentOf(other)).not.toBe(contentOf(old));
  });

  test('columns of v2 stand anywhere in the header', async () => {
    const mixed = `grace_days,${BOOK_HEADER.split(',').reverse().join(',')},country`;
    const [row] = await read(bookFileV2([{}], mixed));
    expect(row).toMatchObject({ account: 'A-1', details: { graceDays: 10, country: 'US' } });
  });
});

describe('parties', () => {
  test.each(PARTY_CELLS)('%s is refused', async (_, cells, column, code) => {
    expect(await read(partiesFile([cells]))).toEqual([[{ column, code }]]);
  });

  test('a row', async () => {
    expect((await read(partiesFile([{ liability: 'cap:20000.00' }])))[0]).toEqual({
      creditor: 'harbour',
      account: 'A-1',
      person: 'P-78',
      role: 'guarantor',
      liability: { kind: 'cap', minor: 2_000_000n },
      name: 'Wang Jun',
      language: 'zh-Hans',
      zone: 'America/Los_Angeles',
      email: 'wang.jun@example.com',
      phone: '+12135550144',
      address: '2 Harbour Road',
      place: { country: 'US', region: 'CA' },
    });
  });

  test.each([
    ['full', { kind: 'full' }],
    ['none', { kind: 'none' }],
    ['share:33.33', { kind: 'share', hundredths: 3333 }],
    ['share:100', { kind: 'share', hundredths: 10_000 }],
  ])('liability %s', async (liability, expected) =>
    expect((await read(partiesFile([{ liability }])))[0]).toMatchObject({ liability: expected }),
  );

  test('country and region may be left out', async () => {
    const header = PARTY_HEADER.replace(',country,region', '');
    expect((await read(partiesFile([{}], header)))[0]).toMatchObject({ place: {} });
  });
});

describe('features', () => {
  test.each(FEATURE_CELLS)('%s is refused', async (_, cells, column, code) => {
    expect(await read(featuresFile([cells]))).toEqual([[{ column, code }]]);
  });

  test.each([
    ['0.620', '0.62'],
    ['-0.5', '-0.5'],
    ['007', '7'],
    ['-0.0', '0'],
    ['100', '100'],
    ['salaried', 'salaried'],
    ['E10.2', 'E10.2'],
  ])('%s reads as %s', async (value, expected) =>
    expect((await read(featuresFile([{ value }])))[0]).toEqual({
      creditor: 'harbour',
      account: 'A-1',
      asOf: '2026-03-02',
      name: 'score',
      value: expected,
    }),
  );
});

describe('what a file holds', () => {
  test.each<[string, string]>([
    ['book', BOOK_HEADER],
    ['book', HEADER_V2],
    ['parties', PARTY_HEADER],
    ['features', FEATURE_HEADER],
    ['features', 'value,name,as_of,account,creditor'],
  ])('%s by its header', async (kind, header) =>
    expect(await inspect(`${header}\n`)).toMatchObject({ source: { kind } }),
  );

  test.each<[string, string, object[]]>([
    ['a book with a column of features', `${BOOK_HEADER},value`, [{ column: 'value', code: 'column-unknown' }]],
    [
      'a parties file that lacks a column',
      PARTY_HEADER.replace(',role', ''),
      [{ column: 'role', code: 'column-missing' }],
    ],
    [
      'a features file with a column misspelt',
      FEATURE_HEADER.replace('value', 'Figure'),
      [
        { column: 'value', code: 'column-missing' },
        { column: '#5', code: 'column-unknown' },
      ],
    ],
    [
      'a features file with a column in capitals',
      FEATURE_HEADER.replace('value', 'Value'),
      [{ column: 'value', code: 'column-capitals' }],
    ],
    ['a parties file in capitals', PARTY_HEADER.toUpperCase(), [{ column: '', code: 'column-capitals' }]],
  ])('%s is refused as what it is', async (_, header, faults) =>
    expect(await inspect(`${header}\n`)).toEqual({ faults: faults.map((fault) => ({ row: 1, ...fault })) }),
  );

  test('a header of nothing known is no book', async () => {
    const inspection = await inspect('a,b\n1,2\n');
    if (!('faults' in inspection)) throw new Error('it was taken');
    expect(inspection.faults.filter(({ code }) => code === 'column-missing').map(({ column }) => column)).toEqual(
      BOOK_COLUMNS.slice(0, 21),
    );
  });

  test('is what the sender says, whatever the header looks like', async () => {
    expect(await inspect(`${FEATURE_HEADER}\n`, 'parties')).toMatchObject({ faults: expect.any(Array) });
    const inspection = await inspect('creditor,account\n', 'features');
    expect('faults' in inspection && inspection.faults.map(({ column }) => column)).toEqual(['as_of', 'name', 'value']);
  });
});

describe('the examples', () => {
  const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const today = { creditorOf: () => ({ currency: 'TWD', today: '2026-11-28', products: PRODUCTS }), stages: [] };

  test('of parties and features are taken, and are about the account of book.example.csv', async () => {
    const parties = (await cellsOf(text('parties.example.csv'))).cells.map((cells) => parsePartyRow(cells, today));
    expect(parties).toMatchObject([
      { account: 'A-1042', role: 'guarantor', liability: { kind: 'cap', minor: 2_000_000n } },
      { account: 'A-1042', role: 'joint-debtor', liability: { kind: 'share', hundredths: 5000 } },
    ]);
    const features = (await cellsOf(text('features.example.csv'))).cells.map((cells) => parseFeatureRow(cells, today));
    expect(features).toMatchObject([
      { account: 'A-1042', name: 'utilisation', value: '0.62' },
      { account: 'A-1042', name: 'employment', value: 'salaried' },
    ]);
    expect(text('book.example.csv')).toContain('\nharbour,A-1042,');
  });

  test('of docs/import-format.md are taken', async () => {
    const page = text('docs/import-format.md');
    const blocks = [...page.matchAll(/```\n(creditor,[\s\S]*?)```/g)].map(([, block = '']) => block);
    const kinds = await Promise.all(blocks.map(async (block) => (await cellsOf(block)).kind));
    expect(kinds).toEqual(['book', 'book', 'parties', 'features']);
    for (const block of blocks) {
      const { kind, cells } = await cellsOf(block);
      for (const row of cells) {
        const parse = { book: parseBookRow, parties: parsePartyRow, features: parseFeatureRow }[kind];
        expect(parse(row, today)).toHaveProperty('creditor', 'harbour');
      }
    }
  });

  test.each([
    ['book', BOOK_COLUMNS],
    ['parties', PARTY_COLUMNS],
    ['features', FEATURE_COLUMNS],
  ])('docs/import-format.md explains every column of %s', (_, columns) => {
    const page = text('docs/import-format.md');
    const rows = [...page.matchAll(/^\| ([a-z_ *,]+) \| /gm)].map(([, names = '']) => names);
    const explained = rows.flatMap((names) => names.split(',').map((name) => name.replace(/[ *]/g, '')));
    for (const column of columns) expect(explained).toContain(column);
  });
});
