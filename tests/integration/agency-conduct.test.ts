/** Contacts of which agencies tell by event: they count once beside their reservation, and are judged at their own time. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import { bySystem } from '../../domain/act.ts';
import type { Contact } from '../../domain/call-results.ts';
import { HOUR_MS, MINUTE_MS } from '../../domain/time.ts';
import { judgeToldContacts } from '../../engine/contacts/judge-conduct.ts';
import { recordFacts } from '../../engine/facts/record-facts.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { type Answer, event, SOURCES } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { addEffect, addPlacement } from '../support/engine-rows.ts';
import { report, reserve } from '../support/ledger.ts';

const NOON = Date.parse('2026-04-20T12:00:00+08:00');
const at = (ms: number): string => new Date(ms).toISOString();
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOON);
});
afterAll(() => world.close());
beforeEach(() => {
  world.now = NOON;
});

type Placed = KnownAccount & { placement: string };
const placed = async (state = 'accepted'): Promise<Placed> => {
  const account = await world.account();
  return { ...account, placement: await addPlacement(world.database.db, account, NOON - 100 * HOUR_MS, state) };
};
const ask = async (account: Placed): Promise<Answer> => {
  const answer = await reserve(world.api, account.name, { holder: 'agency:north' });
  expect(answer.json.verdict).toBe('allow');
  return answer;
};
const tell = (account: Placed, when: number, more: object = {}) =>
  world.api.sendEvent(
    event('agency-contact', account.name, { placement: account.placement, at: at(when), channel: 'call', ...more }),
  );
const confirm = (answer: Answer, when: number, outcome = 'no-answer') =>
  report(world.api, answer, 'confirm', { outcome, contactedAt: at(when) });
const counted = async ({ accountId }: KnownAccount) =>
  ((await loadFacts(world.database.db, [accountId], world.now, RULEBOOK)).get(accountId)?.contacts ?? [])
    .map(({ at, outcome = 'attempted' }) => [(at - NOON) / MINUTE_MS, outcome])
    .sort();
const breaches = async ({ name }: KnownAccount) => {
  while ((await judgeToldContacts(world.database.db, RULEBOOK, world.now)) > 0);
  const { json } = await world.api.get('/v1/agencies/north/breaches');
  return json
    .filter(({ account }: { account: string }) => account === name)
    .map(({ reasons }: { reasons: { code: string }[] }) => reasons.map(({ code }) => code).join());
};

describe('a contact that was reserved and is told by an event too', () => {
  test.each([
    ['confirmed first, the same minute: once', 3, 3.5, true, [[3, 'no-answer']]],
    [
      'confirmed first, two minutes apart: twice',
      3,
      5,
      true,
      [
        [3, 'no-answer'],
        [5, 'attempted'],
      ],
    ],
    ['told first, inside the reservation: once, by the holder’s word', 3, 3, false, [[3, 'no-answer']]],
    [
      'told first, the holder means another: twice',
      3,
      9,
      false,
      [
        [3, 'no-answer'],
        [9, 'attempted'],
      ],
    ],
    [
      'told for a time after its end: twice',
      3,
      40,
      false,
      [
        [3, 'no-answer'],
        [40, 'attempted'],
      ],
    ],
  ] as const)('%s', async (_, reported, told, confirmedFirst, expected) => {
    const account = await placed();
    const answer = await ask(account);
    world.now = NOON + HOUR_MS;
    const acts = [() => confirm(answer, NOON + reported * MINUTE_MS), () => tell(account, NOON + told * MINUTE_MS)];
    for (const act of confirmedFirst ? acts : acts.reverse()) expect((await act()).status).toBe(200);
    expect(await counted(account)).toEqual(expected);
  });

  test('named by the event it counts once, also when the holder never reports or has released it', async () => {
    const account = await placed();
    const [silent, released] = [await ask(account), await ask(account)];
    await report(world.api, released, 'release', { reason: 'not made' });
    world.now = NOON + HOUR_MS;
    const named = (answer: Answer) => ({ reservation: answer.json.reservation, outcome: 'conversation' });
    expect((await tell(account, NOON + 2 * MINUTE_MS, named(silent))).status).toBe(200);
    expect((await tell(account, NOON + 4 * MINUTE_MS, named(released))).status).toBe(200);
    expect(await counted(account)).toEqual([
      [2, 'conversation'],
      [4, 'conversation'],
    ]);
    // One reservation, one contact: what is told once more is another.
    expect((await tell(account, NOON + 2 * MINUTE_MS, named(silent))).status).toBe(200);
    expect(await counted(account)).toHaveLength(3);
  });

  test('a reservation that is not of this placement is refused', async () => {
    const [account, other] = [await placed(), await placed()];
    const { json } = await ask(other);
    const answer = await tell(account, NOON, { reservation: json.reservation });
    expect([answer.status, answer.json.code]).toEqual([422, 'fact-invalid']);
  });
});

describe('conduct', () => {
  test('a contact by day, within the caps, is no breach', async () => {
    const account = await placed();
    await tell(account, NOON - HOUR_MS);
    expect(await breaches(account)).toEqual([]);
    expect((await sql`select from conduct_pending`.execute(world.database.db)).rows).toEqual([]);
  });

  test('at night, above the cap, against a STOP and after a recall it is one, by what had happened until then', async () => {
    const night = await placed();
    await tell(night, NOON - 14 * HOUR_MS);
    expect(await breaches(night)).toEqual(['night,night']);

    const often = await placed();
    for (const hours of [3, 2, 1]) await tell(often, NOON - hours * HOUR_MS);
    expect(await breaches(often)).toEqual(['daily-cap']);

    const stopped = await placed();
    await world.api.sendEvent(event('stop', stopped.name, { channel: 'call' }, { time: at(NOON - 2 * HOUR_MS) }));
    await tell(stopped, NOON - 3 * HOUR_MS);
    await tell(stopped, NOON - HOUR_MS);
    expect(await breaches(stopped)).toEqual(['stopped,asked-channel']);

    const recalled = await placed('recalled');
    await sql`
      update placement set recalled_at = ${new Date(NOON - 2 * HOUR_MS)} where id = ${recalled.placement}`.execute(
      world.database.db,
    );
    await tell(recalled, NOON - 3 * HOUR_MS);
    await tell(recalled, NOON - HOUR_MS);
    expect(await breaches(recalled)).toEqual(['taken-back']);
    expect((await world.api.get('/v1/breaches')).json).toHaveLength(4);
    expect((await world.api.get('/v1/agencies/south/breaches')).json).toEqual([]);
  });

  test('a reserved contact that began after the end of its reservation is one, once', async () => {
    const account = await placed();
    const answer = await ask(account);
    world.now = NOON + HOUR_MS;
    for (let no = 0; no < 2; no += 1) await confirm(answer, NOON + 20 * MINUTE_MS);
    expect(await breaches(account)).toEqual(['after-its-end']);
  });
});

describe('events that an agency signs', () => {
  const send = (kind: string, subject: string, data: object, source: 'agency:north' | 'agency:south') =>
    world.api.sendEvent(event(kind, subject, data, { source }), { secret: SOURCES[source] });

  test('tell of its own accounts what only holds contacts back or is about its placement', async () => {
    const account = await placed();
    const contact = { placement: account.placement, at: at(NOON - HOUR_MS), channel: 'call' };
    for (const [kind, data, subject = account.name] of [
      ['agency-contact', contact],
      ['stop', { channel: 'sms' }],
      ['hardship', {}, account.person],
      ['dispute', { about: 'amount' }],
    ] as const)
      expect([kind, (await send(kind, subject, data, 'agency:north')).status]).toEqual([kind, 200]);
  });

  test('tell nothing else, nothing of other accounts and nothing of another agency’s placement', async () => {
    const [account, other] = [await placed(), await world.account()];
    const contact = { placement: account.placement, at: at(NOON - HOUR_MS), channel: 'call' };
    for (const [kind, data, subject, source] of [
      ['payment', { amount: { currency: 'TWD', minor: '100' } }, account.name, 'agency:north'],
      ['closed', { how: 'settled' }, account.name, 'agency:north'],
      ['start', { channel: 'sms' }, account.name, 'agency:north'],
      ['delivered', { message: 'x' }, account.name, 'agency:north'],
      ['stop', { channel: 'sms' }, other.name, 'agency:north'],
      ['stop', { channel: 'sms' }, other.person, 'agency:north'],
      ['stop', { channel: 'sms' }, 'harbour/none', 'agency:north'],
      ['stop', { channel: 'sms' }, account.name.replace('harbour/', ''), 'agency:north'],
      ['agency-contact', contact, account.name, 'agency:south'],
      ['agency-contact', { ...contact, placement: other.accountId }, account.name, 'agency:north'],
    ] as const) {
      const { status, json } = await send(kind, subject, data, source);
      expect([kind, subject, status, json.code]).toEqual([kind, subject, 403, 'not-for-agency']);
    }
  });
});

test.each([
  ['no-answer', 'no-answer'],
  ['busy', 'no-answer'],
  ['voicemail', 'voicemail'],
  ['invalid-number', 'not-connected'],
  ['third-party', 'third-party'],
  ['right-party', 'conversation'],
] as const)('an own call whose caller recorded %s counts as %s', async (contact: Contact, outcome) => {
  const account = await world.account();
  const { accountId } = account;
  const effect = await addEffect(world.database.db, account, {
    ...{ stage: 'call', step: 'attempt', channel: 'call', at: NOON - HOUR_MS },
  });
  expect(await counted(account)).toEqual([[-60, 'attempted']]);
  const fact = {
    accountId,
    kind: 'call-outcome',
    body: { effect, contact },
    source: 'test',
    occurredAt: NOON,
  } as const;
  await recordFacts(world.database.db, [fact], bySystem('test', NOON));
  expect(await counted(account)).toEqual([[-60, outcome]]);
});
