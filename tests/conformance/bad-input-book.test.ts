/** Every way in which a book file can be bad: it is refused with row, column, reason and remedy, and the good rows are kept. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { inspectBook } from '../../channels/book/reader.ts';
import { refusedLine } from '../../channels/book/refused.ts';
import { BOOK_FAULTS, type BookFault, type BookFaultCode } from '../../domain/contracts/book-faults.ts';
import { BOOK_COLUMNS, type BookRow, parseBookRow } from '../../domain/contracts/book-row.ts';
import { BOOK_HEADER, type BookCellsByName, bookFile, bookLine } from '../support/book-file.ts';

const CONTEXT = {
  creditorOf: (code: string) => (code === 'harbour' ? { currency: 'TWD', today: '2026-03-02' } : null),
  stages: ['reminder', 'sms', 'call', 'agency', 'bureau', 'legal'],
};

/** Reads a whole file as the import does, without a database; `step` is the size of the pieces in which it arrives. */
async function read(content: string | Buffer, step = 7): Promise<{ rows: BookRow[]; faults: BookFault[] }> {
  const bytes = Buffer.from(content as string);
  const pieces = Array.from({ length: Math.ceil(bytes.length / step) }, (_, at) => bytes.subarray(at * step, (at + 1) * step));
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
  const cases: [string, BookCellsByName, string, BookFaultCode][] = [
    ['an empty required cell', { name: '' }, 'name', 'empty'],
    ['a cell of blanks', { name: '   ' }, 'name', 'empty'],
    ['a formula', { name: '=HYPERLINK("http://example.com")' }, 'name', 'formula'],
    ['a formula that starts with +', { name: '+1+1' }, 'name', 'formula'],
    ['a formula that starts with -', { address: '-2+3' }, 'address', 'formula'],
    ['a formula that starts with @', { name: '@SUM(A1)' }, 'name', 'formula'],
    ['a formula behind a tab', { name: '\t=1' }, 'name', 'formula'],
    ['a formula in an amount', { balance: '=1+1' }, 'balance', 'formula'],
    ['a formula in a phone', { phone: '+1 212=cmd' }, 'phone', 'formula'],
    ['a control character', { name: 'Lin\u0007Mei' }, 'name', 'control-character'],
    ['a name that never ends', { name: 'x'.repeat(501) }, 'name', 'too-long'],
    ['an account number with a slash', { account: 'A/2' }, 'account', 'bad-key'],
    ['an unknown creditor', { creditor: 'nobody' }, 'creditor', 'unknown-creditor'],
    ['an unknown language', { language: 'fr' }, 'language', 'unknown-language'],
    ['an unknown zone', { zone: 'Asia/Atlantis' }, 'zone', 'unknown-zone'],
    ['two e-mail addresses', { email: 'a@example.com;b@example.com' }, 'email', 'bad-email'],
    ['an e-mail address with a name', { email: 'Lin <lin@example.com>' }, 'email', 'bad-email'],
    ['a phone without country code', { phone: '0912 345 678' }, 'phone', 'bad-phone'],
    ['a phone that is too short', { phone: '+1 212' }, 'phone', 'bad-phone'],
    ['an unknown product', { product: 'mortgage' }, 'product', 'unknown-product'],
    ['an unknown currency', { currency: 'XXX' }, 'currency', 'unknown-currency'],
    ["another currency than the creditor's", { currency: 'USD' }, 'currency', 'other-currency'],
    ['an amount in words', { balance: 'much' }, 'balance', 'not-a-number'],
    ['a currency sign', { balance: 'NT$41000.00' }, 'balance', 'not-a-number'],
    ['an amount in brackets', { balance: '(41000.00)' }, 'balance', 'not-a-number'],
    ['a decimal comma', { balance: '41000,50' }, 'balance', 'not-a-number'],
    ['an amount as a spreadsheet shortens it', { balance: '4.1E+04' }, 'balance', 'not-a-number'],
    ['a phone as a spreadsheet shortens it', { phone: '8.86912E+11' }, 'phone', 'bad-phone'],
    ['a date as a spreadsheet counts it', { contract_date: '43589' }, 'contract_date', 'no-such-date'],
    ['a date with a year of two digits', { contract_date: '19-05-04' }, 'contract_date', 'no-such-date'],
    ['a date of month, day, year', { contract_date: '05/04/2019' }, 'contract_date', 'no-such-date'],
    ['a thousands mark', { balance: '41,000.00' }, 'balance', 'thousands-mark'],
    ['more decimals than the currency', { balance: '41000.001' }, 'balance', 'too-many-decimals'],
    ['more decimals in a due', { dues: '2026-01-30=1.005' }, 'dues', 'too-many-decimals'],
    ['an amount beyond reason', { balance: '1234567890123456.00' }, 'balance', 'too-large'],
    ['a negative balance', { balance: '-41000.00' }, 'balance', 'amount-not-positive'],
    ['a zero due', { dues: '2026-01-30=0.00' }, 'dues', 'amount-not-positive'],
    ['a negative due', { dues: '2026-01-30=-5.00' }, 'dues', 'amount-not-positive'],
    ['a zero last payment', { last_payment_amount: '0' }, 'last_payment_amount', 'amount-not-positive'],
    ['a zero limit', { credit_limit: '0' }, 'credit_limit', 'amount-not-positive'],
    ['a date that does not exist', { contract_date: '2025-02-30' }, 'contract_date', 'no-such-date'],
    ['a date the other way round', { as_of: '02.03.2026' }, 'as_of', 'no-such-date'],
    ['a due date that does not exist', { dues: '2026-02-29=5.00' }, 'dues', 'no-such-date'],
    ['a day that has not come', { as_of: '2026-03-03' }, 'as_of', 'date-in-future'],
    ['a contract from after the file', { contract_date: '2026-03-02', as_of: '2026-03-01', dues: '' }, 'contract_date', 'date-order'],
    ['a due from before the contract', { dues: '2018-01-30=5.00' }, 'dues', 'date-order'],
    ['a payment from after the file', { last_payment_date: '2026-03-05' }, 'last_payment_date', 'date-order'],
    ['dues that cannot be read', { dues: '1434.00' }, 'dues', 'bad-due'],
    ['the same due twice', { dues: '2026-01-30=5.00;2026-01-30=6.00' }, 'dues', 'due-twice'],
    ['dues above the balance', { balance: '100.00' }, 'dues', 'dues-above-balance'],
    ['a consent that is neither', { bureau_consent: 'maybe' }, 'bureau_consent', 'yes-or-no'],
    ['an unknown stage', { reached_stage: 'field-visit' }, 'reached_stage', 'unknown-stage'],
    ['a payment date without an amount', { last_payment_amount: '' }, 'last_payment_amount', 'half-a-pair'],
    ['a notice without a stage', { notified_on: '2026-02-01' }, 'reached_stage', 'half-a-pair'],
  ];
  test.each(cases)('%s', async (_, cells, column, code) => {
    const { rows, faults } = await read(around(bookLine({ account: 'A-2', person: 'P-2', ...cells })));
    expect(faults).toEqual([{ row: 3, column, code }]);
    expect(rows.map((row) => row.account)).toEqual(['A-1', 'A-3']);
  });

  test('all faults of a row are told at once', async () => {
    const { faults } = await read(around(bookLine({ account: 'A-2', language: 'fr', zone: 'Mars', balance: '1,000.00' })));
    expect(faults.map((fault) => fault.code)).toEqual(['unknown-language', 'unknown-zone', 'thousands-mark']);
  });
});

describe('a bad line refuses itself and no other', () => {
  test.each<[string, string, BookFaultCode]>([
    ['a cell too many', `${bookLine({ account: 'A-2' })},more`, 'column-count'],
    ['a cell too few', bookLine({ account: 'A-2' }).split(',').slice(0, 20).join(','), 'column-count'],
    ['a quote inside a cell', bookLine({ account: 'A-2' }).replace('Lin Mei', 'Lin "May" Mei'), 'quote-misplaced'],
    ['a quote that is never closed', bookLine({ account: 'A-2' }).replace('Lin Mei', '"Lin Mei'), 'quote-misplaced'],
  ])('%s', async (_, line, code) => {
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
    const broken = bookLine({ account: 'A-2', address: 'one\ntwo' });
    const { faults } = await read(`${[BOOK_HEADER, broken, '', bookLine({ language: 'fr' })].join('\n')}\n`);
    expect(faults.map((fault) => fault.row)).toEqual([2, 5]);
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
  const row = bookLine();
  test.each<[string, string | Buffer, BookFault[]]>([
    ['nothing', '', [{ row: 1, column: '', code: 'empty-file' }]],
    ['a blank header', `,,\n${row}\n`, [{ row: 1, column: '', code: 'empty-file' }]],
    ['a missing column', `${BOOK_HEADER.replace(',dues', '')}\n${row}\n`, [{ row: 1, column: 'dues', code: 'column-missing' }]],
    ['an unknown column', `${BOOK_HEADER},mood\n${row},good\n`, [{ row: 1, column: 'mood', code: 'column-unknown' }]],
    ['a column twice', `${BOOK_HEADER},balance\n${row},1\n`, [{ row: 1, column: 'balance', code: 'column-doubled' }]],
    [
      'a wrong name',
      `${BOOK_HEADER.replace('balance', 'Balance owed')}\n${row}\n`,
      [
        { row: 1, column: 'balance', code: 'column-missing' },
        { row: 1, column: '#14', code: 'column-unknown' },
      ],
    ],
    ['semicolons', `${BOOK_HEADER}\n${row}\n`.replaceAll(',', ';'), [{ row: 1, column: '', code: 'not-commas' }]],
    ['tabs', `${BOOK_HEADER}\n${row}\n`.replaceAll(',', '\t'), [{ row: 1, column: '', code: 'not-commas' }]],
    ['an xlsx', Buffer.from('504b03041400060008000000210062ee9d68', 'hex'), [{ row: 1, column: '', code: 'not-utf8' }]],
    [
      'Big5',
      Buffer.concat([Buffer.from(`${BOOK_HEADER}\n${row}\n`), Buffer.from([0xb3, 0xaf, 0x0a])]),
      [{ row: 3, column: '', code: 'not-utf8' }],
    ],
    ['UTF-16', Buffer.from(`\uFEFF${BOOK_HEADER}\n${row}\n`, 'utf16le'), [{ row: 1, column: '', code: 'not-utf8' }]],
  ])('%s', async (_, content, faults) => {
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
    ['blanks around cells', plain.replaceAll(',', ' , ')],
  ])('%s', async (_, content) => {
    const { rows, faults } = await read(content);
    expect(faults).toEqual([]);
    expect(rows).toEqual((await read(plain)).rows);
  });

  test('a row reads into minor units, E.164 and dues by age', async () => {
    const { rows } = await read(bookFile([{ dues: '2026-03-01=1380;2026-01-30=1434.5', email: 'A.B@Example.COM', credit_limit: '' }]));
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
    const { rows, faults } = await read(bookFile(names.map((name, index) => ({ name, account: `A-${index}`, person: `P-${index}` }))));
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
  const rows = Object.entries(BOOK_FAULTS).map(([code, fault]) => `| ${code} | ${fault.level} | ${fault.sentence} | ${fault.remedy} |`);
  expect(reasons.filter((line) => line !== '')).toEqual(rows);
});
