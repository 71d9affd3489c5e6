/** Repayment plans over HTTP and by `arrears plan`: proposed, accepted, shown, listed; whatever is wrong is refused. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AgreementView } from '../../domain/contracts/agreement.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { arrears } from '../support/arrears.ts';
import { twd } from '../support/story.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(Date.parse('2026-03-11T12:00:00+08:00'));
  Object.assign(process.env, { PORT: new URL(world.api.root).port, ARREARS_HOME: 'none' });
});
afterAll(() => {
  process.exitCode = 0;
  return world.close();
});

const path = ({ name }: KnownAccount, more = ''): string => `/v1/accounts/${name}/plans${more}`;
const EQUAL = { schedule: { kind: 'equal', number: 3 }, first: '2026-04-01' };
const propose = (account: KnownAccount, terms: object = EQUAL, more: object = {}) =>
  world.api.post(path(account), { terms, as: 'Ann', ...more });
const accept = (account: KnownAccount, plan: Pick<AgreementView, 'plan' | 'digest'>, as = 'Ann') =>
  world.api.post(path(account, `/${plan.plan}/accept`), { how: 'call', proof: 'recording 7', digest: plan.digest, as });
const factsOf = async ({ accountId }: KnownAccount) =>
  (
    await world.database.db
      .selectFrom('fact')
      .select('kind')
      .where('account_id', '=', accountId)
      .orderBy('no')
      .execute()
  ).map(({ kind }) => kind);

test('a plan is proposed, accepted with evidence, shown, listed and ended by command', async () => {
  const { name } = await world.account();
  const asked = ['plan', 'propose', name, '--number', '3', '--first', '2026-04-01', '--as', 'Ann'];
  const proposed = await arrears(...asked);
  expect(proposed.out).toMatch(/^Plan 1 of harbour\/A-1: proposed\n/);
  expect(proposed.out).toContain('You pay NT$ 1,434 in 3 monthly instalments of NT$ 478');
  expect(proposed.out).toContain('The account is 10 days late today.');
  expect(proposed.out).toContain('has no record of this account from us');
  expect(proposed.out).toMatch(/authority +covered by anybody/);
  expect(await arrears('plan', 'accept', name, '--by', 'call', '--as', 'Ann')).toMatchObject({ code: 2 });
  const accepted = await arrears('plan', 'accept', name, '--by', 'call', '--proof', 'recording 7', '--as', 'Ann');
  expect(accepted.out).toBe(
    'Plan 1 of harbour/A-1 is accepted: NT$ 1,434 in 3 payments. The next part is NT$ 478 on 2026-04-01. The person gets a copy, and the book is told.\n',
  );
  expect((await arrears('plan', 'show', name)).out).toMatch(
    /accepted +2026-03-11 .* by call: recording 7; recorded by Ann/,
  );
  expect((await arrears('explain', name)).out).toMatch(
    /plan 1 booking: NT\$ 0 paid of NT\$ 1,434, next NT\$ 478 on 2026-04-01, accepted by call \(recording 7\)/,
  );
  expect((await arrears('plans', '--state', 'booking')).out).toMatch(/harbour\/A-1 +1 +booking[\s\S]*1 plan\n$/);
  expect((await arrears('plans', '--state', 'late')).out).toBe('There is no such plan.\n');
  const ended = await arrears('plan', 'end', name, '--reason', 'pays at once', '--as', 'Ann');
  expect(ended.out).toBe('Plan 1 of harbour/A-1 is ended.\n');
  expect(await arrears('plan', 'end', name, '--reason', 'x', '--as', 'Ann')).toMatchObject({ code: 1 });
});

test('a settlement needs a second person, who is never the one who proposed it', async () => {
  const account = await world.account();
  const terms = {
    settlement: { percent: '60' },
    schedule: { kind: 'equal', number: 1 },
    first: '2026-03-31',
    lastDay: '2026-03-31',
  };
  const { json } = await propose(account, { ...terms, amount: twd('40000.00') });
  expect(json.code).toBe('plan-settles-part');
  const whole = (await propose(account, terms)).json as AgreementView;
  expect(whole).toMatchObject({ state: 'needs-approval', authority: null, exceeds: ['it pays less than 100 %'] });
  expect((await accept(account, whole)).json.code).toBe('plan-needs-approval');
  expect(whole.text).toContain('nothing is waived');
  expect(whole.text).toContain('settled in part');
});

test('without a verdict the sheet of the person counts; what exceeds it needs a second person', async () => {
  const account = await world.account();
  const sheet = {
    ...{ country: 'TW', on: '2026-03-01', household: { adults: 1 } },
    lines: [
      { line: 'wages', amount: '22600' },
      { line: 'food', amount: '9000' },
      { line: 'rent', amount: '12000' },
      { line: 'electricity', amount: '1200' },
    ],
    debts: [{ line: 'credit-card', balance: '41000', ours: true }],
  };
  const path = `/v1/accounts/${account.name}/facts`;
  expect((await world.api.post(path, { fact: 'sheet-recorded', data: { sheet }, as: 'ann' })).status).toBe(201);
  const few = (await propose(account)).json as AgreementView;
  expect(few).toMatchObject({ state: 'needs-approval', authority: null, affordability: 'affordable' });
  expect(few.exceeds).toEqual([
    expect.stringMatching(/^it asks for NT\$ 478 in a month, and the sheet of income and expenses leaves NT\$ /),
  ]);
  const many = (await propose(account, { ...EQUAL, schedule: { kind: 'equal', number: 12 } })).json as AgreementView;
  expect(many).toMatchObject({ state: 'proposed', authority: 'anybody', exceeds: [], affordability: 'affordable' });
  const other = await propose(account, EQUAL, { affordability: 'deficit' });
  expect(other.json).toMatchObject({ state: 'needs-approval', affordability: 'deficit' });
  const spent = { ...sheet, on: '2026-03-02', lines: [{ line: 'rent', amount: '12000' }] };
  await world.api.post(path, { fact: 'sheet-recorded', data: { sheet: spent }, as: 'ann' });
  expect((await propose(account)).json).toMatchObject({
    ...{ state: 'needs-approval', exceeds: ['the sheet of income and expenses leaves nothing to pay'] },
  });
});

describe('each wrong proposal is refused, and nothing is recorded', () => {
  test.each<[string, object, number, string, string]>([
    ['an amount of 0', { ...EQUAL, amount: twd('0') }, 422, 'plan-terms-invalid', '/terms/amount'],
    ['a negative amount', { ...EQUAL, amount: twd('-1') }, 422, 'plan-terms-invalid', '/terms/amount'],
    ['more than is owed', { ...EQUAL, amount: twd('41000.01') }, 409, 'plan-above-owed', ''],
    [
      'three decimals',
      { ...EQUAL, amount: { currency: 'TWD', minor: '1.5' } },
      422,
      'plan-terms-invalid',
      '/terms/amount/minor',
    ],
    ['another currency', { ...EQUAL, amount: { currency: 'USD', minor: '100' } }, 422, 'wrong-currency', ''],
    ['a start yesterday', { ...EQUAL, first: '2026-03-10' }, 422, 'plan-terms-invalid', '/terms/first'],
    ['a day that is none', { ...EQUAL, first: '2026-02-29' }, 422, 'plan-terms-invalid', '/terms/first'],
    [
      'no instalment',
      { ...EQUAL, schedule: { kind: 'equal', number: 0 } },
      422,
      'plan-terms-invalid',
      '/terms/schedule/number',
    ],
    [
      'a thousand',
      { ...EQUAL, schedule: { kind: 'equal', number: 1000 } },
      422,
      'plan-terms-invalid',
      '/terms/schedule/number',
    ],
    ['instalments of nothing', { ...EQUAL, amount: twd('0.02') }, 422, 'plan-instalment-zero', ''],
    ['a day of its own', { ...EQUAL, today: '2026-03-01' }, 422, 'plan-terms-invalid', '/terms/today'],
    [
      'a settlement without a last day',
      { ...EQUAL, settlement: { percent: '60' } },
      422,
      'plan-terms-invalid',
      '/terms/lastDay',
    ],
    ['no terms', {}, 422, 'plan-terms-invalid', '/terms/schedule'],
  ])('%s', async (_, terms, status, code, pointer) => {
    const account = await world.account();
    const answer = await propose(account, terms);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(answer.body).toContain(pointer);
    expect(await factsOf(account)).toEqual([]);
  });

  test('a last day to accept after the first payment, or in the past; a review after the end', async () => {
    const account = await world.account();
    for (const more of [{ validUntil: '2026-04-02' }, { validUntil: '2026-03-10' }, { reviewOn: '2026-09-01' }])
      expect((await propose(account, EQUAL, more)).json.code).toBe('plan-terms-invalid');
    expect([400, 422]).toContain((await world.api.post(path(account), { terms: EQUAL })).status);
    expect(await factsOf(account)).toEqual([]);
  });
});

test('29 February is a date like any other in a leap year', async () => {
  const account = await world.account();
  const terms = { ...EQUAL, first: '2028-02-29' };
  const { json } = await propose(account, terms);
  expect(json.parts.map(({ on }: { on: string }) => on)).toEqual(['2028-02-29', '2028-03-29', '2028-04-29']);
  expect(json.state).toBe('needs-approval');
});

test('nothing is agreed about what is disputed, placed or closed; nor accepted once it is', async () => {
  const record = (account: KnownAccount, fact: string, data: object, as?: string) =>
    world.api.post(`/v1/accounts/${account.name}/facts`, { fact, data, ...(as ? { as } : {}) });
  const disputed = await world.account();
  const plan = (await propose(disputed)).json as AgreementView;
  await record(disputed, 'dispute', { about: 'other' });
  expect((await propose(disputed)).json.code).toBe('plan-disputed');
  expect((await accept(disputed, plan)).json.code).toBe('plan-disputed');
  const closed = await world.account();
  await record(closed, 'closed', { how: 'withdrawn' });
  expect((await propose(closed)).json.code).toBe('plan-account-closed');
  const placed = await world.account();
  const { db } = world.database;
  const { creditor_id, id } = await db
    .selectFrom('account')
    .select(['creditor_id', 'id'])
    .where('id', '=', placed.accountId)
    .executeTakeFirstOrThrow();
  const effect = '01a22ede-0000-7000-8000-000000000001';
  await db
    .insertInto('effect')
    .values({
      ...{ id: effect, creditor_id, account_id: id, person_id: placed.personId, episode: 1, stage: 'agency' },
      ...{ step: 'handover', occurrence: 1, channel: 'agency', purpose: 'handover', state: 'sent' },
      ...{ due_at: new Date(world.now), sent_at: new Date(world.now), recipient: 'north' },
    } as never)
    .execute();
  await db
    .insertInto('placement')
    .values({
      ...{ id: effect, creditor_id, account_id: id, person_id: placed.personId, effect_id: effect, agency: 'north' },
      ...{ state: 'accepted', handed_over_at: new Date(world.now), term_ends_on: '2026-06-01' },
    } as never)
    .execute();
  expect((await propose(placed)).json).toMatchObject({ code: 'plan-placed' });
});

test('a debt that is barred is not solicited', async () => {
  const account = await world.account();
  const before = world.now;
  world.now = Date.parse('2046-03-11T12:00:00+08:00');
  const { json } = await propose(account, { ...EQUAL, first: '2046-04-01' });
  world.now = before;
  expect(json.code).toBe('plan-barred');
  expect(await factsOf(account)).toEqual([]);
});

test('an acceptance is of the very text: what was changed meanwhile is refused; said twice at once it counts once', async () => {
  const account = await world.account();
  const first = (await propose(account)).json as AgreementView;
  const second = (await propose(account, { ...EQUAL, first: '2026-04-05' })).json as AgreementView;
  expect((await accept(account, first)).json).toMatchObject({ code: 'plan-not-open' });
  expect((await accept(account, { plan: 2, digest: first.digest })).json.code).toBe('plan-changed');
  expect((await accept(account, { plan: 9, digest: first.digest })).json.code).toBe('unknown-plan');
  const both = await Promise.all([accept(account, second, 'Ann'), accept(account, second, 'Bo')]);
  expect(both.map(({ status }) => status)).toEqual([201, 201]);
  expect(both[0]?.json.accepted).toEqual(both[1]?.json.accepted);
  expect(await factsOf(account)).toEqual(['plan-proposed', 'plan-proposed', 'book-instructed', 'plan-accepted']);
  expect((await accept(account, second)).json.state).toBe('booking');
  const decline = await world.api.post(path(account, '/2/decline'), { as: 'Ann' });
  expect(decline.json.code).toBe('plan-not-open');
});

test('a proposal that nobody answered in time cannot be accepted', async () => {
  const account = await world.account();
  const plan = (await propose(account)).json as AgreementView;
  const before = world.now;
  world.now = Date.parse('2026-03-26T12:00:00+08:00');
  const { json } = await accept(account, plan);
  world.now = before;
  expect(json).toMatchObject({ code: 'plan-not-open' });
  expect(json.detail).toContain('expired');
  expect(await factsOf(account)).toEqual(['plan-proposed']);
});

test('money that came meanwhile: no more is agreed than is owed', async () => {
  const account = await world.account();
  const plan = (await propose(account, { ...EQUAL, amount: twd('41000.00') })).json as AgreementView;
  await world.api.post(`/v1/accounts/${account.name}/facts`, { fact: 'payment', data: { amount: twd('100.00') } });
  expect((await accept(account, plan)).json.code).toBe('plan-above-owed');
  expect(await factsOf(account)).toEqual(['plan-proposed', 'payment']);
});
