/** The task `restart-review` over HTTP: its checklist, its two answers and what it does not take. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { addEffect, addTask } from '../support/engine-rows.ts';

const NOW = Date.parse('2027-01-20T12:00:00+08:00');
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

const db = () => world.database.db;
async function open(): Promise<{ owner: KnownAccount; no: number }> {
  const owner = await world.account();
  const effect = await addEffect(db(), owner, { stage: 'review', step: 'restart', channel: 'desk', at: NOW });
  return { owner, no: await addTask(db(), owner, { kind: 'restart-review', at: NOW, effect }) };
}
const outcome = (no: number, what: object) => world.api.post(`/v1/tasks/${no}/outcome`, { as: 'ann', outcome: what });
const factsOf = ({ accountId }: KnownAccount) =>
  db().selectFrom('fact').select(['kind', 'body', 'source']).where('account_id', '=', accountId).execute();
const stateOf = (no: number) =>
  db().selectFrom('task').select(['state', 'ended_by']).where('no', '=', BigInt(no)).executeTakeFirstOrThrow();

describe('a restart', () => {
  test('shows each condition, passed or not', async () => {
    const { no } = await open();
    const { checklist } = (await world.api.get(`/v1/tasks/${no}`)).json;
    const passed = Object.fromEntries(
      checklist.map((check: { name: string; passed: boolean }) => [check.name, check.passed]),
    );
    expect(passed).toEqual({ book: false, limitation: true, 'contact-point': false, care: true, authority: false });
  });

  test('begins by the word of a person, who is named', async () => {
    const { owner, no } = await open();
    expect((await outcome(no, { restart: 'begin' })).status).toBe(201);
    expect(await factsOf(owner)).toMatchObject([
      { kind: 'restart-reviewed', body: { answer: 'begin', by: 'ann' }, source: 'task' },
    ]);
    expect(await stateOf(no)).toEqual({ state: 'done', ended_by: 'ann' });
    expect((await outcome(no, { restart: 'begin' })).json.code).toBe('task-ended');
  });

  test('waits until a day', async () => {
    const { owner, no } = await open();
    expect((await outcome(no, { restart: 'wait', until: '2027-03-01' })).status).toBe(201);
    expect(await factsOf(owner)).toMatchObject([{ body: { answer: 'wait', by: 'ann', until: '2027-03-01' } }]);
  });

  test.each([
    ['a wait without a day', { restart: 'wait' }, '/outcome/until'],
    ['a wait until yesterday', { restart: 'wait', until: '2027-01-19' }, '/until'],
    ['a beginning with a day', { restart: 'begin', until: '2027-03-01' }, '/outcome/until'],
  ])('%s is refused, and the field is named', async (_, what, pointer) => {
    const { owner, no } = await open();
    expect(await outcome(no, what)).toMatchObject({ status: 422, json: { faults: [{ pointer }] } });
    expect(await factsOf(owner)).toEqual([]);
    expect((await stateOf(no)).state).toBe('open');
  });

  test('takes no other outcome', async () => {
    const { no } = await open();
    expect((await outcome(no, { done: 'fine' })).json.code).toBe('not-allowed-now');
  });
});
