/** What contacts and steps cost: assumed figures, to be replaced by the lender's own. */
import { decimalsOf, parseAmount } from '../../domain/money.ts';
import type { CostItem } from './figures.ts';

/** What one of each costs, minor units; the commission in percent of the money that an agency collects. */
export type Costs = Readonly<Record<CostItem, bigint>>;

/** Assumed costs in US dollars, in cents: mass mail, one SMS, five minutes of a caller, a record, fee and folder. */
const ASSUMED_USD: Costs = { email: 1n, sms: 4n, call: 250n, record: 10n, filing: 9_000n, commission: 20n };

/** Units of a currency to one US dollar, roughly: costs only need their size. */
const PER_USD: Readonly<Record<string, number>> = {
  USD: 1,
  EUR: 0.9,
  GBP: 0.8,
  CNY: 7,
  HKD: 8,
  INR: 85,
  JPY: 150,
  TWD: 32,
};

/** The assumed costs in a currency; null for a currency whose size is not known here. */
export function assumedCosts(currency: string): Costs | null {
  const rate = PER_USD[currency];
  if (rate === undefined) return null;
  const scale = rate * 10 ** (decimalsOf(currency) - 2);
  const costs = Object.entries(ASSUMED_USD).map(([item, minor]) => [
    item,
    item === 'commission' ? minor : BigInt(Math.max(1, Math.round(Number(minor) * scale))),
  ]);
  return Object.fromEntries(costs) as Costs;
}

/** Least minimum of a card's statement: about 15 US dollars. */
export function assumedMinimum(currency: string): bigint {
  const rate = PER_USD[currency] ?? 1;
  return BigInt(Math.round(15 * rate * 10 ** decimalsOf(currency)));
}

/** What payments of a part are rounded up to: a fifth of the least minimum, 100 in New Taiwan dollars. */
export const roundSum = (currency: string): bigint => {
  const fifth = assumedMinimum(currency) / 5n;
  return fifth > 0n ? fifth : 1n;
};

/** The cost of an item as it is typed: a plain amount, or whole percent of the commission. Null for anything else. */
export function readCost(item: CostItem, text: string, currency: string): bigint | null {
  if (item === 'commission') return /^(?:\d{1,2}|100)$/.test(text) ? BigInt(text) : null;
  const minor = parseAmount(text, currency);
  return typeof minor === 'bigint' && minor >= 0n ? minor : null;
}
