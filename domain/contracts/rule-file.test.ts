/** Files of the lender's own rules: what is read, and what is refused with its place, reason and remedy. */
import { describe, expect, test } from '@jest/globals';
import { faultsOf } from './event.ts';
import { ownRulesOf, RuleFile } from './rule-file.ts';

const HOURS = { id: 'A', words: 'Contact in these hours.', demand: { kind: 'hours', hours: '09:00-18:00' } };
const cap = (most: number, days: number, more = {}) => ({
  id: 'CAP',
  words: 'So many calls.',
  demand: { kind: 'cap', counts: { channels: ['call'] }, per: 'debt', most, days },
  ...more,
});
const inUs = { binds: { acts: ['contact'], channels: ['call'], jurisdictions: ['US'] } };
const file = (rules: readonly object[], more = {}) => ({ version: '2', rules, ...more });

function faults(value: unknown): string[] {
  const parsed = RuleFile.safeParse(value);
  return parsed.success ? [] : faultsOf(parsed.error).map(({ pointer, words }) => `${pointer} ${words}`);
}

describe('a file of rules', () => {
  test('may have versions of a rule that follow each other, rules for a jurisdiction and covered countries', () => {
    const rules = [
      { ...HOURS, until: '2026-04-01' },
      { ...HOURS, from: '2026-04-01', until: '2026-05-01' },
      { ...HOURS, from: '2026-06-01' },
      { ...HOURS, id: 'B', binds: { jurisdictions: ['CN', 'TW'] }, demand: { kind: 'hours', hours: '10:00-17:00' } },
      cap(3, 7, inUs),
    ];
    expect(faults(file(rules, { covers: ['JP', 'KR'] }))).toEqual([]);
    expect(ownRulesOf(RuleFile.parse(file(rules, { covers: ['JP'] })))).toMatchObject({
      covers: ['JP'],
      pack: { name: 'house', version: '2', rules: [{ until: '2026-04-01' }, {}, {}, { clause: 'own rule' }, {}] },
    });
  });

  test.each<[string, unknown, string]>([
    [
      'two rules of one id',
      file([HOURS, HOURS]),
      '/rules/1/id A also holds on some of these days as rules[0]; end that',
    ],
    [
      'versions that overlap',
      file([
        { ...HOURS, until: '2026-05-01' },
        { ...HOURS, from: '2026-04-01' },
      ]),
      '/rules/1/id A also holds',
    ],
    [
      'a rule that holds on no day',
      file([{ ...HOURS, from: '2026-05-01', until: '2026-05-01' }]),
      '/rules/0/until holds on no day: "until" must be later than "from", 2026-05-01',
    ],
    ['an id of the law', file([{ ...HOURS, id: 'TW-01' }]), '/rules/0/id TW-01 is a rule of the law'],
    ['no id', file([{ ...HOURS, id: undefined }]), '/rules/0/id '],
    ['a field that is not known', file([{ ...HOURS, colour: 'red' }]), '/rules/0/colour not known'],
    [
      'hours over midnight',
      file([{ ...HOURS, demand: { kind: 'hours', hours: '20:00-08:00' } }]),
      '/rules/0/demand/hours hours that end after they begin, within one day',
    ],
    [
      'empty hours',
      file([{ ...HOURS, demand: { kind: 'hours', hours: '08:00-08:00' } }]),
      '/rules/0/demand/hours hours that end after',
    ],
    [
      'hours that open earlier than the law of the place',
      file([{ ...HOURS, binds: { jurisdictions: ['TW'] }, demand: { kind: 'hours', hours: '06:00-12:00' } }]),
      '/rules/0/demand opens earlier than TW-',
    ],
    [
      'hours that close later than the law of the place',
      file([{ ...HOURS, binds: { jurisdictions: ['US'] }, demand: { kind: 'hours', hours: '10:00-23:00' } }]),
      '/rules/0/demand closes later than US-',
    ],
    ['a cap above that of the law', file([cap(9, 7, inUs)]), '/rules/0/demand allows more contacts than US-'],
    [
      'no hour left',
      file([HOURS, { ...HOURS, id: 'B', demand: { kind: 'hours', hours: '19:00-20:00' } }]),
      '/rules no hour for a demand is left',
    ],
    ['a country that is none', file([], { covers: ['XX'] }), '/covers/0 is no code of ISO 3166-1 alpha-2'],
    ['a country with a pack', file([], { covers: ['JP', 'GB'] }), '/covers/1 GB has a pack of its own'],
    ['no version', { rules: [] }, '/version '],
    [
      'a jurisdiction that is none',
      file([{ ...HOURS, binds: { jurisdictions: ['JP'] } }]),
      '/rules/0/binds/jurisdictions/0 ',
    ],
  ])('is refused with %s', (_, value, words) => {
    expect(faults(value)).toEqual([expect.stringContaining(words)]);
  });
});
