/** Events that are not taken: tests/fixtures/bad-input/events.ts, row by row; receipts out of order. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { COMPLAINTS } from '../../fixtures/bad-input/complaints.ts';
import {
  ACCOUNT,
  type BadEvent,
  BODIES,
  ENVELOPES,
  FACTS,
  ODD,
  PAYMENTS,
  SIGNATURES,
  TAKEN,
} from '../../fixtures/bad-input/events.ts';
import { SHEETS } from '../../fixtures/bad-input/sheets.ts';
import { WISHES } from '../../fixtures/bad-input/wishes.ts';
import { event } from '../../support/api.ts';
import { type ApiWorld, openApiWorld } from '../../support/api-world.ts';
import { expectRefusal, expectSilent, Untouched } from '../../support/bad-input.ts';
import { addMessage } from '../../support/engine-rows.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');

let world: ApiWorld;
let untouched: Untouched;
beforeAll(async () => {
  world = await openApiWorld(NOW);
  expect((await world.account()).name).toBe(ACCOUNT);
  await world.account();
  expect((await world.api.sendEvent(TAKEN)).status).toBe(200);
  world.api.nudged.length = 0;
  untouched = new Untouched(world.database);
  await untouched.remember();
});
afterEach(async () => {
  world.api.nudged.length = 0;
  await untouched.settle();
});
afterAll(() => world.close());

describe.each([
  ['signatures', SIGNATURES],
  ['bodies', BODIES],
  ['envelopes', ENVELOPES],
  ['payments', PAYMENTS],
  ['facts', FACTS],
  ['wishes', WISHES],
  ['complaints', COMPLAINTS],
  ['sheets', SHEETS],
])('%s', (_, rows) => {
  test.each(rows.map((row): [string, BadEvent] => [row.name, row]))('%s', async (_name, row) => {
    const from = world.api.log.length;
    const { value, options } = row.make();
    const answer = await world.api.sendEvent(value, options);
    expectRefusal(answer, row);
    expectSilent(world.api.log.slice(from).join(''));
    expect(world.api.nudged).toEqual([]);
    await untouched.check();
  });
});

test('of a batch the good ones are taken, and nothing personal of the bad ones comes back', async () => {
  const rows = [...ENVELOPES, ...PAYMENTS, ...FACTS].map((row) => row.make().value);
  const good = event('payment', ACCOUNT, { amount: { currency: 'TWD', minor: '1' } });
  const answer = await world.api.sendEvent([good, ...rows]);
  expect(answer.status).toBe(207);
  const states = (answer.json as { status: string; problem?: { status: number } }[]).map(
    (answer) => answer.problem?.status ?? answer.status,
  );
  expect(states).toEqual(['recorded', ...[...ENVELOPES, ...PAYMENTS, ...FACTS].map((row) => row.status)]);
  expectSilent(JSON.stringify((answer.json as { problem?: object }[]).map((reply) => reply.problem)));
  expectSilent(world.api.log.join(''));
});

test.each(ODD.map((row): [string, (typeof ODD)[number]] => [row.name, row]))('taken: %s', async (_, row) => {
  const { value, options } = row.make();
  expect((await world.api.sendEvent(value, options)).status).toBe(200);
});

test('a receipt that comes after the opposite one changes nothing but what is known of it', async () => {
  const owner = await world.account();
  const { key, effect } = await addMessage(world.database.db, owner, { channel: 'sms', at: NOW - 60_000 });
  const send = async (kind: string) => (await world.api.sendEvent(event(kind, undefined, { message: key }))).status;
  expect([await send('bounced'), await send('delivered'), await send('bounced')]).toEqual([200, 200, 200]);
  const row = await world.database.db
    .selectFrom('effect')
    .select('state')
    .where('id', '=', effect)
    .executeTakeFirstOrThrow();
  expect(row.state).toBe('sent');
  const point = await world.database.db
    .selectFrom('contact_point')
    .select('invalid_since')
    .where('person_id', '=', owner.personId)
    .where('channel', '=', 'sms')
    .executeTakeFirstOrThrow();
  expect(point.invalid_since).not.toBeNull();
});
