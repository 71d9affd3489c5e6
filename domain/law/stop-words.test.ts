/** Words by which a reply stops, allows or asks for help. */
import { describe, expect, test } from '@jest/globals';
import { REPLY_WORDS, readStop } from './stop-words.ts';

describe('a reply that is a word of the table', () => {
  test.each(Object.entries(REPLY_WORDS))('%s: every word is read as what it is', (_, { words }) => {
    for (const wish of ['stop', 'start', 'help'] as const)
      for (const word of words[wish]) expect([word, readStop(word)]).toEqual([word, wish]);
  });

  test.each([
    ['STOP', 'stop'],
    [' Stop. ', 'stop'],
    ['StopAll', 'stop'],
    ['OPT-OUT', 'stop'],
    ['ＳＴＯＰ', 'stop'],
    ['TD', 'stop'],
    ['退订！', 'stop'],
    ['【退訂】', 'stop'],
    ['बंद करें।', 'stop'],
    ['Unstop', 'start'],
    ['恢复', 'start'],
    ['INFO', 'help'],
    ['शुरू करें', 'start'],
    ['Shuru Karo', 'start'],
    ['मदद', 'help'],
    ['恢復', 'start'],
    ['訂閱', 'start'],
    ['說明', 'help'],
    ['帮助', 'help'],
  ])('%s', (text, wish) => expect(readStop(text)).toBe(wish));

  test('what keyword means what is never in doubt between languages', () => {
    const seen = new Map<string, string>();
    for (const { words } of Object.values(REPLY_WORDS))
      for (const wish of ['stop', 'start', 'help'] as const)
        for (const word of words[wish]) {
          expect(seen.get(word) ?? wish).toBe(wish);
          seen.set(word, wish);
        }
  });
});

test.each([
  '',
  '...',
  'please stop calling me at work',
  'do not stop',
  'nonstop',
  '我要取消订单',
  'STOP it, I paid',
  '🛑',
])('anything else needs a person: %s', (text) => expect(readStop(text)).toBeNull());
