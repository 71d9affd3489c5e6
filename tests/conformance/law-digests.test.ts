/** A pack of rules changes under a new version only: permits name versions, and a version says one thing for ever. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { HOUSE } from '../../domain/law/house.ts';
import type { Rule } from '../../domain/law/rule.ts';
import { digestOf, withoutNotes } from '../../engine/law/digest.ts';
import { RULEBOOK } from '../../stages/rules.ts';

const DIGESTS = JSON.parse(readFileSync(new URL('../../domain/law/digests.json', import.meta.url), 'utf8'));
/** What a person who sees this fail must do. */
const REMEDY = 'raise the version of the pack, then: npx tsx engine/law/write-digests.ts';

test.each(RULEBOOK.published.packs.map((pack) => [`${pack.name}@${pack.version}`, pack] as const))(
  '%s is what its digest says',
  (name, pack) => {
    expect({ [name]: digestOf(pack), remedy: REMEDY }).toEqual({ [name]: DIGESTS[name], remedy: REMEDY });
  },
);

test('a digest sees words, dates and numbers, and each rule; not the order of keys', () => {
  const { rules } = HOUSE;
  const digest = (changed: readonly Rule[]) => digestOf({ ...HOUSE, rules: changed });
  const first = (change: Partial<Rule>) => rules.map((rule, at) => (at === 0 ? { ...rule, ...change } : rule));
  const changed = [
    first({ words: 'Other words.' }),
    first({ until: '2099-01-01' }),
    first({ demand: { kind: 'hours', opens: 481, closes: 1260 } }),
    rules.slice(1),
  ];
  expect(new Set([rules, ...changed].map(digest)).size).toBe(5);
  const reversed = rules.map((rule) => Object.fromEntries(Object.entries(rule).reverse()) as unknown as Rule);
  expect(digest(reversed)).toBe(digest(rules));
});

test('of source, comments and blanks do not count', () => {
  expect(withoutNotes('/** What. */\nconst a =  1; // why\nconst url = "https://a.example";')).toBe(
    'const a = 1; const url = "https://a.example";',
  );
  expect(withoutNotes('const a = 2;')).not.toBe(withoutNotes('const a = 1;'));
});
