import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../letter.ts';
import { isCurrency } from '../../money.ts';
import { HELP_GAPS, HELP_ORGANISATIONS } from './help-organisations.ts';
import { REASON_CODES, REASONS, reasonOf, VERDICT_WORDS } from './reasons.ts';
import {
  LINE_GROUPS,
  lineIn,
  lineNamed,
  NEEDS,
  SHEET_COUNTRIES,
  SHEET_CURRENCIES,
  SHEET_LINES,
} from './sheet-lines.ts';
import { VERDICTS } from './verdicts.ts';

describe.each(SHEET_COUNTRIES)('the sheet of %s', (country) => {
  const lines = SHEET_LINES[country];

  test('has each line once, in the order of the groups, in words of every language', () => {
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    const groups = lines.map(({ group }) => LINE_GROUPS.indexOf(group));
    expect(groups).toEqual([...groups].sort((a, b) => a - b));
    for (const { id, words } of lines) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(words.en).toMatch(/^[A-Z]/);
      expect(words['zh-Hans']).toMatch(/\p{Script=Han}/u);
      for (const language of LANGUAGES)
        expect(lines.filter((other) => other.words[language] === words[language])).toHaveLength(1);
    }
  });
  test('asks for every need, for income, and for debts with and without priority', () => {
    for (const need of NEEDS) expect(lines.filter((line) => line.need === need)).not.toEqual([]);
    for (const group of LINE_GROUPS) expect(lines.filter((line) => line.group === group).length).toBeGreaterThan(3);
    const debts = lines.filter(({ group }) => group === 'debt');
    expect(new Set(debts.map(({ priority }) => priority))).toEqual(new Set([true, false]));
    for (const { group, priority } of lines) if (group !== 'debt') expect(priority).toBe(group === 'priority');
  });
  test('has a place for whatever else there is', () => {
    for (const group of LINE_GROUPS) {
      const id = group === 'priority' ? 'other-priority' : `other-${group}`;
      expect(lineNamed(country, id)).toMatchObject({ group });
    }
    expect(lineNamed(country, 'other-priority-debt')).toMatchObject({ group: 'debt', priority: true });
  });
  test('names no illness, and no benefit for one', () => {
    for (const { words } of lines) expect(words.en).not.toMatch(/disab|illness|sick|mental|disease/i);
  });
});

test('only the sheet for any other country has no currency of its own', () => {
  for (const country of SHEET_COUNTRIES) {
    const currency = SHEET_CURRENCIES[country];
    expect([country, currency === null]).toEqual([country, country === 'other']);
    if (currency !== null) expect(isCurrency(currency)).toBe(true);
  }
});

test('a line that the country has none of is never passed over', () => {
  expect(lineIn('UK', 'food').id).toBe('food');
  expect(() => lineIn('UK', 'heating')).toThrow('the sheet of UK has no line heating');
});

test('what countries have of their own', () => {
  const has = (id: string) => SHEET_COUNTRIES.filter((country) => lineNamed(country, id) !== undefined);
  expect(has('council-tax')).toEqual(['UK']);
  expect(has('heating')).toEqual(['CN']);
  expect(has('property-tax')).toEqual(['US', 'TW', 'IN', 'other']);
  expect(has('parents')).toEqual(['CN', 'TW', 'IN', 'other']);
  expect(has('federal-student-loan')).toEqual(['US']);
  expect(lineNamed('UK', 'council-tax-arrears')?.priority).toBe(true);
  expect(lineNamed('TW', 'cash-card')?.priority).toBe(false);
});

test.each(VERDICTS)('the verdict %s has words', (verdict) => {
  expect(VERDICT_WORDS[verdict].en).toMatch(/^[a-z ]{20,}$/);
  expect(VERDICT_WORDS[verdict]['zh-Hans']).toMatch(/^\p{Script=Han}+$/u);
});

describe('reasons', () => {
  test.each(REASON_CODES)('%s has the same particulars in every language', (code) => {
    const named = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
    expect(named(REASONS[code]['zh-Hans'])).toEqual(named(REASONS[code].en));
    expect(REASONS[code]['zh-Hans']).toMatch(/\p{Script=Han}.*。$/u);
    expect(REASONS[code].en).toMatch(/\.$/);
  });
  test('particulars are filled in, words of a language in that language', () => {
    expect(reasonOf('above-guideline', { line: { en: 'Food', 'zh-Hans': '食品' }, amount: '£3', bound: '£2' })).toEqual(
      {
        kind: 'question',
        code: 'above-guideline',
        words: {
          en: 'Food: £3 a month is more than the guideline of £2. Ask why; the figure stands.',
          'zh-Hans': '食品：每月 £3，高于参考值 £2。请询问原因；仍按所填金额计算。',
        },
      },
    );
  });
});

describe('organisations that help', () => {
  test.each(SHEET_COUNTRIES)('%s: somebody is named, or what lacks', (country) => {
    const all = HELP_ORGANISATIONS[country];
    if (!all.some(({ kind }) => kind === 'advice')) expect(HELP_GAPS[country]).not.toBeNull();
    for (const { name, number, source, does } of all) {
      expect(name).not.toBe('');
      expect(source).toMatch(/^[\w.-]+\.[a-z]{2,}(\/\w+)?$/);
      expect(number ?? '1').toMatch(/^[\d -]+$/);
      expect(does.en).toMatch(/^[A-Z].*\.$/);
      expect(does['zh-Hans']).toMatch(/\p{Script=Han}.*。$/u);
    }
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });
});
