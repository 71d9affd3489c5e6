/** Persons to whom nothing is sent at first. */
import { describe, expect, test } from '@jest/globals';
import { shippedStrategy } from '../../engine/strategy/shipped-strategies.ts';
import { LENDER, rulebookWith } from '../../stages/rules.ts';
import { sampleCases } from '../../tests/golden/compare-strategies.ts';
import { account, day, noon, personFact } from '../../tests/support/facts.ts';
import type { Holdout, Strategy } from '../contracts/strategy-file.ts';
import { decide } from '../decide.ts';
import { hasBegun } from '../effects.ts';
import type { AccountFacts, AccountStrategy } from '../facts.ts';
import { SHIPPED_RULES } from '../law/house.ts';
import type { PlannedEffect } from '../plan.ts';
import { strategyId } from '../rules.ts';
import { findStep, type Ladder } from '../stage.ts';
import { follow } from './follow.ts';

const UNSCORED = { ability: 'unknown', willingness: 'unknown' } as const;
const withHoldout = (name: 'standard' | 'online-lender', holdout: Holdout): Strategy => ({
  ...shippedStrategy(name, LENDER),
  holdout,
});
const standard = withHoldout('standard', { percent: 10, untilDay: 14 });
const withheld = (strategy: Strategy, number: string, over: Partial<AccountFacts> = {}): boolean =>
  follow(strategy, account({ ...over }, { number }), UNSCORED, noon(1)).strategy.withheld;
/** Numbers of persons, of whom some are in the holdout. */
const NUMBERS = Array.from({ length: 10_000 }, (_, index) => `P-${index}`);
const [HELD = ''] = NUMBERS.filter((number) => withheld(standard, number));

describe('who is in a holdout', () => {
  test.each([1, 5, 20])('%i percent of persons, the same for ever', (percent) => {
    const strategy = withHoldout('standard', { percent, untilDay: 14 });
    const held = NUMBERS.filter((number) => withheld(strategy, number));
    // Four standard deviations of 10,000 draws.
    const most = 4 * Math.sqrt(10_000 * (percent / 100) * (1 - percent / 100));
    expect(Math.abs(held.length - percent * 100)).toBeLessThan(most);
    expect(NUMBERS.filter((number) => withheld(strategy, number))).toEqual(held);
  });
  test('all accounts of a person alike, under every version and segment', () => {
    expect(withheld(standard, HELD, { accountId: 'account-2', number: 'A-2', product: 'instalment-loan' })).toBe(true);
    expect(withheld({ ...standard, version: 99 }, HELD)).toBe(true);
  });
  test('is drawn anew by each strategy', () => {
    const other = withHoldout('online-lender', { percent: 10, untilDay: 14 });
    const both = NUMBERS.filter((number) => withheld(standard, number) && withheld(other, number));
    expect(both.length).toBeGreaterThan(50);
    expect(both.length).toBeLessThan(160);
  });
  test('nobody where the strategy has none', () => {
    expect(withheld(shippedStrategy('standard', LENDER), HELD)).toBe(false);
  });
  test('nobody in care: the person leaves it at once, with the reason', () => {
    const before = follow(standard, account({}, { number: HELD }), UNSCORED, noon(3));
    expect(before.because.map(({ code }) => code)).toEqual(['segment-rest', 'withheld']);
    const hardship = personFact('hardship', {}, noon(4));
    const inCare = account({ strategy: before.strategy }, { number: HELD, facts: [hardship] });
    const after = follow(standard, inCare, UNSCORED, noon(4));
    expect(after.strategy).toEqual({ ...before.strategy, withheld: false });
    expect(after.because.map(({ code }) => code)).toEqual(['segment-rest', 'withheld-ended']);
  });
});

const book = rulebookWith(SHIPPED_RULES);
book.strategies.renew(1, [standard]);
const within = (isWithheld: boolean): AccountStrategy => ({
  ...{ id: strategyId(standard), segment: 'everybody', since: day(0), withheld: isWithheld },
});
const rulesOf = (facts: AccountFacts, isWithheld: boolean) => book.rulesFor({ ...facts, strategy: within(isWithheld) });

describe('the ladder of a person in the holdout', () => {
  test('begins after its last day, and every stage comes as much later', () => {
    const opens = (ladder: Ladder) =>
      Object.fromEntries(
        ladder
          .filter(({ kind }) => kind === 'contact' || kind === 'escalation')
          .map(({ name, opensAt }) => [name, opensAt]),
      );
    const usual = opens(rulesOf(account(), false).ladder);
    const late = opens(rulesOf(account(), true).ladder);
    expect(usual).toMatchObject({ reminder: 1, agency: 31, legal: 91 });
    for (const [stage, from] of Object.entries(usual)) expect(late[stage]).toBe(from + 14);
    expect(rulesOf(account(), true)).toBe(rulesOf(account({}, { number: 'P-2' }), true));
    expect(rulesOf(account(), true).terms).toEqual(rulesOf(account(), false).terms);
  });
  test('the longer of self-cure and holdout counts', () => {
    const gentle = { ...standard, segments: standard.segments.map((segment) => ({ ...segment, selfCureDays: 20 })) };
    const other = rulebookWith(SHIPPED_RULES);
    other.strategies.renew(1, [gentle]);
    const reminder = (isWithheld: boolean) =>
      other.rulesFor(account({ strategy: within(isWithheld) })).ladder.find(({ name }) => name === 'reminder')?.opensAt;
    expect([reminder(true), reminder(false)]).toEqual([21, 21]);
  });
  test('sends nothing before, and the whole gentle stage after', () => {
    const planned = (days: number) =>
      decide(rulesOf(account(), true), account({ strategy: within(true) }), noon(days)).planned.map(({ step }) => step);
    expect(planned(13)).toEqual([]);
    expect(planned(15)).toEqual(['email-1', 'email-4', 'email-8']);
  });
});

describe('what is never withheld', () => {
  /** Duties but those of an escalation that has not begun; plain information asks for nothing and waits. */
  const required = (ladder: Ladder, planned: readonly PlannedEffect[], { effects }: AccountFacts): string[] =>
    planned
      .filter(({ stage: name, step, purpose }) => {
        if (purpose === 'information' || findStep(ladder, { stage: name, step })?.duty !== true) return false;
        const { kind } = ladder.find((stage) => stage.name === name) ?? {};
        return kind !== 'escalation' || effects.some(({ stage, state }) => stage === name && hasBegun(state));
      })
      .map(({ stage, step, occurrence, dueAt, verdict }) => `${stage}/${step}/${occurrence} ${verdict} ${dueAt}`);

  test('duties, replies, receipts, tasks and records: the same under every law', () => {
    let compared = 0;
    for (const { facts, now } of sampleCases(150, 11)) {
      for (const country of ['CN', 'IN', 'TW', 'GB', 'US', null]) {
        const own = { ...facts, person: { ...facts.person, country } };
        const [usual, late] = [false, true].map((isWithheld) => {
          const rules = rulesOf(own, isWithheld);
          return required(rules.ladder, decide(rules, own, now).planned, own);
        }) as [string[], string[]];
        compared += usual.length;
        expect(late).toEqual(usual);
      }
    }
    expect(compared).toBeGreaterThan(250);
  });
});
