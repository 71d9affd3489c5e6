/** A database that has no room for a request: the sender is told to come again, and nothing is lost. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '../../db/database.ts';
import { openPool } from '../../platform/pool.ts';
import { event, openApi } from '../support/api.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { expectProblem } from '../support/expect-problem.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

test('no connection is free: 503 and Retry-After; the same event is taken once a connection is free', async () => {
  const pool = openPool(world.database.url, { size: 1 });
  pool.options.connectionTimeoutMillis = 200;
  const api = await openApi({ ...world.database, db: openDatabase(pool), pool, now: async () => NOW });
  const owner = await world.account();
  const sent = event('stop', owner.person, { channel: 'sms' });
  const busy = await pool.connect();
  try {
    const refused = await api.sendEvent(sent);
    expect([refused.status, refused.json.code, refused.json.retry]).toEqual([503, 'overloaded', true]);
    expect(refused.headers.get('retry-after')).toBe('1');
    expectProblem(refused);
    expect(api.log.join('')).toContain('the database was not available');
  } finally {
    busy.release();
  }
  const taken = await api.sendEvent(sent);
  expect([taken.status, taken.json.status]).toEqual([200, 'recorded']);
  await api.close();
  await pool.end();
});
