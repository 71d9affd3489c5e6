/** Webhooks of payment providers become payments and reversals: proved, each once, in whatever order they come. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { SentWebhook, TestPayer } from '../../channels/payer/test-payer.ts';
import { startTestPayer } from '../../channels/payer/test-payer.ts';
import type { PaymentNoticeView } from '../../domain/contracts/payment-notice.ts';
import type { StatementView } from '../../domain/contracts/statement-view.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { event, PAYERS, signed } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
const AT = '2026-04-17T10:30:00+08:00';
const MONEY: ReadonlySet<string> = new Set(['bank-lines-add-up', 'equation-of-money']);
let world: ApiWorld;
let payer: TestPayer;
beforeAll(async () => {
  world = await openApiWorld(NOW);
  payer = await startTestPayer({
    ...{ api: world.api.root, secret: PAYERS['test-payer/harbour'], prefix: 't', port: 0 },
  });
});
afterAll(async () => {
  await payer.close();
  await world.close();
});
afterEach(async () => {
  const { violations } = await checkInvariants(world.database.db, RULEBOOK, world.now);
  expect(violations.filter(({ invariant }) => MONEY.has(invariant))).toEqual([]);
});

/** What the API answered of the only notice of a webhook. */
const lineOf = (sent: SentWebhook | null) => ((sent?.answer ?? []) as { line: number; state: string }[])[0];

interface Told {
  payment: string;
  event: string;
  sent: SentWebhook | null;
}
const ask = async <T = Told>(path: string, body: object = {}): Promise<T> =>
  (await fetch(payer.url + path, { method: 'POST', body: JSON.stringify(body) })).json() as Promise<T>;
const amount = (minor: number) => ({ currency: 'TWD', minor: String(minor) });
const pay = (reference: string | undefined, minor = 143_400, more: object = {}) =>
  ask('/payments', { ...(reference === undefined ? {} : { reference }), amount: amount(minor), at: AT, ...more });
const back = (how: 'refund' | 'charge-back', payment: string, more: object = {}) =>
  ask(`/payments/${payment}/${how}`, { at: '2026-04-19T09:00:00+08:00', ...more });
const send = (name: string, way: 'signed' | 'forged' | 'late' = 'signed') =>
  ask<SentWebhook>(`/events/${name}`, { way });
const numberOf = ({ name }: KnownAccount) => name.split('/')[1] ?? '';
const overdue = async ({ accountId }: KnownAccount) => (await world.standing(accountId)).overdue;
const facts = async ({ accountId }: KnownAccount, kind: 'payment' | 'reversal') =>
  (
    await world.database.db
      .selectFrom('fact')
      .select(['body', 'source'])
      .where('account_id', '=', accountId)
      .where('kind', '=', kind)
      .orderBy('id')
      .execute()
  ).map(({ body }) => body);
const notices = async () => (await world.api.get('/v1/payment-notices')).json as unknown as PaymentNoticeView[];

describe('a payment', () => {
  test('becomes a payment of the account that its reference names, on its own day', async () => {
    const account = await world.account();
    const { sent, payment, event: id } = await pay(numberOf(account));
    expect(sent).toMatchObject({
      status: 200,
      answer: [{ event: id, kind: 'paid', repeated: false, state: 'matched' }],
    });
    expect(await overdue(account)).toBe(0n);
    expect(world.api.nudged).toContain(account.accountId);
    const statement = (await world.api.get(`/v1/accounts/${account.name}/statement?month=2026-04`))
      .json as unknown as StatementView;
    expect(statement.lines.filter(({ kind }) => kind === 'payment')).toMatchObject([
      { on: '2026-04-17', amount: amount(-143_400) },
    ]);
    expect((await notices()).filter((row) => row.event === id)).toMatchObject([
      { provider: 'test-payer', kind: 'paid', payment, accounts: [account.name], state: 'matched' },
    ]);
  });

  test('told again, by the same webhook or another, counts once', async () => {
    const account = await world.account();
    const { event: id, payment } = await pay(numberOf(account), 100_000);
    const again = await send(id);
    expect(again).toMatchObject({ status: 200, answer: [{ event: id, repeated: true, state: 'matched' }] });
    const other = {
      kind: 'paid',
      event: `${id}-b`,
      payment,
      reference: numberOf(account),
      amount: amount(100_000),
      at: AT,
    };
    expect((await webhook(other)).json).toMatchObject([{ repeated: false, state: 'matched' }]);
    expect(await overdue(account)).toBe(43_400n);
    expect(await facts(account, 'payment')).toHaveLength(1);
  });

  test("that the lender's system tells too, by the provider's id, counts once", async () => {
    const account = await world.account();
    const { payment } = await pay(numberOf(account), 100_000);
    const told = { amount: amount(100_000), reference: payment };
    expect((await world.api.sendEvent(event('payment', account.name, told, { time: AT }))).status).toBe(200);
    expect(await overdue(account)).toBe(43_400n);
  });

  test('without an account waits for a person, and is given by one', async () => {
    const account = await world.account();
    const { sent } = await pay('who knows', 143_400, { payer: 'Nobody Known' });
    const line = lineOf(sent);
    expect(line?.state).toBe('review');
    const shown = await world.api.get(`/v1/bank-lines/${line?.line}`);
    expect(shown.json).toMatchObject({ bankAccount: 'test-payer', counterparty: 'Nobody Known' });
    const given = { as: 'Ann', parts: [{ account: account.name }] };
    expect((await world.api.post(`/v1/bank-lines/${line?.line}/allocate`, given)).status).toBe(201);
    expect(await overdue(account)).toBe(0n);
  });

  test('that failed moves nothing, and stands in the list with its reason', async () => {
    const account = await world.account();
    const { sent, event: id } = await pay(numberOf(account), 143_400, { failure: 'no-funds' });
    expect(sent).toMatchObject({ status: 200, answer: [{ kind: 'failed', line: null, state: null }] });
    expect(await overdue(account)).toBe(143_400n);
    expect((await notices()).filter((row) => row.event === id)).toMatchObject([{ failure: 'no-funds', line: null }]);
  });
});

describe('money that goes back', () => {
  test.each(['refund', 'charge-back'] as const)('by %s is the exact inverse, once', async (how) => {
    const account = await world.account();
    const { payment } = await pay(numberOf(account));
    const { sent, event: id } = await back(how, payment, { reason: 'AM04' });
    expect(sent).toMatchObject({ status: 200, answer: [{ state: 'matched' }] });
    await send(id);
    expect(await overdue(account)).toBe(143_400n);
    expect(await facts(account, 'reversal')).toMatchObject([{ minor: '143400', of: payment }]);
    const statement = (await world.api.get(`/v1/accounts/${account.name}/statement?month=2026-04`))
      .json as unknown as StatementView;
    expect(statement.lines.map(({ kind, on }) => [kind, on])).toEqual([
      ['payment', '2026-04-17'],
      ['reversal', '2026-04-19'],
    ]);
  });

  test('before the payment is told is kept until it comes', async () => {
    const account = await world.account();
    const held = await pay(numberOf(account), 143_400, { hold: true });
    const { sent } = await back('charge-back', held.payment);
    expect(sent).toMatchObject({ status: 200, answer: [{ kind: 'charged-back', state: 'review' }] });
    expect(await overdue(account)).toBe(143_400n);
    expect(await send(held.event)).toMatchObject({ status: 200 });
    expect(await facts(account, 'payment')).toHaveLength(1);
    expect(await facts(account, 'reversal')).toMatchObject([{ minor: '143400', of: held.payment }]);
    expect(await overdue(account)).toBe(143_400n);
    const open = (await world.api.get('/v1/bank-lines')).json as unknown as { bankAccount: string }[];
    expect(open.filter(({ bankAccount }) => bankAccount === 'test-payer')).toEqual([]);
  });

  test('in parts is taken back part by part, and never more than was paid', async () => {
    const account = await world.account();
    const { payment } = await pay(numberOf(account));
    await back('refund', payment, { amount: amount(400) });
    expect(await overdue(account)).toBe(400n);
    const [paid] = (await notices()).filter((row) => row.payment === payment);
    const undo = await world.api.post(`/v1/bank-lines/${paid?.line}/take-back`, { as: 'Ann', reason: 'slip' });
    expect([undo.status, undo.json.code]).toEqual([409, 'not-allowed-now']);
    await back('refund', payment, { amount: amount(1000) });
    expect(await overdue(account)).toBe(1400n);
    const more = await back('charge-back', payment);
    expect(more.sent?.answer).toMatchObject([{ state: 'review' }]);
    expect(await overdue(account)).toBe(1400n);
    await back('charge-back', payment, { amount: amount(142_000) });
    expect(await overdue(account)).toBe(143_400n);
    expect((await notices()).find((row) => row.payment === payment)).toMatchObject({ state: 'returned', accounts: [] });
    const line = lineOf(more.sent)?.line;
    await world.api.post(`/v1/bank-lines/${line}/set-aside`, { as: 'Ann', reason: 'told twice' });
  });

  test('of two equal payments, takes back the one that is named', async () => {
    const account = await world.account();
    const first = await pay(numberOf(account), 50_000);
    const second = await pay(numberOf(account), 50_000);
    await back('charge-back', first.payment);
    expect(await facts(account, 'reversal')).toMatchObject([{ minor: '50000', of: first.payment }]);
    expect((await notices()).find((row) => row.event === second.event)).toMatchObject({ state: 'matched' });
  });
});

/** Sends a webhook of another making. */
function webhook(
  body: unknown,
  { secret = PAYERS['test-payer/harbour'] as string, provider = 'test-payer', at = new Date() } = {},
) {
  const raw = typeof body === 'string' ? body : JSON.stringify(body);
  return world.api.send(`/v1/payment-webhooks/${provider}`, raw, {
    'content-type': 'application/json',
    ...signed(secret, raw, at),
  });
}

describe('what is refused', () => {
  const counts = async () => {
    const rows = (await world.api.get('/v1/payment-webhooks')).json as {
      provider: string;
      refused: { why: string; times: number }[];
    }[];
    const of = rows.find(({ provider }) => provider === 'test-payer')?.refused ?? [];
    return Object.fromEntries(of.map(({ why, times }) => [why, times]));
  };

  test('forged or late: 401, counted, nothing stored; signed anew it is taken', async () => {
    const account = await world.account();
    const held = await pay(numberOf(account), 143_400, { hold: true });
    const [before, stored] = [await counts(), (await notices()).length];
    expect(await send(held.event, 'forged')).toMatchObject({ status: 401, answer: { code: 'webhook-forged' } });
    expect(await send(held.event, 'late')).toMatchObject({ status: 401, answer: { code: 'webhook-too-old' } });
    const ahead = await webhook({}, { at: new Date(Date.now() + 600_000) });
    expect([ahead.status, ahead.json.code]).toEqual([401, 'webhook-too-old']);
    expect(await counts()).toEqual({ forged: (before['forged'] ?? 0) + 1, 'too-old': (before['too-old'] ?? 0) + 2 });
    expect(await notices()).toHaveLength(stored);
    expect(await overdue(account)).toBe(143_400n);
    expect(await send(held.event)).toMatchObject({ status: 200 });
    expect(await overdue(account)).toBe(0n);
  });

  test('the secret of another provider, an unknown provider, no signature', async () => {
    const body = { kind: 'paid', event: 'x-1', payment: 'x-1', amount: amount(100), at: AT };
    const other = await webhook(body, { secret: PAYERS['other-payer/harbour'] });
    expect([other.status, other.json.code]).toEqual([401, 'webhook-forged']);
    const unknown = await webhook(body, { provider: 'nobody' });
    expect([unknown.status, unknown.json.code]).toEqual([404, 'unknown-payment-provider']);
    const bare = await world.api.send('/v1/payment-webhooks/test-payer', JSON.stringify(body));
    expect([bare.status, bare.json.code]).toEqual([401, 'webhook-forged']);
  });

  test('a notice or payment that was told with another content: 409, and what was told stays', async () => {
    const account = await world.account();
    const { event: id, payment } = await pay(numberOf(account), 100_000);
    const told = { kind: 'paid', payment, reference: numberOf(account), at: AT };
    const same = await webhook({ ...told, event: id, amount: amount(7) });
    expect([same.status, same.json.code]).toEqual([409, 'notice-conflict']);
    const anew = await webhook([
      { ...told, event: `${id}-x`, payment: `${payment}-x`, amount: amount(7) },
      { ...told, event: `${id}-c`, amount: amount(7) },
    ]);
    expect([anew.status, anew.json.code]).toEqual([409, 'notice-conflict']);
    expect(await overdue(account)).toBe(43_400n);
  });

  const GOOD = { kind: 'paid', event: 'g-1', payment: 'g-1', amount: amount(100), at: AT };
  test.each<[string, unknown, string]>([
    ['no JSON', '{', 'the body'],
    ['nothing', '', 'the body'],
    ['no notice', [], '/'],
    ['a kind that is none', { ...GOOD, kind: 'settled' }, '/kind'],
    ['no amount', { ...GOOD, amount: undefined }, '/amount'],
    ['an amount of 0', { ...GOOD, amount: amount(0) }, '/amount/minor'],
    ['a negative amount', { ...GOOD, amount: amount(-5) }, '/amount/minor'],
    ['an amount with decimals', { ...GOOD, amount: { currency: 'TWD', minor: '1.5' } }, '/amount/minor'],
    ['a currency that is none', { ...GOOD, amount: { currency: 'XXX', minor: '5' } }, '/amount/currency'],
    ['a day without a moment', { ...GOOD, at: '2026-04-17' }, '/at'],
    ['a moment to come', { ...GOOD, at: '2026-04-21T12:00:00Z' }, '/0/at'],
    ['an id with blanks', { ...GOOD, event: 'a b' }, '/event'],
    ['a field that is not known', { ...GOOD, iban: 'DE00' }, '/iban'],
    ['a failure without its reason', { ...GOOD, kind: 'failed' }, '/failure'],
    ['a reference of two lines', { ...GOOD, reference: 'a\nb' }, '/reference'],
  ])('%s: 422, names the field', async (_, body, pointer) => {
    const answer = await webhook(body);
    expect([answer.status, answer.json.code]).toEqual([422, 'webhook-invalid']);
    expect(answer.json.detail).toContain(pointer);
    expect((await notices()).filter((row) => row.event === 'g-1')).toEqual([]);
  });
});
