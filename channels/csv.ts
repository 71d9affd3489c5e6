/** CSV as in RFC 4180: UTF-8, CRLF when written, safe to open in a spreadsheet. */
import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { looksUtf16 } from './utf16.ts';

/**
 * A spreadsheet executes a cell that starts with one of these. The apostrophe is included so that reading restores what
 * was written.
 */
const FORMULA = /^[=+\-@\t\r']/;

/** One cell: an apostrophe before anything that a spreadsheet would execute, quotes where needed. */
export function csvCell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || /^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The value of a cell: drops the apostrophe that `csvCell` added. */
function plainCell(cell: string): string {
  return /^'[=+\-@\t\r']/.test(cell) ? cell.slice(1) : cell;
}

/** Writes header and rows; cells follow the order of `columns`. */
export function writeCsv<C extends string>(
  columns: readonly C[],
  rows: readonly Readonly<Record<C, string>>[],
): string {
  const lines = rows.map((row) => columns.map((column) => csvCell(row[column])).join(','));
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

/** One record of a CSV. */
export interface CsvLine {
  /** Row of a spreadsheet: the header is 1, blank rows count, a record with line breaks in its cells counts once. */
  row: number;
  cells: string[];
}
/** Why a file is not readable CSV. */
type CsvFault = 'empty-file' | 'utf-16' | 'not-utf8' | 'cut-short' | 'quote-misplaced';

/**
 * All lines with plain cells but blank ones (empty, or nothing but commas), or the fault that prevents reading. A last
 * line without a line end is `cut-short`. Reads the whole file into memory: for up to some ten thousand rows.
 */
export function readCsv(bytes: Uint8Array): CsvLine[] | { fault: CsvFault; row: number } {
  if (looksUtf16(bytes)) return { fault: 'utf-16', row: 0 };
  if (!isUtf8(bytes)) return { fault: 'not-utf8', row: 0 };
  return parseCsv(new TextDecoder('utf-8').decode(bytes), ',');
}

/** The same of a text, with cells between which another mark may stand. */
export function parseCsv(
  text: string,
  delimiter: string,
): CsvLine[] | { fault: Exclude<CsvFault, 'utf-16' | 'not-utf8'>; row: number } {
  if (text.trim() === '') return { fault: 'empty-file', row: 0 };
  try {
    const lines = parse(text, {
      delimiter,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n'],
    });
    if (!text.endsWith('\n')) return { fault: 'cut-short', row: lines.length };
    return lines.flatMap((cells, index) =>
      cells.every((cell) => cell.trim() === '') ? [] : [{ row: index + 1, cells: cells.map(plainCell) }],
    );
  } catch (error) {
    const open = error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED';
    return { fault: open ? 'cut-short' : 'quote-misplaced', row: csvErrorRow(error) };
  }
}

function csvErrorRow(error: unknown): number {
  const { records } = (error instanceof CsvError ? error : {}) as { records?: unknown };
  return typeof records === 'number' ? records + 1 : 0;
}
