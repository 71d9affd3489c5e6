/** A dispute about a part of a debt, by the API: told, shown, refused by its field, closed by its name. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { StoryView } from '../../domain/contracts/story-view.ts';
import type { AccountView } from '../../domain/contracts/views.ts';
import { event } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(Date.parse('2026-04-20T12:00:00+08:00'));
});
afterAll(() => world.close());

const DUE = '2026-03-01';
const twd = (minor: string) => ({ currency: 'TWD', minor });
const send = (kind: string, { name }: KnownAccount, data: object) => world.api.sendEvent(event(kind, name, data));
const story = async ({ name }: KnownAccount) =>
  (await world.api.get(`/v1/accounts/${name}`)).json as unknown as StoryView;
const listed = async ({ name }: KnownAccount): Promise<AccountView | undefined> => {
  const { json } = await world.api.get('/v1/accounts');
  return (json as unknown as AccountView[]).find(({ account }) => account === name);
};

test('the rest is shown as overdue, by explain and in lists; closed by the id of its event, the part is back', async () => {
  const owner = await world.account();
  const told = event('dispute', owner.name, { about: 'amount', amount: twd('43400') });
  const { json } = await world.api.sendEvent(told);
  expect(await story(owner)).toMatchObject({
    overdue: twd('100000'),
    balance: twd('4100000'),
    dpd: 50,
    disputes: [{ dispute: json.fact, what: 'NT$ 434', about: 'amount', since: expect.any(String) }],
  });
  expect(await listed(owner)).toMatchObject({ overdue: twd('100000'), dpd: 50 });
  expect((await send('dispute-closed', owner, { outcome: 'rejected', of: told.id })).status).toBe(200);
  expect(await story(owner)).toMatchObject({ overdue: twd('143400'), disputes: [] });
  expect(await listed(owner)).toMatchObject({ overdue: twd('143400') });
});

test('all that is late is disputed: nothing is asked for, and nothing is cured', async () => {
  const owner = await world.account();
  await send('dispute', owner, { about: 'amount', dues: [DUE] });
  const { overdue, dpd, why, disputes } = await story(owner);
  expect([overdue, dpd, disputes[0]?.what]).toEqual([twd('0'), 0, `the due of ${DUE}`]);
  expect(why[0]).toBe('all that is late is disputed: nothing is asked for until that is answered');
  expect((await world.standing(owner.accountId)).cured).toBe(false);
});

test('several are open: one is named when it is closed; upheld takes off what it disputed, once', async () => {
  const owner = await world.account();
  const [due, sum] = [
    await send('dispute', owner, { about: 'amount', dues: [DUE] }),
    await send('dispute', owner, { about: 'service', amount: twd('100') }),
  ];
  const unnamed = await send('dispute-closed', owner, { outcome: 'upheld' });
  expect([unnamed.status, unnamed.json.faults]).toEqual([
    422,
    [{ pointer: '/data/of', words: `several disputes are open, name one of ${due.json.fact}, ${sum.json.fact}` }],
  ]);
  expect((await send('dispute-closed', owner, { outcome: 'upheld', of: due.json.fact })).status).toBe(200);
  const again = await send('dispute-closed', owner, { outcome: 'upheld', of: due.json.fact });
  expect([again.status, again.json.code]).toEqual([409, 'not-allowed-now']);
  expect((await send('dispute-closed', owner, { outcome: 'rejected' })).status).toBe(200);
  expect(await story(owner)).toMatchObject({ overdue: twd('0'), balance: twd('3956600'), disputes: [] });
});

test.each([
  [
    { dues: ['2026-03-02'] },
    '/data/dues/0',
    /^the account has no due of 2026-03-02: name one of 2026-03-01, or import/,
  ],
  [{ dues: [DUE, DUE] }, '/data/dues/1', /^is named twice$/],
  [{ dues: [DUE], amount: twd('1') }, '/data/amount', /^not together with dues: name the dues, or a sum$/],
  [{ amount: twd('0') }, '/data/amount', /^must be above zero: leave it out to dispute the whole debt$/],
  [{ amount: twd('4100001') }, '/data/amount', /^is above what is owed, NT\$ 41,000: leave it out/],
  [{ amount: { currency: 'USD', minor: '1' } }, '/data/amount', /^is in USD: the account is in TWD$/],
])('%j is refused by its field, with reason and remedy', async (part, pointer, words) => {
  const owner = await world.account();
  const { status, json } = await send('dispute', owner, { about: 'amount', ...part });
  expect([status, json.faults]).toEqual([422, [{ pointer, words: expect.stringMatching(words) }]]);
  expect((await story(owner)).disputes).toEqual([]);
});

test('a dispute is told twice, and after the account was closed: it counts once, and a person sees it', async () => {
  const owner = await world.account();
  const told = event('dispute', owner.name, { about: 'amount', dues: [DUE] });
  for (const answer of [await world.api.sendEvent(told), await world.api.sendEvent(told)])
    expect(answer.status).toBe(200);
  expect((await story(owner)).disputes).toHaveLength(1);
  await send('closed', owner, { how: 'sold' });
  expect((await send('dispute', owner, { about: 'service', dues: [DUE] })).status).toBe(200);
  const tasks = await world.database.db
    .selectFrom('task')
    .select('kind')
    .where('account_id', '=', owner.accountId)
    .execute();
  expect(tasks.map(({ kind }) => kind)).toContain('after-closing');
});
