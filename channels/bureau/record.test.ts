import { expect, test } from '@jest/globals';
import type { BureauRecord } from '../../domain/contracts/bureau-record.ts';
import { buildRecord, correctRecord, deleteRecord, type MonthState, monthsBefore } from './build-record.ts';
import { checkRecord } from './rules.ts';
import { BUREAU_COLUMNS, readBureauLines, writeBureauMonth } from './writer.ts';

const STATE: MonthState = {
  entry: 'e1',
  creditor: 'harbour',
  account: 'A-1042',
  person: 'P-9',
  month: '2026-04',
  reportedOn: '2026-04-30',
  currency: 'TWD',
  overdue: 281_400n,
  balance: 4_000_000n,
  dpd: 74,
  oldest: '2026-02-15',
  episodeOpenedOn: '2026-02-15',
  disputed: false,
  chargedOff: false,
  closed: null,
  consent: true,
};
const CURED = { overdue: 0n, dpd: 0, oldest: null, episodeOpenedOn: null };
const april = buildRecord(STATE, []);
const may = buildRecord(
  { ...STATE, entry: 'e2', month: '2026-05', reportedOn: '2026-05-31', dpd: 77, oldest: '2026-03-15' },
  [april],
);

test('a first record derives the months of the running delinquency and claims nothing before it', () => {
  expect(april).toMatchObject({
    status: '61-90',
    dateOfFirstDelinquency: '2026-02-15',
    asOf: '2026-04-30',
    firstReportedOn: '2026-04-30',
  });
  expect(april.history.slice(0, 4)).toEqual(['31-60', '1-30', 'no-data', 'no-data']);
  expect(april.history).toHaveLength(24);
  expect(checkRecord(april)).toEqual([]);
});

test('a part payment moves the oldest due, never the date of first delinquency', () => {
  expect(may).toMatchObject({
    status: '61-90',
    dateOfFirstDelinquency: '2026-02-15',
    firstReportedOn: '2026-04-30',
  });
  expect(may.history.slice(0, 3)).toEqual(['61-90', '31-60', '1-30']);
  expect(checkRecord(may)).toEqual([]);
});

test('paid: the next record says so and keeps the history; the close too', () => {
  const june = buildRecord({ ...STATE, ...CURED, entry: 'e3', month: '2026-06', reportedOn: '2026-06-30' }, [
    april,
    may,
  ]);
  expect(june).toMatchObject({ status: 'current', overdue: '0', dateOfFirstDelinquency: null });
  expect(june.history.slice(0, 4)).toEqual(['61-90', '61-90', '31-60', '1-30']);
  const july = buildRecord(
    {
      ...STATE,
      ...CURED,
      entry: 'e4',
      month: '2026-07',
      reportedOn: '2026-07-31',
      balance: 0n,
      closed: 'paid',
    },
    [april, may, june],
  );
  expect(july).toMatchObject({ status: 'closed-paid', balance: '0' });
  expect([june, july].flatMap(checkRecord)).toEqual([]);
});

test('cured and late again within a month is a new delinquency; a payment that came back is the old one', () => {
  const june = { ...STATE, entry: 'e3', month: '2026-06', reportedOn: '2026-06-30' };
  const relapse = buildRecord({ ...june, dpd: 15, oldest: '2026-06-15', episodeOpenedOn: '2026-06-15' }, [april, may]);
  expect(relapse).toMatchObject({ status: '1-30', dateOfFirstDelinquency: '2026-06-15' });
  const cured = buildRecord({ ...june, ...CURED }, [april, may]);
  const back = buildRecord({ ...STATE, entry: 'e4', month: '2026-07', reportedOn: '2026-07-31', dpd: 166 }, [
    april,
    may,
    cured,
  ]);
  expect(back).toMatchObject({ status: '151-180', dateOfFirstDelinquency: '2026-02-15' });
  expect(back.history.slice(0, 3)).toEqual(['current', '61-90', '61-90']);
});

test('correction and deletion name what they replace; later history follows them', () => {
  const right = correctRecord(
    may,
    { ...STATE, entry: 'e9', reportedOn: '2026-06-10', dpd: 46, oldest: '2026-04-15', disputed: true },
    [april, may],
  );
  expect(right).toMatchObject({
    kind: 'correction',
    replaces: 'e2',
    month: '2026-05',
    status: '31-60',
    disputed: true,
  });
  const gone = deleteRecord(april, 'e10', '2026-06-10');
  expect(gone).toMatchObject({ kind: 'deletion', replaces: 'e1', month: '2026-04' });
  expect([right, gone].flatMap(checkRecord)).toEqual([]);
  const june = buildRecord(
    { ...STATE, entry: 'e11', month: '2026-06', reportedOn: '2026-06-30', dpd: 76, oldest: '2026-04-15' },
    [april, may, right],
  );
  expect(june.history.slice(0, 2)).toEqual(['31-60', '61-90']);
});

test('charged off, settled, sold', () => {
  const of = (more: Partial<MonthState>) => buildRecord({ ...STATE, ...more }, []);
  expect(of({ chargedOff: true })).toMatchObject({ status: 'charged-off', overdue: '281400' });
  expect(of({ ...CURED, closed: 'settled' })).toMatchObject({ status: 'closed-settled', balance: '0' });
  expect(of({ closed: 'sold' })).toMatchObject({ status: 'closed-transferred', overdue: '0' });
  expect(of({ closed: 'written-off' })).toMatchObject({ status: 'charged-off' });
  expect(of({ dpd: 181, oldest: '2025-10-31', episodeOpenedOn: '2025-10-31' })).toMatchObject({
    status: '180+',
  });
});

test.each<[string, Partial<BureauRecord>]>([
  ['shape', { history: april.history.slice(1) }],
  ['shape', { overdue: '-1' }],
  ['shape', { asOf: '2026-04-31' }],
  ['replaces', { kind: 'correction' }],
  ['replaces', { replaces: 'e0' }],
  ['first-with-consent', { consent: false }],
  ['as-of', { asOf: '2026-04-29' }],
  ['reported-dates', { reportedOn: '2026-04-29', firstReportedOn: '2026-04-29' }],
  ['dofd-present', { dateOfFirstDelinquency: null }],
  ['dofd-not-later', { dateOfFirstDelinquency: '2026-05-01' }],
  ['status-fits-dofd', { status: '180+' }],
  ['overdue-fits-status', { overdue: '0' }],
  ['closed-balance', { status: 'closed-paid', overdue: '0' }],
  ['overdue-within-balance', { balance: '100' }],
])('rule %s refuses %j', (rule, change) => {
  expect(checkRecord({ ...april, ...change }).map((fault) => fault.rule)).toContain(rule);
  expect(() =>
    writeBureauMonth({ creditor: 'harbour', bureau: 'jcic', month: '2026-04', on: '2026-04-30', sequence: 1 }, [
      { ...april, ...change },
    ]),
  ).toThrow(/refused/);
});

test('the file reads back, and its CSV has the same rows', () => {
  const file = { creditor: 'harbour', bureau: 'jcic', month: '2026-05', on: '2026-05-31', sequence: 1 };
  const [lines, csv, manifest] = writeBureauMonth(file, [may, april]);
  expect(readBureauLines(lines?.content ?? new Uint8Array())).toEqual([april, may]);
  const rows = Buffer.from(csv?.content ?? [])
    .toString('utf8')
    .trimEnd()
    .split('\r\n');
  expect(rows[0]).toBe(BUREAU_COLUMNS.join(','));
  expect(rows).toHaveLength(3);
  expect(JSON.parse(Buffer.from(manifest?.content ?? []).toString('utf8'))).toMatchObject({
    count: 2,
    sums: [{ currency: 'TWD', minor: '562800' }],
  });
  expect(manifest?.name).toBe('jcic/2026-05/bureau-harbour-jcic-2026-05-001.manifest.json');
  expect(() => writeBureauMonth({ ...file, creditor: 'other' }, [may])).toThrow(/another creditor/);
});

test('months count back over years', () => {
  expect(monthsBefore('2026-02', 3)).toEqual(['2026-01', '2025-12', '2025-11']);
});
