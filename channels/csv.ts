/** CSV as RFC 4180 has it, UTF-8, CRLF on writing; safe to open in a spreadsheet. */
import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';

/** A spreadsheet runs a cell that starts so. The apostrophe itself is marked too, so that reading gives back what was written. */
const FORMULA = /^[=+\-@\t\r']/;

/** One cell: an apostrophe before what a spreadsheet would run, quotes where needed. */
export function csvCell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || /^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a reader does with a cell: one leading apostrophe is dropped when it marks a formula start. */
export function plainCell(cell: string): string {
  return /^'[=+\-@\t\r']/.test(cell) ? cell.slice(1) : cell;
}

/** Header and rows; every row has the columns in their order. */
export function writeCsv<C extends string>(
  columns: readonly C[],
  rows: readonly Readonly<Record<C, string>>[],
): string {
  const lines = rows.map((row) => columns.map((column) => csvCell(row[column])).join(','));
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

export interface CsvLine {
  /** As spreadsheets count: the header is row 1. Rows with line breaks inside cells count once. */
  row: number;
  cells: string[];
}
export type CsvFault = 'empty-file' | 'not-utf8' | 'cut-short' | 'quote-misplaced';

/** All lines, cells plain, or why there are none. A file whose last line has no line end was cut. For files of some ten thousand rows: read whole. */
export function readCsv(bytes: Uint8Array): CsvLine[] | { fault: CsvFault; row: number } {
  if (!isUtf8(bytes)) return { fault: 'not-utf8', row: 0 };
  const text = new TextDecoder('utf-8').decode(bytes);
  if (text.trim() === '') return { fault: 'empty-file', row: 0 };
  try {
    const lines = parse(text, {
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n'],
    });
    const result = lines.map((cells, index) => ({ row: index + 1, cells: cells.map(plainCell) }));
    return text.endsWith('\n') ? result : { fault: 'cut-short', row: result.length };
  } catch (error) {
    const open = error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED';
    return { fault: open ? 'cut-short' : 'quote-misplaced', row: csvErrorRow(error) };
  }
}

function csvErrorRow(error: unknown): number {
  const { records } = (error instanceof CsvError ? error : {}) as { records?: unknown };
  return typeof records === 'number' ? records + 1 : 0;
}
