/** Reads CSV files that commands work on, plain or gzipped; a Fault says what is wrong with one, and where. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { type CsvLine, readCsv } from '../channels/csv.ts';
import { Fault } from './fault.ts';
import { faultsIn, refuseFile } from './json-file.ts';

const CSV_FAULTS = {
  'empty-file': ['is empty', 'Give a CSV with a header and rows.'],
  'utf-16': ['is UTF-16', 'Save it as CSV in UTF-8.'],
  'not-utf8': ['is not UTF-8', 'Save it as CSV in UTF-8.'],
  'cut-short': ['ends within a row', 'End its last line with a line break, or get the whole file.'],
  'quote-misplaced': ['has a quote in the wrong place', 'Save it as CSV as in RFC 4180.'],
} as const;

/** What a file holds, at the beginning of a sentence, and what was left undone when it is refused. */
interface CsvFile {
  readonly what: string;
  readonly undone: string;
}

/**
 * Header and rows of a file, and its bytes unpacked; `-` is standard input, and a name that ends in .gz is unpacked.
 */
export function readCsvFile(path: string, { what, undone }: CsvFile): { rows: CsvLine[]; bytes: Buffer } {
  const read = readFileSync(path === '-' ? 0 : path);
  const bytes = path.endsWith('.gz') ? unpack(read, what) : read;
  const rows = readCsv(bytes);
  if (Array.isArray(rows)) return { rows, bytes };
  const [words, remedy] = CSV_FAULTS[rows.fault];
  const place = rows.row > 0 ? ` near row ${rows.row}` : '';
  throw new Fault('file-refused', `${what} ${words}${place}.`, `${remedy} ${undone}`);
}

function unpack(bytes: Buffer, what: string): Buffer {
  try {
    return gunzipSync(bytes);
  } catch {
    throw new Fault('file-refused', `${what} is named .gz and is not gzip.`, 'Name it .csv, or pack it again.');
  }
}

interface CsvContract<T> extends CsvFile {
  readonly columns: readonly string[];
  readonly row: z.ZodType<T>;
}

/** The rows of a file whose header names just these columns, all of them checked; each with its number. */
export function readCsvRows<T>(path: string, contract: CsvContract<T>): { number: number; row: T }[] {
  const { columns, row: shape, undone } = contract;
  const [{ cells: header } = { cells: [] }, ...lines] = readCsvFile(path, contract).rows;
  const names = header.map((name) => name.trim());
  const faults = headerFaults(names, columns);
  if (faults.length > 0) refuseFile(faults, placeOf, undone);
  const numbered = lines.map(({ row: number, cells }) => ({
    number,
    value: Object.fromEntries(names.map((name, place) => [name, (cells[place] ?? '').trim()])),
    tooLong: cells.length > names.length,
  }));
  const bad = numbered.flatMap(({ number, value, tooLong }) => [
    ...(tooLong ? [{ pointer: `/${number}`, words: 'it has more cells than the header' }] : []),
    ...faultsIn(shape, value, `/${number}`),
  ]);
  if (bad.length > 0) refuseFile(bad, placeOf, undone);
  return numbered.map(({ number, value }) => ({ number, row: shape.parse(value) }));
}

function headerFaults(names: readonly string[], columns: readonly string[]): { pointer: string; words: string }[] {
  const missing = columns.filter((name) => !names.includes(name));
  return [
    ...missing.map((name) => ({ pointer: `/1/${name}`, words: 'the column is missing' })),
    ...names.flatMap((name, at) => {
      if (!columns.includes(name))
        return [{ pointer: `/1/${at + 1}`, words: 'the header names no column that is known' }];
      return names.indexOf(name) === at ? [] : [{ pointer: `/1/${name}`, words: 'the column stands twice' }];
    }),
  ];
}

/** "Row 3, column money" of the pointer `/3/money`. */
function placeOf(pointer: string): string {
  const [, row = '', column] = pointer.split('/');
  return column === undefined ? `Row ${row}` : `Row ${row}, column ${column}`;
}
