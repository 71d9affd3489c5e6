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

/** One line without its line end. */
export function bookLine(cells: BookCellsByName = {}): string {
  return BOOK_HEADER.split(',')
    .map((column) => quoted(cells[column] ?? DEFAULTS[column] ?? ''))
    .join(',');
}

export function bookFile(rows: readonly BookCellsByName[], header: string = BOOK_HEADER): string {
  return `${[header, ...rows.map(bookLine)].join('\n')}\n`;
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
