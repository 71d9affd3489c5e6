/**
 * A returned CSV as rows by column, with checked header and without the closing `#end` row. Shared by agency and bureau
 * files.
 */
import { type CsvLine, readCsv } from './csv.ts';
import { type ReturnFault, returnFault } from './faults.ts';

/** First cell of the closing row. */
const END = '#end';

/** One row by column; `row` as in `CsvLine`. */
export interface TableRow<C extends string> {
  row: number;
  cells: Record<C, string>;
}
/** Rows of a file and its closing row. */
export interface Table<C extends string> {
  rows: TableRow<C>[];
  /** Cells of the `#end` row by column. */
  end: Record<C, string>;
}

function headerFaults(columns: readonly string[], written: readonly string[]): ReturnFault[] {
  const names = written.map((name) => (columns.includes(name.toLowerCase()) ? name.toLowerCase() : name));
  // Told once: a header is written in capitals as a whole.
  const capitals = names.some((name, index) => name !== written[index]) ? [returnFault('column-capitals', 1)] : [];
  const missing = columns.filter((name) => !names.includes(name)).map((name) => returnFault('column-missing', 1, name));
  const wrong = names.flatMap((name, index) => {
    if (names.indexOf(name) !== index) return [returnFault('column-doubled', 1, `#${index + 1}`)];
    // An unknown header cell may hold anything: it is named by its place.
    return columns.includes(name) ? [] : [returnFault('column-unknown', 1, `#${index + 1}`)];
  });
  return [...capitals, ...missing, ...wrong];
}

/** A last row with too few cells was probably truncated, so it is reported as `cut-short`. */
function countFault(line: CsvLine, isLast: boolean): ReturnFault {
  return returnFault(isLast && line.cells[0] !== END ? 'cut-short' : 'column-count', line.row);
}

/** The rows in file order, or the faults that refuse the file. Columns may come in any order. */
export function readTable<C extends string>(
  bytes: Uint8Array,
  columns: readonly C[],
): Table<C> | { faults: ReturnFault[] } {
  const lines = readCsv(bytes);
  if ('fault' in lines) return { faults: [returnFault(lines.fault, lines.row)] };
  const names = (lines[0]?.cells ?? []).map((name, index) => (index === 0 ? name.replace(/^\uFEFF/, '') : name).trim());
  const faults = headerFaults(columns, names);
  if (faults.length > 0) return { faults };
  const body = lines.slice(1);
  const uneven = body
    .filter((line) => line.cells.length !== names.length)
    .map((line) => countFault(line, line === body.at(-1)));
  if (uneven.length > 0) return { faults: uneven };
  const rows = body.map(({ row, cells }) => ({
    row,
    cells: Object.fromEntries(columns.map((name) => [name, (cells[names.indexOf(name)] ?? '').trim()])) as Record<
      C,
      string
    >,
  }));
  const first = columns[0] as C;
  const at = rows.findIndex((row) => row.cells[first] === END);
  const end = rows[at];
  if (!end) return { faults: [returnFault('end-missing', lines.at(-1)?.row)] };
  const below = rows[at + 1];
  return below ? { faults: [returnFault('end-not-last', below.row)] } : { rows: rows.slice(0, at), end: end.cells };
}
