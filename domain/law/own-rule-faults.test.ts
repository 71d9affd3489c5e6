/** What is wrong with the lender's own rules: dates, ids, countries, and what is laxer than the law of a place. */
import { describe, expect, test } from '@jest/globals';
import { HOUSE } from './house.ts';
import { type OwnRuleFault, ownRuleFaults } from './own-rule-faults.ts';
import type { Binds, Demand, Jurisdiction, Rule } from './rule.ts';

const HOURS: Demand = { kind: 'hours', opens: 9 * 60, closes: 18 * 60 };
const rule = (demand: Demand = HOURS, over: Partial<Rule> = {}): Rule => ({
  ...(HOUSE.rules[0] as Rule),
  ...{ id: 'A', binds: {}, demand, ...over },
});
const faults = (rules: readonly Rule[], covers: readonly string[] = []): readonly OwnRuleFault[] =>
  ownRuleFaults({ pack: { ...HOUSE, rules }, covers });
/** In what a rule for one jurisdiction is laxer, and than which rule. */
const laxer = (demand: Demand, binds: Binds = {}, name: Jurisdiction = 'US', over: Partial<Rule> = {}) =>
  faults([rule(demand, { binds: { ...binds, jurisdictions: [name] }, ...over })]).map(
    ({ path, words }) => `${path.join('/')} ${words.replace(/ of [A-Z]+: .*$/, '')}`,
  );

describe('dates', () => {
  type Dates = [from: string | null, until: string | null];
  const dated = (...dates: Dates[]) =>
    faults(dates.map(([from, until]) => rule(HOURS, { from, until }))).map(({ path }) => path.join('/'));
  test.each<[string, Dates]>([
    ['open', [null, null]],
    ['from a day', ['2026-04-01', null]],
    ['until a day', [null, '2026-04-01']],
    ['one day', ['2026-04-01', '2026-04-02']],
  ])('a rule that holds %s', (_, dates) => expect(dated(dates)).toEqual([]));
  test('a rule that holds on no day', () => {
    expect(dated(['2026-04-01', '2026-04-01'])).toEqual(['rules/0/until']);
    expect(dated(['2026-04-02', '2026-04-01'])).toEqual(['rules/0/until']);
  });
  test.each<[string, Dates, Dates, boolean]>([
    ['both always', [null, null], [null, null], true],
    ['the second from a day', [null, null], ['2026-04-01', null], true],
    ['the first from a day', ['2026-04-01', null], [null, null], true],
    ['one after the other', [null, '2026-04-01'], ['2026-04-01', null], false],
    ['one after the other, told backwards', ['2026-04-01', null], [null, '2026-04-01'], false],
    ['a day in common', [null, '2026-04-02'], ['2026-04-01', null], true],
    ['a day in common, told backwards', ['2026-04-01', null], [null, '2026-04-02'], true],
    ['both until a day', [null, '2026-04-01'], [null, '2026-05-01'], true],
    ['both from a day', ['2026-04-01', null], ['2026-05-01', null], true],
    ['one within the other', ['2026-04-01', '2026-06-01'], ['2026-05-01', '2026-05-02'], true],
    ['with days between', ['2026-04-01', '2026-05-01'], ['2026-06-01', '2026-07-01'], false],
  ])('two rules of one id: %s', (_, first, second, fault) =>
    expect(dated(first, second)).toEqual(fault ? ['rules/1/id'] : []),
  );
  test('two rules of other ids may hold at once, and the first of several is named', () => {
    expect(faults([rule(), rule(HOURS, { id: 'B' })])).toEqual([]);
    expect(faults([rule(HOURS, { id: 'B' }), rule(), rule()])).toEqual([
      {
        path: ['rules', 2, 'id'],
        words: 'A also holds on some of these days as rules[1]; end that with "until", or use another id',
      },
    ]);
  });
});

test('an id of the law, and countries that cannot be covered', () => {
  expect(faults([rule(HOURS, { id: 'UK-TIME-01' })]).map(({ path }) => path)).toEqual([['rules', 0, 'id']]);
  expect(faults([], ['JP', 'XX', 'TW']).map(({ path, words }) => [path, words.slice(0, 10)])).toEqual([
    [['covers', 1], 'is no code'],
    [['covers', 2], 'TW has a p'],
  ]);
});

describe('a rule for a place is as strict as its law', () => {
  test('in hours', () => {
    const hours = (opens: number, closes: number): Demand => ({
      kind: 'hours',
      opens: opens * 60,
      closes: closes * 60,
    });
    expect(laxer(hours(8, 21))).toEqual([]);
    expect(laxer(hours(7, 21))).toEqual(['rules/0/demand opens earlier than US-TIME-01']);
    expect(laxer(hours(8, 22))).toEqual(['rules/0/demand closes later than US-TIME-01']);
    expect(laxer(hours(7, 22))).toEqual(['rules/0/demand opens earlier than US-TIME-01']);
    expect(laxer(hours(8, 19), {}, 'IN')).toEqual([]);
    expect(faults([rule(hours(7, 22))])).toEqual([]);
  });
  test.each<[string, Binds]>([
    ['acts', { acts: ['report'] }],
    ['actors', { actors: ['creditor'] }],
    ['purposes', { purposes: ['answer'] }],
    ['addressees', { addressees: ['attorney'] }],
  ])('where both bind an act: not for other %s', (_, binds) => {
    expect(laxer({ kind: 'hours', opens: 0, closes: 1440 }, binds)).toEqual([]);
  });
  test('where both bind some act, however few', () => {
    const all: Binds = { acts: ['report', 'contact'], actors: ['creditor', 'agency'], purposes: ['answer', 'demand'] };
    expect(laxer({ kind: 'hours', opens: 0, closes: 1440 }, { ...all, addressees: ['attorney', 'debtor'] })).toEqual([
      'rules/0/demand opens earlier than US-TIME-01',
    ]);
  });
  test('in caps of one kind, by the days', () => {
    const cap = (most: number, days: number, over: object = {}): Demand => ({
      ...{ kind: 'cap', counts: { channels: ['call'] }, per: 'debt', most, days },
      ...over,
    });
    const LAXER = ['rules/0/demand allows more contacts than US-FREQ-01'];
    expect([laxer(cap(7, 7)), laxer(cap(8, 7))]).toEqual([[], LAXER]);
    expect([laxer(cap(14, 14)), laxer(cap(15, 14)), laxer(cap(14, 8)), laxer(cap(15, 8))]).toEqual([
      [],
      LAXER,
      [],
      LAXER,
    ]);
    expect(laxer(cap(8, 7), { channels: ['sms'] })).toEqual([]);
    for (const over of [
      { per: 'person' },
      { counts: { channels: ['sms'] } },
      { counts: { channels: ['call'], outcomes: ['bounced'] } },
    ])
      expect(laxer(cap(9, 7, over))).toEqual([]);
    expect(laxer(cap(7, 1, { per: 'point' }))).toEqual(['rules/0/demand allows more contacts than US-FREQ-06']);
    expect(laxer(cap(6, 1, { per: 'point' }))).toEqual([]);
    const demands = (purposes: string[]) => cap(4, 7, { per: 'person', counts: { purposes } });
    expect(laxer(demands(['demand']), {}, 'UK')).toEqual(['rules/0/demand allows more contacts than UK-FREQ-01']);
    expect(laxer(demands(['notice']), {}, 'UK')).toEqual([]);
  });
  test('in quiet times of one kind', () => {
    const quiet = (days: number, over: object = {}): Demand => ({
      ...{ kind: 'cool-down', after: { channels: ['call'], outcomes: ['conversation'] }, per: 'debt', days },
      ...over,
    });
    expect(laxer(quiet(7))).toEqual([]);
    expect(laxer(quiet(6))).toEqual(['rules/0/demand is quiet for less than US-FREQ-02']);
    expect(laxer(quiet(6, { per: 'person' }))).toEqual([]);
    expect(laxer(quiet(6, { after: { channels: ['sms'] } }))).toEqual([]);
    expect(laxer(quiet(6, { after: { outcomes: ['bounced'] } }))).toEqual([]);
    const gap = (minutes: number, over: object = {}): Demand => ({
      ...{ kind: 'gap', after: { channels: ['call'] }, per: 'person', minutes },
      ...over,
    });
    expect(laxer(gap(5))).toEqual([]);
    expect(laxer(gap(4))).toEqual(['rules/0/demand is quiet for less than US-FREQ-05']);
    expect(laxer(gap(4, { per: 'debt' }))).toEqual([]);
    expect(laxer(gap(4, { after: { outcomes: ['conversation'] } }))).toEqual([]);
  });
  test('on the days on which both hold', () => {
    const until = (day: string) =>
      laxer({ kind: 'cap', counts: {}, per: 'debt', most: 9, days: 7 }, { channels: ['call'] }, 'US', { until: day });
    expect(until('2021-11-30')).toEqual([]);
    expect(until('2021-12-01')).toEqual(['rules/0/demand allows more contacts than US-FREQ-01']);
  });
});

describe('an hour for a demand is left', () => {
  const hours = (id: string, opens: number, closes: number, over: Partial<Rule> = {}) =>
    rule({ kind: 'hours', opens: opens * 60, closes: closes * 60 }, { id, ...over });
  const words = (...rules: Rule[]) => faults(rules).map((fault) => `${fault.path.join('/')} ${fault.words}`);
  const LEFT = 'let the hours of the rules meet';
  test('by all rules together', () => {
    expect(words(hours('A', 9, 12), hours('B', 11, 14))).toEqual([]);
    expect(words(hours('A', 9, 12), hours('B', 12, 14))).toEqual([`rules no hour for a demand is left; ${LEFT}`]);
  });
  test('on each day', () =>
    expect(words(hours('A', 9, 12), hours('B', 12, 14, { from: '2026-04-01' }))).toEqual([
      `rules no hour for a demand is left from 2026-04-01; ${LEFT}`,
    ]));
  test('under the law of each place', () => {
    expect(words(hours('A', 21, 21.5))).toEqual([`rules no hour for a demand is left in UK; ${LEFT}`]);
    expect(words(hours('A', 21, 21.5, { from: '2026-04-01' }))).toEqual([
      `rules no hour for a demand is left in UK from 2026-04-01; ${LEFT}`,
    ]);
  });
  test('with the rules that are for that place', () => {
    const inUk = (opens: number, closes: number) => hours('B', opens, closes, { binds: { jurisdictions: ['UK'] } });
    expect(words(hours('A', 9, 12), inUk(14, 16))).toEqual([`rules no hour for a demand is left in UK; ${LEFT}`]);
    expect(words(hours('A', 9, 12), inUk(11, 16))).toEqual([]);
  });
});
