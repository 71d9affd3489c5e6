import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { isUnavailable } from './database-errors.ts';

const failed = (code: string): Error => Object.assign(new Error('failed'), { code });

test.each(['53300', '55P03', '57014', '57P01', '57P03', '40P01', '40001', '08006', 'ECONNRESET'])(
  '%s may pass',
  (code) => expect(isUnavailable(failed(code))).toBe(true),
);
test.each(['22P02', '23505', '42P01', 'XX000', 'FST_ERR_BAD_URL'])('%s stays', (code) =>
  expect(isUnavailable(failed(code))).toBe(false),
);
test('what is no error of a connection stays', () => {
  for (const error of [new Error('no plan'), 'timeout exceeded when trying to connect', null, undefined])
    expect(isUnavailable(error)).toBe(false);
});

describe('errors as pg throws them', () => {
  /** A server that takes connections and says nothing, or ends them. */
  const errorOf = async (ends: boolean): Promise<unknown> => {
    const sockets = new Set<{ destroy(): void }>();
    const server = createServer((socket) => {
      sockets.add(socket);
      if (ends) socket.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const pool = new pg.Pool({ host: '127.0.0.1', port, connectionTimeoutMillis: 100 });
    pool.on('error', () => undefined);
    const error = await pool.query('select 1').catch((thrown: unknown) => thrown);
    await pool.end();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    return error;
  };
  test('no answer in time', async () => expect(isUnavailable(await errorOf(false))).toBe(true));
  test('a connection that breaks', async () => expect(isUnavailable(await errorOf(true))).toBe(true));
  test('nobody listens', async () => {
    const pool = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 1000 });
    const error = await pool.query('select 1').catch((thrown: unknown) => thrown);
    await pool.end();
    expect(isUnavailable(error)).toBe(true);
  });
});
