import { describe, expect, test } from '@jest/globals';
import { RULEBOOK, RULES } from '../stages/rules.ts';
import { account } from '../tests/support/facts.ts';
import { PACKS } from './law/packs.ts';
import { contactDays, lawOn, newestVersion, type Rulebook, type Rules, stageNames } from './rules.ts';

const several = (...all: Rules[]): Rulebook => ({
  all,
  rulesFor: () => RULES,
  rulesNamed: () => RULES,
  termsOf: () => RULES.terms,
});

describe('what holds for all rules in use', () => {
  test('contacts are read as far back as a policy or a rule asks, and a day more for the zones', () => {
    expect(contactDays(RULES)).toBe(8);
    const month = { name: 'month', title: 'month', contactDays: 30, judge: () => null };
    expect(contactDays({ ...RULES, policies: [month] })).toBe(31);
    expect(contactDays({ ...RULES, policies: [], packs: [] })).toBe(0);
  });
  test('each stage that an account may be in once, and the newest version', () => {
    const other = { ...RULES, ladder: RULES.ladder.slice(0, 2), version: RULES.version + 1 };
    expect(stageNames(several(RULES, other))).toEqual(['reminder', 'sms', 'call', 'agency', 'bureau', 'legal']);
    expect(newestVersion(several(RULES, other))).toBe(RULES.version + 1);
  });
});

describe('the rules of an account', () => {
  const packsOf = (...given: Parameters<typeof account>) =>
    RULEBOOK.rulesFor(account(...given)).packs.map(({ name }) => name);
  const place = { country: 'US', region: 'NY', zones: ['America/New_York'] };
  const american = { id: 'point-phone', channel: 'sms', place } as const;

  test('come from where the person lives, where a number belongs, and the creditor; the lender’s own come last', () => {
    expect(packsOf()).toEqual(['TW', 'house']);
    expect(packsOf({}, { country: 'CN' })).toEqual(['CN', 'TW', 'house']);
    expect(packsOf({}, { zone: 'Europe/London' })).toEqual(['TW', 'UK', 'house']);
    expect(packsOf({}, { points: [{ ...american, valid: true }] })).toEqual(['US', 'TW', 'house']);
    expect(packsOf({}, { points: [{ ...american, valid: false }] })).toEqual(['TW', 'house']);
  });
  test('a country without a pack, and a place that nobody knows, refuse everything', () => {
    expect(packsOf({}, { country: 'JP' })).toEqual(['TW', 'unknown', 'house']);
    const { creditor } = account();
    expect(packsOf({ creditor: { ...creditor, zone: 'UTC' } }, { zone: 'Asia/Kathmandu' })).toEqual([
      'unknown',
      'house',
    ]);
  });
  test('name their packs with versions, and are the same value for the same packs', () => {
    const rules = RULEBOOK.rulesFor(account());
    expect(lawOn(rules, '2026-03-02')).toBe(`TW@${PACKS.TW.version} house@1`);
    expect(RULEBOOK.rulesFor(account({}, { number: 'P-2' }))).toBe(rules);
  });
  test('plan within the hours that all of them allow', () => {
    const { opens, closes } = RULEBOOK.rulesFor(account()).calendar.hoursOn('2026-03-02');
    expect([opens, closes]).toEqual([8 * 60, 21 * 60]);
  });
});
