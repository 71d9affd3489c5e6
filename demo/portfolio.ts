/** Reads demo/portfolio.csv. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Language } from '../domain/letter.ts';
import { CYCLE_DAYS } from '../simulation/behaviour/calibration.ts';
import { BUCKETS } from '../simulation/behaviour/count-rates.ts';
import { draw } from '../simulation/behaviour/draw.ts';
import { type CalendarDate, daysBetween, START } from './calendar.ts';

/** Creditor code in every row. */
export const CREDITOR = 'harbour';
export const PORTFOLIO = fileURLToPath(new URL('portfolio.csv', import.meta.url));

/** Least minimum of a statement of the source, minor units: TWD 500. */
export const LEAST_MINIMUM = 50_000n;

/** One account. Amounts are minor units; every currency of the demo has two decimals. */
export interface PortfolioRow {
  account: string;
  person: string;
  language: Language;
  balanceMinor: bigint;
  /** Least minimum of its statements. */
  leastMinimum: bigint;
  /** Months late at the start. */
  months: number;
  /**
   * Unpaid minimums at the start, oldest first. There are fewer than `months` if the balance is smaller than their sum.
   */
  dues: { on: CalendarDate; minor: bigint }[];
  /** All cells as in the file, by column name. */
  cells: Readonly<Record<string, string>>;
}

/** "1434.50" as minor units. */
export function toMinor(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(2, '0'));
}
/** Minor units as "1434.50". */
export function toDecimal(minor: bigint): string {
  const digits = minor.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function readRow(cells: Record<string, string>): PortfolioRow {
  const cell = (name: string): string => cells[name] ?? '';
  const dues = cell('dues')
    .split(';')
    .map((due) => due.split('='))
    .map(([on = '', amount = '']) => ({ on, minor: toMinor(amount) }));
  return {
    account: cell('account'),
    person: cell('person'),
    language: cell('language') === 'en' ? 'en' : 'zh-Hans',
    balanceMinor: toMinor(cell('balance')),
    leastMinimum: LEAST_MINIMUM,
    months: 1 + Math.floor(daysBetween(dues[0]?.on ?? START, START) / CYCLE_DAYS),
    dues,
    cells,
  };
}

/** All rows in file order. */
export function readPortfolio(path: string = PORTFOLIO): PortfolioRow[] {
  const rows: Record<string, string>[] = parse(readFileSync(path), { columns: true });
  return rows.map(readRow);
}

/** Persons with their rows, shuffled by the seed within each bucket. A person's first account decides the bucket. */
function shuffledPersons(rows: readonly PortfolioRow[], seed: number): Map<number, PortfolioRow[][]> {
  const persons = new Map<string, PortfolioRow[]>();
  for (const row of rows) persons.set(row.person, [...(persons.get(row.person) ?? []), row]);
  const buckets = new Map<number, PortfolioRow[][]>();
  for (const person of persons.values()) {
    const bucket = Math.min(person[0]?.months ?? 1, BUCKETS);
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), person]);
  }
  for (const list of buckets.values()) {
    const place = new Map(list.map((person) => [person, draw(seed, person[0]?.person ?? '', 0, 'shuffle')]));
    list.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
  }
  return buckets;
}

/**
 * Chooses `count` accounts after a shuffle that deals the buckets (1, 2, 3, 4 and more months) evenly, so that any
 * number of accounts has the shares of the whole. The accounts of a person stay together, except the last person's if
 * `count` splits them.
 */
export function chooseRows(rows: readonly PortfolioRow[], seed: number, count: number): PortfolioRow[] {
  const dealt: { at: number; person: PortfolioRow[] }[] = [];
  for (const list of shuffledPersons(rows, seed).values()) {
    list.forEach((person, index) => {
      dealt.push({ at: (index + 0.5) / list.length, person });
    });
  }
  dealt.sort((a, b) => a.at - b.at);
  return dealt.flatMap(({ person }) => person).slice(0, count);
}
