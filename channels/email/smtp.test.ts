/** SMTP against a small real server on a socket: what each kind of failure proves. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { testPermit } from '../../tests/support/permit.ts';
import { openSmtp } from './smtp.ts';

type Script = (line: string, socket: Socket, content: string) => string | null;
const ordinary: Script = (line) => {
  if (line === '') return '220 ready';
  if (/^EHLO/i.test(line)) return '250 8BITMIME';
  if (/^DATA/i.test(line)) return '354 go on';
  return /^QUIT/i.test(line) ? '221 bye' : '250 ok';
};
let server: Server | undefined;
const sockets = new Set<Socket>();
const mails: string[] = [];

/** Starts a server that answers each line by the script; `.` ends the content. */
async function start(script: Script): Promise<string> {
  mails.length = 0;
  server = createServer((socket) => {
    sockets.add(socket);
    let [text, content, inContent] = ['', '', false];
    const answer = (line: string) => {
      const reply = script(line, socket, content);
      if (reply !== null) socket.write(`${reply}\r\n`);
      if (reply?.startsWith('354')) inContent = true;
    };
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (inContent && line !== '.') content += `${line}\n`;
        else if (inContent) {
          inContent = false;
          mails.push(content);
          answer('.');
        } else answer(line);
      }
    });
    answer('');
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
});

const OUTGOING = {
  key: 'k'.repeat(64),
  covers: ['c'.repeat(40)],
  message: {
    to: 'li.na@example.com',
    subject: '提醒',
    body: '您好\n.\nbye',
    language: 'zh-Hans',
    from: { name: 'Bank', address: 'cards@bank.example.com' },
  },
} as const;
const sendTo = (url: string, leftMs = 60_000) => openSmtp(url).send(testPermit(leftMs), OUTGOING);

test('accepted: sent, to the stored address alone, with the id of the key', async () => {
  const seen: string[] = [];
  const url = await start((line, ...rest) => {
    seen.push(line);
    return ordinary(line, ...rest);
  });
  expect(await sendTo(url)).toEqual({ kind: 'sent', reference: `<${OUTGOING.key}@bank.example.com>` });
  expect(seen.filter((line) => /^RCPT/i.test(line))).toEqual(['RCPT TO:<li.na@example.com>']);
  expect(mails).toHaveLength(1);
  expect(mails[0]).toContain(OUTGOING.key);
});

test.each([
  ['the sender is refused', /^MAIL/i, '550 no'],
  ['the address is refused', /^RCPT/i, '550 5.1.1 <li.na@example.com> unknown'],
  ['the address is refused for now', /^RCPT/i, '450 later'],
  ['DATA is refused', /^DATA/i, '554 no'],
  ['the content is refused', /^\.$/, '554 spam'],
  ['the content is refused for now', /^\.$/, '451 later'],
])('%s: a proved non-send, told without the address', async (_, at, reply) => {
  const result = await sendTo(await start((line, ...rest) => (at.test(line) ? reply : ordinary(line, ...rest))));
  expect(result.kind).toBe('not-sent');
  expect(JSON.stringify(result)).not.toContain('li.na');
});

test.each([
  ['at the greeting', /^$/, 'not-sent'],
  ['at the address', /^RCPT/i, 'not-sent'],
  ['before 354', /^DATA/i, 'not-sent'],
  ['after the content', /^\.$/, 'unknown'],
])('the connection is reset %s: %s', async (_, at, kind) => {
  const url = await start((line, socket, content) => {
    if (!at.test(line)) return ordinary(line, socket, content);
    socket.resetAndDestroy();
    return null;
  });
  expect((await sendTo(url)).kind).toBe(kind);
});

test('nobody listens, a passed permit, a wrong URL', async () => {
  const url = await start(ordinary);
  expect(await sendTo(url, -1)).toMatchObject({ kind: 'not-sent' });
  expect(sockets.size).toBe(0);
  await new Promise<void>((resolve) => server?.close(() => resolve()));
  server = undefined;
  expect((await sendTo(url)).kind).toBe('not-sent');
  expect(() => openSmtp('http://mail')).toThrow(/SMTP_URL/);
  expect(await openSmtp(url).ask(OUTGOING.key)).toBe('cannot-tell');
});

test('a permit that passes while the server dawdles stops the message before its first byte', async () => {
  const url = await start((line, socket, content) => {
    if (!/^DATA/i.test(line)) return ordinary(line, socket, content);
    setTimeout(() => socket.write('354 at last\r\n'), 300);
    return null;
  });
  expect(await sendTo(url, 200)).toEqual({
    kind: 'not-sent',
    reason: 'the permit had passed before the first byte',
  });
  expect(mails).toEqual([]);
});
