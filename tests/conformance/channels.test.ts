/** What every channel owes, run against each: one key sends once, a passed permit sends nothing, a refusal is a proved non-send, `ask` knows. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ChannelAdapter, Message, OutFile, Outgoing } from '../../channels/channel.ts';
import { openChannels } from '../../channels/index.ts';
import type { DatedOutgoing } from '../../channels/outbox/outgoing.ts';
import { placeFiles } from '../../channels/outbox/place.ts';
import { askPlace, openPlace } from '../../channels/outbox/trace.ts';
import type { Channel } from '../../domain/channels.ts';
import { CHANNELS } from '../../domain/channels.ts';
import { testPermit } from '../support/permit.ts';
import { decodeQuotedPrintable } from '../support/quoted-printable.ts';

const KEY = 'k'.repeat(64);
const BODY = '您好，李女士：\n本期应还 NT$ 1,434。\nA line of English, with = and . alone:\n.\nend';
const MESSAGE: Message = {
  to: 'li.na@example.com',
  subject: '您的信用卡账户 A-1042 逾期提醒 with some English to make it long enough to fold',
  body: BODY,
  language: 'zh-Hans',
  from: { name: '海港银行 Harbour Bank', address: 'cards@harbour.example.com' },
};
const SMS: Message = { ...MESSAGE, to: '+12025550142' };
const FILES: OutFile[] = [
  { name: 'north/2026-03-05/placement-001.csv', content: Buffer.from('a,b\r\n1,2\r\n') },
  { name: 'north/2026-03-05/placement-001.manifest.json', content: Buffer.from('{"v":1}\n') },
];
const OUTGOING: Readonly<Partial<Record<Channel, DatedOutgoing>>> = {
  email: { key: KEY, covers: [KEY], message: MESSAGE, on: '2026-03-05', at: Date.parse('2026-03-05T06:00:00Z') },
  sms: { key: KEY, covers: [KEY], message: SMS, on: '2026-03-05', at: Date.parse('2026-03-05T06:00:00Z') },
  agency: { key: KEY, covers: [KEY], files: FILES },
  bureau: { key: KEY, covers: [KEY], files: FILES },
  court: { key: KEY, covers: [KEY], files: FILES },
};
const LEAVING = Object.entries(OUTGOING) as [Channel, DatedOutgoing][];

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'arrears-channels-'));
});
afterEach(() => {
  chmodSync(home, 0o700);
  rmSync(home, { recursive: true, force: true });
});
const open = (channel: Channel): ChannelAdapter => openChannels({ home })[channel];

/** Files that a reader of the outbox sees, below the channel's folder. */
function seen(channel: Channel): string[] {
  try {
    const all = readdirSync(join(home, 'outbox', channel), { recursive: true, withFileTypes: true });
    return all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

test('every channel has an adapter that says how long a call may take', () => {
  const channels = openChannels({ home });
  expect(Object.keys(channels).sort()).toEqual([...CHANNELS].sort());
  for (const adapter of Object.values(channels)) expect(adapter.slowestCallMs).toBeGreaterThanOrEqual(0);
});

describe.each(LEAVING)('%s', (channel, outgoing) => {
  const count = outgoing.files?.length ?? 1;

  test('one key sends once: in turn, at once, by another process, on another day', async () => {
    const first = await open(channel).send(testPermit(), outgoing);
    expect(first).toMatchObject({ kind: 'sent' });
    const before = seen(channel);
    expect(before).toHaveLength(count);
    const [adapter, other] = [open(channel), open(channel)];
    const rest: Outgoing = outgoing.message ? ({ ...outgoing, on: '2026-03-09' } as DatedOutgoing) : outgoing;
    const again = await Promise.all([
      adapter.send(testPermit(), rest),
      other.send(testPermit(), rest),
      adapter.send(testPermit(), outgoing),
    ]);
    for (const result of again) expect(result).toEqual(first);
    expect(seen(channel)).toEqual(before);
  });

  test('ten senders at once leave one', async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => open(channel).send(testPermit(), outgoing)));
    for (const result of results) expect(result.kind).toBe('sent');
    expect(seen(channel)).toHaveLength(count);
  });

  test('a file that its reader took away is not sent again', async () => {
    await open(channel).send(testPermit(), outgoing);
    for (const path of seen(channel)) rmSync(path);
    expect(await open(channel).send(testPermit(), outgoing)).toMatchObject({ kind: 'sent' });
    expect(seen(channel)).toEqual([]);
    expect(await open(channel).ask(KEY)).toBe('sent');
  });

  test('a passed permit sends nothing and writes nothing', async () => {
    const result = await open(channel).send(testPermit(-1), outgoing);
    expect(result).toEqual({ kind: 'not-sent', reason: 'the permit had passed before the first byte' });
    expect(seen(channel)).toEqual([]);
  });

  test('a folder that cannot be written is a proved non-send; ask agrees; the next try sends', async () => {
    mkdirSync(join(home, 'outbox'));
    writeFileSync(join(home, 'outbox', channel), 'in the way');
    const result = await open(channel).send(testPermit(), outgoing);
    expect(result.kind).toBe('not-sent');
    expect(JSON.stringify(result)).not.toMatch(/li\.na|0142|李|arrears-channels/);
    expect(await open(channel).ask(KEY)).toBe('not-sent');
    rmSync(join(home, 'outbox', channel));
    expect(await open(channel).send(testPermit(), outgoing)).toMatchObject({ kind: 'sent' });
  });

  test('a try that failed on one day leaves on the next under the new name', async () => {
    mkdirSync(join(home, 'outbox'));
    writeFileSync(join(home, 'outbox', channel), 'in the way');
    expect(await open(channel).send(testPermit(), outgoing)).toMatchObject({ kind: 'not-sent' });
    rmSync(join(home, 'outbox', channel));
    const files = outgoing.files?.map((file) => ({ ...file, name: file.name.replace('03-05', '03-06') }));
    const later: DatedOutgoing = { ...outgoing, on: '2026-03-06', ...(files ? { files } : {}) };
    expect(await open(channel).send(testPermit(), later)).toMatchObject({
      kind: 'sent',
      reference: expect.stringContaining('2026-03-06'),
    });
    expect(await open(channel).send(testPermit(), outgoing)).toMatchObject({
      reference: expect.stringContaining('2026-03-06'),
    });
    expect(seen(channel)).toHaveLength(count);
  });

  test('ask: cannot tell without an outbox, not sent before, sent after', async () => {
    expect(await open(channel).ask(KEY)).toBe('cannot-tell');
    mkdirSync(join(home, 'outbox'));
    expect(await open(channel).ask(KEY)).toBe('not-sent');
    await open(channel).send(testPermit(), outgoing);
    expect(await open(channel).ask(KEY)).toBe('sent');
    expect(await open(channel).ask('x'.repeat(64))).toBe('not-sent');
  });

  test('files are 0600, folders 0700, nothing half-written stays', async () => {
    await open(channel).send(testPermit(), outgoing);
    for (const entry of readdirSync(join(home, 'outbox'), { recursive: true, withFileTypes: true })) {
      if (entry.isSymbolicLink()) continue;
      expect(entry.name).not.toMatch(/\.part$/);
      expect(statSync(join(entry.parentPath, entry.name)).mode & 0o777).toBe(entry.isDirectory() ? 0o700 : 0o600);
    }
  });

  test('what is no key or no file name never becomes a path', async () => {
    for (const key of ['../../x', 'short', 'a/b/c/d/e/f', '']) {
      expect(await open(channel).send(testPermit(), { ...outgoing, key })).toMatchObject({
        kind: 'not-sent',
      });
    }
    for (const name of ['../up.csv', '/etc/x', 'a//b', '.hidden', 'a/../b', '']) {
      const files = [{ name, content: Buffer.from('x') }];
      if (!outgoing.message)
        expect(await open(channel).send(testPermit(), { key: KEY, covers: [KEY], files })).toMatchObject({
          kind: 'not-sent',
        });
    }
    expect(seen(channel)).toEqual([]);
  });
});

describe('a file for an organisation', () => {
  test('begun and interrupted before its manifest: the next try completes it', async () => {
    mkdirSync(join(home, 'outbox/agency/north/2026-03-05'), { recursive: true });
    writeFileSync(join(home, 'outbox/agency/north/2026-03-05/placement-001.csv'), 'half');
    expect(await open('agency').send(testPermit(), { key: KEY, covers: [KEY], files: FILES })).toMatchObject({
      kind: 'sent',
    });
    expect(readFileSync(join(home, 'outbox/agency/north/2026-03-05/placement-001.csv'), 'utf8')).toBe('a,b\r\n1,2\r\n');
  });

  test('another dispatch never overwrites it', async () => {
    await open('agency').send(testPermit(), { key: KEY, covers: [KEY], files: FILES });
    const others = FILES.map((file) => ({ ...file, content: Buffer.from('other') }));
    const result = await open('agency').send(testPermit(), {
      key: 'z'.repeat(64),
      covers: ['z'.repeat(40)],
      files: others,
    });
    expect(result).toEqual({
      kind: 'not-sent',
      reason: 'another file has this name already, or another sender this key',
    });
    expect(readFileSync(join(home, 'outbox/agency', FILES[0]?.name ?? ''), 'utf8')).toBe('a,b\r\n1,2\r\n');
    expect(await open('agency').ask('z'.repeat(64))).toBe('not-sent');
  });
});

describe('what is written', () => {
  test('an e-mail is ASCII lines of at most 998 bytes, one address, and reads back', async () => {
    await open('email').send(testPermit(), OUTGOING.email as DatedOutgoing);
    const raw = readFileSync(join(home, `outbox/email/2026-03-05/${KEY}.eml`), 'latin1');
    expect(raw).toMatch(/^[\r\n\t\x20-\x7e]*$/);
    for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
    const [folded = '', ...rest] = raw.split('\r\n\r\n');
    const head = folded.replace(/\r\n[ \t]/g, ' ').replace(/: {2,}/g, ': ');
    expect(head.match(/^To: [^\r]*/gm)).toEqual(['To: li.na@example.com']);
    expect(head).toContain(`Message-ID: <${KEY}@harbour.example.com>`);
    expect(head).toContain('Date: Thu, 05 Mar 2026 06:00:00 +0000');
    expect(head).toMatch(/Content-Type: text\/plain; charset=utf-8/i);
    expect(decodeQuotedPrintable(rest.join('\r\n\r\n')).replaceAll('\r\n', '\n').trimEnd()).toBe(BODY);
  });

  test('an SMS file has headers, a blank line, the text', async () => {
    await open('sms').send(testPermit(), OUTGOING.sms as DatedOutgoing);
    const text = readFileSync(join(home, `outbox/sms/2026-03-05/${KEY}.txt`), 'utf8');
    const [head = '', ...rest] = text.split('\n\n');
    expect(head.split('\n').map((line) => line.split(':')[0])).toEqual(['To', 'From', 'Date', 'Language', 'Key']);
    expect(rest.join('\n\n')).toBe(`${BODY}\n`);
  });

  test.each([
    ['a line break', 'li@example.com\r\nBcc: all@example.com'],
    ['a list', 'li@example.com, other@example.com'],
    ['a quoted local part', '"li@evil.example x"@example.com'],
    ['a comment', 'li(x)@example.com'],
    ['no domain', 'li'],
  ])('an address with %s is refused, unnamed', async (_, to) => {
    const result = await open('email').send(testPermit(), { key: KEY, covers: [KEY], message: { ...MESSAGE, to } });
    expect(result.kind).toBe('not-sent');
    expect(JSON.stringify(result)).not.toMatch(/li@|example/);
    expect(seen('email')).toEqual([]);
  });

  test('line breaks in headers are refused', async () => {
    const subject = 'one\r\nBcc: all@example.com';
    expect(
      await open('email').send(testPermit(), { key: KEY, covers: [KEY], message: { ...MESSAGE, subject } }),
    ).toMatchObject({
      kind: 'not-sent',
    });
    const from = { name: 'Bank\nTo: x', address: '' };
    expect(await open('sms').send(testPermit(), { key: KEY, covers: [KEY], message: { ...SMS, from } })).toMatchObject({
      kind: 'not-sent',
    });
  });
});

test('call and desk leave as rows: nothing is written', async () => {
  for (const channel of ['call', 'desk'] as const) {
    expect(await open(channel).send(testPermit(), { key: KEY, covers: [KEY] })).toMatchObject({ kind: 'sent' });
    expect(await open(channel).send(testPermit(-1), { key: KEY, covers: [KEY] })).toMatchObject({ kind: 'not-sent' });
    expect(await open(channel).ask(KEY)).toBe('not-sent');
  }
  expect(readdirSync(home)).toEqual([]);
});

test('a sender that was stopped just before the moment of sending has nothing left to send once somebody asked', async () => {
  const place = openPlace(join(home, 'outbox'), 'sms', false);
  const file = { name: 'stopped.txt', content: Buffer.from('x') };
  let asked: Promise<string> | undefined;
  // The last question before the file appears: here the sender stands still, and its lease passes.
  const placed = await placeFiles(place, { key: KEY, covers: [] }, [file], () => {
    asked = askPlace(place, KEY);
    return true;
  });
  expect([placed.kind, await asked]).toEqual(['taken', 'not-sent']);
  expect(await askPlace(place, KEY)).toBe('not-sent');
  expect(await placeFiles(place, { key: KEY, covers: [] }, [file], () => true)).toEqual({
    kind: 'placed',
    name: 'stopped.txt',
  });
  expect(await askPlace(place, KEY)).toBe('sent');
});
