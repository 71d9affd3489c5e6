/** What persons write back: kept safe at once, read by a person, shown nowhere else. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { event } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';

const NOON = Date.parse('2026-04-20T12:00:00+08:00');
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOON);
});
afterAll(() => world.close());
beforeEach(() => {
  world.now = NOON;
  world.api.log.length = 0;
});

const SECRET = 'my name is Anna Bell and my number is +12125550188';
const write = async (owner: KnownAccount, text: string, more: object = {}, envelope: Record<string, unknown> = {}) => {
  const sent = event('reply', owner.person, { channel: 'sms', text, ...more }, envelope);
  const answer = await world.api.sendEvent(sent);
  expect([answer.status, answer.json]).toEqual([200, expect.objectContaining({ status: 'recorded' })]);
  return sent;
};
const factsOf = async ({ personId }: KnownAccount) => {
  const { rows } = await sql<{ kind: string; body: Record<string, unknown> }>`
    select kind, body - 'v' as body from fact where person_id = ${personId}::uuid order by no`.execute(
    world.database.db,
  );
  return rows;
};
const kindsOf = async (owner: KnownAccount) => (await factsOf(owner)).map(({ kind }) => kind);
const tasksOf = async ({ personId }: KnownAccount, state = 'open') => {
  const { rows } = await sql<{ no: string; kind: string }>`
    select no::text, kind from task
    where person_id = ${personId}::uuid and state = ${state} order by kind`.execute(world.database.db);
  return rows;
};
const openKinds = async (owner: KnownAccount) => (await tasksOf(owner)).map(({ kind }) => kind);
const show = async (owner: KnownAccount, state = 'open') => {
  const no = (await tasksOf(owner, state)).find(({ kind }) => kind === 'read-reply')?.no ?? '0';
  return (await world.api.get(`/v1/tasks/${no}`)).json;
};
const read = async (owner: KnownAccount, outcome: object, status = 201) => {
  const { task } = await show(owner);
  const answer = await world.api.post(`/v1/tasks/${task}/outcome`, { as: 'ann', outcome });
  expect([answer.status, answer.body]).toEqual([status, expect.anything()]);
  return answer;
};

describe('what follows at once', () => {
  test.each([
    ['I want to die', ['reply', 'distress'], ['distress-review', 'read-reply', 'self-harm-alarm']],
    ['壓力太大，我快崩潰了', ['reply', 'distress'], ['distress-review', 'read-reply']],
    ['我上个月失业了', ['reply', 'hardship'], ['hardship-review', 'read-reply']],
    [
      'I lost my job and I want to die',
      ['reply', 'distress', 'hardship'],
      ['distress-review', 'hardship-review', 'read-reply', 'self-harm-alarm'],
    ],
    ['please stop texting me', ['reply'], ['read-reply']],
    ['HELP', ['reply'], ['read-reply']],
    ['🙂', ['reply'], ['read-reply']],
    ['STOP', ['stop'], []],
    [' 恢复 ', ['start'], []],
  ])('%s', async (text, facts, tasks) => {
    const owner = await world.account();
    await write(owner, text);
    expect(await kindsOf(owner)).toEqual(facts);
    expect(await openKinds(owner)).toEqual(tasks);
  });

  test.each([
    ['half a character', 'I want to die \ud83d', 'I want to die \ufffd'],
    ['a NUL', 'I want\u0000 to die', 'I want\ufffd to die'],
  ])('a text that a gateway broke with %s is kept and read all the same', async (_, sent, stored) => {
    const owner = await world.account();
    await write(owner, sent);
    expect(await kindsOf(owner)).toEqual(['reply', 'distress']);
    expect((await show(owner)).replies).toEqual([expect.objectContaining({ text: stored })]);
  });

  test('the same event twice changes nothing', async () => {
    const owner = await world.account();
    const sent = await write(owner, 'I can’t cope');
    const again = await world.api.sendEvent(sent);
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([200, 'true']);
    expect(await kindsOf(owner)).toEqual(['reply', 'distress']);
    expect((await show(owner)).replies).toHaveLength(1);
  });

  test('told late, it holds anew after a review', async () => {
    const owner = await world.account();
    await write(owner, 'I can’t cope');
    const review = (await tasksOf(owner)).find(({ kind }) => kind === 'distress-review')?.no;
    const lifted = await world.api.post(`/v1/tasks/${review}/outcome`, {
      as: 'Dana Reed',
      outcome: { lift: 'spoken' },
    });
    expect(lifted.status).toBe(201);
    expect((await world.standing(owner.accountId)).care).toEqual([]);
    await write(owner, 'This is too much pressure', {}, { time: '2026-04-10T09:00:00+08:00' });
    expect((await world.standing(owner.accountId)).care.map(({ type }) => type)).toEqual(['distress']);
  });

  test('the account may be closed', async () => {
    const owner = await world.account();
    await world.api.post(`/v1/accounts/${owner.name}/facts`, { fact: 'closed', data: { how: 'paid' }, as: 'ann' });
    await write(owner, 'I will kill myself', {}, { subject: owner.name });
    expect(await openKinds(owner)).toEqual(['distress-review', 'read-reply', 'self-harm-alarm']);
  });

  test('a number of several persons: all are kept safe, and each has the text to read', async () => {
    const [owner, other, third] = [await world.account(), await world.account(), await world.account()];
    const value = '+12125550177';
    for (const { person } of [owner, other])
      await world.api.sendEvent(event('address-added', person, { channel: 'sms', value }));
    await write(owner, 'I want to die', { from: '+1 (212) 555-0177' });
    expect(await kindsOf(other)).toEqual(['address-added', 'reply', 'distress']);
    expect(await openKinds(other)).toEqual(['distress-review', 'read-reply', 'self-harm-alarm']);
    expect((await show(other)).replies).toHaveLength(1);
    expect(await kindsOf(third)).toEqual([]);
  });
});

describe('reading', () => {
  test('one task holds all that was written meanwhile; its reader sees the person, the texts and the signs', async () => {
    const owner = await world.account();
    await write(owner, 'Please call me back\nafter five');
    await write(owner, 'my father passed away', { channel: 'email' });
    expect(await show(owner)).toMatchObject({
      kind: 'read-reply',
      who: { name: 'Lin Mei' },
      replies: [
        { channel: 'sms', text: 'Please call me back\nafter five', signs: [] },
        { channel: 'email', text: 'my father passed away', signs: ['hardship'] },
      ],
    });
  });

  test.each([
    ['nothing', null],
    ['recorded', null],
    ['stop', { kind: 'stop', body: { channel: 'email' } }],
    ['start', { kind: 'start', body: { channel: 'email' } }],
    ['hardship', { kind: 'hardship', body: {} }],
    ['distress', { kind: 'distress', body: { level: 'pressure', reported: 'person' } }],
    ['self-harm', { kind: 'distress', body: { level: 'self-harm', reported: 'person' } }],
    ['cease', { kind: 'cease', body: { written: true } }],
  ])('it meant %s', async (means, fact) => {
    const owner = await world.account();
    await write(owner, 'well then', { channel: 'email' });
    await read(owner, { means, reason: 'as she wrote' });
    expect((await factsOf(owner)).slice(1)).toEqual(fact === null ? [] : [fact]);
    expect(await openKinds(owner)).not.toContain('read-reply');
    expect(await show(owner, 'done')).toMatchObject({
      state: 'done',
      endedBy: 'ann',
      reason: `${means}: as she wrote`,
    });
  });

  test('what came before its end stays with it; what comes after opens another', async () => {
    const owner = await world.account();
    await write(owner, 'first');
    await read(owner, { means: 'nothing' });
    await write(owner, 'second');
    expect((await show(owner, 'done')).replies.map(({ text }: { text: string }) => text)).toEqual(['first']);
    expect((await show(owner)).replies.map(({ text }: { text: string }) => text)).toEqual(['second']);
  });

  test('another outcome is refused', async () => {
    const owner = await world.account();
    await write(owner, 'hm');
    await read(owner, { done: 'read' }, 409);
    await read(owner, { means: 'everything' }, 422);
  });
});

test('the text is in its own table and nowhere else', async () => {
  const owner = await world.account();
  await write(owner, `I want to die, ${SECRET}`);
  const { json } = await world.api.get(`/v1/accounts/${owner.name}`);
  expect(JSON.stringify(json)).not.toContain('Anna');
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(world.database.db);
  const holding: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table(name)} t where t::text like '%Anna Bell%'`.execute(world.database.db);
    if ((rows[0]?.n ?? 0) > 0) holding.push(name);
  }
  expect(holding).toEqual(['reply_body']);
  expect(world.api.log.join('\n')).not.toContain('Anna');
});
