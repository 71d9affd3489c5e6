/**
 * Writes demo/portfolio.csv and simulation/behaviour/calibration.json from the source data:
 * `npx tsx demo/make-portfolio.ts UCI_CSV`. demo/SOURCE.md says what is real, derived and invented. The same input
 * gives the same bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { CYCLE_DAYS } from '../simulation/behaviour/calibration.ts';
import { countRates, isLate, numberIn, type SourceRow } from '../simulation/behaviour/count-rates.ts';
import { draw, drawBetween, drawn } from '../simulation/behaviour/draw.ts';
import { minimumOf } from '../simulation/behaviour/ledger.ts';
import { addDays, START } from './calendar.ts';
import { LAWS } from './laws.ts';
import { dueDates } from './lender.ts';
import { type MadePerson, makePerson } from './made-persons.ts';
import { CREDITOR, LEAST_MINIMUM, PORTFOLIO, toDecimal } from './portfolio.ts';

/** Fixes the persons; independent of the seed of a run. */
const SEED = 2009;
/** Number of statements and payments in the source, newest first. */
const MONTHS = 6;
const SHARE_WITH_TWO = 0.08;
const SHARE_WITH_THREE = 0.02;
const SHARE_WITH_CONSENT = 0.92;

const COLUMNS = [
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
  'last_contact_on',
] as const;
type Cells = Record<(typeof COLUMNS)[number], string>;

/** Whole dollars of the source as minor units. */
const minorIn = (row: SourceRow, column: string): bigint => BigInt(numberIn(row, column)) * 100n;
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The minimums of the last n statements, oldest first. If they exceed the balance, the newest is reduced. */
function duesOf(row: SourceRow): string {
  const months = numberIn(row, 'PAY_0');
  let left = minorIn(row, 'BILL_AMT1');
  const dues = dueDates(months).map((on, index) => {
    // The source has no statement older than the sixth.
    const statement = Math.min(months - index, MONTHS);
    const minor = smaller(minimumOf(minorIn(row, `BILL_AMT${statement}`), LEAST_MINIMUM), left);
    left -= minor;
    return { on, minor };
  });
  return dues
    .filter(({ minor }) => minor > 0n)
    .map(({ on, minor }) => `${on}=${toDecimal(minor)}`)
    .join(';');
}

/** Date and amount of the last payment. The month comes from the source, the day within it is drawn. */
function lastPaymentOf(row: SourceRow, account: string): [on: string, amount: string] {
  for (let month = 1; month <= MONTHS; month += 1) {
    const paid = minorIn(row, `PAY_AMT${month}`);
    if (paid <= 0n) continue;
    const days = (month - 1) * CYCLE_DAYS + drawBetween(3, CYCLE_DAYS - 3, SEED, account, 0, 'payment day');
    return [addDays(START, -days), toDecimal(paid)];
  }
  return ['', ''];
}

/** The lender writes at least once a month to whoever is late. */
const lastContactOf = (account: string): string =>
  addDays(START, -drawBetween(1, CYCLE_DAYS, SEED, account, 0, 'last contact'));

function cellsOf(row: SourceRow, person: MadePerson): Cells {
  const account = `C-${numberIn(row, 'ID')}`;
  const [paidOn, paid] = lastPaymentOf(row, account);
  return {
    creditor: CREDITOR,
    account,
    person: person.number,
    name: person.name,
    language: person.language,
    zone: LAWS.TW.zone,
    email: person.email,
    phone: person.phone,
    address: person.address,
    product: 'card',
    currency: LAWS.TW.currency,
    contract_date: addDays(START, -drawBetween(400, 4000, SEED, account, 0, 'contract')),
    credit_limit: toDecimal(minorIn(row, 'LIMIT_BAL')),
    balance: toDecimal(minorIn(row, 'BILL_AMT1')),
    dues: duesOf(row),
    last_payment_date: paidOn,
    last_payment_amount: paid,
    bureau_consent: drawn(SHARE_WITH_CONSENT, SEED, account, 0, 'consent') ? 'yes' : 'no',
    as_of: START,
    reached_stage: '',
    notified_on: '',
    last_contact_on: numberIn(row, 'PAY_0') > 1 ? lastContactOf(account) : '',
  };
}

/** Number of accounts that person `index` holds. */
function holdingsOf(index: number): number {
  const chance = draw(SEED, String(index), 0, 'holdings');
  if (chance < SHARE_WITH_THREE) return 3;
  return chance < SHARE_WITH_THREE + SHARE_WITH_TWO ? 2 : 1;
}

/** Rows in a random order, so that the accounts of one person are unrelated to their places in the source. */
function shuffled(rows: readonly SourceRow[]): SourceRow[] {
  const place = (row: SourceRow): number => draw(SEED, row['ID'] ?? '', 0, 'place');
  return [...rows].sort((a, b) => place(a) - place(b));
}

const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Text of the portfolio file. */
export function makePortfolio(source: readonly SourceRow[]): string {
  const rows = shuffled(source.filter(isLate));
  const lines: string[] = [COLUMNS.join(',')];
  for (let index = 0, at = 0; at < rows.length; index += 1) {
    const person = makePerson(SEED, index);
    const held = rows.slice(at, at + holdingsOf(index)).map((row) => cellsOf(row, person));
    for (const cells of held) lines.push(COLUMNS.map((column) => quoted(cells[column])).join(','));
    at += held.length;
  }
  return `${lines.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = process.argv[2];
  if (path === undefined) throw new Error('usage: npx tsx demo/make-portfolio.ts UCI_CSV');
  const source: SourceRow[] = parse(readFileSync(path), { columns: true });
  writeFileSync(PORTFOLIO, makePortfolio(source));
  writeFileSync(
    new URL('../simulation/behaviour/calibration.json', import.meta.url),
    `${JSON.stringify(countRates(source), null, 2)}\n`,
  );
}
