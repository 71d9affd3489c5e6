import { describe, expect, test } from '@jest/globals';
import { RULEBOOK, RULES } from '../stages/rules.ts';
import {
  contactDays,
  newestVersion,
  type Rulebook,
  type Rules,
  sameForAll,
  stageNames,
  widestLimits,
} from './rules.ts';

const several = (...all: Rules[]): Rulebook => ({ all, rulesFor: () => RULES });

describe('what holds for all rules in use', () => {
  test('contacts are read as far back as a policy asks, and a day more for the zones', () => {
    expect(contactDays(RULEBOOK)).toBe(8);
    const month = { name: 'month', title: 'month', contactDays: 30, judge: () => null };
    expect(contactDays(several(RULES, { ...RULES, policies: [month] }))).toBe(31);
    expect(contactDays(sameForAll({ ...RULES, policies: [] }))).toBe(0);
  });
  test('the widest hours and caps', () => {
    const strict: Rules = {
      ...RULES,
      calendar: { ...RULES.calendar, opens: 9 * 60, closes: 20 * 60 },
      caps: { aDay: 1, aWeek: 3 },
    };
    expect(widestLimits(several(strict, RULES))).toEqual({ opens: 8 * 60, closes: 21 * 60, aDay: 2, aWeek: 7 });
  });
  test('each stage once, and the newest version', () => {
    const other = { ...RULES, ladder: RULES.ladder.slice(0, 2), version: RULES.version + 1 };
    expect(stageNames(several(RULES, other))).toEqual(['reminder', 'sms', 'call', 'agency', 'bureau', 'legal']);
    expect(newestVersion(several(RULES, other))).toBe(RULES.version + 1);
  });
});
