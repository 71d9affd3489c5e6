import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { simplified } from '../law/content/simplified.ts';
import { readReply } from './read-reply.ts';
import { IDIOMS, LEXICON, REPLY_SIGNS } from './reply-lexicon.ts';

/** A line of the corpus: the signs that it must show, and the sentence. */
const corpus = (language: string): [string, string][] =>
  readFileSync(new URL(`../../tests/fixtures/replies/${language}.txt`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [signs = '', text = ''] = line.split(' | ');
      return [text, signs];
    });

describe.each(['en', 'zh-Hans', 'zh-Hant'])('%s', (language) => {
  test.each(corpus(language))('%s', (text, signs) => {
    const expected = signs === 'none' ? [] : signs.split(',');
    const found = readReply(text);
    // A sentence may show more than it is there for, never less; one without a sign shows none.
    expect(expected.length === 0 ? found : found.filter((sign) => expected.includes(sign))).toEqual(
      REPLY_SIGNS.filter((sign) => expected.includes(sign)),
    );
  });
});

test('only a sentence about dying is a risk of self-harm', () => {
  for (const language of ['en', 'zh-Hans', 'zh-Hant'])
    for (const [text, signs] of corpus(language))
      expect([text, readReply(text).includes('self-harm')]).toEqual([text, signs.includes('self-harm')]);
});

test('phrases are written as they are read, once', () => {
  for (const { english, chinese } of [...Object.values(LEXICON), IDIOMS]) {
    for (const phrase of english) expect(phrase).toMatch(/^[a-z]+(?: (?:[a-z]+|\*))*$/);
    for (const phrase of chinese)
      expect([phrase, simplified(phrase)]).toEqual([phrase, phrase.replace(/[^\p{L}]/gu, '')]);
  }
  const all = REPLY_SIGNS.flatMap((sign) => [...LEXICON[sign].english, ...LEXICON[sign].chinese]);
  expect(all).toEqual([...new Set(all)]);
});

test('no phrase is hidden by an idiom', () => {
  for (const sign of REPLY_SIGNS)
    for (const phrase of [...LEXICON[sign].english, ...LEXICON[sign].chinese])
      expect([phrase, readReply(phrase.replace('*', 'very')).includes(sign)]).toEqual([phrase, true]);
});

test('words of two sentences make no phrase; signs and capitals do not matter', () => {
  expect(readReply('I lost. My job is fine')).toEqual([]);
  expect(readReply('I LOST… my JOB!!!')).toContain('hardship');
  expect(readReply('')).toEqual([]);
  expect(readReply('🙂')).toEqual([]);
});
