/**
 * Parses what an agency says of its permits for a day: used or not. A fault of form refuses the file; whether a row
 * fits its reservation is judged by the caller, row by row.
 */
import { Words } from '../../domain/contracts/event.ts';
import { OUTCOMES, type Outcome } from '../../domain/law/case.ts';
import type { Instant } from '../../domain/time.ts';
import { isUuid } from '../../domain/uuid.ts';
import { sha256 } from '../../platform/sha256.ts';
import { type ReturnFault, type ReturnFaultCode, returnFault } from '../faults.ts';
import { readTable, type Table, type TableRow } from '../table.ts';
import { readMoment } from './parser.ts';

/** Header of the file; columns may come in any order. */
export const CONTACT_RETURN_COLUMNS = ['reservation', 'result', 'at', 'outcome', 'reason', 'evidence'] as const;
type Column = (typeof CONTACT_RETURN_COLUMNS)[number];

/** What became of a reservation. */
export type ContactReport =
  | { result: 'used'; contactedAt: Instant; outcome: Outcome }
  | { result: 'unused'; reason: string; evidence: string | null };
/** One row of the file. */
export type ContactReturnRow = ContactReport & { row: number; reservation: string };

type ContactReturn =
  | { taken: true; sha256: string; rows: ContactReturnRow[] }
  | { taken: false; sha256: string; faults: ReturnFault[] };

/** Cells that a result uses besides the reservation; all others must be empty. `evidence` may be empty. */
const USES: Readonly<Record<ContactReport['result'], readonly Column[]>> = {
  used: ['at', 'outcome'],
  unused: ['reason', 'evidence'],
};
const OPTIONAL: readonly Column[] = ['evidence'];
const RESULTS = Object.keys(USES) as ContactReport['result'][];

const outcomeOf = (text: string): Outcome | undefined => OUTCOMES.find((outcome) => outcome === text);

function cellFault(column: Column, text: string): ReturnFaultCode | null {
  if (text === '') return OPTIONAL.includes(column) ? null : 'empty';
  if (column === 'at') return readMoment(text) === null ? 'no-such-moment' : null;
  if (column === 'outcome') return outcomeOf(text) === undefined ? 'unknown-outcome' : null;
  return Words.safeParse(text).success ? null : 'not-plain-words';
}

function rowFaults({ row, cells }: TableRow<Column>): ReturnFault[] {
  const result = RESULTS.find((known) => known === cells.result);
  if (result === undefined) return [returnFault(cells.result === '' ? 'empty' : 'unknown-result', row, 'result')];
  const faults = isUuid(cells.reservation.toLowerCase()) ? [] : [returnFault('bad-reservation', row, 'reservation')];
  for (const column of CONTACT_RETURN_COLUMNS.slice(2)) {
    const foreign = cells[column] === '' ? null : 'not-empty';
    const fault = USES[result].includes(column) ? cellFault(column, cells[column]) : foreign;
    if (fault !== null) faults.push(returnFault(fault, row, column));
  }
  return faults;
}

function totalFaults({ rows, end }: Table<Column>): ReturnFault[] {
  const seen = new Set<string>();
  const doubled = rows.filter(({ cells }) => seen.size === seen.add(JSON.stringify(cells)).size);
  const faults = doubled.map(({ row }) => returnFault('row-doubled', row));
  return end.result === String(rows.length)
    ? faults
    : [...faults, returnFault('count-wrong', rows.length + 2, 'result')];
}

function readRow({ row, cells }: TableRow<Column>): ContactReturnRow {
  const { result, at, outcome, reason, evidence } = cells;
  const named = { row, reservation: cells.reservation.toLowerCase() };
  if (result === 'unused') return { ...named, result, reason, evidence: evidence === '' ? null : evidence };
  return { ...named, result: 'used', contactedAt: readMoment(at) ?? 0, outcome: outcomeOf(outcome) ?? 'attempted' };
}

/** Parses the file. Faults name row, column, code, reason and remedy, never personal data. */
export function parseContactReturn(bytes: Uint8Array): ContactReturn {
  const print = sha256(bytes);
  const table = readTable(bytes, CONTACT_RETURN_COLUMNS);
  if ('faults' in table) return { taken: false, sha256: print, faults: table.faults };
  const faults = [...table.rows.flatMap(rowFaults), ...totalFaults(table)];
  if (faults.length > 0) return { taken: false, sha256: print, faults };
  return { taken: true, sha256: print, rows: table.rows.map(readRow) };
}
