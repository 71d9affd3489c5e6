/**
 * Reads the book, or a file beside it, in two passes: encoding, header and fingerprint first, then batches of lines. Memory use does not
 * grow with the file.
 */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { BookFault, BookFaultCode } from '../../domain/contracts/book-faults.ts';
import { BOOK_FORMAT, type BookLine, type BookSource } from '../../domain/contracts/book-row.ts';
import type { FileFormat } from '../../domain/contracts/cells.ts';
import { FEATURE_FORMAT } from '../../domain/contracts/feature-row.ts';
import type { ImportKind } from '../../domain/contracts/import-kind.ts';
import { PARTY_FORMAT } from '../../domain/contracts/party-row.ts';
import { Problem } from '../../domain/problems.ts';
import { startsAsUtf16 } from '../utf16.ts';
import { spanOf, splitLine } from './split.ts';

/** Opens the file at its start. Called once per pass, and once to look at the first bytes. */
type OpenBook = () => Readable;
/** Longest line of a book, in bytes. */
const LONGEST_LINE = 1_000_000;
const LINE_END = 0x0a;

/** A book file that passed inspection. */
export interface BookOnDisk extends BookSource {
  bytes: number;
  /** Rows below the header, including blank rows. */
  rows: number;
}
/** A readable file, or the faults that refuse it as a whole. */
type Inspection = { source: BookOnDisk } | { faults: BookFault[] };

/** Number of the first line in `block` that is not UTF-8. `before` lines precede the block. */
function badLine(block: Buffer, before: number): number {
  let start = 0;
  for (let line = before + 1; ; line += 1) {
    const end = block.indexOf(LINE_END, start);
    if (end < 0 || !isUtf8(block.subarray(start, end))) return line;
    start = end + 1;
  }
}

interface Scan {
  sha256: string;
  bytes: number;
  lines: number;
  endsWhole: boolean;
  header: string;
}

/** Number of lines in a block, and the number of its first overlong line (0 if none). */
function countLines(block: Buffer): { count: number; long: number } {
  let [count, long, start] = [0, 0, 0];
  for (let at = block.indexOf(LINE_END); at >= 0; at = block.indexOf(LINE_END, start)) {
    count += 1;
    if (long === 0 && at - start > LONGEST_LINE) long = count;
    start = at + 1;
  }
  return { count, long };
}

/** Scans the file once. Returns the first fault instead if the file is not UTF-8 text in lines of permitted length. */
async function scan(open: OpenBook): Promise<Scan | BookFault> {
  const sha = createHash('sha256');
  let [bytes, lines, header] = [0, 0, ''];
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of open() as AsyncIterable<Buffer>) {
    sha.update(chunk);
    bytes += chunk.length;
    const block = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = block.lastIndexOf(LINE_END) + 1;
    const whole = block.subarray(0, end);
    if (!isUtf8(whole)) return { row: badLine(whole, lines), column: '', code: 'not-utf8' };
    if (lines === 0 && end > 0) header = whole.toString('utf8', 0, whole.indexOf(LINE_END));
    const { count, long } = countLines(whole);
    if (long > 0) return { row: lines + long, column: '', code: 'too-long' };
    lines += count;
    rest = block.subarray(end);
    if (rest.length > LONGEST_LINE) return { row: lines + 1, column: '', code: isUtf8(rest) ? 'too-long' : 'not-utf8' };
  }
  // A truncated file may end inside a character. That is a fault of its last row, not of the file.
  if (lines === 0 && !isUtf8(rest)) return { row: 1, column: '', code: 'not-utf8' };
  if (lines === 0) header = rest.toString('utf8');
  return {
    sha256: sha.digest('hex'),
    bytes,
    lines: lines + (rest.length > 0 ? 1 : 0),
    endsWhole: rest.length === 0,
    header,
  };
}

const FORMATS: Readonly<Record<ImportKind, FileFormat<string>>> = {
  book: BOOK_FORMAT,
  parties: PARTY_FORMAT,
  features: FEATURE_FORMAT,
};

/** A header that can be read. */
interface Header {
  kind: ImportKind;
  /** Position in the file of each column of the format; -1 for one that the file leaves out. */
  places: number[];
  /** Cells of a row. */
  width: number;
}

/** The name of a known column that is written in capitals; another cell stays as it is. */
function inSmallLetters(name: string, { columns }: FileFormat<string>): string {
  const small = name.toLowerCase();
  return columns.includes(small) ? small : name;
}

const headerFault = (column: string, code: BookFaultCode): BookFault => ({ row: 1, column, code });

/** What keeps these names from being a header of the format. */
function faultsOfNames(names: readonly string[], { columns, absent }: FileFormat<string>): BookFault[] {
  const known = new Set(columns);
  return [
    ...columns
      .filter((name) => !names.includes(name) && !absent.has(name))
      .map((name) => headerFault(name, 'column-missing')),
    ...names.flatMap((name, index) => {
      if (names.indexOf(name) !== index) return [headerFault(name, 'column-doubled')];
      // An unknown header cell may hold anything, even a person's name, so it is reported by position.
      const shown = /^[a-z_]{1,30}$/.test(name) ? name : `#${index + 1}`;
      return known.has(name) ? [] : [headerFault(shown, 'column-unknown')];
    }),
  ];
}

/** The kind of file that the names fit best: the book, unless another fits better and lacks at most one column. */
function kindOf(names: readonly string[]): ImportKind {
  const faults = (kind: ImportKind) => faultsOfNames(names, FORMATS[kind]);
  const missing = (kind: ImportKind) => faults(kind).filter(({ code }) => code === 'column-missing').length;
  const others = (['parties', 'features'] as const).filter(
    (kind) => missing(kind) <= 1 && faults(kind).length < faults('book').length,
  );
  return others.sort((a, b) => faults(a).length - faults(b).length)[0] ?? 'book';
}

/** The header, or its faults. `kind` is what the file must hold; undefined: what its header says. */
function readHeader(line: string, kind: ImportKind | undefined): Header | BookFault[] {
  const cells = splitLine(line.replace(/^\uFEFF/, '').replace(/\r$/, ''));
  if (/\r./s.test(line)) return [headerFault('', 'bad-line-ends')];
  if (typeof cells === 'string') return [headerFault('', 'quote-misplaced')];
  const written = cells.map((cell) => cell.trim());
  if (written.every((name) => name === '')) return [headerFault('', 'empty-file')];
  if (written.length === 1 && /[;\t|]/.test(line)) return [headerFault('', 'not-commas')];
  const found = kind ?? kindOf(written.map((name) => name.toLowerCase()));
  const names = written.map((name) => inSmallLetters(name, FORMATS[found]));
  const inCapitals = names.filter((name, index) => name !== written[index]);
  const faults = [
    // Told once: a header is written in capitals as a whole.
    ...inCapitals.slice(0, 1).map((name) => headerFault(inCapitals.length === 1 ? name : '', 'column-capitals')),
    ...faultsOfNames(names, FORMATS[found]),
  ];
  if (faults.length > 0) return faults;
  const places = FORMATS[found].columns.map((name) => names.indexOf(name));
  while (places.at(-1) === -1) places.pop();
  return { kind: found, places, width: names.length };
}

/**
 * Yields the bytes that were inspected. If the file has changed since, throws Problem `not-allowed-now` after the last
 * byte, before the last batch is passed on.
 */
async function* sameBytes(open: OpenBook, sha256: string): AsyncGenerator<Buffer> {
  const sha = createHash('sha256');
  for await (const chunk of open() as AsyncIterable<Buffer>) {
    sha.update(chunk);
    yield chunk;
  }
  if (sha.digest('hex') === sha256) return;
  throw new Problem('not-allowed-now', {
    reason: 'the file changed while it was read',
    remedy: 'Import it again when nobody writes to it any more.',
  });
}

/** Complete lines in blocks. In the last block, `cut` tells whether text without a line end follows them. */
async function* textLines(
  bytes: AsyncIterable<Buffer>,
): AsyncGenerator<{ lines: string[]; cut: boolean; ended: boolean }> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield { lines, cut: false, ended: false };
  }
  yield { lines: [], cut: rest.trim() !== '', ended: true };
}

const isBlank = (cell: string): boolean => cell.trim() === '';

/** Turns blocks of lines into book lines, numbered as the rows of a spreadsheet. Holds back lines that the next block may complete. */
class LineReader {
  private row = 1;
  private waiting: string[] = [];
  private readonly header: Header;

  constructor(header: Header) {
    this.header = header;
  }

  /** `final`: no more lines follow. */
  read(lines: readonly string[], final: boolean): BookLine[] {
    const all = this.waiting.length > 0 ? [...this.waiting, ...lines] : lines;
    const result: BookLine[] = [];
    let at = 0;
    while (at < all.length) {
      // Holds back the last 20 lines, so that a cell with line breaks is always complete.
      if (!final && all.length - at < 20) break;
      at += this.consumeLines(all, at, result);
    }
    this.waiting = all.slice(at);
    return result;
  }

  private consumeLines(all: readonly string[], at: number, result: BookLine[]): number {
    // The same name may arrive composed or decomposed; NFC makes the two equal.
    const line = (all[at] ?? '').replace(/\r$/, '').normalize('NFC');
    const { places, width } = this.header;
    const row = this.row;
    this.row += 1;
    if (row === 1 || line === '') return 1;
    const cells = splitLine(line);
    if (cells === 'open') {
      const span = spanOf(all.slice(at, at + 20), width);
      result.push({ row, fault: span > 0 ? 'control-character' : 'quote-misplaced' });
      // A spreadsheet shows a record over several lines as one row.
      return Math.max(span, 1);
    }
    // Spreadsheets save rows that were cleared as nothing but commas.
    if (cells !== 'misplaced' && cells.every(isBlank)) return 1;
    if (cells === 'misplaced') result.push({ row, fault: 'quote-misplaced' });
    else if (cells.length !== width) result.push({ row, fault: 'column-count' });
    else result.push({ row, cells: places.map((place) => (place < 0 ? undefined : cells[place])) });
    return 1;
  }

  /** The last line, if it has no line end. */
  cut(): BookLine {
    return { row: this.row, fault: 'cut-short' };
  }
}

async function* readLines(bytes: AsyncIterable<Buffer>, header: Header, batch: number): AsyncGenerator<BookLine[]> {
  const reader = new LineReader(header);
  let ready: BookLine[] = [];
  for await (const { lines, cut, ended } of textLines(bytes)) {
    for (const line of reader.read(lines, ended)) ready.push(line);
    if (cut) ready.push(reader.cut());
    while (ready.length >= batch) {
      yield ready.slice(0, batch);
      ready = ready.slice(batch);
    }
  }
  if (ready.length > 0) yield ready;
}

/** Inspects a whole file before any row is imported. Its header says what it holds, unless `kind` does. */
export async function inspectBook(open: OpenBook, kind?: ImportKind): Promise<Inspection> {
  if (await startsAsUtf16(open() as AsyncIterable<Buffer>)) return { faults: [{ row: 1, column: '', code: 'utf-16' }] };
  const found = await scan(open);
  if ('code' in found) return { faults: [found] };
  const header = readHeader(found.header, kind);
  if (Array.isArray(header)) return { faults: header };
  const { sha256, bytes } = found;
  const lines = (batch: number) => readLines(sameBytes(open, sha256), header, batch);
  return { source: { kind: header.kind, sha256, bytes, rows: Math.max(0, found.lines - 1), lines } };
}
