/** Receipts: what became of a message, named by its key. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { event } from '../support/api.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { addMessage } from '../support/engine-rows.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

describe('receipts', () => {
  const effectOf = async (id: string) =>
    world.database.db
      .selectFrom('effect')
      .select(['state', 'delivered_at', 'bounced_at', 'sent_at'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  const versionOf = async (id: string) =>
    (
      await world.database.db
        .selectFrom('account')
        .select('facts_version')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).facts_version;

  test('delivered marks the message and only confirms', async () => {
    const owner = await world.account();
    const { key, effect } = await addMessage(world.database.db, owner, { channel: 'email', at: NOW - 1000 });
    const version = await versionOf(owner.accountId);
    const payload = event('delivered', undefined, { message: key }, { time: '2026-04-20T11:59:59+08:00' });
    const answer = await world.api.sendEvent(payload);
    expect(answer.json).toMatchObject({ status: 'recorded', fact: null });
    expect((await world.api.sendEvent(payload)).json).toEqual(answer.json);
    expect(await effectOf(effect)).toMatchObject({ state: 'sent', delivered_at: NOW - 1000, bounced_at: null });
    expect(await versionOf(owner.accountId)).toBe(version);
    expect(world.api.nudged).toEqual([]);
  });

  test('bounced marks the message, the contact point is not used again, the account is looked at', async () => {
    const owner = await world.account();
    const { key, effect } = await addMessage(world.database.db, owner, { channel: 'email', at: NOW - 1000 });
    await world.api.sendEvent(event('bounced', undefined, { message: key }));
    expect(await effectOf(effect)).toMatchObject({ state: 'sent', bounced_at: NOW });
    const points = await world.database.db
      .selectFrom('contact_point')
      .select(['channel', 'invalid_since'])
      .where('person_id', '=', owner.personId)
      .orderBy('channel')
      .execute();
    expect(points).toEqual([
      { channel: 'email', invalid_since: NOW },
      { channel: 'sms', invalid_since: null },
    ]);
    expect(world.api.nudged).toEqual([owner.accountId]);
  });

  test('a receipt settles what nobody knew; afterwards it overwrites nothing', async () => {
    const owner = await world.account();
    const { db } = world.database;
    const unknown = await addMessage(db, owner, { channel: 'email', at: NOW - 1000, state: 'unknown' });
    await world.api.sendEvent(event('sent-late', undefined, { message: unknown.key }));
    expect(await effectOf(unknown.effect)).toMatchObject({ state: 'sent', sent_at: NOW });
    expect(world.api.nudged).toEqual([owner.accountId]);
    const given = await addMessage(db, owner, { channel: 'sms', at: NOW - 1000, state: 'given-up' });
    expect((await world.api.sendEvent(event('delivered', undefined, { message: given.key }))).status).toBe(200);
    expect(await effectOf(given.effect)).toMatchObject({ state: 'given-up', delivered_at: null });
    const kept = await db.selectFrom('evidence').select('what').where('effect_id', '=', given.effect).execute();
    expect(kept).toEqual([{ what: 'receipt-delivered' }]);
  });
});
