/** The real adapters against the provider double: what each fault proves, what its own log says then, and that what it took can be asked for. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ChannelAdapter, Message } from '../../channels/channel.ts';
import { openSmtp } from '../../channels/email/smtp.ts';
import { openGateway } from '../../channels/sms/gateway.ts';
import { testPermit } from '../support/permit.ts';
import { PROVIDER_SECRET, type ProviderDouble, startProvider } from '../support/provider-double/provider.ts';

let dir: string;
let provider: ProviderDouble;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'arrears-provider-'));
  provider = await startProvider({ dir });
});
afterEach(async () => {
  await provider.close();
  rmSync(dir, { recursive: true, force: true });
});

const KEY = 'a'.repeat(40);
const COVERS = ['b'.repeat(40), 'c'.repeat(40)];
const SMS: Message = {
  to: '+12025550142',
  body: 'CANARY text',
  language: 'en',
  from: { name: 'Harbour Bank', address: '+886255500100' },
};
const MAIL: Message = {
  ...SMS,
  to: 'canary@example.com',
  subject: 'CANARY',
  from: { name: 'Harbour Bank', address: 'cards@example.com' },
};
const sms = (secret = PROVIDER_SECRET): ChannelAdapter =>
  openGateway({ url: provider.http, secret, slowestCallMs: 1500 });
const sendSms = (key = KEY, adapter = sms(), leftMs = 60_000) =>
  adapter.send(testPermit(leftMs), { key, covers: COVERS, message: SMS });
const sendMail = () => openSmtp(provider.smtp).send(testPermit(), { key: KEY, covers: COVERS, message: MAIL });
const events = () => provider.log().map((line) => line.event);

describe('SMS by the gateway', () => {
  test('taken: sent, with key and covers in its log, and asked for it says so', async () => {
    const before = Date.now() - 1000;
    expect(await sendSms()).toEqual({ kind: 'sent', reference: `sms-${KEY}` });
    expect(provider.log()).toMatchObject([{ event: 'accepted', protocol: 'http', key: KEY, covers: COVERS }]);
    expect(await sms().ask(KEY)).toBe('sent');
    expect(await sms().ask('f'.repeat(40))).toBe('not-sent');
    expect(await sms().log?.(before)).toEqual([{ key: KEY, at: expect.any(Number), covers: COVERS }]);
    expect(await sms().log?.(Date.now() + 60_000)).toEqual([]);
  });
  test('the same key again is not taken twice', async () => {
    await sendSms();
    expect(await sendSms()).toMatchObject({ kind: 'sent' });
    expect(events()).toEqual(['accepted', 'repeated']);
  });
  test('the same key for something else is refused', async () => {
    await sendSms();
    const other = await sms().send(testPermit(), { key: KEY, covers: [COVERS[0] ?? ''], message: SMS });
    expect(other).toMatchObject({ kind: 'not-sent' });
    expect(events()).toEqual(['accepted', 'refused']);
  });
  test.each([
    ['accept-hang', 'unknown', 'sent'],
    ['accept-reset', 'unknown', 'sent'],
    ['accept-500', 'unknown', 'sent'],
    ['hang', 'unknown', 'not-sent'],
    ['reset', 'unknown', 'not-sent'],
    ['500', 'unknown', 'not-sent'],
    ['slow', 'sent', 'sent'],
  ] as const)('%s: %s, and asked it says %s', async (fault, kind, asked) => {
    provider.faults.arm({ fault, times: 1, ms: 50 });
    expect((await sendSms()).kind).toBe(kind);
    expect(await sms().ask(KEY)).toBe(asked);
    expect(events().filter((event) => event === 'accepted')).toHaveLength(asked === 'sent' ? 1 : 0);
  });
  test('busy, with and without a time to wait', async () => {
    provider.faults.arm({ fault: 'busy', times: 1, retryAfterSeconds: 7 });
    expect(await sendSms()).toEqual({ kind: 'busy', reason: 'the SMS gateway answered 429', retryAfterMs: 7000 });
    provider.faults.arm({ fault: 'busy', times: 1 });
    expect(await sendSms()).toMatchObject({ kind: 'busy', retryAfterMs: null });
    expect(await sms().ask(KEY)).toBe('not-sent');
  });
  test('a wrong signature is refused and proves nothing about what was sent', async () => {
    const stranger = sms(`whsec_${Buffer.from('somebody else altogether').toString('base64')}`);
    expect(await sendSms(KEY, stranger)).toEqual({ kind: 'not-sent', reason: 'the SMS gateway answered 401' });
    expect(await stranger.ask(KEY)).toBe('cannot-tell');
    await expect(stranger.log?.(0)).rejects.toThrow('no log');
    expect(events()).not.toContain('accepted');
  });
  test('nobody there: a proved non-send', async () => {
    const gone = openGateway({ url: 'http://127.0.0.1:1', secret: PROVIDER_SECRET });
    expect(await sendSms(KEY, gone)).toEqual({
      kind: 'not-sent',
      reason: 'the SMS gateway could not be reached (ECONNREFUSED)',
    });
    await expect(gone.ask(KEY)).rejects.toThrow();
  });
  test('a request that is held up beyond its end is refused by the other side', async () => {
    provider.faults.arm({ fault: 'slow', times: 1, ms: 400 });
    expect(await sendSms(KEY, sms(), 200)).toMatchObject({ kind: 'not-sent', reason: 'the SMS gateway answered 410' });
    expect(events()).toEqual(['refused']);
  });
  test('a permit that has passed lets nothing leave', async () => {
    expect(await sendSms(KEY, sms(), -1)).toMatchObject({ kind: 'not-sent' });
    expect(events()).toEqual([]);
  });
  test('a log of many pages is read whole', async () => {
    const keys = Array.from({ length: 620 }, (_, index) => index.toString(16).padStart(40, '0'));
    for (let from = 0; from < keys.length; from += 40)
      await Promise.all(keys.slice(from, from + 40).map((key) => sendSms(key)));
    const rows = (await sms().log?.(0)) ?? [];
    expect(new Set(rows.map((row) => row.key))).toEqual(new Set(keys));
    expect(rows).toHaveLength(keys.length);
  });
});

describe('e-mail by SMTP', () => {
  test('taken: sent, with key and covers in the head', async () => {
    expect(await sendMail()).toMatchObject({ kind: 'sent' });
    expect(provider.log()).toMatchObject([{ event: 'accepted', protocol: 'smtp', key: KEY, covers: COVERS }]);
  });
  test.each([
    ['accept-reset', 'unknown', 1],
    ['reset', 'not-sent', 0],
    ['500', 'not-sent', 0],
    ['busy', 'busy', 0],
    ['slow', 'sent', 1],
  ] as const)('%s: %s', async (fault, kind, taken) => {
    provider.faults.arm({ fault, times: 1, ms: 50 });
    expect((await sendMail()).kind).toBe(kind);
    expect(events().filter((event) => event === 'accepted')).toHaveLength(taken);
  });
});

describe('its log', () => {
  test('outlives a kill: what was taken stays taken', async () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'tests/support/provider-double/main.ts', '--dir', join(dir, 'own')],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8'))),
    );
    const { http, control } = JSON.parse(line) as { http: string; control: string };
    const adapter = openGateway({ url: http, secret: PROVIDER_SECRET });
    await fetch(`${control}/arm`, { method: 'POST', body: JSON.stringify({ fault: 'accept-reset', times: 1 }) });
    expect((await sendSms(KEY, adapter)).kind).toBe('unknown');
    expect(await (await fetch(`${control}/met`)).json()).toEqual({ 'accept-reset': 1 });
    child.kill('SIGKILL');
    await ended;
    const again = await startProvider({ dir: join(dir, 'own') });
    const back = openGateway({ url: again.http, secret: PROVIDER_SECRET });
    expect(await back.ask(KEY)).toBe('sent');
    expect(await sendSms(KEY, back)).toMatchObject({ kind: 'sent' });
    expect(again.log().filter((line) => line.event === 'accepted')).toHaveLength(1);
    await again.close();
  });
  test('names nobody', async () => {
    await sendSms();
    await sendMail();
    expect(JSON.stringify(provider.log())).not.toMatch(/CANARY|canary|2025550142/);
  });
  test('the same seed misbehaves the same way', async () => {
    const draw = async (seed: number) => {
      const { faults, close } = await startProvider({ dir: join(dir, `${seed}`), seed });
      faults.arm({ fault: 'busy', chance: 0.3 });
      const drawn = Array.from({ length: 30 }, () => faults.next(['busy'], 'http') !== null);
      await close();
      return drawn;
    };
    expect(await draw(7)).toEqual(await draw(7));
    expect(new Set(await draw(7)).size).toBe(2);
  });
});
