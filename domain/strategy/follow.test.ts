import { describe, expect, test } from '@jest/globals';
import { shippedStrategy } from '../../engine/strategy/shipped-strategies.ts';
import { LENDER, RULEBOOK, rulebookWith } from '../../stages/rules.ts';
import { account, day, noon } from '../../tests/support/facts.ts';
import type { DueEffect } from '../claim.ts';
import { groupOf, judgeAll } from '../claim.ts';
import type { AccountStrategy } from '../facts.ts';
import { jointTerms } from '../joint-terms.ts';
import { SHIPPED_RULES } from '../law/house.ts';
import { strategyId } from '../rules.ts';
import { follow } from './follow.ts';

const online = shippedStrategy('online-lender', LENDER);
const ID = strategyId(online);
const book = rulebookWith(SHIPPED_RULES);
book.strategies.renew(1, [online]);
const within = (segment: string | null, since: string | null = segment === null ? null : day(1)): AccountStrategy => ({
  ...{ id: ID, segment, since, withheld: false },
});
const UNSCORED = { ability: 'unknown', willingness: 'unknown' } as const;
const FIRM = { ability: 'high', willingness: 'low' } as const;

describe('the rules of an account with a strategy', () => {
  test('are shaped by its segment, under its law, and the same value for the same segment', () => {
    const soft = book.rulesFor(account({ strategy: within('unscored') }));
    const firm = book.rulesFor(account({ strategy: within('able-unwilling') }));
    const code = book.rulesFor(account());
    const opens = (rules: typeof soft) => rules.ladder.find(({ name }) => name === 'agency')?.opensAt;
    expect([opens(soft), opens(firm), opens(code)]).toEqual([79, 31, 31]);
    expect([soft.terms.callAttempts, firm.terms.callAttempts]).toEqual([3, 6]);
    expect(soft.packs.map(({ name }) => name)).toEqual(['TW', 'house']);
    expect(book.rulesFor(account({ strategy: within('unscored') }, { number: 'P-2' }))).toBe(soft);
    expect(book.termsOf(within('unscored'))).toBe(soft.terms);
  });
  test('before the first segment are the mildest', () => {
    expect(book.rulesFor(account({ strategy: within(null) })).terms.callAttempts).toBe(3);
  });
  test('of a strategy or segment that is not known are none', () => {
    expect(() => RULEBOOK.rulesFor(account({ strategy: within('unscored') }))).toThrow(
      `does not know the strategy ${ID}`,
    );
    expect(() => book.rulesFor(account({ strategy: within('elsewhere') }))).toThrow('has no segment elsewhere');
  });
  test('stay after a publication of the lender’s own rules', () => {
    const other = rulebookWith(SHIPPED_RULES);
    other.strategies.renew(1, [online]);
    other.published.renew(1, []);
    expect(other.rulesFor(account({ strategy: within('unscored') })).terms.callAttempts).toBe(3);
    expect(other.strategies.named(ID)).toBe(online);
  });
});

describe('the segment of an account', () => {
  const at = (days: number, strategy: AccountStrategy | null, classes: Parameters<typeof follow>[2] = FIRM) =>
    follow(online, account({ strategy }), classes, noon(days)).strategy;

  test('begins on the day on which it is chosen', () => {
    expect(at(5, null, UNSCORED)).toEqual({ id: ID, segment: 'unscored', since: day(5), withheld: false });
  });
  test('is kept for the days of the strategy against a firmer one, then changes with its day', () => {
    expect(at(14, within('unscored', day(5)))).toEqual({ id: ID, segment: 'unscored', since: day(5), withheld: false });
    expect(at(19, within('unscored', day(5)))).toEqual({
      id: ID,
      segment: 'first-default',
      since: day(19),
      withheld: false,
    });
  });
  test('of another strategy keeps no days', () => {
    const other = { id: 'other@1', segment: 'unscored', since: day(9), withheld: false };
    expect(at(10, other)).toEqual({ id: ID, segment: 'first-default', since: day(10), withheld: false });
  });
  test('has its reason', () => {
    const { because } = follow(online, account({ strategy: null }), FIRM, noon(40));
    expect(because.map(({ words }) => words).join()).toContain(
      'able-unwilling: willingness == "low"; willingness is low',
    );
  });
});

describe('a claim by a process that does not know the strategy', () => {
  test('blocks its account, and the others of the group leave', () => {
    const facts = new Map(
      [account({ strategy: within('unscored') }), account({ accountId: 'account-2', number: 'A-2' })].map((known) => [
        known.accountId,
        known,
      ]),
    );
    const due = [...facts.keys()].map((accountId) => ({
      ...{ id: accountId, accountId, creditorId: 'creditor-1', personId: 'person-1', episode: 1, occurrence: 1 },
      ...{
        channel: 'email',
        purpose: 'demand',
        stage: 'reminder',
        step: 'email-1',
        recipient: null,
        task: null,
        attempt: 0,
      },
    })) as DueEffect[];
    const judged = judgeAll({ rulebook: RULEBOOK }, due, facts, noon(1));
    expect(judged.map(({ effect, verdict, reasons }) => [effect.accountId, verdict, reasons[0]?.code])).toEqual([
      ['account-1', 'blocked', 'strategy-unknown'],
      ['account-2', 'allow', undefined],
    ]);
  });
});

describe('accounts of one person under two strategies', () => {
  const soft = account({ strategy: within('unscored') });
  const firm = account({ strategy: within('able-unwilling') });
  const effect = (over: Partial<DueEffect>) =>
    ({
      creditorId: 'c',
      personId: 'p',
      channel: 'email',
      purpose: 'demand',
      stage: 'agency',
      step: 'notice',
      task: null,
      ...over,
    }) as DueEffect;

  test('share a demand, with the offers of both in the softer tone', () => {
    expect(groupOf(effect({}), soft)).toBe(groupOf(effect({}), firm));
    expect(jointTerms(book, [firm, soft])).toMatchObject({ offers: ['instalments'], firmestTone: 'repeat' });
    expect(jointTerms(book, [soft, firm]).offers).toEqual(['instalments']);
    expect(jointTerms(book, [firm, firm])).toBe(book.termsOf(firm.strategy));
  });
  test('share no notice: it names dates', () => {
    const notice = effect({ purpose: 'notice' });
    expect(groupOf(notice, soft)).not.toBe(groupOf(notice, firm));
    expect(groupOf(notice, firm)).toBe(groupOf(notice, account({ accountId: 'account-2', strategy: firm.strategy })));
  });
});
