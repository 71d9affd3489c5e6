/** Reads a book file: once through for encoding, header and fingerprint, then in batches of lines. Memory stays flat whatever the size. */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { BookFault, BookFaultCode } from '../../domain/contracts/book-faults.ts';
import { BOOK_COLUMNS, type BookLine, type BookSource } from '../../domain/contracts/book-row.ts';
import { Problem } from '../../domain/problems.ts';
import { spanOf, splitLine } from './split.ts';

/** Opens the file from its start; called twice. */
export type OpenBook = () => Readable;
/** A line longer than this is no line of a book, bytes. */
const LONGEST_LINE = 1_000_000;
const LINE_END = 0x0a;

export interface BookOnDisk extends BookSource {
  bytes: number;
  /** Rows below the header, blank ones included. */
  rows: number;
}
/** The file is taken, or the reasons why nothing of it can be. */
export type Inspection = { source: BookOnDisk } | { faults: BookFault[] };

/** Line number of the first line of `block` that is not UTF-8; `before` lines stand ahead of it. */
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

/** Lines in a block, and which of them is the first that is too long; 0 when none is. */
function countLines(block: Buffer): { count: number; long: number } {
  let [count, long, start] = [0, 0, 0];
  for (let at = block.indexOf(LINE_END); at >= 0; at = block.indexOf(LINE_END, start)) {
    count += 1;
    if (long === 0 && at - start > LONGEST_LINE) long = count;
    start = at + 1;
  }
  return { count, long };
}

/** One pass over the bytes; the row of the first fault instead when it is not UTF-8 text in lines. */
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
  // A file that was cut may end inside a character: that is the last row's fault, not the file's.
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

/** Where each column of the format stands in the file, or what is wrong with the header. */
function readHeader(line: string): { places: number[]; faults: BookFault[] } {
  const cells = splitLine(line.replace(/^\uFEFF/, '').replace(/\r$/, ''));
  const fault = (column: string, code: BookFaultCode): BookFault => ({ row: 1, column, code });
  if (/\r./s.test(line)) return { places: [], faults: [fault('', 'bad-line-ends')] };
  if (typeof cells === 'string') return { places: [], faults: [fault('', 'quote-misplaced')] };
  const names = cells.map((cell) => cell.trim());
  if (names.every((name) => name === '')) return { places: [], faults: [fault('', 'empty-file')] };
  if (names.length === 1 && /[;\t|]/.test(line)) return { places: [], faults: [fault('', 'not-commas')] };
  const known: ReadonlySet<string> = new Set(BOOK_COLUMNS);
  const faults = [
    ...BOOK_COLUMNS.filter((name) => !names.includes(name)).map((name) => fault(name, 'column-missing')),
    ...names.flatMap((name, index) => {
      if (names.indexOf(name) !== index) return [fault(name, 'column-doubled')];
      // What stands in an unknown header cell may be anything, a person's name too: it is named by its place.
      return known.has(name) ? [] : [fault(/^[a-z_]{1,30}$/.test(name) ? name : `#${index + 1}`, 'column-unknown')];
    }),
  ];
  return { places: BOOK_COLUMNS.map((name) => names.indexOf(name)), faults };
}

/** The bytes as they were looked through. Throws behind the last of them, and so before the last batch is handed on, when they are others by now. */
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

/** Complete lines in blocks. The last block says whether text without a line end followed them. */
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

/** Turns the lines of one block into book lines. Lines that a later block may complete are handed back. */
class LineReader {
  private row = 1;
  private waiting: string[] = [];
  private readonly places: readonly number[];

  constructor(places: readonly number[]) {
    this.places = places;
  }

  /** `final`: nothing follows these lines. */
  read(lines: readonly string[], final: boolean): BookLine[] {
    const all = this.waiting.length > 0 ? [...this.waiting, ...lines] : lines;
    const result: BookLine[] = [];
    let at = 0;
    while (at < all.length) {
      // 20 lines ahead are kept back so that a cell with line breaks is seen whole.
      if (!final && all.length - at < 20) break;
      at += this.consumeLines(all, at, result);
    }
    this.waiting = all.slice(at);
    return result;
  }

  private consumeLines(all: readonly string[], at: number, result: BookLine[]): number {
    // One name may be written in two ways; it is one name.
    const line = (all[at] ?? '').replace(/\r$/, '').normalize('NFC');
    const row = this.row;
    this.row += 1;
    if (row === 1 || line === '') return 1;
    const cells = splitLine(line);
    if (cells === 'open') {
      const span = spanOf(all.slice(at, at + 20), this.places.length);
      result.push({ row, fault: span > 0 ? 'control-character' : 'quote-misplaced' });
      this.row += Math.max(span, 1) - 1;
      return Math.max(span, 1);
    }
    if (cells === 'misplaced') result.push({ row, fault: 'quote-misplaced' });
    else if (cells.length !== this.places.length) result.push({ row, fault: 'column-count' });
    else result.push({ row, cells: this.places.map((place) => cells[place] ?? '') });
    return 1;
  }

  /** The last line, which has no line end. */
  cut(): BookLine {
    return { row: this.row, fault: 'cut-short' };
  }
}

async function* readLines(
  bytes: AsyncIterable<Buffer>,
  places: readonly number[],
  batch: number,
): AsyncGenerator<BookLine[]> {
  const reader = new LineReader(places);
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

/** Looks a file through before anything of it is taken. */
export async function inspectBook(open: OpenBook): Promise<Inspection> {
  const found = await scan(open);
  if ('code' in found) return { faults: [found] };
  const { places, faults } = readHeader(found.header);
  if (faults.length > 0) return { faults };
  const lines = (batch: number) => readLines(sameBytes(open, found.sha256), places, batch);
  return { source: { sha256: found.sha256, bytes: found.bytes, rows: Math.max(0, found.lines - 1), lines } };
}
