/** The strategies that ship: the files of strategies/. */
import { readFileSync } from 'node:fs';
import { type BaseRules, readStrategy, type Strategy } from '../../domain/strategy/strategy.ts';

/** Names of the strategies that ship, the mildest first. */
export const SHIPPED_STRATEGIES = ['gentle', 'standard', 'online-lender'] as const;
/** One of SHIPPED_STRATEGIES. */
export type ShippedStrategy = (typeof SHIPPED_STRATEGIES)[number];

/** Whether a strategy of this name ships. */
export const isShipped = (name: string): name is ShippedStrategy =>
  (SHIPPED_STRATEGIES as readonly string[]).includes(name);

/** The text of a strategy that ships. */
export const shippedText = (name: ShippedStrategy): string =>
  readFileSync(new URL(`../../strategies/${name}.yaml`, import.meta.url), 'utf8');

/** A strategy that ships, against the ladder and the terms of the code. Throws where its file has a fault. */
export function shippedStrategy(name: ShippedStrategy, base: BaseRules): Strategy {
  const read = readStrategy(shippedText(name), base);
  if ('strategy' in read) return read.strategy;
  const [first] = read.faults;
  throw new Error(`strategies/${name}.yaml:${first?.line}:${first?.column}: ${first?.what}`);
}
