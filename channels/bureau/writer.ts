/** Writes the month's file for a bureau: JSON Lines, the same rows as CSV, and a manifest over both. Pure. */
import { type BureauRecord, bureauRecordSchema } from '../../domain/contracts/bureau-record.ts';
import { Problem } from '../../domain/problems.ts';
import type { CalendarDate } from '../../domain/time.ts';
import type { OutFile } from '../channel.ts';
import { writeCsv } from '../csv.ts';
import { sumByCurrency, withManifest } from '../manifest.ts';
import { checkRecord } from './rules.ts';

/** What the file name is built from. A file may contain corrections of earlier months. */
interface BureauFile {
  creditor: string;
  bureau: string;
  /** `YYYY-MM`. */
  month: string;
  /** Business date of writing. */
  on: CalendarDate;
  /** 1 for the first file of the month. */
  sequence: number;
}

/** Header of the CSV file. */
export const BUREAU_COLUMNS = [
  'v',
  'kind',
  'entry',
  'replaces',
  'creditor',
  'account',
  'person',
  'month',
  'as_of',
  'status',
  'overdue_minor',
  'balance_minor',
  'currency',
  'date_of_first_delinquency',
  'history',
  'disputed',
  'consent',
  'reported_on',
  'first_reported_on',
] as const;

function cellsOf(record: BureauRecord): Record<(typeof BUREAU_COLUMNS)[number], string> {
  return {
    v: String(record.v),
    kind: record.kind,
    entry: record.entry,
    replaces: record.replaces ?? '',
    creditor: record.creditor,
    account: record.account,
    person: record.person,
    month: record.month,
    as_of: record.asOf,
    status: record.status,
    overdue_minor: record.overdue,
    balance_minor: record.balance,
    currency: record.currency,
    date_of_first_delinquency: record.dateOfFirstDelinquency ?? '',
    history: record.history.join(' '),
    disputed: record.disputed ? 'yes' : 'no',
    consent: record.consent ? 'yes' : 'no',
    reported_on: record.reportedOn,
    first_reported_on: record.firstReportedOn,
  };
}

/** Sorted by account, month and kind, so that equal records give equal bytes. */
function sorted(records: readonly BureauRecord[]): BureauRecord[] {
  const place = (record: BureauRecord) => `${record.account} ${record.month} ${record.kind} ${record.entry}`;
  return [...records].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/**
 * Writes the file. Throws Problem `file-refused` if a record breaks a rule or belongs to another creditor; filter such
 * records out first (`checkRecord`). The manifest counts records of all kinds and sums overdue amounts.
 */
export function writeBureauMonth(file: BureauFile, records: readonly BureauRecord[]): OutFile[] {
  const { creditor, bureau, month, on, sequence } = file;
  const fault = records.flatMap(checkRecord)[0];
  const stranger = records.find((record) => record.creditor !== creditor);
  if (fault || stranger) {
    const reason = fault
      ? `account ${fault.account} month ${fault.month}: ${fault.words}`
      : 'a record belongs to another creditor';
    throw new Problem('file-refused', { reason, remedy: 'Leave the record out and look into it.' });
  }
  const ordered = sorted(records);
  const name = `${bureau}/${month}/bureau-${creditor}-${bureau}-${month}-${String(sequence).padStart(3, '0')}`;
  const lines = ordered.map((record) => `${JSON.stringify(record)}\n`).join('');
  const files: OutFile[] = [
    { name: `${name}.jsonl`, content: Buffer.from(lines, 'utf8') },
    { name: `${name}.csv`, content: Buffer.from(writeCsv(BUREAU_COLUMNS, ordered.map(cellsOf)), 'utf8') },
  ];
  const sums = sumByCurrency(ordered.map((record) => ({ currency: record.currency, minor: BigInt(record.overdue) })));
  const head = {
    kind: 'bureau-month',
    creditor,
    recipient: bureau,
    date: on,
    sequence,
    count: ordered.length,
    sums,
  };
  return withManifest(files, head, `${name}.manifest.json`);
}

/** Reads the JSON Lines as a bureau would; for tests. Throws if a line is not a valid record. */
export function readBureauLines(content: Uint8Array): BureauRecord[] {
  const lines = new TextDecoder('utf-8', { fatal: true }).decode(content).split('\n');
  return lines.filter((line) => line !== '').map((line) => bureauRecordSchema.parse(JSON.parse(line)));
}
