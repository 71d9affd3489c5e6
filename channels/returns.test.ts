/** Every sample of a return file is accepted, or refused with its stable code, cell and remedy. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { BUREAU_STATUSES, bureauRecordSchema } from '../domain/contracts/bureau-record.ts';
import { AGENCY, BUREAU, SENT } from '../tests/fixtures/bad-input/returns.ts';
import { CONTACTS_COLUMNS, STOPS_COLUMNS } from './agency/contact-files.ts';
import { CONTACT_RETURN_COLUMNS, parseContactReturn } from './agency/contact-return.ts';
import { PLACEMENT_COLUMNS, RECALL_COLUMNS } from './agency/handover.ts';
import { AGENCY_EVENTS, parseAgencyReturn, RETURN_COLUMNS } from './agency/parser.ts';
import { ANSWER_COLUMNS, parseBureauAnswer } from './bureau/parser.ts';
import { BUREAU_RULES } from './bureau/rules.ts';
import { RETURN_FAULTS } from './faults.ts';

const read = (channel: string, name: string): Buffer =>
  readFileSync(new URL(`./${channel}/samples/${name}`, import.meta.url));
const names = (channel: string): string[] => readdirSync(new URL(`./${channel}/samples/`, import.meta.url)).sort();
type Parsed = {
  taken: boolean;
  faults: { row: number; column: string; code: string; reason: string; remedy: string }[];
};
const cells = (parsed: Parsed): string[] =>
  parsed.faults.map(({ code, row, column }) => `${code} ${row} ${column}`.trim());

describe("agency's return", () => {
  test.each(Object.entries(AGENCY))('%s is refused whole', (name, expected) => {
    const parsed = parseAgencyReturn(read('agency', name));
    expect(parsed.taken).toBe(false);
    expect(cells(parsed)).toEqual(expected);
    for (const fault of parsed.faults)
      expect(fault).toMatchObject({ reason: expect.any(String), remedy: expect.any(String) });
    expect(JSON.stringify(parsed.faults)).not.toMatch(/two@|three@|HYPERLINK|abroad/);
  });
  test('every sample is in the table or taken', () => {
    expect(names('agency').filter((name) => name.startsWith('bad'))).toEqual(Object.keys(AGENCY).sort());
    for (const name of names('agency').filter((name) => name.startsWith('good'))) {
      expect([name, cells(parseAgencyReturn(read('agency', name)))]).toEqual([name, []]);
    }
  });
  test('every event is read with its amounts, moments and words', () => {
    const parsed = parseAgencyReturn(read('agency', 'good-return.csv'));
    if (!parsed.taken) throw new Error('refused');
    expect(parsed).toMatchObject({ count: 14, sum: 331_400n, currency: 'TWD' });
    expect(parsed.sha256).toMatch(/^[0-9a-f]{64}$/);
    const at = Date.parse('2026-04-11T01:30:00Z');
    const paid = {
      event: 'payment',
      row: 5,
      minor: 143_400n,
      currency: 'TWD',
      to: 'lender',
      reference: 'R-20881',
      at,
    };
    expect(parsed.rows[3]).toMatchObject(paid);
    expect(parsed.rows[5]).toMatchObject({ event: 'promise', minor: 138_000n, on: '2026-04-20' });
    expect(parsed.rows[6]).toMatchObject({ event: 'dispute', about: 'amount' });
    expect(parsed.rows[9]).toMatchObject({ event: 'complaint', to: 'agency', channel: 'call', cause: 'harassment' });
    expect(parsed.rows[11]).toMatchObject({ event: 'address', channel: 'sms', value: '+12025550142' });
    expect(new Set(parsed.rows.map((row) => row.event)).size).toBe(12);
  });
  test('a header in capitals is told as such, once', () => {
    const whole = read('agency', 'good-return.csv').toString('utf8');
    const header = whole.slice(0, whole.indexOf('\r\n'));
    const capitals = Buffer.from(whole.replace(header, header.toUpperCase()));
    expect(cells(parseAgencyReturn(capitals))).toEqual(['column-capitals 1']);
  });
  test('UTF-16 is named; rows are numbered as a spreadsheet shows them, blank ones left out', () => {
    const whole = read('agency', 'good-return.csv').toString('utf8');
    expect(cells(parseAgencyReturn(Buffer.from(whole, 'utf16le')))).toEqual(['utf-16 0']);
    const [header = '', first = '', ...rest] = whole.split('\r\n');
    const commas = ','.repeat(header.split(',').length - 1);
    const spaced = parseAgencyReturn(Buffer.from([header, '', commas, first, ...rest].join('\r\n')));
    if (!spaced.taken) throw new Error('refused');
    expect(spaced.rows[0]?.row).toBe(4);
  });
  test('a file cut anywhere is refused, or was whole', () => {
    const whole = read('agency', 'good-return.csv');
    for (let length = 0; length < whole.length - 1; length += 1) {
      expect([length, parseAgencyReturn(whole.subarray(0, length)).taken]).toEqual([length, false]);
    }
  });
});

describe("agency's report of its contacts", () => {
  const HEAD = CONTACT_RETURN_COLUMNS.join();
  const ID = '01978c3e-5f00-7000-8000-00000000b001';
  const parse = (...lines: string[]) => parseContactReturn(Buffer.from([HEAD, ...lines, ''].join('\r\n')));
  test('is read row by row', () => {
    const used = `${ID.toUpperCase()},used,2026-04-20T10:31:00+08:00,no-answer,,`;
    expect(parse(used, `${ID},unused,,,no line,`, '#end,2,,,,')).toMatchObject({
      taken: true,
      rows: [
        {
          row: 2,
          reservation: ID,
          result: 'used',
          contactedAt: Date.parse('2026-04-20T02:31:00Z'),
          outcome: 'no-answer',
        },
        { row: 3, reservation: ID, result: 'unused', reason: 'no line', evidence: null },
      ],
    });
  });
  test.each([
    ['x,used,2026-04-20T10:31:00+08:00,no-answer,,', 'bad-reservation 2 reservation'],
    [`${ID},,,,,`, 'empty 2 result'],
    [`${ID},maybe,,,,`, 'unknown-result 2 result'],
    [`${ID},used,noon,no-answer,,`, 'no-such-moment 2 at'],
    [`${ID},used,2026-04-20T10:31:00+08:00,shouted,,`, 'unknown-outcome 2 outcome'],
    [`${ID},used,2026-04-20T10:31:00+08:00,no-answer,no line,`, 'not-empty 2 reason'],
    [`${ID},unused,,,,`, 'empty 2 reason'],
    [`${ID},unused,,,call +12125550143,`, 'not-plain-words 2 reason'],
  ])('%s is refused', (line, expected) => {
    const parsed = parse(line, '#end,1,,,,');
    expect(parsed.taken ? [] : cells(parsed)).toEqual([expected]);
  });
  test('a row twice, and a wrong count', () => {
    const row = `${ID},unused,,,no line,`;
    const parsed = parse(row, row, '#end,1,,,,');
    expect(parsed.taken ? [] : cells(parsed)).toEqual(['row-doubled 3', 'count-wrong 4 result']);
  });
});

describe("bureau's answer", () => {
  test.each(Object.entries(BUREAU))('%s is refused whole', (name, expected) => {
    expect(cells(parseBureauAnswer(read('bureau', name), SENT))).toEqual(expected);
  });
  test('every sample is in the table or taken', () => {
    expect(names('bureau').filter((name) => name.startsWith('bad'))).toEqual(Object.keys(BUREAU).sort());
    expect(cells(parseBureauAnswer(read('bureau', 'good-all-taken.csv'), SENT))).toEqual([]);
    const parsed = parseBureauAnswer(read('bureau', 'good-answer.csv'), SENT);
    expect(parsed).toMatchObject({
      taken: true,
      month: '2026-04',
      received: 150,
      fileSha256: SENT.sha256[0],
    });
    expect(parsed.taken && parsed.rejects.map((reject) => reject.account)).toEqual(['A-1042', 'A-1077']);
  });
});

test('every fault, column, event, status and rule stands in docs/file-formats.md', () => {
  const page = readFileSync(new URL('../docs/file-formats.md', import.meta.url), 'utf8');
  for (const [code, { sentence, remedy }] of Object.entries(RETURN_FAULTS))
    expect(page).toContain(`| \`${code}\` | ${sentence} | ${remedy} |`);
  const columns = [
    ...PLACEMENT_COLUMNS,
    ...RECALL_COLUMNS,
    ...RETURN_COLUMNS,
    ...CONTACTS_COLUMNS,
    ...STOPS_COLUMNS,
    ...CONTACT_RETURN_COLUMNS,
    ...ANSWER_COLUMNS,
    ...Object.keys(bureauRecordSchema.shape),
  ];
  for (const word of [...columns, ...AGENCY_EVENTS, ...BUREAU_STATUSES, ...BUREAU_RULES])
    expect(page).toContain(`\`${word}\``);
});
