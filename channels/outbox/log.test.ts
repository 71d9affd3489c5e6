import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { testPermit } from '../../tests/support/permit.ts';
import type { ChannelAdapter, SentLogRow } from '../channel.ts';
import { openOutbox } from './adapter.ts';

let home: string;
let outbox: ChannelAdapter;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'arrears-outbox-'));
  outbox = openOutbox(home, 'email');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const [ONE, TWO] = ['1'.repeat(40), '2'.repeat(40)];
const message = {
  to: 'mei@example.com',
  subject: 'A reminder',
  body: 'text',
  language: 'en' as const,
  from: { name: 'Bank', address: 'cards@bank.example.com' },
};
const send = (key: string, covers: readonly string[], wallMs = 60_000) =>
  outbox.send(testPermit(wallMs), { key, covers, message });
const log = async (since = 0): Promise<SentLogRow[]> => (await outbox.log?.(since)) ?? [];
const marker = (name: string) => join(home, 'outbox', '.sent', 'email', name);

describe('the log of the outbox', () => {
  test('says of each key when it was placed and what it covers; of what was not placed nothing', async () => {
    // The clock of files may be some milliseconds behind.
    const before = Date.now() - 1000;
    await send('first-key', [ONE, TWO]);
    await send('second-key', [TWO]);
    expect((await send('late-key', [ONE], -1)).kind).toBe('not-sent');
    const rows = await log();
    expect(rows.map(({ key, covers }) => ({ key, covers })).sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
      { key: 'first-key', covers: [ONE, TWO] },
      { key: 'second-key', covers: [TWO] },
    ]);
    for (const { at } of rows) expect(at).toBeGreaterThanOrEqual(before);
    expect(await log(Date.now() + 60_000)).toEqual([]);
  });

  test('a sender that died right after the moment of sending is in it, with what it covered', async () => {
    await send('first-key', [ONE]);
    rmSync(marker('first-key.done'));
    expect(await log()).toMatchObject([{ key: 'first-key', covers: [ONE] }]);
  });

  test('what its reader has taken away is in it', async () => {
    await send('first-key', [ONE]);
    utimesSync(marker('first-key.done'), new Date('2026-03-05T01:00:00Z'), new Date('2026-03-05T01:00:00Z'));
    rmSync(join(home, 'outbox', 'email'), { recursive: true });
    expect(await log()).toEqual([{ key: 'first-key', at: Date.parse('2026-03-05T01:00:00Z'), covers: [ONE] }]);
  });

  test('without the folder nothing can be told; with it and nothing sent by the channel, nothing left', async () => {
    await expect(log()).rejects.toThrow('not there');
    await openOutbox(home, 'sms').send(testPermit(60_000), {
      key: 'sms-key-1',
      covers: [ONE],
      message: { ...message, to: '+12125550123' },
    });
    expect(await log()).toEqual([]);
  });

  test('markers hold nothing but hashes', async () => {
    await send('first-key', [ONE]);
    const held = readdirSync(join(home, 'outbox', '.sent', 'email')).filter((name) => name.includes('.'));
    expect(held.map((name) => [name, readFileSync(marker(name), 'utf8')]).sort()).toEqual([
      ['first-key.covers', `${ONE}\n`],
      ['first-key.done', ''],
    ]);
  });
});
