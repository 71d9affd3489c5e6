/** Every way in which a book file can be bad: it is refused with row, column, reason and remedy, and the good rows are kept. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { inspectBook } from '../../channels/book/reader.ts';
import { refusedLine } from '../../channels/book/refused.ts';
import { BOOK_FAULTS, type BookFault, type BookFaultCode } from '../../domain/contracts/book-faults.ts';
import { BOOK_COLUMNS, type BookRow, parseBookRow } from '../../domain/contracts/book-row.ts';
import { productsOf } from '../../domain/products.ts';
import { CELLS, FILES, LINES } from '../fixtures/bad-input/book.ts';
import { BOOK_HEADER, bookFile, bookLine } from '../support/book-file.ts';

const CONTEXT = {
  creditorOf: (code: string) =>
    code === 'harbour' ? { currency: 'TWD', today: '2026-03-02', products: productsOf({}) } : null,
  stages: ['reminder', 'sms', 'call', 'agency', 'bureau', 'legal'],
};

/** Reads a whole file as the import does, without a database; `step` is the size of the pieces in which it arrives. */
async function read(
  content: string | Buffer,
  step = content.length > 100_000 ? 65_536 : 7,
): Promise<{ rows: BookRow[]; faults: BookFault[] }> {
  const bytes = Buffer.from(content as string);
  const pieces = Array.from({ length: Math.ceil(bytes.length / step) }, (_, at) =>
    bytes.subarray(at * step, (at + 1) * step),
  );
  const inspection = await inspectBook(() => Readable.from(pieces, { objectMode: true }));
  if ('faults' in inspection) return { rows: [], faults: inspection.faults };
  const [rows, faults]: [BookRow[], BookFault[]] = [[], []];
  for await (const batch of inspection.source.lines(2)) {
    for (const line of batch) {
      const parsed = 'fault' in line ? [{ column: '', code: line.fault }] : parseBookRow(line.cells, CONTEXT);
      if (Array.isArray(parsed)) faults.push(...parsed.map((fault) => ({ row: line.row, ...fault })));
      else rows.push(parsed);
    }
  }
  return { rows, faults };
}

const GOOD_BEFORE = bookLine({ account: 'A-1' });
const GOOD_AFTER = bookLine({ account: 'A-3', person: 'P-3' });
const around = (line: string) => `${[BOOK_HEADER, GOOD_BEFORE, line, GOOD_AFTER].join('\n')}\n`;

describe('a bad cell refuses its row and no other', () => {
  test.each([...CELLS])('%s', async (_, cells, column, code) => {
    const { rows, faults } = await read(around(bookLine({ account: 'A-2', person: 'P-2', ...cells })));
    expect(faults).toEqual([{ row: 3, column, code }]);
    expect(rows.map((row) => row.account)).toEqual(['A-1', 'A-3']);
  });

  test('all faults of a row are told at once', async () => {
    const { faults } = await read(
      around(bookLine({ account: 'A-2', language: 'fr', zone: 'Mars', balance: '1,000.00' })),
    );
    expect(faults.map((fault) => fault.code)).toEqual(['unknown-language', 'unknown-zone', 'thousands-mark']);
  });
});

describe('a bad line refuses itself and no other', () => {
  test.each<[string, string, BookFaultCode]>([...LINES])('%s', async (_, line, code) => {
    const { rows, faults } = await read(around(line));
    expect(faults).toEqual([{ row: 3, column: '', code }]);
    expect(rows.map((row) => row.account)).toEqual(['A-1', 'A-3']);
  });

  test('a line break inside a quoted cell: what stands inside is never read as a row', async () => {
    const hidden = bookLine({ account: 'A-9', person: 'P-9' });
    const { rows, faults } = await read(
      around(bookLine({ account: 'A-2', address: `1 Harbour Road\n${hidden.replaceAll('"', '')}\nTaipei` })),
    );
    expect(faults).toEqual([{ row: 3, column: '', code: 'control-character' }]);
    expect(rows.map((row) => row.account)).toEqual(['A-1', 'A-3']);
  });

  test('rows keep their numbers behind lines that were refused', async () => {
    const broken = bookLine({ account: 'A-2', address: 'one\ntwo\nthree' });
    const blank = ','.repeat(20);
    const bad = bookLine({ language: 'fr' });
    const { faults } = await read(`${[BOOK_HEADER, broken, '', bad, blank, bad].join('\n')}\n`);
    // As a spreadsheet numbers them: a cell with line breaks is one row, a blank row counts.
    expect(faults.map((fault) => fault.row)).toEqual([2, 4, 6]);
  });
});

describe('a file cut in the middle', () => {
  const whole = bookFile([{ account: 'A-1' }, { account: 'A-2', person: 'P-2', name: '陈美' }]);
  test('wherever it is cut, the last row is refused and the rest kept', async () => {
    const bytes = Buffer.from(whole);
    const secondRow = bytes.indexOf('harbour,A-2');
    for (let end = secondRow + 1; end < bytes.length; end += 1) {
      const { rows, faults } = await read(bytes.subarray(0, end), 64);
      expect(faults).toEqual([{ row: 3, column: '', code: 'cut-short' }]);
      expect(rows).toHaveLength(1);
    }
  });
});

describe('a bad header or encoding refuses the file', () => {
  test.each<[string, string | Buffer, BookFault[]]>([...FILES])('%s', async (_, content, faults) => {
    expect(await read(content)).toEqual({ rows: [], faults });
  });
});

describe('what is fine', () => {
  const plain = bookFile([{}]);
  test.each<[string, string]>([
    ['a byte order mark', `\uFEFF${plain}`],
    ['CRLF', plain.replaceAll('\n', '\r\n')],
    [
      'quotes around every cell',
      plain
        .split('\n')
        .map((line) => line.replace(/[^,]+/g, '"$&"'))
        .join('\n'),
    ],
    [
      'columns in another order',
      plain
        .split('\n')
        .map((line) => line.split(',').reverse().join(','))
        .join('\n'),
    ],
    ['line ends of both kinds', plain.replace('\n', '\r\n')],
    ['blank lines', plain.replaceAll('\n', '\n\n')],
    ['rows of nothing but commas', plain.replace(/\n/g, `\n${','.repeat(20)}\n,, ,"",\n"",""\n`)],
    ['rows of blanks', plain.replaceAll('\n', '\n \t \n')],
    ['blanks around cells', plain.replaceAll(',', ' , ')],
  ])('%s', async (_, content) => {
    const { rows, faults } = await read(content);
    expect(faults).toEqual([]);
    expect(rows).toEqual((await read(plain)).rows);
  });

  test('a row reads into minor units, E.164 and dues by age', async () => {
    const { rows } = await read(
      bookFile([{ dues: '2026-03-01=1380;2026-01-30=1434.5', email: 'A.B@Example.COM', credit_limit: '' }]),
    );
    expect(rows[0]).toMatchObject({
      balance: 4_100_000n,
      creditLimit: null,
      dues: [
        { on: '2026-01-30', minor: 143_450n },
        { on: '2026-03-01', minor: 138_000n },
      ],
      phone: '+12125550143',
      email: 'A.B@example.com',
      bureauConsent: true,
    });
  });

  test('a header and nothing below', async () => {
    expect(await read(`${BOOK_HEADER}\n`)).toEqual({ rows: [], faults: [] });
  });

  test('names of every kind', async () => {
    const names = ["O'Brien; rm -rf", '陈美🙂', 'Ngọc Ánh', 'عمر'];
    const { rows, faults } = await read(
      bookFile(names.map((name, index) => ({ name, account: `A-${index}`, person: `P-${index}` }))),
    );
    expect([rows.map((row) => row.name), faults]).toEqual([names, []]);
  });

  test('an account that is paid off: balance 0 and no dues', async () => {
    const { rows, faults } = await read(bookFile([{ balance: '0', dues: '' }]));
    expect([rows[0]?.balance, rows[0]?.dues, faults]).toEqual([0n, [], []]);
  });
});

test('every reason has a sentence and a remedy, and the line that shows it holds no cell of the file', () => {
  for (const [code, { sentence, remedy }] of Object.entries(BOOK_FAULTS)) {
    expect(sentence).toMatch(/\.$/);
    expect(remedy.length).toBeGreaterThan(10);
    const line = refusedLine({ row: 7, account: 'A-1', column: 'name', code: code as BookFaultCode });
    expect(line).toBe(`7,A-1,name,${code},"${sentence.replaceAll('"', '""')}","${remedy.replaceAll('"', '""')}"\n`);
  }
});

test('docs/import-format.md names every column and every reason', () => {
  const page = readFileSync(new URL('../../docs/import-format.md', import.meta.url), 'utf8');
  expect(page).toContain(`\n${BOOK_COLUMNS.join(',')}\n`);
  const reasons = page.slice(page.indexOf('<!-- reasons')).split('\n').slice(3);
  const rows = Object.entries(BOOK_FAULTS).map(
    ([code, fault]) => `| ${code} | ${fault.level} | ${fault.sentence} | ${fault.remedy} |`,
  );
  expect(reasons.filter((line) => line !== '')).toEqual(rows);
});
