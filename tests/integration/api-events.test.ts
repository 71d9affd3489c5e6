/** The events' door: who may speak, what is taken, what is refused, and that nothing is taken twice. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { event, newSecret, SOURCES, signed } from '../support/api.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
const MINUTE = 60_000;
const twd = (minor: string) => ({ currency: 'TWD', minor });
const payment = (subject: string, minor = '1000', more: Record<string, unknown> = {}) =>
  event('payment', subject, { amount: twd(minor) }, more);

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

const balanceOf = async (accountId: string) =>
  (await world.database.db.selectFrom('account').select('balance').where('id', '=', accountId).executeTakeFirstOrThrow()).balance;
const factsOf = async (accountId: string) =>
  world.database.db.selectFrom('fact').select(['kind', 'external_id']).where('account_id', '=', accountId).execute();
const ago = (ms: number) => new Date(Date.now() - ms);

describe('signature', () => {
  test('a signed event is taken and the account nudged', async () => {
    const { name, accountId } = await world.account();
    const answer = await world.api.tell(payment(name, '1000'));
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ source: 'bank', status: 'recorded', fact: expect.any(String) });
    expect(world.api.nudged).toEqual([accountId]);
    expect(await balanceOf(accountId)).toBe(4_099_000n);
  });

  const body = JSON.stringify(payment('harbour/A-1'));
  const good = () => signed(SOURCES.bank, body);
  const without = (header: string) => Object.fromEntries(Object.entries(good()).filter(([name]) => name !== header));
  test.each<[string, () => Record<string, string>]>([
    ['of another secret', () => signed(newSecret(), body)],
    ['of another source', () => signed(SOURCES.portal, body)],
    ['over another body', () => signed(SOURCES.bank, body.replace('1000', '9000'))],
    ['6 minutes old', () => signed(SOURCES.bank, body, ago(6 * MINUTE))],
    ['6 minutes ahead', () => signed(SOURCES.bank, body, ago(-6 * MINUTE))],
    ['with another time than was signed', () => ({ ...good(), 'webhook-timestamp': String(Math.floor(Date.now() / 1000) - 1) })],
    ['with a time that is no number', () => ({ ...good(), 'webhook-timestamp': 'now' })],
    ['without id', () => without('webhook-id')],
    ['without time', () => without('webhook-timestamp')],
    ['without signature', () => without('webhook-signature')],
    ['of an unknown version', () => ({ ...good(), 'webhook-signature': (good()['webhook-signature'] ?? '').replace('v1,', 'v9,') })],
  ])('a signature %s is refused and nothing is recorded', async (_, headers) => {
    const answer = await world.api.send('/v1/events', body, { 'content-type': 'application/json', ...headers() });
    expect([answer.status, answer.json.code]).toEqual([401, 'bad-signature']);
  });

  test('4 minutes of difference are allowed', async () => {
    const { name } = await world.account();
    expect((await world.api.tell(payment(name), { at: ago(4 * MINUTE) })).status).toBe(200);
    expect((await world.api.tell(payment(name), { at: ago(-4 * MINUTE) })).status).toBe(200);
  });

  test('while a secret is rotated the sender signs with both: one that fits is enough', async () => {
    const { name } = await world.account();
    const raw = JSON.stringify(payment(name));
    const at = new Date();
    const [old, own] = [signed(newSecret(), raw, at), signed(SOURCES.bank, raw, at)];
    // One message id for both: the second signature is made over the id of the first.
    const { Webhook } = await import('standardwebhooks');
    const id = old['webhook-id'] ?? '';
    const both = `${old['webhook-signature']} ${new Webhook(SOURCES.bank).sign(id, at, raw)}`;
    expect(own['webhook-id']).not.toBe(id);
    const headers = { ...old, 'webhook-signature': both };
    expect((await world.api.tell(null, { raw, headers })).status).toBe(200);
  });

  test('a source without a secret is unknown', async () => {
    const answer = await world.api.tell({ ...payment('harbour/A-1'), source: 'stranger' });
    expect([answer.status, answer.json.code]).toEqual([401, 'unknown-source']);
  });

  test('one signature speaks for one source: an event of another in the batch is refused, its neighbour taken', async () => {
    const { name, accountId } = await world.account();
    const answer = await world.api.tell([payment(name, '100'), { ...payment(name, '200'), source: 'portal' }]);
    expect(answer.status).toBe(207);
    expect(answer.json).toMatchObject([{ status: 'recorded' }, { status: 'refused', problem: { code: 'bad-signature' } }]);
    expect(await balanceOf(accountId)).toBe(4_099_900n);
  });
});

describe('once', () => {
  test('the same event again gets the same answer, whatever the order of its keys', async () => {
    const { name, accountId } = await world.account();
    const one = payment(name, '5000');
    const first = await world.api.tell(one);
    world.api.nudged.length = 0;
    const turned = Object.fromEntries(Object.entries(one).reverse());
    for (const again of [await world.api.tell(one), await world.api.tell(turned)]) {
      expect(again.status).toBe(200);
      expect(again.json).toEqual(first.json);
      expect(again.headers.get('idempotent-replay')).toBe('true');
    }
    expect(first.headers.get('idempotent-replay')).toBe('false');
    expect(world.api.nudged).toEqual([]);
    expect(await balanceOf(accountId)).toBe(4_095_000n);
  });

  test('the same event alone and in a batch is one event', async () => {
    const { name, accountId } = await world.account();
    const one = payment(name, '5000');
    const first = await world.api.tell(one);
    expect((await world.api.tell([one, one])).json).toEqual([first.json, first.json]);
    expect(await factsOf(accountId)).toHaveLength(1);
  });

  test('ten at once are one', async () => {
    const { name, accountId } = await world.account();
    const one = payment(name, '5000');
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.api.tell(one)));
    for (const answer of answers) expect(answer.json).toEqual(answers[0]?.json);
    expect(await balanceOf(accountId)).toBe(4_095_000n);
    expect(await factsOf(accountId)).toHaveLength(1);
  });

  test.each([
    ['amount', { data: { amount: twd('5001') } }],
    ['account', { subject: 'harbour/A-2' }],
    ['kind', { type: 'arrears.reversal.v1' }],
    ['time', { time: '2026-04-19T10:00:00+08:00' }],
  ])('the same id with another %s is refused', async (_, other) => {
    const { name, accountId } = await world.account();
    const one = payment(name, '5000');
    await world.api.tell(one);
    const answer = await world.api.tell({ ...one, ...other });
    expect([answer.status, answer.json.code]).toEqual([409, 'event-conflict']);
    expect(await balanceOf(accountId)).toBe(4_095_000n);
  });

  test('the same id of another source is another event', async () => {
    const { name, accountId } = await world.account();
    const one = payment(name, '5000');
    await world.api.tell(one);
    expect((await world.api.tell({ ...one, source: 'portal' }, { secret: SOURCES.portal })).status).toBe(200);
    expect(await factsOf(accountId)).toHaveLength(2);
  });

  test('a refused event leaves no trace: corrected it may use its id', async () => {
    const { name, accountId } = await world.account();
    const wrong = payment(name, '0');
    expect((await world.api.tell(wrong)).status).toBe(422);
    expect((await world.api.tell({ ...wrong, data: { amount: twd('700') } })).status).toBe(200);
    expect(await balanceOf(accountId)).toBe(4_099_300n);
  });
});

describe('batches', () => {
  test('the good ones of a batch are taken, the bad ones named in their places', async () => {
    const { name, accountId } = await world.account();
    const answer = await world.api.tell([payment(name, '100'), payment(name, '-5'), event('nothing', name, {}), 17, payment(name, '200')]);
    expect(answer.status).toBe(207);
    expect(answer.json.map((one: { status: string; problem?: { code: string } }) => one.problem?.code ?? one.status)).toEqual([
      'recorded',
      'amount-not-positive',
      'unknown-event-type',
      'event-invalid',
      'recorded',
    ]);
    expect(await balanceOf(accountId)).toBe(4_099_700n);
  });

  test('an empty batch has no source; a thousand and one are too many', async () => {
    expect((await world.api.tell([])).json.code).toBe('event-invalid');
    const { name, accountId } = await world.account();
    const many = Array.from({ length: 1001 }, () => payment(name, '1'));
    const answer = await world.api.tell(many);
    expect([answer.status, answer.json.code]).toEqual([422, 'event-invalid']);
    expect(await factsOf(accountId)).toHaveLength(0);
  });
});
