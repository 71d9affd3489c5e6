import { expect, test } from '@jest/globals';
import { testPermit } from '../../tests/support/permit.ts';
import { type Fate, VolatileMachine } from '../../tests/support/volatile-machine.ts';
import type { ChannelAdapter } from '../channel.ts';
import { openOutbox } from './adapter.ts';
import { openDisk } from './disk.ts';
import type { DatedOutgoing } from './outgoing.ts';

const DAY = '/home/outbox/sms/2026-03-05';
const KEY = 'k'.repeat(40);
const outgoing = (key: string): DatedOutgoing => ({
  key,
  covers: [key],
  message: {
    to: '+12125550123',
    body: `text of ${key}`,
    language: 'en',
    from: { name: 'Bank', address: 'bank@example.com' },
  },
  on: '2026-03-05',
  at: 0,
});
const keyOf = (index: number): string => `key-${index}-${'k'.repeat(40)}`;
const seen = (machine: VolatileMachine): string[] => [...machine.visible('/home/outbox').keys()];

function open(machine: VolatileMachine, fate: Fate = {}): { adapter: ChannelAdapter; flushed: string[] } {
  const process = machine.start(fate);
  return { adapter: openOutbox('/home', 'sms', openDisk(process.files)), flushed: process.flushed };
}

test('a hundred sends at once flush each file once and share the folders', async () => {
  const machine = new VolatileMachine();
  const { adapter, flushed } = open(machine);
  const keys = Array.from({ length: 100 }, (_, index) => keyOf(index));
  const results = await Promise.all(keys.map((key) => adapter.send(testPermit(), outgoing(key))));
  expect(results.every(({ kind }) => kind === 'sent')).toBe(true);
  expect(seen(machine)).toHaveLength(100);
  const files = flushed.filter((path) => /\.(part|covers)$/.test(path));
  expect([files.length, new Set(files).size]).toEqual([200, 200]);
  expect(flushed.length - files.length).toBeLessThanOrEqual(10);
});

test('a call alone flushes its two files, the entries of the key, the folder of its name, and the record of it', async () => {
  const { adapter, flushed } = open(new VolatileMachine());
  await adapter.send(testPermit(), outgoing(keyOf(1)));
  const first = flushed.length;
  await adapter.send(testPermit(), outgoing(keyOf(2)));
  expect(flushed.slice(first).map((path) => path.replace(/\.[^/]*\.part$/, 'the file'))).toEqual([
    `${DAY}/the file`,
    `/home/outbox/.sent/sms/${keyOf(2)}.covers`,
    '/home/outbox/.sent/sms',
    DAY,
    '/home/outbox/.sent/sms',
  ]);
});

test('a permit that expires during the flush sends nothing; its neighbours are sent', async () => {
  const machine = new VolatileMachine();
  const { adapter } = open(machine, { flushMs: 60 });
  const sends = [60_000, 30, 60_000].map((leftMs, index) => adapter.send(testPermit(leftMs), outgoing(keyOf(index))));
  expect((await Promise.all(sends)).map(({ kind }) => kind)).toEqual(['sent', 'not-sent', 'sent']);
  expect(seen(machine)).toHaveLength(2);
  expect(await adapter.ask(keyOf(1))).toBe('not-sent');
  expect(await adapter.send(testPermit(), outgoing(keyOf(1)))).toMatchObject({ kind: 'sent' });
});

test('a file that cannot be flushed fails alone, and can be sent again', async () => {
  const machine = new VolatileMachine();
  const failing = { flush: (path: string) => (path.includes(`${keyOf(1)}.covers`) ? 'failed' : 'done') } as const;
  const { adapter } = open(machine, failing);
  const results = await Promise.all([0, 1, 2].map((index) => adapter.send(testPermit(), outgoing(keyOf(index)))));
  expect(results.map(({ kind }) => kind)).toEqual(['sent', 'not-sent', 'sent']);
  expect(seen(machine)).toHaveLength(2);
  const next = open(machine).adapter;
  expect(await next.ask(keyOf(1))).toBe('not-sent');
  expect(await next.send(testPermit(), outgoing(keyOf(1)))).toMatchObject({ kind: 'sent' });
});

test('a name that appeared and could not be flushed is unknown, until it is', async () => {
  const machine = new VolatileMachine();
  const { adapter } = open(machine, { flush: (path) => (path === DAY ? 'failed' : 'done') });
  expect(await adapter.send(testPermit(), outgoing(KEY))).toMatchObject({ kind: 'unknown' });
  expect(await adapter.ask(KEY)).toBe('cannot-tell');
  const next = open(machine).adapter;
  expect(await next.ask(KEY)).toBe('sent');
  machine.losePower(() => false);
  expect(await open(machine).adapter.ask(KEY)).toBe('sent');
  expect(seen(machine)).toHaveLength(1);
});

test.each([
  ['is still there', false, 'sent', 1],
  ['was fetched meanwhile', true, 'not-sent', 0],
] as const)(
  'another process sends the key while the first flushes, and the file %s',
  async (_, fetched, kind, files) => {
    const machine = new VolatileMachine();
    const slow = open(machine, { flushMs: 40 }).adapter.send(testPermit(), outgoing(KEY));
    expect(await open(machine).adapter.send(testPermit(), outgoing(KEY))).toMatchObject({ kind: 'sent' });
    if (fetched) machine.fetch(`${DAY}/${KEY}.txt`);
    expect((await slow).kind).toBe(kind);
    expect(seen(machine)).toHaveLength(files);
    expect(await open(machine).adapter.ask(KEY)).toBe('sent');
  },
);
