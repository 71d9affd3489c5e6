/** Reads CSV statements by the mapping of their bank. A file is read as a whole or refused as a whole. */
import { isUtf8 } from 'node:buffer';
import type { BankMapping } from '../../domain/contracts/bank-mapping.ts';
import type { BankStatementFile } from '../../domain/money/bank-line.ts';
import { type CsvLine, parseCsv } from '../csv.ts';
import { RowReader } from './csv-row.ts';
import { type BankFault, bankFault, FaultList } from './faults.ts';
import { LineKeys } from './line-keys.ts';
import { tidy } from './words.ts';

/** The movements of a file, or the faults that refuse it. */
export function readBankCsv(bytes: Uint8Array, mapping: BankMapping): BankStatementFile | { faults: BankFault[] } {
  const text = decode(bytes, mapping.encoding);
  if (typeof text !== 'string') return { faults: [text] };
  const lines = linesFromHeader(text, mapping);
  if (!Array.isArray(lines)) return { faults: [lines] };
  const [header, ...body] = lines;
  const found = new FaultList();
  const places = placesOf(header, mapping, found);
  if (header === undefined || found.faults.length > 0) return { faults: found.faults };
  const reader = new RowReader(mapping, places, found);
  const movements = body.flatMap(({ row, cells }, at) => {
    if (hasWidth(cells, header.cells.length)) return reader.read({ row, cells }) ?? [];
    found.add(
      at + 1 === body.length && cells.length < header.cells.length ? 'cut-short' : 'column-count',
      `row ${row}`,
    );
    return [];
  });
  if (found.faults.length > 0) return { faults: found.faults };
  const named = new LineKeys().name(movements.map((movement) => [movement]));
  return { format: 'csv', lines: named, unbooked: 0, repeated: 0 };
}

/** The text of a file, or why it is not in the encoding of the mapping. */
function decode(bytes: Uint8Array, encoding: BankMapping['encoding']): string | BankFault {
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  // Each byte is a letter of windows-1252, so nothing else tells that a text is not of it.
  const isUnicode = encoding === 'windows-1252' && isUtf8(bytes) && bytes.some((byte) => byte > 0x7f);
  if (encoding !== 'utf-8' && (isMarked || isUnicode)) return bankFault('other-encoding');
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return bankFault(encoding === 'utf-8' ? 'not-utf8' : 'other-encoding');
  }
}

/** The lines of a text from its header on, or why it cannot be read. */
function linesFromHeader(text: string, { skipRows, delimiter }: BankMapping): CsvLine[] | BankFault {
  let start = 0;
  for (let row = 0; row < skipRows && start >= 0; row += 1) start = text.indexOf('\n', start) + 1 || -1;
  const lines = parseCsv(start < 0 ? '' : text.slice(start), delimiter);
  if (Array.isArray(lines)) return lines.map(({ row, cells }) => ({ row: row + skipRows, cells }));
  return bankFault(lines.fault, lines.row > 0 ? `row ${lines.row + skipRows}` : 'file');
}

/** The place of each column that the mapping names, by name; tells those that are missing or stand twice. */
function placesOf(header: CsvLine | undefined, mapping: BankMapping, found: FaultList): Map<string, number> {
  const names = (header?.cells ?? []).map(tidy);
  const places = new Map<string, number>();
  for (const column of columnsOf(mapping)) {
    const place = names.indexOf(tidy(column));
    places.set(column, place);
    const where = `row ${header?.row ?? 1}, column "${column}"`;
    if (place < 0) found.add('column-missing', where);
    else if (names.lastIndexOf(tidy(column)) !== place) found.add('column-doubled', where);
  }
  return places;
}

/** The columns that a mapping names. */
function columnsOf({ date, amount, currency, bankAccount, returned, ...mapping }: BankMapping): Set<string> {
  const maybe = [mapping.bankReference, mapping.counterparty, returned?.column, returned?.reason];
  return new Set([
    date.column,
    ...(amount.form === 'two-columns' ? [amount.in, amount.out] : [amount.column]),
    ...(amount.form === 'direction' ? [amount.direction] : []),
    ...[currency, bankAccount].flatMap((source) => ('column' in source ? [source.column] : [])),
    ...maybe.filter((column) => column !== undefined),
    ...mapping.references,
    ...mapping.text,
  ]);
}

/** Whether a row has the cells of the header; some banks end each row, but not the header, with a delimiter. */
function hasWidth(cells: readonly string[], width: number): boolean {
  return cells.length >= width && cells.slice(width).every((cell) => cell.trim() === '');
}
