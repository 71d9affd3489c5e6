/** Contact points of one person: values with the same key are one point, whoever names them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { event } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { addMessage } from '../support/engine-rows.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

const pointsOf = async ({ personId }: KnownAccount) =>
  world.database.db
    .selectFrom('contact_point')
    .select(['channel', 'value', 'invalid_since'])
    .where('person_id', '=', personId)
    .orderBy('channel')
    .execute();
type Kind = 'bounced' | 'wrong-number' | 'address-added' | 'point-stopped';
const send = async (owner: KnownAccount, kind: Kind, data: object, time?: string) =>
  (await world.api.sendEvent(event(kind, owner.person, data, time === undefined ? {} : { time }))).status;

test('an event names a point in other capitals or with other spaces', async () => {
  const owner = await world.account();
  const [email, phone] = (await pointsOf(owner)).map((point) => point.value) as [string, string];
  const spaced = `${phone.slice(0, 2)} (${phone.slice(2, 5)}) ${phone.slice(5)}`;
  expect(await send(owner, 'bounced', { channel: 'email', value: email.toUpperCase() })).toBe(200);
  expect(await send(owner, 'wrong-number', { value: spaced })).toBe(200);
  expect(await pointsOf(owner)).toEqual([
    { channel: 'email', value: email, invalid_since: NOW },
    { channel: 'sms', value: phone, invalid_since: NOW },
  ]);
});

test('an address that is added again in other capitals is the old point, valid again', async () => {
  const owner = await world.account();
  const before = await pointsOf(owner);
  const value = before[0]?.value ?? '';
  await send(owner, 'bounced', { channel: 'email', value });
  expect(await send(owner, 'address-added', { channel: 'email', value: value.toUpperCase() })).toBe(200);
  expect(await pointsOf(owner)).toEqual(before);
});

test('a message finds its point by the key', async () => {
  const owner = await world.account();
  const { db } = world.database;
  const { key } = await addMessage(db, owner, { channel: 'email', at: NOW - 1000 });
  await db.updateTable('message_body').set({ to_value: 'As.Written@example.com' }).execute();
  expect(await send(owner, 'bounced', { message: key })).toBe(200);
  expect((await pointsOf(owner)).map((point) => point.invalid_since)).toEqual([NOW, null]);
});

test('a point that the person stopped stays stopped, told late as well, until the person tells it anew', async () => {
  const owner = await world.account();
  const { db } = world.database;
  const value = (await pointsOf(owner))[0]?.value ?? '';
  const isStopped = async () => {
    const { stopped_at } = await db
      .selectFrom('contact_point')
      .select('stopped_at')
      .where('person_id', '=', owner.personId)
      .where('channel', '=', 'email')
      .executeTakeFirstOrThrow();
    return stopped_at !== null;
  };
  const stop = { channel: 'email', value, reason: 'read by others' };
  await db
    .updateTable('contact_point')
    .set({ verified_at: new Date(NOW) })
    .where('person_id', '=', owner.personId)
    .execute();
  expect(await send(owner, 'point-stopped', stop, '2026-04-19T12:00:00+08:00')).toBe(200);
  expect(await isStopped()).toBe(true);
  expect(await send(owner, 'address-added', { channel: 'email', value }, '2026-04-18T12:00:00+08:00')).toBe(200);
  expect(await isStopped()).toBe(true);
  expect(await send(owner, 'address-added', { channel: 'email', value })).toBe(200);
  expect(await isStopped()).toBe(false);
  // The wish is older than what the person told since.
  expect(await send(owner, 'point-stopped', stop, '2026-04-19T13:00:00+08:00')).toBe(200);
  expect(await isStopped()).toBe(false);
});
