import { describe, expect, test } from '@jest/globals';
import { looksUtf16, startsAsUtf16 } from './utf16.ts';

const LINE = 'creditor,account,陈美\n';
const big = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('UTF-16 is recognised', () => {
  test.each<[string, Uint8Array, boolean]>([
    ['little endian with a mark', Buffer.from(`\uFEFF${LINE}`, 'utf16le'), true],
    ['big endian with a mark', big(`\uFEFF${LINE}`), true],
    ['Chinese behind a mark', Buffer.from('\uFEFF陈美陈美', 'utf16le'), true],
    ['little endian without a mark', Buffer.from(LINE, 'utf16le'), true],
    ['big endian without a mark', big(LINE), true],
    ['the mark alone', Buffer.from('\uFEFF', 'utf16le'), true],
    ['UTF-32', Buffer.from('fffe000061000000', 'hex'), false],
    ['UTF-8', Buffer.from(LINE), false],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${LINE}`), false],
    ['a NUL in a cell', Buffer.from('creditor,acc\u0000ount\n'), false],
    ['zeros', Buffer.alloc(64), false],
    ['nothing', Buffer.alloc(0), false],
    ['an xlsx', Buffer.from('504b03041400060008000000210062ee9d68', 'hex'), false],
  ])('%s', async (_, bytes, expected) => {
    expect(looksUtf16(bytes)).toBe(expected);
    async function* pieces() {
      for (const byte of bytes) yield Buffer.from([byte]);
    }
    expect(await startsAsUtf16(pieces())).toBe(expected);
  });
});
