/** Versions of the lender's own rules over time: what holds on which day, which hours are planned, what is covered. */
import { describe, expect, test } from '@jest/globals';
import { type RULEBOOK, rulebookWith } from '../../stages/rules.ts';
import { account, day, noon, ZONE } from '../../tests/support/facts.ts';
import { decide } from '../decide.ts';
import { lawOn } from '../rules.ts';
import { instantAt, localDate, localMinute } from '../time.ts';
import { hoursCaseOf } from './case-of.ts';
import { hoursOf, lawfulUntil } from './hours-of.ts';
import { HOUSE, SHIPPED_RULES } from './house.ts';
import {
  asOn,
  joinVersions,
  type OwnRules,
  ownRulesUnder,
  type PublishedRules,
  versionsThatHold,
} from './own-rules.ts';
import { PACKS } from './packs.ts';
import type { Rule } from './rule.ts';

const hours = (opens: number, closes: number, more: Partial<Rule> = {}): Rule => ({
  ...(HOUSE.rules[0] as Rule),
  demand: { kind: 'hours', opens: opens * 60, closes: closes * 60 },
  ...more,
});
const own = (version: string, rules: readonly Rule[], covers: readonly string[] = []): OwnRules => ({
  pack: { ...HOUSE, version, rules },
  covers,
});
const from = (holdsFrom: string, rules: OwnRules): PublishedRules => ({ ...rules, holdsFrom });

describe('versions in time', () => {
  const second = from('2026-04-01', own('2', [hours(10, 18)]));
  const third = from('2026-05-01', own('3', [hours(11, 12)]));

  test('follow each other by date, and each day has the version of its permits', () => {
    const { pack } = joinVersions(SHIPPED_RULES, [second, third]);
    const rules = { packs: [pack] };
    const days = ['2026-03-31', '2026-04-01', '2026-04-30', '2026-05-01'];
    expect(days.map((date) => lawOn(rules, date))).toEqual(['house@1', 'house@2', 'house@2', 'house@3']);
    expect(days.map((date) => hoursOf([pack])(date))).toMatchObject([
      { opens: 480, closes: 1260 },
      { opens: 600, closes: 1080 },
      { opens: 600, closes: 1080 },
      { opens: 660, closes: 720 },
    ]);
    expect(asOn(pack, '2026-04-15')).toMatchObject({
      version: '2',
      editions: [],
      rules: [{ from: null, until: null }],
    });
  });
  test('what is published later replaces, from its date on, what was published before', () => {
    const earlier = from('2026-04-15', own('4', [hours(9, 10)]));
    const versions = (published: PublishedRules[]) => versionsThatHold(published).map(({ pack }) => pack.version);
    expect(versions([second, third, earlier])).toEqual(['2', '4']);
    expect(versions([second, { ...earlier, holdsFrom: '2026-04-01' }])).toEqual(['4']);
    expect(joinVersions(SHIPPED_RULES, []).pack).toBe(HOUSE);
  });
  test('dates of a rule hold within those of its version; a rule that would hold on no day is left out', () => {
    const dated = from(
      '2026-04-01',
      own('2', [
        hours(9, 18, { id: 'A', until: '2026-03-01' }),
        hours(9, 18, { id: 'B', from: '2026-03-01', until: '2026-04-10' }),
        hours(9, 18, { id: 'C', from: '2026-04-10' }),
      ]),
    );
    const { pack } = joinVersions(own('1', []), [dated, third]);
    expect(pack.rules.map(({ id, from, until }) => [id, from, until])).toEqual([
      ['B', '2026-04-01', '2026-04-10'],
      ['C', '2026-04-10', '2026-05-01'],
      ['HOUSE-TIME-01', '2026-05-01', null],
    ]);
  });
});

test('the dates of a rule and of its version: the later beginning, the earlier end', () => {
  const within = (over: Partial<Rule>) => {
    const [base, next] = [own('1', [hours(9, 18, { id: 'A', ...over })]), from('2026-05-01', own('3', []))];
    const second = from('2026-04-01', own('2', [hours(9, 18, { id: 'B', ...over })]));
    return joinVersions(base, [second, next]).pack.rules.map((rule) => `${rule.id} ${rule.from}/${rule.until}`);
  };
  expect(within({})).toEqual(['A null/2026-04-01', 'B 2026-04-01/2026-05-01']);
  expect(within({ from: '2026-04-01' })).toEqual(['B 2026-04-01/2026-05-01']);
  expect(within({ from: '2026-03-31' })).toEqual(['A 2026-03-31/2026-04-01', 'B 2026-04-01/2026-05-01']);
  expect(within({ from: '2026-04-30' })).toEqual(['B 2026-04-30/2026-05-01']);
  expect(within({ until: '2026-04-01' })).toEqual(['A null/2026-04-01']);
  expect(within({ until: '2026-03-01' })).toEqual(['A null/2026-03-01']);
  expect(within({ until: '2026-06-01' })).toEqual(['A null/2026-04-01', 'B 2026-04-01/2026-05-01']);
});

describe('the end of the lawful hours', () => {
  test('is that of the rules of the day', () => {
    const { pack } = joinVersions(own('1', [hours(8, 12)]), [from('2026-04-01', own('2', [hours(10, 18)]))]);
    const until = (date: string) => {
      const at = instantAt(date, 11 * 60, ZONE);
      return (
        localMinute(lawfulUntil([pack], hoursCaseOf(account(), { channel: 'email', purpose: 'demand' }, at)), ZONE) / 60
      );
    };
    expect(['2026-03-31', '2026-04-01'].map(until)).toEqual([12, 18]);
  });
});

describe('a rule for a jurisdiction', () => {
  const rules = [hours(8, 21), hours(12, 14, { id: 'HOUSE-TIME-02', binds: { jurisdictions: ['CN'] } })];
  test('is asked only where its law applies', () => {
    const { pack } = own('2', rules);
    expect(ownRulesUnder([PACKS.TW], pack).rules.map(({ id }) => id)).toEqual(['HOUSE-TIME-01']);
    expect(ownRulesUnder([PACKS.TW, PACKS.CN], pack)).toBe(pack);
    const { pack: either } = own('2', [hours(12, 14, { binds: { jurisdictions: ['CN', 'IN'] } })]);
    expect(ownRulesUnder([PACKS.TW, PACKS.IN], either)).toBe(either);
    expect(ownRulesUnder([PACKS.TW], either).rules).toEqual([]);
    const book = rulebookWith(own('2', rules));
    const openings = [account(), account({}, { country: 'CN' })].map(
      (facts) => book.rulesFor(facts).calendar.hoursOn('2026-03-02').opens,
    );
    expect(openings).toEqual([480, 720]);
  });
});

describe('covered countries', () => {
  const abroad = account({}, { country: 'JP' });
  const packsOf = (book: typeof RULEBOOK) => book.rulesFor(abroad).packs;

  test('are judged by the own rules from the day of the version that covers them, up to that which does not', () => {
    const book = rulebookWith(SHIPPED_RULES);
    expect(packsOf(book).map(({ name }) => name)).toEqual(['TW', 'unknown', 'house']);
    book.published.renew(1, [from('2026-04-01', own('2', HOUSE.rules, ['JP']))]);
    expect(packsOf(book)[1]?.rules).toMatchObject([{ id: 'LAW-01', from: null, until: '2026-04-01' }]);
    book.published.renew(2, [
      from('2026-04-01', own('2', HOUSE.rules, ['JP'])),
      from('2026-05-01', own('3', HOUSE.rules, ['JP', 'KR'])),
      from('2026-06-01', own('4', HOUSE.rules)),
    ]);
    expect(packsOf(book)[1]?.rules.map((rule) => [rule.from, rule.until])).toEqual([
      [null, '2026-04-01'],
      ['2026-06-01', null],
    ]);
    expect(
      book
        .asOn('2026-05-15')
        .rulesFor(abroad)
        .packs.map(({ name }) => name),
    ).toEqual(['TW', 'house']);
    expect(packsOf(rulebookWith(own('2', HOUSE.rules, ['JP']))).map(({ name }) => name)).toEqual(['TW', 'house']);
  });
});

describe('planning ahead', () => {
  test('a step before the date has the hours of the old version, one after it those of the new', () => {
    const book = rulebookWith(own('1', [hours(8, 12)]));
    const facts = account();
    const at = noon(1);
    const first = () => decide(book.rulesFor(facts), facts, at).planned.find(({ step }) => step === 'email-1');
    const old = first()?.dueAt ?? 0;
    const on = localDate(old, ZONE);
    expect(localMinute(old, ZONE)).toBeLessThan(12 * 60);
    book.published.renew(1, [from(on, own('2', [hours(14, 18)]))]);
    const moved = first();
    expect(localDate(moved?.dueAt ?? 0, ZONE)).toBe(on);
    expect(localMinute(moved?.dueAt ?? 0, ZONE)).toBeGreaterThanOrEqual(14 * 60);
    book.published.renew(2, [from(day(90), own('2', [hours(14, 18)]))]);
    expect(first()?.dueAt).toBe(old);
    expect(book.published.revision).toBe(2);
  });
});
