/** Debits over the API and the command line: scheduled, listed, cancelled, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ListedDebitView } from '../../domain/contracts/debit.ts';
import { event } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { printed } from '../support/arrears.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(Date.parse('2026-04-20T12:00:00+08:00'));
  Object.assign(process.env, { PORT: new URL(world.api.root).port, ARREARS_HOME: 'none' });
});
afterAll(() => world.close());

const twd = (minor: number) => ({ currency: 'TWD', minor: String(minor) });
const tell = ({ name }: KnownAccount, fact: string, data: object, as = 'Ann') =>
  world.api.post(`/v1/accounts/${name}/facts`, { fact, data, as });
const withMandate = async () => {
  const account = await world.account();
  await tell(account, 'mandate-given', { mandate: 'M-1' });
  return account;
};
const listed = async ({ name }: KnownAccount) =>
  ((await world.api.get('/v1/debits')).json as unknown as ListedDebitView[]).filter(({ account }) => account === name);

test('on the command line: scheduled, shown, cancelled, listed', async () => {
  const account = await withMandate();
  const scheduled = await printed(
    ...['debit', 'schedule', account.name, '--amount', '1434', '--on', '2026-04-24', '--debit', 'D-1', '--as', 'Ann'],
  );
  expect(scheduled.out).toContain(`Recorded for ${account.name}: debit D-1 of NT$ 1,434 on 2026-04-24.`);
  expect((await printed('explain', account.name)).out).toContain(
    'NT$ 1,434 on 2026-04-24 by mandate M-1, scheduled (debit D-1)',
  );
  const again = await printed('debit', 'schedule', account.name, '--amount', '1', '--on', '2026-04-25', '--as', 'Ann');
  expect([again.code, again.out]).toEqual([1, expect.stringContaining('debit D-1 of 2026-04-24 is not answered yet')]);
  expect((await printed('debit', 'list', '--state', 'scheduled')).out).toMatch(
    /D-1 +harbour\/A-\d+ +NT\$ 1,434 +2026-04-24/,
  );
  const cancelled = await printed('debit', 'cancel', account.name, '--debit', 'D-1', '--reason', 'paid', '--as', 'Bo');
  expect(cancelled.out).toContain('debit D-1 cancelled');
  expect(await listed(account)).toMatchObject([{ debit: 'D-1', state: 'cancelled', dues: ['2026-03-01'] }]);
  const twice = await printed('debit', 'cancel', account.name, '--debit', 'D-1', '--reason', 'paid', '--as', 'Bo');
  expect([twice.code, twice.out]).toEqual([1, expect.stringContaining('not scheduled any more: cancelled')]);
});

test("the lender's system tells it, and a repeat is answered as before", async () => {
  const account = await withMandate();
  const data = { debit: 'core-1', amount: twd(143_400), on: '2026-04-24' };
  const told = event('debit-scheduled', account.name, data);
  expect((await world.api.sendEvent(told)).status).toBe(200);
  expect((await world.api.sendEvent(told)).status).toBe(200);
  const collected = event('debit-collected', account.name, { debit: 'core-1', amount: twd(143_400) });
  await world.api.sendEvent(collected);
  await world.api.sendEvent(collected);
  expect(await listed(account)).toMatchObject([{ debit: 'core-1', mandate: 'M-1', state: 'collected' }]);
  expect((await world.standing(account.accountId)).overdue).toBe(0n);
  expect((await world.api.sendEvent(told)).status).toBe(200);
});

describe('what is refused', () => {
  const DEBIT = { debit: 'bad-1', amount: twd(100), on: '2026-04-24' };
  test.each<[string, string, object, string]>([
    ['no id', 'debit-scheduled', { ...DEBIT, debit: undefined }, '/data/debit'],
    ['an id in words', 'debit-scheduled', { ...DEBIT, debit: 'the first one' }, '/data/debit'],
    ['no amount', 'debit-scheduled', { ...DEBIT, amount: undefined }, '/data/amount'],
    ['a day that is past', 'debit-scheduled', { ...DEBIT, on: '2026-04-19' }, '/data/on'],
    ['a day far ahead', 'debit-scheduled', { ...DEBIT, on: '2026-06-20' }, '/data/on'],
    ['a day that is none', 'debit-scheduled', { ...DEBIT, on: '2026-02-30' }, '/data/on'],
    ['a due that is not there', 'debit-scheduled', { ...DEBIT, dues: ['2026-03-02'] }, '/data/dues'],
    ['no dues', 'debit-scheduled', { ...DEBIT, dues: [] }, '/data/dues'],
    ['a reason that is none', 'debit-failed', { debit: 'bad-1', reason: 'broke' }, '/data/reason'],
    ['a debit that is not there', 'debit-cancelled', { debit: 'bad-404', reason: 'x' }, '/data/debit'],
    ['a mandate in words', 'mandate-given', { mandate: 'by phone' }, '/data/mandate'],
  ])('%s: names the field', async (_, kind, data, pointer) => {
    const account = await withMandate();
    const answer = await tell(account, kind, data);
    expect([answer.status, answer.json.code]).toEqual([422, 'fact-invalid']);
    expect(answer.json.detail).toContain(pointer);
    expect(await listed(account)).toEqual([]);
  });
  test('an amount of another currency, below zero, or above what is due', async () => {
    const account = await withMandate();
    const codes = [];
    for (const amount of [{ currency: 'USD', minor: '1' }, twd(-1), twd(0), twd(143_401)])
      codes.push((await tell(account, 'debit-scheduled', { ...DEBIT, amount })).json.code);
    expect(codes).toEqual(['wrong-currency', 'amount-not-positive', 'amount-not-positive', 'not-allowed-now']);
  });
  test('the id of a debit of another account', async () => {
    const [first, second] = [await withMandate(), await withMandate()];
    expect((await tell(first, 'debit-scheduled', { ...DEBIT, debit: 'one' })).status).toBe(201);
    const answer = await tell(second, 'debit-scheduled', { ...DEBIT, debit: 'one' });
    expect([answer.status, answer.json.detail]).toEqual([422, expect.stringContaining('scheduled before')]);
  });
  test('without a name, or with a mandate that is not in force: with a remedy', async () => {
    const account = await world.account();
    const nameless = await world.api.post(`/v1/accounts/${account.name}/facts`, {
      fact: 'debit-scheduled',
      data: DEBIT,
    });
    expect(nameless.json.code).toBe('name-missing');
    const answer = await tell(account, 'debit-scheduled', { ...DEBIT, mandate: 'M-9' });
    expect([answer.status, answer.json.code]).toEqual([409, 'not-allowed-now']);
    expect(answer.json.detail).toContain('mandate M-9 is not in force');
    expect(answer.json.remedy).toContain('mandate-given');
  });
});
