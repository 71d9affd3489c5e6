import { describe, expect, test } from '@jest/globals';
import { testPermit } from '../../tests/support/permit.ts';
import fc from '../../tests/support/property.ts';
import { type Fate, VolatileMachine } from '../../tests/support/volatile-machine.ts';
import type { ChannelAdapter, SendResult } from '../channel.ts';
import { openOutbox } from './adapter.ts';
import { openDisk } from './disk.ts';
import type { DatedOutgoing } from './outgoing.ts';

type Carried = 'email' | 'agency';
const KEYS = ['1', '2', '3'].map((digit) => digit.repeat(40));
const COVERS = ['a', 'b', 'c'].map((digit) => digit.repeat(40));

function outgoingOf(channel: Carried, key: string): DatedOutgoing {
  const covers = COVERS.slice(0, KEYS.indexOf(key) + 1);
  if (channel === 'email') {
    const from = { name: 'Bank', address: 'cards@bank.example.com' };
    const message = { to: 'mei@example.com', subject: 'A reminder', body: 'text', language: 'en' as const, from };
    return { key, covers, message, on: '2026-03-05', at: 0 };
  }
  const files = [
    { name: `north/rows/${key}.csv`, content: Buffer.from(`rows of ${key}`) },
    { name: `north/${key}.json`, content: Buffer.from(`manifest of ${key}`) },
  ];
  return { key, covers, files };
}
const nameOf = (channel: Carried, key: string): string =>
  channel === 'email' ? `/home/outbox/email/2026-03-05/${key}.eml` : `/home/outbox/agency/north/${key}.json`;

interface Drawn {
  channel: Carried;
  keys: string[];
  power: boolean;
  /** Calls before everything stops, up to a little more than all sends make. */
  stopsAt: number;
  /** Calls after which the reader takes everything away. */
  reads: boolean[];
  keeps: boolean[];
}
const drawn = (channel: Carried, power: boolean, most = KEYS.length): fc.Arbitrary<Drawn> =>
  fc.record({
    channel: fc.constant(channel),
    keys: fc.subarray(KEYS.slice(0, most), { minLength: 1 }),
    power: fc.constant(power),
    stopsAt: fc.integer({ min: 2, max: 80 * most }),
    reads: fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
    keeps: fc.array(fc.boolean(), { minLength: 17, maxLength: 61 }),
  });

/** What was known before everything stopped. */
interface Before {
  machine: VolatileMachine;
  results: Map<string, SendResult>;
  /** Everything that a reader could have seen: path and content. */
  seen: Map<string, string>;
  fetched: Set<string>;
}

/** Sends all keys at once until the process stops, then takes the power away. */
async function runUntilStop({ channel, keys, power, stopsAt, reads, keeps }: Drawn, fate: Fate): Promise<Before> {
  const machine = new VolatileMachine();
  const before: Before = { machine, results: new Map(), seen: new Map(), fetched: new Set() };
  const afterCall = (call: number) => {
    for (const [path, content] of machine.visible(`/home/outbox/${channel}`)) {
      before.seen.set(path, content);
      // A reader knows by the manifest that the rows are complete.
      const isDecisive = keys.some((key) => path === nameOf(channel, key));
      if (!isDecisive || !reads[call % reads.length]) continue;
      machine.fetch(path);
      before.fetched.add(path);
    }
  };
  const process = machine.start({ ...fate, stopsAt, afterCall });
  const sends = async () => {
    const adapter = openOutbox('/home', channel, openDisk(process.files));
    const send = async (key: string) => {
      const result = await adapter.send(testPermit(), outgoingOf(channel, key));
      if (!process.isStopped()) before.results.set(key, result);
    };
    await Promise.all(keys.map(send));
  };
  await Promise.race([sends(), process.stopped]);
  let at = 0;
  const keepsNext = () => {
    at += 1;
    return keeps[at % keeps.length] ?? true;
  };
  if (power) machine.losePower(keepsNext);
  return before;
}

async function checkKey(adapter: ChannelAdapter, { channel, power }: Drawn, before: Before, key: string) {
  const { machine, results, seen, fetched } = before;
  const name = nameOf(channel, key);
  const isVisible = () => machine.visible(`/home/outbox/${channel}`).has(name);
  const stands = isVisible();
  const answered = results.get(key)?.kind === 'sent';
  const logged = ((await adapter.log?.(0).catch(() => [])) ?? []).find((row) => row.key === key);
  const asked = await adapter.ask(key);

  if (answered) expect([asked, stands || fetched.has(name)]).toEqual(['sent', true]);
  if (seen.has(name)) {
    expect(asked).not.toBe('not-sent');
    expect(logged?.covers).toEqual(outgoingOf(channel, key).covers);
  }
  if (!power && !fetched.has(name) && machine.holds('/home/outbox')) {
    const exact = seen.has(name) ? 'sent' : 'not-sent';
    // A link takes two calls.
    if (channel === 'email' || asked !== 'cannot-tell') expect(asked).toBe(exact);
  }

  const again = await adapter.send(testPermit(), outgoingOf(channel, key));
  if (asked === 'sent') expect([again.kind, isVisible()]).toEqual(['sent', stands]);
  if (asked === 'not-sent') expect([again.kind, isVisible()]).toEqual(['sent', true]);
  // A file for an organisation may be sent again, under the same name and with the same content.
  if (asked === 'cannot-tell' && seen.has(name) && channel === 'email')
    expect([again.kind, isVisible()]).toEqual(['unknown', stands]);
}

async function check(drawn: Drawn, fate: Fate = {}): Promise<void> {
  const before = await runUntilStop(drawn, fate);
  const adapter = openOutbox('/home', drawn.channel, openDisk(before.machine.start().files));
  for (const key of drawn.keys) await checkKey(adapter, drawn, before, key);
  for (const [path, content] of before.machine.visible(`/home/outbox/${drawn.channel}`)) {
    if (before.seen.has(path)) expect(content).toBe(before.seen.get(path));
    else expect(content).not.toBe('');
    const rows = path.replace(/north\/(\w+)\.json$/, 'north/rows/$1.csv');
    expect(before.machine.visible('/home/outbox').get(rows)).toBeTruthy();
  }
}

const TIMEOUT_MS = 60_000;

describe.each(['email', 'agency'] as const)('%s', (channel) => {
  test(
    'after a power loss: what a reader could have fetched is not sent again, what was answered is there',
    () =>
      fc.assert(
        fc.asyncProperty(drawn(channel, true), (scene) => check(scene)),
        { numRuns: 300 },
      ),
    TIMEOUT_MS,
  );

  test(
    'after a crash: `ask` is exact, unless a reader came in between',
    () =>
      fc.assert(
        fc.asyncProperty(drawn(channel, false), (scene) => check(scene)),
        { numRuns: 150 },
      ),
    TIMEOUT_MS,
  );

  test(
    'every flush is needed: without any one of them the test above fails',
    async () => {
      const process = new VolatileMachine().start();
      await openOutbox('/home', channel, openDisk(process.files)).send(
        testPermit(),
        outgoingOf(channel, KEYS[0] ?? ''),
      );
      const needless: string[] = [];
      for (const [index, path] of process.flushed.entries()) {
        const fate: Fate = { flush: (_, flush) => (flush === index ? 'ignored' : 'done') };
        const scenes = fc.asyncProperty(drawn(channel, true, 1), (scene) => check(scene, fate));
        if (!(await fc.check(scenes, { numRuns: 1500, endOnFailure: true })).failed) needless.push(`${index} ${path}`);
      }
      expect(needless).toEqual([]);
      expect(process.flushed.length).toBeGreaterThan(8);
    },
    TIMEOUT_MS,
  );
});
