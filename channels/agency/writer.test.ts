import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from '../../tests/support/property.ts';
import { csvCell, readCsv, writeCsv } from '../csv.ts';
import type { Manifest } from '../manifest.ts';
import { PLACEMENT_COLUMNS, type PlacementRow, RECALL_COLUMNS, UPDATE_COLUMNS } from './handover.ts';
import { writePlacements, writeRecalls, writeUpdates } from './writer.ts';

const FILE = { creditor: 'harbour', agency: 'north', on: '2026-04-02', sequence: 1 };
const ROW: PlacementRow = {
  placement: '018f3a10-0000-7000-8000-000000000001',
  account: 'A-1042',
  termEnds: '2026-06-01',
  creditorName: 'Harbour Bank',
  mandate: 'Acting for the creditor; may not accept less than the total.',
  person: {
    number: 'P-9',
    name: '=cmd|李娜',
    language: 'zh-Hans',
    zone: 'Asia/Taipei',
    points: [
      { channel: 'email', value: 'li.na@example.com', stopped: [], wrong: true },
      { channel: 'sms', value: '+12025550142', stopped: ['sms'], wrong: false },
    ],
  },
  product: 'card',
  contractDate: '2019-05-01',
  currency: 'TWD',
  dues: [
    { on: '2026-02-15', minor: 143_400n },
    { on: '2026-03-15', minor: 138_000n },
  ],
  total: 281_400n,
  asOf: '2026-04-02',
  lastPayment: { on: '2026-01-10', minor: 50_000n },
  paymentReference: 'A1042',
  contacts: { count: 11, last: '2026-03-30' },
};

test('a placement file reads back and its manifest fits it', () => {
  const other = {
    ...ROW,
    placement: '018f3a10-0000-7000-8000-000000000000',
    account: 'A-1',
    lastPayment: null,
  };
  const [csv, last] = writePlacements(FILE, [ROW, other]);
  expect(csv?.name).toBe('north/2026-04-02/placement-harbour-north-2026-04-02-001.csv');
  expect(last?.name).toBe('north/2026-04-02/placement-harbour-north-2026-04-02-001.manifest.json');
  const manifest = JSON.parse(Buffer.from(last?.content ?? []).toString('utf8')) as Manifest;
  const bytes = csv?.content ?? new Uint8Array();
  expect(manifest).toMatchObject({
    kind: 'placement',
    recipient: 'north',
    count: 2,
    sums: [{ currency: 'TWD', minor: '562800' }],
  });
  expect(manifest.files[0]).toMatchObject({
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  const lines = readCsv(bytes);
  if ('fault' in lines) throw new Error(lines.fault);
  expect(lines[0]?.cells).toEqual([...PLACEMENT_COLUMNS]);
  const cell = (name: (typeof PLACEMENT_COLUMNS)[number], line = 2) =>
    lines[line]?.cells[PLACEMENT_COLUMNS.indexOf(name)];
  expect(cell('account', 1)).toBe('A-1');
  expect(cell('person_name')).toBe('=cmd|李娜');
  expect(Buffer.from(bytes).toString('utf8')).toContain("'=cmd|李娜");
  expect(JSON.parse(cell('contact_points') ?? '')).toEqual(ROW.person.points);
  expect(cell('dues')).toBe('2026-02-15=143400;2026-03-15=138000');
});

test('an update says what is asked for now', () => {
  const row = { placement: ROW.placement, account: 'A-1042', currency: 'TWD', dues: ROW.dues, total: 281_400n };
  const [csv, manifest] = writeUpdates(FILE, [{ ...row, asOf: '2026-04-02' }]);
  expect(csv?.name).toBe('north/2026-04-02/update-harbour-north-2026-04-02-001.csv');
  expect(Buffer.from(csv?.content ?? []).toString('utf8')).toBe(
    `${UPDATE_COLUMNS.join(',')}\r\n${ROW.placement},A-1042,harbour,TWD,2026-02-15=143400;2026-03-15=138000,281400,2026-04-02\r\n`,
  );
  const told = JSON.parse(Buffer.from(manifest?.content ?? []).toString('utf8')) as Manifest;
  expect(told).toMatchObject({ kind: 'update', count: 1, sums: [{ currency: 'TWD', minor: '281400' }] });
});

test('the same rows in another order make the same bytes; an empty day makes a file that says so', () => {
  const other = { ...ROW, placement: '018f3a10-0000-7000-8000-000000000000' };
  expect(writePlacements(FILE, [ROW, other])).toEqual(writePlacements(FILE, [other, ROW]));
  const [csv] = writeRecalls(FILE, []);
  expect(Buffer.from(csv?.content ?? []).toString('utf8')).toBe(`${RECALL_COLUMNS.join(',')}\r\n`);
});

test('any cell survives writing and reading but for blank rows, and none starts as a formula', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ a: fc.string({ unit: 'grapheme' }), b: fc.string() }), { maxLength: 5 }),
      (rows) => {
        const lines = readCsv(Buffer.from(writeCsv(['a', 'b'], rows), 'utf8'));
        const cells = Array.isArray(lines) ? lines.slice(1).map((line) => line.cells) : lines;
        expect(cells).toEqual(rows.flatMap(({ a, b }) => (a.trim() === '' && b.trim() === '' ? [] : [[a, b]])));
      },
    ),
  );
  for (const start of ['=', '+', '-', '@', '\t']) expect(csvCell(`${start}1`)).toMatch(/^"?'/);
});
