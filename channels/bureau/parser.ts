/**
 * Parses the bureau's answer to a month's file: records received and records rejected. The answer is accepted or
 * refused as a whole.
 */
import { sha256 } from '../../platform/sha256.ts';
import { type ReturnFault, returnFault } from '../faults.ts';
import { readTable, type TableRow } from '../table.ts';

/** Header of the answer; columns may come in any order. */
export const ANSWER_COLUMNS = ['account', 'month', 'reason', 'received', 'file_sha256'] as const;
type Column = (typeof ANSWER_COLUMNS)[number];

/** One record that the bureau rejects. */
export interface BureauReject {
  row: number;
  account: string;
  /** `YYYY-MM`. */
  month: string;
  reason: string;
}
/** An accepted answer, or the faults that refuse it. `fileSha256` is the fingerprint of our file. */
type BureauAnswer =
  | {
      taken: true;
      sha256: string;
      month: string;
      received: number;
      rejects: BureauReject[];
      fileSha256: string;
      faults: [];
    }
  | { taken: false; sha256: string; faults: ReturnFault[] };
/** What we sent; the answer must match it. */
interface SentMonth {
  /** Records in the file. */
  count: number;
  /** Fingerprints of the JSON Lines and the CSV file; an answer may name either. */
  sha256: readonly string[];
}

const isMonth = (text: string): boolean => /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(text);
const LONGEST_REASON = 500;

function rowFaults({ row, cells }: TableRow<Column>): ReturnFault[] {
  const faults: ReturnFault[] = [];
  if (cells.account === '') faults.push(returnFault('empty', row, 'account'));
  if (!isMonth(cells.month)) faults.push(returnFault('bad-month', row, 'month'));
  if (cells.reason === '') faults.push(returnFault('empty', row, 'reason'));
  if (cells.reason.length > LONGEST_REASON) faults.push(returnFault('too-long', row, 'reason'));
  for (const column of ['received', 'file_sha256'] as const) {
    if (cells[column] !== '') faults.push(returnFault('not-empty', row, column));
  }
  return faults;
}

function endFaults(
  rows: readonly TableRow<Column>[],
  end: Record<Column, string>,
  sent: SentMonth | undefined,
): ReturnFault[] {
  const row = rows.length + 2;
  const faults: ReturnFault[] = [];
  const doubled = rows.filter(
    (row, at) => rows.findIndex((o) => o.cells.account === row.cells.account && o.cells.month === row.cells.month) < at,
  );
  faults.push(...doubled.map((row) => returnFault('row-doubled', row.row)));
  if (!isMonth(end.month)) faults.push(returnFault('bad-month', row, 'month'));
  if (end.reason !== String(rows.length)) faults.push(returnFault('count-wrong', row, 'reason'));
  const whole = /^(0|[1-9]\d{0,8})$/.test(end.received) && rows.length <= Number(end.received);
  if (!whole || (sent && Number(end.received) !== sent.count))
    faults.push(returnFault('received-wrong', row, 'received'));
  const print = /^[0-9a-f]{64}$/.test(end.file_sha256);
  if (!print || (sent && !sent.sha256.includes(end.file_sha256)))
    faults.push(returnFault('other-file', row, 'file_sha256'));
  return faults;
}

/**
 * Parses an answer: rejected records, then `#end,<month>,<number of rejects>,<records received>,<sha256 of our file>`.
 * With `sent`, the received count and the fingerprint must match what we sent. Every record not rejected is
 * acknowledged.
 */
export function parseBureauAnswer(bytes: Uint8Array, sent?: SentMonth): BureauAnswer {
  const print = sha256(bytes);
  const table = readTable(bytes, ANSWER_COLUMNS);
  if ('faults' in table) return { taken: false, sha256: print, faults: table.faults };
  const { rows, end } = table;
  const faults = [...rows.flatMap(rowFaults), ...endFaults(rows, end, sent)];
  if (faults.length > 0) return { taken: false, sha256: print, faults };
  const rejects = rows.map(({ row, cells }) => ({
    row,
    account: cells.account,
    month: cells.month,
    reason: cells.reason,
  }));
  return {
    taken: true,
    sha256: print,
    month: end.month,
    received: Number(end.received),
    rejects,
    fileSha256: end.file_sha256,
    faults: [],
  };
}
