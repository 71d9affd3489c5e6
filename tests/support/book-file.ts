/** Made-up book rows for tests and benchmarks, in the documented import format. Persons are invented. */
import { addDays } from '../../domain/time.ts';

export const BOOK_HEADER =
  'creditor,account,person,name,language,zone,email,phone,address,product,currency,contract_date,credit_limit,' +
  'balance,dues,last_payment_date,last_payment_amount,bureau_consent,as_of,reached_stage,notified_on';

/** Cells by column name. The defaults describe a card that is 30 days late. */
export type BookCellsByName = Partial<Record<string, string>>;

const DEFAULTS: Readonly<Record<string, string>> = {
  creditor: 'harbour',
  account: 'A-1',
  person: 'P-1',
  name: 'Lin Mei',
  language: 'en',
  zone: 'Asia/Taipei',
  email: 'lin.mei@example.com',
  phone: '+1 212-555-0143',
  address: '1 Harbour Road',
  product: 'card',
  currency: 'TWD',
  contract_date: '2019-05-04',
  credit_limit: '50000.00',
  balance: '41000.00',
  dues: '2026-01-30=1434.00;2026-03-01=1380.00',
  last_payment_date: '2026-01-12',
  last_payment_amount: '2000.00',
  bureau_consent: 'yes',
  as_of: '2026-03-02',
  reached_stage: '',
  notified_on: '',
};

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const lineOf = (header: string, cells: BookCellsByName, defaults: Readonly<Record<string, string>>): string =>
  header
    .split(',')
    .map((column) => quoted(cells[column] ?? defaults[column] ?? ''))
    .join(',');

function fileOf(header: string, rows: readonly BookCellsByName[], defaults: Readonly<Record<string, string>>): string {
  return `${[header, ...rows.map((row) => lineOf(header, row, defaults))].join('\n')}\n`;
}

/** One line without its line end. */
export function bookLine(cells: BookCellsByName = {}, header: string = BOOK_HEADER): string {
  return lineOf(header, cells, DEFAULTS);
}

/** A book of format v1, or with the columns of another header. */
export function bookFile(rows: readonly BookCellsByName[], header: string = BOOK_HEADER): string {
  return `${[header, ...rows.map((row) => bookLine(row, header))].join('\n')}\n`;
}

/** All columns of format v2. */
export const HEADER_V2 =
  `${BOOK_HEADER},country,region,second_fact_hmac,grace_days,components,disbursed_amount,origination_channel,` +
  'origination_band,original_creditor,present_creditor,last_contact_on';
const DETAILS: Readonly<Record<string, string>> = {
  country: 'US',
  region: 'US-CA',
  second_fact_hmac: 'ab'.repeat(32),
  grace_days: '10',
  components: '2026-01-30=principal:1000.00,interest:300.00,fees:100.00,costs:34.00;2026-03-01=interest:1380.00',
  disbursed_amount: '60000.00',
  origination_channel: 'branch',
  origination_band: 'B2',
  original_creditor: 'First Bank',
  present_creditor: 'Harbour Bank',
  last_contact_on: '2026-02-20',
};
/** A book of format v2, by default with every column. */
export function bookFileV2(rows: readonly BookCellsByName[], header: string = HEADER_V2): string {
  return fileOf(header, rows, { ...DEFAULTS, ...DETAILS });
}

export const PARTY_HEADER =
  'creditor,account,person,role,liability,name,language,zone,email,phone,address,country,region';
const PARTY: Readonly<Record<string, string>> = {
  creditor: 'harbour',
  account: 'A-1',
  person: 'P-78',
  role: 'guarantor',
  liability: 'full',
  name: 'Wang Jun',
  language: 'zh-Hans',
  zone: 'America/Los_Angeles',
  email: 'wang.jun@example.com',
  phone: '+1 213-555-0144',
  address: '2 Harbour Road',
  country: 'US',
  region: 'CA',
};
/** A parties file; by default a row is a guarantor of account A-1. */
export function partiesFile(rows: readonly BookCellsByName[], header: string = PARTY_HEADER): string {
  return fileOf(header, rows, PARTY);
}

export const FEATURE_HEADER = 'creditor,account,as_of,name,value';
const FEATURE = { creditor: 'harbour', account: 'A-1', as_of: '2026-03-02', name: 'score', value: '0.62' };
/** A features file; by default a row is a score of account A-1. */
export function featuresFile(rows: readonly BookCellsByName[]): string {
  return fileOf(FEATURE_HEADER, rows, FEATURE);
}

/**
 * Row `index` of a large made-up book with two or three dues. Every tenth account belongs to a person who has another.
 */
export function madeUpRow(index: number): BookCellsByName {
  const person = index % 10 === 9 ? index - 1 : index;
  const dues = Array.from(
    { length: 2 + (index % 2) },
    (_, at) => `${addDays('2026-03-01', -30 * at)}=${500 + ((index * 37 + at) % 900)}.00`,
  );
  return {
    account: `B-${1000000 + index}`,
    person: `Q-${1000000 + person}`,
    name: person % 3 === 0 ? `陈测试${person}` : `Test Person ${person}`,
    language: person % 3 === 0 ? 'zh-Hans' : 'en',
    email: `person${person}@example.com`,
    phone: `+1 ${200 + (person % 700)}-555-01${String(person % 100).padStart(2, '0')}`,
    address: `${person} Harbour Road, Taipei`,
    balance: `${20000 + ((index * 7919) % 90000)}.50`,
    dues: dues.join(';'),
  };
}
