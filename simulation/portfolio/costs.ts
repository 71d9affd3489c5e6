/** What contacts and steps cost: assumed figures, to be replaced by the lender's own. */
import { CONTACT_CENTS, fromCents, perDollar } from '../../domain/costs.ts';
import { decimalsOf, parseAmount } from '../../domain/money.ts';
import type { CostItem } from './figures.ts';

/** What one of each costs, minor units; the commission in percent of the money that an agency collects. */
export type Costs = Readonly<Record<CostItem, bigint>>;

/** Assumed costs in cents of US dollars; `record` is one line of a file, `filing` fee and folder. */
const ASSUMED_CENTS: Costs = { ...CONTACT_CENTS, record: 10n, filing: 9_000n, commission: 20n };

/** The assumed costs in a currency; null for a currency whose size is not known here. */
export function assumedCosts(currency: string): Costs | null {
  if (perDollar(currency) === null) return null;
  const costs = Object.entries(ASSUMED_CENTS).map(([item, cents]) => [
    item,
    item === 'commission' ? cents : fromCents(cents, currency),
  ]);
  return Object.fromEntries(costs) as Costs;
}

/** Least minimum of a card's statement: about 15 US dollars. */
export function assumedMinimum(currency: string): bigint {
  const rate = perDollar(currency) ?? 1;
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
