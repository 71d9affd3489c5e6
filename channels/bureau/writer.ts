/** The month's file for a bureau: JSON Lines, the same as CSV, and a manifest over both. Pure. */
import { type BureauRecord, bureauRecordSchema } from '../../domain/contracts/bureau-record.ts';
import { Problem } from '../../domain/problems.ts';
import type { CalendarDate } from '../../domain/time.ts';
import type { OutFile } from '../channel.ts';
import { writeCsv } from '../csv.ts';
import { sumByCurrency, withManifest } from '../manifest.ts';
import { checkRecord } from './rules.ts';

/** What makes the file's name. A file may carry corrections of earlier months. */
export interface BureauFile {
  creditor: string;
  bureau: string;
  /** `YYYY-MM`. */
  month: string;
  /** Business date of writing. */
  on: CalendarDate;
  /** 1 for the first file of the month. */
  sequence: number;
}

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

function cellsOf(one: BureauRecord): Record<(typeof BUREAU_COLUMNS)[number], string> {
  return {
    v: String(one.v),
    kind: one.kind,
    entry: one.entry,
    replaces: one.replaces ?? '',
    creditor: one.creditor,
    account: one.account,
    person: one.person,
    month: one.month,
    as_of: one.asOf,
    status: one.status,
    overdue_minor: one.overdue,
    balance_minor: one.balance,
    currency: one.currency,
    date_of_first_delinquency: one.dateOfFirstDelinquency ?? '',
    history: one.history.join(' '),
    disputed: one.disputed ? 'yes' : 'no',
    consent: 'yes',
    reported_on: one.reportedOn,
    first_reported_on: one.firstReportedOn,
  };
}

/** Sorted by account, month and kind, so that the same records make the same bytes. */
function sorted(records: readonly BureauRecord[]): BureauRecord[] {
  const place = (one: BureauRecord) => `${one.account} ${one.month} ${one.kind} ${one.entry}`;
  return [...records].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/**
 * Writes the file. Throws Problem `file-refused` when a record breaks a rule or belongs to another creditor: leave such records out before
 * (`checkRecord`), nothing wrong may leave. Count = records of all kinds; sums = overdue.
 */
export function writeBureauMonth(file: BureauFile, records: readonly BureauRecord[]): OutFile[] {
  const { creditor, bureau, month, on, sequence } = file;
  const fault = records.flatMap(checkRecord)[0];
  const stranger = records.find((one) => one.creditor !== creditor);
  if (fault || stranger) {
    const reason = fault
      ? `account ${fault.account} month ${fault.month}: ${fault.words}`
      : 'a record belongs to another creditor';
    throw new Problem('file-refused', { reason, remedy: 'Leave the record out and look into it.' });
  }
  const ordered = sorted(records);
  const name = `${bureau}/${month}/bureau-${creditor}-${bureau}-${month}-${String(sequence).padStart(3, '0')}`;
  const lines = ordered.map((one) => `${JSON.stringify(one)}\n`).join('');
  const files: OutFile[] = [
    { name: `${name}.jsonl`, content: Buffer.from(lines, 'utf8') },
    { name: `${name}.csv`, content: Buffer.from(writeCsv(BUREAU_COLUMNS, ordered.map(cellsOf)), 'utf8') },
  ];
  const sums = sumByCurrency(ordered.map((one) => ({ currency: one.currency, minor: BigInt(one.overdue) })));
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

/** Reads the JSON Lines back: what the bureau does, and what tests do. Throws when a line is no record. */
export function readBureauLines(content: Uint8Array): BureauRecord[] {
  const lines = new TextDecoder('utf-8', { fatal: true }).decode(content).split('\n');
  return lines.filter((line) => line !== '').map((line) => bureauRecordSchema.parse(JSON.parse(line)));
}
