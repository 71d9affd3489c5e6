import { describe, expect, test } from '@jest/globals';
import { readSentLog } from './sent-log.ts';

const HASH = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);
const KEY = 'c'.repeat(40);
const read = (text: string) => readSentLog(Buffer.from(text));

describe('the log of a lane', () => {
  test('columns in any order, moments with their offset, several hashes', () => {
    expect(
      read(`at,covers,key\n2026-03-05T09:30:00+08:00,${HASH} ${OTHER},${KEY}\n2026-03-05 01:30:00.5Z,${HASH},${KEY}\n`),
    ).toEqual([
      { key: KEY, at: Date.parse('2026-03-05T01:30:00Z'), covers: [HASH, OTHER] },
      { key: KEY, at: Date.parse('2026-03-05T01:30:00.5Z'), covers: [HASH] },
    ]);
  });
  test('without hashes the key alone names what left', () =>
    expect(read(`key,at,covers\n${KEY},2026-03-05T09:30:00Z,\n`)).toMatchObject([{ key: KEY, covers: [] }]));
  test('a header alone says that nothing left', () => expect(read('key,at,covers\n')).toEqual([]));

  const bad: [string, string, string][] = [
    ['nothing', '', 'empty-file'],
    ['a column too few', `key,at\n${KEY},2026-03-05T09:30:00Z\n`, 'covers is missing'],
    ['no key', `key,at,covers\n,2026-03-05T09:30:00Z,${HASH}\n`, 'row 2 has no key'],
    ['a key with blanks', `key,at,covers\nmei@example.com wrote,2026-03-05T09:30:00Z,${HASH}\n`, 'row 2 has no key'],
    ['a moment without its offset', `key,at,covers\n${KEY},2026-03-05T09:30:00,${HASH}\n`, 'row 2 has no moment'],
    ['a day that is none', `key,at,covers\n${KEY},2026-02-32T09:30:00Z,${HASH}\n`, 'row 2 has no moment'],
    [
      'a hash that is none',
      `key,at,covers\n${KEY},2026-03-05T09:30:00Z,${HASH}\n${KEY},2026-03-05T09:30:00Z,mei@example.com\n`,
      'row 3 names what it covers',
    ],
    ['cut short', `key,at,covers\n${KEY},2026-03-05T09:30:00Z,${HASH}`, 'cut-short'],
  ];
  test.each(bad)('refused: %s', (_, text, reason) => {
    const refusal = (() => {
      try {
        return read(text);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toMatchObject({ code: 'file-refused', message: expect.stringContaining(reason) });
    expect(String(refusal)).not.toContain('mei@');
  });
});
