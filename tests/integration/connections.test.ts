/** A connection that breaks while somebody holds it between two statements ends that work, never the process. */
import { expect, test } from '@jest/globals';
import { openPool } from '../../platform/pool.ts';
import { useDatabase } from '../support/fixtures.ts';

const database = useDatabase('all tests', 2);

test('the server ends a connection that is held: the next statement fails, and a new connection works', async () => {
  const pool = openPool(database.url, { size: 2 });
  const held = await pool.connect();
  const { rows } = await held.query('select pg_backend_pid() as pid');
  const ended = new Promise((resolve) => held.once('end', resolve));
  // Without a listener of its own the client throws what breaks into the process.
  expect(held.listenerCount('error')).toBeGreaterThan(0);
  await pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
  await ended;
  await expect(held.query('select 1')).rejects.toThrow();
  held.release(true);
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
