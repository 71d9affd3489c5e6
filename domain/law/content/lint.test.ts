/** Forbidden phrases: a corpus of sentences that nobody may write, and of sentences that anybody may. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Language } from '../../letter.ts';
import { PACKS } from '../packs.ts';
import { JURISDICTIONS } from '../rule.ts';
import { lintText } from './lint.ts';
import { PHRASE_KINDS, type PhraseKind, RULES_OF_KIND } from './phrase-kinds.ts';
import { ENGLISH } from './phrases-en.ts';
import { CHINESE } from './phrases-zh.ts';

const FIXTURES = join(import.meta.dirname, '../../../tests/fixtures/phrases');
const linesOf = (name: string): string[] =>
  readFileSync(join(FIXTURES, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

const CORPUS = (
  [
    ['en', 'en'],
    ['zh-Hans', 'zh'],
  ] as const
).map(([language, short]) => ({
  language: language as Language,
  bad: linesOf(`${short}-bad.txt`).map((line) => line.split(' | ') as [PhraseKind, string]),
  good: linesOf(`${short}-good.txt`),
}));

describe.each(CORPUS)('$language', ({ language, bad, good }) => {
  test('at least a hundred sentences of each sort, and of each kind', () => {
    expect(new Set(bad.map(([, sentence]) => sentence)).size).toBeGreaterThanOrEqual(100);
    expect(new Set(good).size).toBeGreaterThanOrEqual(100);
    expect(new Set(bad.map(([kind]) => kind))).toEqual(new Set(PHRASE_KINDS));
  });
  test.each(bad)('%s: %s', (kind, sentence) => {
    expect(lintText(sentence, language).map((finding) => finding.kind)).toContain(kind);
  });
  test.each(good)('nothing in: %s', (sentence) => {
    expect(lintText(sentence, language)).toEqual([]);
  });
  test('all good sentences as one text', () => expect(lintText(good.join('\n'), language)).toEqual([]));
});

describe('findings', () => {
  test('say what was found, where, and which rules it breaks', () => {
    expect(lintText('Dear Ms Lin,\nWe will tell YOUR family.', 'en')).toEqual([
      { kind: 'disclosure', phrase: 'tell YOUR family', at: 21, rules: RULES_OF_KIND.disclosure },
    ]);
  });
  test('stand in the order of the text', () => {
    const found = lintText('Shame on you. Borrow from your mother. Act now.', 'en');
    expect(found.map(({ kind }) => kind)).toEqual(['shaming', 'borrowing', 'false-urgency']);
    expect(found.map(({ at }) => at)).toEqual(found.map(({ at }) => at).sort((a, b) => a - b));
  });
  test('name each place of a kind once, and a place of two kinds twice', () => {
    const kinds = (text: string) => lintText(text, 'en').map(({ kind, at }) => `${kind} ${at}`);
    expect(kinds('Serious consequences. You will face serious consequences.')).toEqual(['threat 0', 'threat 36']);
    expect(kinds('Final warning: final warning')).toEqual(['threat 0', 'threat 15']);
    expect(kinds('')).toEqual([]);
    // Two patterns of one kind: the second lies within the first, or begins before it.
    expect(kinds('You are hereby summoned.')).toEqual(['impersonation 0']);
    expect(lintText('明天就是最后期限，今天是最后一天。', 'zh-Hans').map(({ kind }) => kind)).toEqual([
      'false-urgency',
      'false-urgency',
    ]);
    expect(lintText('依法传唤您本人。依法传唤您本人。', 'zh-Hans').map(({ at }) => at)).toEqual([2, 10]);
    expect(lintText('丢脸丢脸', 'zh-Hans').map(({ at }) => at)).toEqual([0, 2]);
  });
  test('a thing is named, whichever it is', () => {
    expect(lintText('We will seize your car.', 'en').map(({ kind }) => kind)).toEqual(['threat']);
    expect(lintText('We will take your call.', 'en')).toEqual([]);
  });
  test('a denial in Chinese ends where somebody else begins to act', () => {
    expect(lintText('绝不会丢脸。', 'zh-Hans')).toEqual([]);
    expect(lintText('不要逾期，还不是丢脸。', 'zh-Hans')).toEqual([]);
    expect(lintText('不会还就丢脸。', 'zh-Hans')).toHaveLength(1);
  });
  test('a denial that lies too far back denies nothing', () => {
    const far = `We never ${'ever '.repeat(3)}tell your family.`;
    expect(lintText(far, 'en')).toEqual([]);
    expect(lintText(`We never ${'ever '.repeat(12)}tell your family.`, 'en')).toHaveLength(1);
  });
  test('a denial covers its own words only', () => {
    expect(lintText('We will never tell your family.', 'en')).toEqual([]);
    expect(lintText('If you do not pay we will tell your family.', 'en')).toHaveLength(1);
    expect(lintText('Never mind. We will tell your family.', 'en')).toHaveLength(1);
    expect(lintText('我们不会告诉您的家人。', 'zh-Hans')).toEqual([]);
    expect(lintText('不还款就告诉您的家人。', 'zh-Hans')).toHaveLength(1);
    expect(lintText('不还款，我们告诉您的家人。', 'zh-Hans')).toHaveLength(1);
  });
  test('a curved apostrophe, capitals and a line break hide nothing', () => {
    expect(lintText('YOU’RE NOTHING BUT\nA THIEF', 'en')).toHaveLength(1);
    expect(lintText('請立即還款', 'zh-Hans').map(({ phrase }) => phrase)).toEqual(['立即還款']);
  });
});

test('a hundred phrases or patterns in each language, and every kind names rules that exist', () => {
  for (const phrases of [ENGLISH, CHINESE])
    expect(
      Object.values(phrases)
        .flat()
        .flatMap((source) => source.split('|')).length,
    ).toBeGreaterThanOrEqual(100);
  const ids = new Set(JURISDICTIONS.flatMap((name) => PACKS[name].rules.map(({ id }) => id)));
  for (const kind of PHRASE_KINDS) {
    expect(RULES_OF_KIND[kind].length).toBeGreaterThan(1);
    for (const id of RULES_OF_KIND[kind]) expect(ids).toContain(id);
  }
});
