/** Cells of one row of an imported file, read with every fault in them. Pure; docs/import-format.md describes it. */
import { type AmountFault, parseAmount } from '../money.ts';
import { type CalendarDate, isCalendarDate } from '../time.ts';
import type { BookFaultCode } from './book-faults.ts';

/** The cells of a row in the order of its file's columns. Undefined: the header has no such column. */
export type Cells = readonly (string | undefined)[];

/** A kind of file: its columns, and what their cells may hold. */
export interface FileFormat<C extends string> {
  columns: readonly C[];
  /** Columns whose cells may be empty. */
  optional: ReadonlySet<C>;
  /** Columns that the header may leave out; they are optional too. */
  absent: ReadonlySet<C>;
  /** Columns whose cells may start with a sign when they match: their own check reports what is wrong. */
  signed: Readonly<Partial<Record<C, RegExp>>>;
  /** Columns that hold a list, which may be long. */
  lists: ReadonlySet<C>;
  /** Place of each column in a row. */
  places: Readonly<Record<C, number>>;
}

/** A format with the places of its columns. */
export function fileFormat<C extends string>(format: Omit<FileFormat<C>, 'places'>): FileFormat<C> {
  const places = Object.fromEntries(format.columns.map((name, at) => [name, at])) as Record<C, number>;
  return { ...format, places };
}

/** A fault of one cell; `column` is empty when the whole row is at fault. */
export interface CellFault<C extends string> {
  column: C;
  code: BookFaultCode;
}

/** Longest text cell. Lists may be longer: each due has about 22 characters, with its components about 100. */
const LONGEST_CELL = 500;
const LONGEST_LIST = 20_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f\u0085\u200b\u2028-\u202e\u2060-\u2069\ufeff]/;
const FORMULA = /^[=+\-@\t\r]/;
/** What a phone or an amount may hold behind its sign. */
export const SIGNED_VALUE = /^[+-][\d\s().,'-]*$/;
const SHORT_KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

/** A file repeats few dates many times, and checking one costs a microsecond. */
const realDates = new Map<string, boolean>();
/** Whether the text is a date that exists, YYYY-MM-DD. */
export function isRealDate(text: string): boolean {
  const known = realDates.get(text);
  if (known !== undefined) return known;
  if (realDates.size > 20_000) realDates.clear();
  const real = isCalendarDate(text);
  realDates.set(text, real);
  return real;
}

/** The fault that any cell may have, whatever its column; null when it has none. */
function commonFault<C extends string>(format: FileFormat<C>, column: C, cell: string): BookFaultCode | null {
  if (cell === '') return format.optional.has(column) ? null : 'empty';
  if (FORMULA.test(cell) && format.signed[column]?.test(cell) !== true) return 'formula';
  if (CONTROL.test(cell)) return 'control-character';
  if (cell.length > (format.lists.has(column) ? LONGEST_LIST : LONGEST_CELL)) return 'too-long';
  return cell.trim() === '' && !format.optional.has(column) ? 'empty' : null;
}

/** Reads the cells of one row and collects every fault. A faulty cell reads as a fallback, which is never used. */
export class RowReading<C extends string> {
  readonly faults: CellFault<C>[] = [];
  private readonly bad = new Set<C>();
  private readonly format: FileFormat<C>;
  private readonly cells: Cells;

  constructor(format: FileFormat<C>, cells: Cells) {
    this.format = format;
    this.cells = cells;
    const { columns, absent } = format;
    for (let at = 0; at < columns.length; at += 1) {
      const [column, cell] = [columns[at] as C, cells[at]];
      if (cell === undefined && absent.has(column)) continue;
      const code = commonFault(format, column, cell ?? '');
      if (code) this.fail(column, code);
    }
  }

  fail(column: C, code: BookFaultCode): void {
    if (this.bad.has(column)) return;
    this.bad.add(column);
    this.faults.push({ column, code });
  }

  /** Whether the file has the column. */
  has(column: C): boolean {
    return this.cells[this.format.places[column]] !== undefined;
  }

  text(column: C): string {
    return cellIn(this.format, this.cells, column);
  }

  /** The cell's text, or null when it is empty or already refused. */
  given(column: C): string | null {
    const text = this.text(column);
    return text === '' || this.bad.has(column) ? null : text;
  }

  isBad(column: C): boolean {
    return this.bad.has(column);
  }

  /** A number of the creditor's: of an account or a person. */
  key(column: C): string {
    const text = this.given(column);
    if (text !== null && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) this.fail(column, 'bad-key');
    return text ?? '';
  }

  /** A word that the lender chose. */
  shortKey(column: C): string | null {
    return this.parsed(column, (text) => (SHORT_KEY.test(text) ? text : null), 'bad-short-key');
  }

  oneOf<T extends string>(column: C, words: readonly T[], code: BookFaultCode): T {
    const text = this.given(column);
    const found = words.find((word) => word === text);
    if (text !== null && found === undefined) this.fail(column, code);
    return found ?? (words[0] as T);
  }

  parsed<T extends {}>(column: C, parse: (text: string) => T | null, code: BookFaultCode): T | null {
    const text = this.given(column);
    if (text === null) return null;
    const value = parse(text);
    if (value === null) this.fail(column, code);
    return value;
  }

  date(column: C): CalendarDate | null {
    return this.parsed(column, (text) => (isRealDate(text) ? text : null), 'no-such-date');
  }

  /** `least` is 0n or 1n. Null when `currency` is null: it was refused. */
  amount(column: C, currency: string | null, least: bigint): bigint | null {
    const text = this.given(column);
    if (text === null || currency === null) return null;
    const minor = atLeast(parseAmount(text, currency), least);
    if (typeof minor === 'bigint') return minor;
    this.fail(column, minor);
    return null;
  }
}

/** The amount, or the fault of one that is too small. */
export function atLeast(
  minor: bigint | AmountFault,
  least: bigint,
): bigint | AmountFault | Extract<BookFaultCode, 'amount-not-positive'> {
  return typeof minor === 'bigint' && minor < least ? 'amount-not-positive' : minor;
}

/** The trimmed text of a cell; empty when the file has no such column. */
export function cellIn<C extends string>(format: FileFormat<C>, cells: Cells, column: C): string {
  return (cells[format.places[column]] ?? '').trim();
}
