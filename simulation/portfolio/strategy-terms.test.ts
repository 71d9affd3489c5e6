/** Budget and holdout of a strategy in virtual time. */
import { beforeAll, expect, test } from '@jest/globals';
import { type PortfolioInput, readPortfolioInput } from '../../cli/portfolio-file.ts';
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import type { Strategy } from '../../domain/strategy/strategy.ts';
import { shippedStrategy } from '../../engine/strategy/shipped-strategies.ts';
import { LENDER } from '../../stages/rules.ts';
import { assumedCosts, type Costs } from './costs.ts';
import { contactsOf } from './figures.ts';
import { simulate } from './simulate.ts';
import { simulatedStrategy } from './strategy-rules.ts';

const COSTS = assumedCosts('TWD') as Costs;
const standard = shippedStrategy('standard', LENDER);
const thrifty: Strategy = {
  ...standard,
  ladders: standard.ladders.map((ladder) => ({ ...ladder, budgetPercent: 1 })),
};

let input: PortfolioInput;
beforeAll(async () => {
  input = await readPortfolioInput({});
});
function figuresOf(strategy: Strategy, costs: Costs) {
  const { strategies } = simulate({
    input: { name: 'test', sha256: input.sha256 },
    accounts: input.accounts.slice(0, 40),
    ...{ currency: 'TWD', startsOn: input.startsOn, days: 60, seed: 7, costs },
    strategies: [simulatedStrategy(strategy, LENDER, SHIPPED_RULES)],
  });
  const [result] = strategies;
  if (result === undefined) throw new Error('no result');
  return result.total.figures;
}

test('a budget goes by the costs of the run, and the ladder goes on', () => {
  const usual = figuresOf(standard, COSTS);
  const kept = figuresOf(thrifty, COSTS);
  expect(usual.contacts.call).toBeGreaterThan(20);
  expect(kept.contacts.call).toBeLessThan(usual.contacts.call / 2);
  expect(kept.cost.call).toBeLessThan(usual.cost.call);
  expect(kept.placements).toBeGreaterThan(0);
  const free = { ...COSTS, email: 0n, sms: 0n, call: 0n };
  expect(figuresOf(thrifty, free)).toEqual(figuresOf(standard, free));
});

test('a holdout gets fewer contacts, and the group of its segment is shown', () => {
  const held: Strategy = { ...standard, holdout: { percent: 20, untilDay: 14 } };
  expect(simulatedStrategy(held, LENDER, SHIPPED_RULES).hasSegments).toBe(true);
  expect(simulatedStrategy(standard, LENDER, SHIPPED_RULES).hasSegments).toBe(false);
  const contacts = (strategy: Strategy) => contactsOf(figuresOf(strategy, COSTS));
  expect(contacts(held)).toBeLessThan(contacts(standard));
});
