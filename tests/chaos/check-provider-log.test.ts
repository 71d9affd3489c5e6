/** The check of provider logs and the search for canaries find faults: each test plants one. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { ChannelAdapter, Outgoing, SendResult } from '../../channels/channel.ts';
import { byPerson } from '../../domain/act.ts';
import type { WireKind } from '../../domain/contracts/event.ts';
import { DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { type Acceptance, checkProviderLog, type LogCheck } from '../support/check-provider-log.ts';
import { TestEngine } from '../support/test-engine.ts';
import { CANARIES } from './book.ts';
import { findCanaries } from './canaries.ts';

let engine: TestEngine;
let log: Acceptance[];
/** Accepts e-mails and records them in `log`. */
const provider: ChannelAdapter = {
  id: 'provider',
  policy: 'at-most-once',
  slowestCallMs: 0,
  async send(_permit, { key, covers }: Outgoing): Promise<SendResult> {
    log.push({ lane: 'email', key, covers, at: Date.now(), notAfter: Date.now() + 5000 });
    return { kind: 'sent', reference: key };
  },
  ask: async () => 'cannot-tell',
};
const check = (): Promise<LogCheck> => checkProviderLog(engine.db, log, ['email']);
const first = (): Acceptance => log[0] as Acceptance;
const whats = ({ violations }: LogCheck): string[] => violations.map((violation) => violation.what);
/** Records a fact that precedes everything else. */
async function recordBefore(kind: WireKind, data: unknown): Promise<void> {
  await acceptFact(engine.db, { subject: 'harbour/A-1', kind, data, source: 'test' }, byPerson('ann', engine.now));
  await sql`update fact set no = 0 where kind = ${kind}`.execute(engine.db);
}

beforeEach(async () => {
  log = [];
  engine = await TestEngine.open();
  engine.channels = { ...engine.channels, email: provider };
  await engine.look(
    await engine.book([
      { account: 'A-1', person: 'P-1' },
      { account: 'A-2', person: 'P-2' },
    ]),
  );
  await engine.sendDue();
});
afterEach(() => engine.close());

test('a log that is as it should be', async () => {
  expect(log).toHaveLength(2);
  expect(await check()).toEqual({
    accepted: 2,
    duplicates: [],
    losses: [],
    violations: [],
    unknown: [],
    contactsAfterPayment: 0,
  });
});

describe('it finds', () => {
  test('a key that was accepted twice, and the effects that it covers', async () => {
    log.push({ ...first() });
    expect((await check()).duplicates.map((duplicate) => duplicate.evidence)).toEqual([
      expect.stringContaining(`key email ${first().key} was accepted 2 times`),
      expect.stringContaining('covered effect'),
    ]);
  });
  test('an effect that two keys cover', async () => {
    log.push({ ...first(), key: 'f'.repeat(40) });
    const found = await check();
    expect(found.duplicates.map((duplicate) => duplicate.evidence)).toEqual([
      expect.stringContaining('covered effect'),
    ]);
    expect(whats(found)).toEqual(['no-dispatch']);
  });
  test('an acceptance without a permit', async () => {
    await sql`
      delete from permit
      where effect_id = (select id from effect where state = 'sent' order by id limit 1)`.execute(engine.db);
    expect(whats(await check())).toEqual(['no-permit']);
  });
  test('an acceptance of what is no effect here', async () => {
    log.push({ ...first(), key: 'e'.repeat(40), covers: ['e'.repeat(40)] });
    expect(whats(await check())).toEqual(['no-effect']);
  });
  test('an acceptance of what is not sent here', async () => {
    await sql`
      update effect set state = 'failed'
      where state = 'sent' and account_id = (select id from account where number = 'A-1')`.execute(engine.db);
    expect(whats(await check())).toEqual(['not-sent-here']);
  });
  test('what is sent here and was not accepted there', async () => {
    log.pop();
    expect((await check()).losses.map((loss) => loss.what)).toEqual(['not-accepted-there']);
  });
  test('an acceptance after the end of its permit', async () => {
    log[0] = { ...first(), notAfter: first().at - 1 };
    expect(whats(await check())).toEqual(['late']);
  });
  test('a contact at night, whatever the permit says of its minute', async () => {
    await sql`update permit set given_at = given_at - interval '8 hours' where verdict = 'allow'`.execute(engine.db);
    expect(new Set(whats(await check()))).toEqual(new Set(['outside-hours']));
  });
  test.each<[string, WireKind, unknown]>([
    ['a STOP', 'stop', { channel: 'email' }],
    ['an open dispute', 'dispute', { about: 'amount' }],
    ['a hold', 'hold', { until: '2026-03-20', reason: 'asked for' }],
    ['hardship', 'hardship', {}],
    ['a death', 'death', { reported: 'family' }],
  ])('%s that the permit had seen', async (_name, kind, data) => {
    await recordBefore(kind, data);
    expect(whats(await check())).toEqual(['against-facts']);
  });
  test('a permit that had seen the cure: a contact after payment', async () => {
    await sql`
      update episode set cured_version = 0
      where account_id = (select id from account where number = 'A-1')`.execute(engine.db);
    const found = await check();
    expect([whats(found), found.contactsAfterPayment]).toEqual([['after-cure'], 1]);
  });
  test('more contacts than the caps allow', async () => {
    for (const days of [3, 4]) {
      engine.now += days * DAY_MS;
      await engine.look([await engine.idOf('harbour/A-1')]);
      await engine.sendDue();
    }
    expect(whats(await check())).toEqual([]);
    await sql`
      update permit
      set given_at = (select max(given_at) from permit) + interval '1 second' * attempt
      where verdict = 'allow'`.execute(engine.db);
    expect(new Set(whats(await check()))).toEqual(new Set(['over-cap']));
  });
  test('what nobody knows here, and whether it was accepted there', async () => {
    await sql`
      update effect set state = 'unknown'
      where state = 'sent' and account_id = (select id from account where number = 'A-1')`.execute(engine.db);
    expect((await check()).unknown).toEqual([
      { account: 'harbour/A-1', lane: 'email', key: expect.any(String), accepted: true },
    ]);
  });
});

describe('canaries', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'arrears-canary-'));
    for (const folder of ['logs', 'redis', 'temporal', 'home', 'postgres']) mkdirSync(join(dir, folder));
    writeFileSync(join(dir, 'home', 'letter.eml'), 'To: zerafin.1@example.com');
    writeFileSync(join(dir, 'postgres', 'base'), 'Mira Zerafin 1');
    writeFileSync(join(dir, 'logs', 'api.log'), `{"time":${HOUR_MS},"msg":"the API listens"}`);
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  test('are at home in Postgres and in what was sent', () => {
    expect(findCanaries(dir, CANARIES)).toEqual([]);
  });
  test('are found in a log, a value of the queue, a payload and the name of a file', () => {
    writeFileSync(join(dir, 'logs', 'worker-1.log'), 'could not reach Mira Zerafin 12');
    writeFileSync(join(dir, 'redis', 'appendonly'), Buffer.from('$12\r\n+12125550142\r\n'));
    writeFileSync(
      join(dir, 'temporal', 'temporal.sqlite'),
      Buffer.concat([Buffer.alloc(5000), Buffer.from('"3 Zerafin Lane"'), Buffer.alloc(10)]),
    );
    writeFileSync(join(dir, 'home', 'zerafin.7.txt'), '');
    expect(
      findCanaries(dir, CANARIES)
        .map((findCanary) => `${findCanary.where}: ${findCanary.what}`)
        .sort(),
    ).toEqual([
      'home/zerafin.7.txt: its name',
      'logs/worker-1.log: a name or address',
      'redis/appendonly: a phone number',
      'temporal/temporal.sqlite: a name or address',
    ]);
  });
});
