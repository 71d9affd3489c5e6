/**
 * One row of the book: an account at a date. Reads cells into a checked row, or all its faults. Pure;
 * docs/import-format.md describes it.
 */
import type { Due } from '../facts.ts';
import { LANGUAGES, type Language } from '../letter.ts';
import { type AmountFault, isCurrency, parseAmount } from '../money.ts';
import { type CalendarDate, isCalendarDate, isZone, type Zone } from '../time.ts';
import type { BookFaultCode } from './book-faults.ts';
import { parseEmail, parsePhone } from './contact-value.ts';

/** All columns, in the order of a row's cells. */
export const BOOK_COLUMNS = [
  'creditor',
  'account',
  'person',
  'name',
  'language',
  'zone',
  'email',
  'phone',
  'address',
  'product',
  'currency',
  'contract_date',
  'credit_limit',
  'balance',
  'dues',
  'last_payment_date',
  'last_payment_amount',
  'bureau_consent',
  'as_of',
  'reached_stage',
  'notified_on',
] as const;
/** One of BOOK_COLUMNS. */
type BookColumn = (typeof BOOK_COLUMNS)[number];
/** Columns whose cells may be empty; the column itself must be there. */
const OPTIONAL_COLUMNS: ReadonlySet<BookColumn> = new Set<BookColumn>([
  'email',
  'phone',
  'address',
  'credit_limit',
  'dues',
  'last_payment_date',
  'last_payment_amount',
  'reached_stage',
  'notified_on',
]);
/** The columns that describe the person: rows of one person must agree in them. */
export const PERSON_COLUMNS: readonly BookColumn[] = ['name', 'language', 'zone', 'email', 'phone', 'address'];

/** A checked row. Amounts are minor units of `currency`. */
export interface BookRow {
  creditor: string;
  account: string;
  person: string;
  name: string;
  language: Language;
  zone: Zone;
  email: string | null;
  /** E.164. */
  phone: string | null;
  address: string | null;
  /** A code of the creditor's products. */
  product: string;
  currency: string;
  contractDate: CalendarDate;
  creditLimit: bigint | null;
  /** Everything owed at `asOf`; zero only when nothing is due. */
  balance: bigint;
  /** Dues that are not fully paid at `asOf`, with the unpaid part of each, oldest first. */
  dues: Due[];
  lastPaymentOn: CalendarDate | null;
  lastPayment: bigint | null;
  bureauConsent: boolean;
  /** Date in the creditor's zone; payments booked before this day are in the figures. */
  asOf: CalendarDate;
  reachedStage: string | null;
  notifiedOn: CalendarDate | null;
}

/** What a row must fit of its creditor. */
interface BookOwner {
  currency: string;
  today: CalendarDate;
  /** Of each, the code. */
  products: readonly { code: string }[];
}
/** What a row is checked against. */
export interface BookContext {
  /** Null for an unknown creditor. `today` is the business date in the creditor's zone. */
  creditorOf(code: string): BookOwner | null;
  stages: readonly string[];
}

/** One fault of one cell. */
interface CellFault {
  column: BookColumn;
  code: BookFaultCode;
}
/** Cells in the order of BOOK_COLUMNS. */
export type BookCells = readonly string[];

const INDEX = Object.fromEntries(BOOK_COLUMNS.map((name, index) => [name, index])) as Record<BookColumn, number>;
/** Longest text cell. Dues may be longer: each has about 22 characters. */
const LONGEST_CELL = 500;
const LONGEST_DUES = 20_000;

/** The trimmed text of a cell. */
export function cellOf(cells: BookCells, column: BookColumn): string {
  return (cells[INDEX[column]] ?? '').trim();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f\u0085\u200b\u2028-\u202e\u2060-\u2069\ufeff]/;
const FORMULA = /^[=+\-@\t\r]/;
/** Columns whose cells may start with a sign: their own check reports what is wrong. */
const SIGNED: ReadonlySet<BookColumn> = new Set<BookColumn>([
  'phone',
  'credit_limit',
  'balance',
  'last_payment_amount',
]);
const SIGNED_VALUE = /^[+-][\d\s().,'-]*$/;

/** The fault that any cell may have, whatever its column; null when it has none. */
function commonFault(column: BookColumn, cell: string): BookFaultCode | null {
  if (cell === '') return OPTIONAL_COLUMNS.has(column) ? null : 'empty';
  if (FORMULA.test(cell) && !(SIGNED.has(column) && SIGNED_VALUE.test(cell))) return 'formula';
  if (CONTROL.test(cell)) return 'control-character';
  if (cell.length > (column === 'dues' ? LONGEST_DUES : LONGEST_CELL)) return 'too-long';
  return cell.trim() === '' && !OPTIONAL_COLUMNS.has(column) ? 'empty' : null;
}

/** A file repeats few dates many times, and checking one costs a microsecond. */
const realDates = new Map<string, boolean>();
function isRealDate(text: string): boolean {
  const known = realDates.get(text);
  if (known !== undefined) return known;
  if (realDates.size > 20_000) realDates.clear();
  const real = isCalendarDate(text);
  realDates.set(text, real);
  return real;
}

/** Reads the cells of one row and collects every fault. A faulty cell reads as a fallback, which is never used. */
class Reading {
  readonly faults: CellFault[] = [];
  private readonly bad = new Set<BookColumn>();
  private readonly cells: BookCells;

  constructor(cells: BookCells) {
    this.cells = cells;
    for (const column of BOOK_COLUMNS) {
      const code = commonFault(column, cells[INDEX[column]] ?? '');
      if (code) this.fail(column, code);
    }
  }

  fail(column: BookColumn, code: BookFaultCode): void {
    if (this.bad.has(column)) return;
    this.bad.add(column);
    this.faults.push({ column, code });
  }

  text(column: BookColumn): string {
    return cellOf(this.cells, column);
  }

  /** The cell's text, or null when it is empty or already refused. */
  given(column: BookColumn): string | null {
    const text = this.text(column);
    return text === '' || this.bad.has(column) ? null : text;
  }

  isBad(column: BookColumn): boolean {
    return this.bad.has(column);
  }

  key(column: BookColumn): string {
    const text = this.given(column);
    if (text !== null && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) this.fail(column, 'bad-key');
    return text ?? '';
  }

  oneOf<T extends string>(column: BookColumn, words: readonly T[], code: BookFaultCode): T {
    const text = this.given(column);
    const found = words.find((word) => word === text);
    if (text !== null && found === undefined) this.fail(column, code);
    return found ?? (words[0] as T);
  }

  parsed(column: BookColumn, parse: (text: string) => string | null, code: BookFaultCode): string | null {
    const text = this.given(column);
    if (text === null) return null;
    const value = parse(text);
    if (value === null) this.fail(column, code);
    return value;
  }

  date(column: BookColumn): CalendarDate | null {
    return this.parsed(column, (text) => (isRealDate(text) ? text : null), 'no-such-date');
  }

  /** `least` is 0n or 1n. */
  amount(column: BookColumn, currency: string, least: bigint): bigint | null {
    const text = this.given(column);
    if (text === null || this.bad.has('currency')) return null;
    const minor = parseAmount(text, currency);
    if (typeof minor !== 'bigint') this.fail(column, minor);
    else if (minor < least) this.fail(column, 'amount-not-positive');
    else return minor;
    return null;
  }
}

function readDue(
  text: string,
  currency: string,
): Due | AmountFault | 'bad-due' | 'no-such-date' | 'amount-not-positive' {
  const at = text.indexOf('=');
  if (at < 1) return 'bad-due';
  const on = text.slice(0, at).trim();
  if (!isRealDate(on)) return 'no-such-date';
  const minor = parseAmount(text.slice(at + 1).trim(), currency);
  if (typeof minor !== 'bigint') return minor;
  return minor > 0n ? { on, minor } : 'amount-not-positive';
}

function readDues(reading: Reading, currency: string): Due[] {
  const text = reading.given('dues');
  if (text === null || reading.isBad('currency')) return [];
  const dues: Due[] = [];
  for (const part of text.split(';')) {
    const due = readDue(part.trim(), currency);
    if (typeof due === 'string') {
      reading.fail('dues', due);
      return [];
    }
    dues.push(due);
  }
  dues.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  if (dues.some((due, index) => due.on === dues[index - 1]?.on)) reading.fail('dues', 'due-twice');
  return dues;
}

/** Faults that only several cells together show. */
function checkTogether(reading: Reading, row: BookRow, today: CalendarDate | null): void {
  const owed = row.dues.reduce((sum, due) => sum + due.minor, 0n);
  if (!reading.isBad('balance') && !reading.isBad('dues') && owed > row.balance)
    reading.fail('dues', 'dues-above-balance');
  if (row.asOf === '') return;
  if (today !== null && row.asOf > today) reading.fail('as_of', 'date-in-future');
  if (row.contractDate > row.asOf) reading.fail('contract_date', 'date-order');
  const first = row.dues[0];
  if (first && first.on < row.contractDate) reading.fail('dues', 'date-order');
  if (row.lastPaymentOn !== null && row.lastPaymentOn > row.asOf) reading.fail('last_payment_date', 'date-order');
  if (row.notifiedOn !== null && row.notifiedOn > row.asOf) reading.fail('notified_on', 'date-order');
}

/** Cells that are filled in together or not at all. */
function checkPairs(reading: Reading): void {
  const pairs: [BookColumn, BookColumn][] = [
    ['last_payment_date', 'last_payment_amount'],
    ['reached_stage', 'notified_on'],
  ];
  for (const [first, other] of pairs) {
    const [left, right] = [reading.text(first), reading.text(other)];
    // A stage may have been reached without a notice; a notice date without a stage means nothing.
    if (first === 'reached_stage' && right === '') continue;
    if (left === '' && right !== '') reading.fail(first, 'half-a-pair');
    if (left !== '' && right === '') reading.fail(other, 'half-a-pair');
  }
}

function readPerson(reading: Reading): Pick<BookRow, 'name' | 'language' | 'zone' | 'email' | 'phone' | 'address'> {
  return {
    name: reading.text('name'),
    language: reading.oneOf('language', LANGUAGES, 'unknown-language'),
    zone: reading.parsed('zone', (text) => (isZone(text) ? text : null), 'unknown-zone') ?? '',
    email: reading.parsed('email', parseEmail, 'bad-email'),
    phone: reading.parsed('phone', parsePhone, 'bad-phone'),
    address: reading.given('address'),
  };
}

function readMoney(
  reading: Reading,
  currency: string,
): Pick<BookRow, 'creditLimit' | 'balance' | 'dues' | 'lastPaymentOn' | 'lastPayment'> {
  return {
    creditLimit: reading.amount('credit_limit', currency, 1n),
    balance: reading.amount('balance', currency, 0n) ?? 0n,
    dues: readDues(reading, currency),
    lastPaymentOn: reading.date('last_payment_date'),
    lastPayment: reading.amount('last_payment_amount', currency, 1n),
  };
}

/** One of the creditor's products. Without a known creditor any code will do: the row is refused anyway. */
function readProduct(reading: Reading, creditor: BookOwner | null): string {
  if (creditor === null) return reading.given('product') ?? '';
  return reading.oneOf(
    'product',
    creditor.products.map(({ code }) => code),
    'unknown-product',
  );
}

/** Reads one row, with its cells in the order of BOOK_COLUMNS. Returns the row, or every fault found in it. */
export function parseBookRow(cells: BookCells, context: BookContext): BookRow | CellFault[] {
  const reading = new Reading(cells);
  const creditor = reading.key('creditor');
  const known = reading.isBad('creditor') ? null : context.creditorOf(creditor);
  if (!reading.isBad('creditor') && known === null) reading.fail('creditor', 'unknown-creditor');
  const currency = reading.text('currency');
  if (!reading.isBad('currency') && !isCurrency(currency)) reading.fail('currency', 'unknown-currency');
  else if (known && !reading.isBad('currency') && known.currency !== currency)
    reading.fail('currency', 'other-currency');
  const row: BookRow = {
    creditor,
    account: reading.key('account'),
    person: reading.key('person'),
    ...readPerson(reading),
    product: readProduct(reading, known),
    currency,
    contractDate: reading.date('contract_date') ?? '',
    ...readMoney(reading, currency),
    bureauConsent: reading.oneOf('bureau_consent', ['no', 'yes'], 'yes-or-no') === 'yes',
    asOf: reading.date('as_of') ?? '',
    reachedStage:
      reading.given('reached_stage') === null ? null : reading.oneOf('reached_stage', context.stages, 'unknown-stage'),
    notifiedOn: reading.date('notified_on'),
  };
  checkPairs(reading);
  checkTogether(reading, row, known?.today ?? null);
  return reading.faults.length > 0 ? reading.faults : row;
}

/** A line of the file: its cells in the order of BOOK_COLUMNS, or why it cannot be split into cells. */
export type BookLine = { row: number; cells: BookCells } | { row: number; fault: BookFaultCode };
/** A file whose encoding and header were checked and that can be read in batches. */
export interface BookSource {
  /** Hex, of the bytes as received. */
  sha256: string;
  lines(batch: number): AsyncIterable<BookLine[]>;
}
