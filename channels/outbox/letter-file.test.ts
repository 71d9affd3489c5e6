import { expect, test } from '@jest/globals';
import MailComposer from 'nodemailer/lib/mail-composer';
import fc from '../../tests/support/property.ts';
import { decodeQuotedPrintable } from '../../tests/support/quoted-printable.ts';
import type { Message } from '../channel.ts';
import { composeEmail } from './letter-file.ts';

const KEY = 'k'.repeat(40);
const AT = Date.parse('2026-03-05T06:00:00Z');
const COVERS = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];

/** The same e-mail by the library's stream, which `composeEmail` does without. */
const byStream = (message: Message, covers: readonly string[]): Promise<Buffer> =>
  new MailComposer({
    from: message.from,
    to: { name: '', address: message.to },
    subject: message.subject ?? '',
    text: message.body,
    textEncoding: 'quoted-printable',
    date: new Date(AT),
    messageId: `<${KEY}@harbour.example.com>`,
    headers: {
      'Content-Language': message.language,
      'Auto-Submitted': 'auto-generated',
      'X-Arrears-Key': KEY,
      ...(covers.length === 0 ? {} : { 'X-Arrears-Covers': covers.join(' ') }),
    },
  })
    .compile()
    .build();

const WORDS = [
  ...['您好，李女士：', '逾期', '本期应还 NT$ 1,434。', '字'.repeat(30), '🏦', 'é', '\ud83c', 'Dear Ms Li', '=3D', '='],
  ...['.', '..', ' ', '  ', '\t', '\u00a0', 'From ', '--', '"', 'x'.repeat(75), 'x'.repeat(76), 'x'.repeat(77)],
  ...['y'.repeat(1200), 'words of a long line '.repeat(9)],
];
const BREAKS = ['\n', '\r\n', '\r', '\n\n', '\n.\n', '\r\n.\r\n', ' \n', '\t\r\n', '\u2028', '\u0000'];
const joined = (pieces: readonly string[], minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...pieces), { minLength, maxLength }).map((drawn) => drawn.join(''));
const header = joined(WORDS, 1, 6);
const body = joined([...WORDS, ...BREAKS, ...BREAKS], 0, 14);
const messages = fc.record({ subject: header, name: header, body, covered: fc.nat(COVERS.length) });
const asMessage = ({ subject, name, body }: { subject: string; name: string; body: string }): Message => ({
  to: 'li.na@example.com',
  subject,
  body,
  language: 'zh-Hans',
  from: { name, address: 'cards@harbour.example.com' },
});

/** Length of the longest line of the body. */
const longestLine = (mail: string): number =>
  Math.max(
    ...mail
      .slice(mail.indexOf('\r\n\r\n'))
      .split('\n')
      .map((line) => line.length),
  );

test("an e-mail is the library's own, byte by byte; white space at its very end may be folded otherwise", async () => {
  await fc.assert(
    fc.asyncProperty(messages, async (drawn) => {
      const covers = COVERS.slice(0, drawn.covered);
      const composed = composeEmail(KEY, asMessage(drawn), AT, covers).toString('latin1');
      const expected = (await byStream(asMessage(drawn), covers)).toString('latin1');
      if (!/[ \t]$/.test(drawn.body)) return expect(composed).toBe(expected);
      // A lone CR ends no line of a file, so the library may write one that is longer.
      expect(longestLine(composed)).toBeLessThanOrEqual(Math.max(78, longestLine(expected)));
      expect(decodeQuotedPrintable(composed)).toBe(decodeQuotedPrintable(expected));
    }),
    { numRuns: 300 },
  );
});
