/** The events' door: who may speak, what is taken, and that nothing is taken twice. What is refused: bad-input/events.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sha256 } from '../../platform/sha256.ts';
import { event, SOURCES } from '../support/api.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
const twd = (minor: string) => ({ currency: 'TWD', minor });
const payment = (subject: string, minor = '1000', more: Record<string, unknown> = {}) =>
  event('payment', subject, { amount: twd(minor) }, more);

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

const balanceOf = async (accountId: string) =>
  (
    await world.database.db
      .selectFrom('account')
      .select('balance')
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow()
  ).balance;
const factsOf = async (accountId: string) =>
  world.database.db.selectFrom('fact').select(['kind', 'external_id']).where('account_id', '=', accountId).execute();

describe('signature', () => {
  test('a signed event is taken and the account nudged', async () => {
    const { name, accountId } = await world.account();
    const answer = await world.api.sendEvent(payment(name, '1000'));
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ source: 'bank', status: 'recorded', fact: expect.any(String) });
    expect(world.api.nudged).toEqual([accountId]);
    expect(await balanceOf(accountId)).toBe(4_099_000n);
  });

  test('one signature speaks for one source: an event of another in the batch is refused, its neighbour taken', async () => {
    const { name, accountId } = await world.account();
    const answer = await world.api.sendEvent([payment(name, '100'), { ...payment(name, '200'), source: 'portal' }]);
    expect(answer.status).toBe(207);
    expect(answer.json).toMatchObject([
      { status: 'recorded' },
      { status: 'refused', problem: { code: 'bad-signature' } },
    ]);
    expect(await balanceOf(accountId)).toBe(4_099_900n);
  });
});

describe('once', () => {
  test('the same event again gets the same answer, whatever the order of its keys', async () => {
    const { name, accountId } = await world.account();
    const event = payment(name, '5000');
    const first = await world.api.sendEvent(event);
    world.api.nudged.length = 0;
    const turned = Object.fromEntries(Object.entries(event).reverse());
    for (const again of [await world.api.sendEvent(event), await world.api.sendEvent(turned)]) {
      expect(again.status).toBe(200);
      expect(again.json).toEqual(first.json);
      expect(again.headers.get('idempotent-replay')).toBe('true');
    }
    expect(first.headers.get('idempotent-replay')).toBe('false');
    expect(world.api.nudged).toEqual([]);
    expect(await balanceOf(accountId)).toBe(4_095_000n);
  });

  test('a time written another way is the same time: Z, .000Z, an offset', async () => {
    const { name, accountId } = await world.account();
    const sent = { ...payment(name, '5000'), time: '2026-04-20T02:00:00Z' };
    const first = await world.api.sendEvent(sent);
    for (const time of ['2026-04-20T02:00:00.000Z', '2026-04-20T02:00:00+00:00', '2026-04-20T10:00:00+08:00'])
      expect((await world.api.sendEvent({ ...sent, time })).json).toEqual(first.json);
    expect((await world.api.sendEvent({ ...sent, time: '2026-04-20T02:00:01Z' })).json.code).toBe('event-conflict');
    expect(await factsOf(accountId)).toHaveLength(1);
  });

  test('a repeat of an event stored by an earlier release is a repeat', async () => {
    const { name } = await world.account();
    const sent = { ...payment(name, '5000'), time: '2026-04-20T02:00:00Z' };
    const first = await world.api.sendEvent(sent);
    const sorted = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, member]) => [key, sorted(member)]),
          )
        : value;
    await world.database.db
      .updateTable('event_inbox')
      .set({ body_hash: sha256(JSON.stringify(sorted(sent))) })
      .where('external_id', '=', sent.id)
      .execute();
    expect((await world.api.sendEvent(sent)).json).toEqual(first.json);
  });

  test('the same event alone and in a batch is one event', async () => {
    const { name, accountId } = await world.account();
    const event = payment(name, '5000');
    const first = await world.api.sendEvent(event);
    expect((await world.api.sendEvent([event, event])).json).toEqual([first.json, first.json]);
    expect(await factsOf(accountId)).toHaveLength(1);
  });

  test('ten at once are one', async () => {
    const { name, accountId } = await world.account();
    const event = payment(name, '5000');
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.api.sendEvent(event)));
    for (const answer of answers) expect(answer.json).toEqual(answers[0]?.json);
    expect(await balanceOf(accountId)).toBe(4_095_000n);
    expect(await factsOf(accountId)).toHaveLength(1);
  });

  test('the same id of another source is another event', async () => {
    const { name, accountId } = await world.account();
    const event = payment(name, '5000');
    await world.api.sendEvent(event);
    expect((await world.api.sendEvent({ ...event, source: 'portal' }, { secret: SOURCES.portal })).status).toBe(200);
    expect(await factsOf(accountId)).toHaveLength(2);
  });

  test('a refused event leaves no trace: corrected it may use its id', async () => {
    const { name, accountId } = await world.account();
    const wrong = payment(name, '0');
    expect((await world.api.sendEvent(wrong)).status).toBe(422);
    expect((await world.api.sendEvent({ ...wrong, data: { amount: twd('700') } })).status).toBe(200);
    expect(await balanceOf(accountId)).toBe(4_099_300n);
  });
});

describe('batches', () => {
  test('the good ones of a batch are taken, the bad ones named in their places', async () => {
    const { name, accountId } = await world.account();
    const answer = await world.api.sendEvent([
      payment(name, '100'),
      payment(name, '-5'),
      event('nothing', name, {}),
      17,
      payment(name, '200'),
    ]);
    expect(answer.status).toBe(207);
    expect(
      answer.json.map(
        (answer: { status: string; problem?: { code: string } }) => answer.problem?.code ?? answer.status,
      ),
    ).toEqual(['recorded', 'amount-not-positive', 'unknown-event-type', 'event-invalid', 'recorded']);
    expect(await balanceOf(accountId)).toBe(4_099_700n);
  });

  test('an empty batch has no source; a thousand and one are too many', async () => {
    expect((await world.api.sendEvent([])).json.code).toBe('event-invalid');
    const { name, accountId } = await world.account();
    const many = Array.from({ length: 1001 }, () => payment(name, '1'));
    const answer = await world.api.sendEvent(many);
    expect([answer.status, answer.json.code]).toEqual([422, 'event-invalid']);
    expect(await factsOf(accountId)).toHaveLength(0);
  });
});
