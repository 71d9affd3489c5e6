/**
 * One row of the book: an account at a date. Reads cells into a checked row, or all its faults. Pure;
 * docs/import-format.md describes it.
 */
import type { Due } from '../facts.ts';
import { type AmountFault, isCurrency, parseAmount } from '../money.ts';
import type { CalendarDate } from '../time.ts';
import { type BookDetails, DETAIL_COLUMNS, readDetails } from './book-details.ts';
import type { BookFaultCode } from './book-faults.ts';
import {
  atLeast,
  type CellFault,
  type Cells,
  cellIn,
  fileFormat,
  isRealDate,
  RowReading,
  SIGNED_VALUE,
} from './cells.ts';
import type { ImportKind } from './import-kind.ts';
import { type PersonCells, readPerson } from './person-cells.ts';

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
  ...DETAIL_COLUMNS,
] as const;
/** One of BOOK_COLUMNS. */
export type BookColumn = (typeof BOOK_COLUMNS)[number];
/** Number of columns of format v1. A header must name them; those behind them it may leave out. */
const FORMAT_V1 = BOOK_COLUMNS.length - DETAIL_COLUMNS.length;
/** The columns that describe the person: rows of one person must agree in them. */
export const PERSON_COLUMNS: readonly BookColumn[] = [
  'name',
  'language',
  'zone',
  'email',
  'phone',
  'address',
  'country',
  'region',
  'second_fact_hmac',
];
/** The lender's book, format v2. */
export const BOOK_FORMAT = fileFormat<BookColumn>({
  columns: BOOK_COLUMNS,
  optional: new Set<BookColumn>([
    'email',
    'phone',
    'address',
    'credit_limit',
    'dues',
    'last_payment_date',
    'last_payment_amount',
    'reached_stage',
    'notified_on',
    ...DETAIL_COLUMNS,
  ]),
  absent: new Set<BookColumn>(DETAIL_COLUMNS),
  signed: {
    phone: SIGNED_VALUE,
    credit_limit: SIGNED_VALUE,
    balance: SIGNED_VALUE,
    last_payment_amount: SIGNED_VALUE,
    disbursed_amount: SIGNED_VALUE,
    grace_days: SIGNED_VALUE,
    second_fact_hmac: /^-[\w-]*$/,
  },
  lists: new Set<BookColumn>(['dues', 'components']),
});

/** A checked row. Amounts are minor units of `currency`. */
export interface BookRow extends PersonCells {
  creditor: string;
  account: string;
  person: string;
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
  /** What the columns of format v2 say. */
  details: BookDetails;
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

/** The cells of a row in the order of BOOK_COLUMNS. */
export type BookCells = Cells;
type Reading = RowReading<BookColumn>;

/** The trimmed text of a cell. */
export function cellOf(cells: BookCells, column: BookColumn): string {
  return cellIn(BOOK_FORMAT, cells, column);
}

/** What a row says of the person, as one text: rows of a person must agree in it. */
export const personContentOf = (cells: BookCells): string =>
  PERSON_COLUMNS.map((column) => cellOf(cells, column)).join('\u001f');

/**
 * What two rows that say the same have in common. Quoting, order of columns and spaces around cells do not matter, and
 * neither do columns of format v2 that say nothing: a row of format v1 reads as it always did.
 */
export function contentOf(cells: BookCells): string {
  let text = '';
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at]?.trim() ?? '';
    if (at < FORMAT_V1) text += `${cell}\u001f`;
    else if (cell !== '') text += `${BOOK_COLUMNS[at]}=${cell}\u001f`;
  }
  return text;
}

function readDue(
  text: string,
  currency: string,
): Due | AmountFault | 'bad-due' | 'no-such-date' | 'amount-not-positive' {
  const at = text.indexOf('=');
  if (at < 1) return 'bad-due';
  const on = text.slice(0, at).trim();
  if (!isRealDate(on)) return 'no-such-date';
  const minor = atLeast(parseAmount(text.slice(at + 1).trim(), currency), 1n);
  return typeof minor === 'bigint' ? { on, minor } : minor;
}

function readDues(reading: Reading, currency: string | null): Due[] {
  const text = reading.given('dues');
  if (text === null || currency === null) return [];
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
  if ((row.details.lastContactOn ?? '') > row.asOf) reading.fail('last_contact_on', 'date-order');
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

function readMoney(
  reading: Reading,
  currency: string | null,
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
export function parseBookRow(cells: BookCells, context: BookContext): BookRow | CellFault<BookColumn>[] {
  const reading = new RowReading(BOOK_FORMAT, cells);
  const creditor = reading.key('creditor');
  const known = reading.isBad('creditor') ? null : context.creditorOf(creditor);
  if (!reading.isBad('creditor') && known === null) reading.fail('creditor', 'unknown-creditor');
  const currency = reading.text('currency');
  if (!reading.isBad('currency') && !isCurrency(currency)) reading.fail('currency', 'unknown-currency');
  else if (known && !reading.isBad('currency') && known.currency !== currency)
    reading.fail('currency', 'other-currency');
  const readable = reading.isBad('currency') ? null : currency;
  const row: BookRow = {
    creditor,
    account: reading.key('account'),
    person: reading.key('person'),
    ...readPerson(reading),
    product: readProduct(reading, known),
    currency,
    contractDate: reading.date('contract_date') ?? '',
    ...readMoney(reading, readable),
    bureauConsent: reading.oneOf('bureau_consent', ['no', 'yes'], 'yes-or-no') === 'yes',
    asOf: reading.date('as_of') ?? '',
    reachedStage:
      reading.given('reached_stage') === null ? null : reading.oneOf('reached_stage', context.stages, 'unknown-stage'),
    notifiedOn: reading.date('notified_on'),
    details: {},
  };
  // A row of format v1 ends before the columns of v2.
  if (cells.length > FORMAT_V1) row.details = readDetails(reading, readable, reading.isBad('dues') ? null : row.dues);
  checkPairs(reading);
  checkTogether(reading, row, known?.today ?? null);
  return reading.faults.length > 0 ? reading.faults : row;
}

/** A line of the file: its cells in the order of the format's columns, or why it cannot be split into cells. */
export type BookLine = { row: number; cells: BookCells } | { row: number; fault: BookFaultCode };
/** A file whose encoding and header were checked and that can be read in batches. */
export interface BookSource {
  kind: ImportKind;
  /** Hex, of the bytes as received. */
  sha256: string;
  lines(batch: number): AsyncIterable<BookLine[]>;
}
