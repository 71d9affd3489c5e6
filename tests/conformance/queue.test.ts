/** What Arrears asks of its queue, on both backends. The queue is only a hint: it may lose a job, never keep one. */

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Queue } from 'bullmq';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { openLogger } from '../../platform/logger.ts';
import { type LaneJob, type Lanes, openLanes } from '../../platform/queue.ts';
import { useDatabase } from '../support/fixtures.ts';
import { gate } from '../support/gate.ts';
import { startRedis } from '../support/redis.ts';
import { openWire, until, type Wire } from '../support/wire.ts';

const logger = openLogger('silent');
const PREFIX = `test-${uuidv7()}`;
const database = useDatabase('all tests');

const redisUrl = (): string => process.env['ARREARS_TEST_REDIS'] ?? '';
const job = (channel: string): LaneJob => ({ id: uuidv7(), channel, effectIds: [uuidv7(), uuidv7()] });

/** Answers like a Redis of long ago, as far as it is asked. */
async function oldRedis(): Promise<{ url: string; close(): Promise<void> }> {
  const info = 'redis_version:6.2.14\r\nloading:0\r\n';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const [, name = ''] of chunk.toString('utf8').matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        if (name.toLowerCase() === 'info') socket.write(`$${info.length}\r\n${info}\r\n`);
        else if (name.toLowerCase() === 'config')
          socket.write('*2\r\n$16\r\nmaxmemory-policy\r\n$10\r\nnoeviction\r\n');
        else if (name.toLowerCase() === 'hello') socket.write('%0\r\n');
        else socket.write('+OK\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `redis://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

interface Backend {
  name: string;
  /** The server that can be taken away. */
  server(): string;
  config(server: string): Parameters<typeof openLanes>[0];
  /** Jobs that a lane still holds in any state. */
  kept(lane: string): Promise<{ id: string; data: unknown }[]>;
}
const BACKENDS: Backend[] = [
  {
    name: 'Postgres',
    server: () => database.url,
    config: (server) => ({ DATABASE_URL: server, ARREARS_TASK_QUEUE: PREFIX }),
    kept: async (lane) => {
      const { rows } = await sql<{
        id: string;
        data: unknown;
      }>`select id, data from bullmq.job where queue = ${`arrears-${lane}`}`.execute(database.db);
      return rows;
    },
  },
  {
    name: 'Redis',
    server: redisUrl,
    config: (server) => ({ DATABASE_URL: database.url, REDIS_URL: server, ARREARS_TASK_QUEUE: PREFIX }),
    kept: async (lane) => {
      const queue = new Queue(`arrears-${lane}`, { connection: { url: redisUrl() }, prefix: PREFIX });
      const jobs = await queue.getJobs();
      await queue.close();
      return jobs.map((job) => ({ id: job.id ?? '', data: job.data }));
    },
  },
];

describe.each(BACKENDS)('the queue on $name', (backend) => {
  const open: Lanes[] = [];
  const wires: Wire[] = [];
  let lane = '';
  let count = 0;
  const lanes = async (server = backend.server()): Promise<Lanes> => {
    const opened = await openLanes(backend.config(server), logger);
    open.push(opened);
    return opened;
  };
  const wire = async (): Promise<Wire> => {
    const opened = await openWire(backend.server());
    wires.push(opened);
    return opened;
  };
  const emptied = () => until('the lane empties', async () => (await backend.kept(lane)).length === 0);
  beforeAll(() => {
    count = 0;
  });
  afterEach(async () => {
    for (const lanes of open.splice(0)) await lanes.close();
    for (const wire of wires.splice(0)) await wire.close();
  });
  const next = () => {
    count += 1;
    lane = `lane-${count}`;
  };

  test('a job is run once, with the ids of its effects and nothing else, and is not kept', async () => {
    next();
    const laneJob = job(lane);
    const queue = await lanes();
    expect(await queue.add([laneJob])).toEqual([]);
    expect(await backend.kept(lane)).toEqual([{ id: laneJob.id, data: { effectIds: laneJob.effectIds } }]);
    expect(await queue.countWaiting(lane)).toBe(1);
    const ran: [string, string[]][] = [];
    queue.work(lane, 5, async (...given) => void ran.push(given));
    await emptied();
    expect(ran).toEqual([[laneJob.id, laneJob.effectIds]]);
    expect(await queue.countWaiting(lane)).toBe(0);
  });

  test('a job that is known and waits is one job', async () => {
    next();
    const laneJob = job(lane);
    const queue = await lanes();
    await queue.add([laneJob, laneJob]);
    await queue.add([laneJob]);
    expect(await backend.kept(lane)).toHaveLength(1);
    const ran: string[] = [];
    queue.work(lane, 5, async (id) => void ran.push(id));
    await emptied();
    expect(ran).toEqual([laneJob.id]);
  });

  test('the same job again after its end runs again: a retained id would swallow it', async () => {
    next();
    const laneJob = job(lane);
    const queue = await lanes();
    let ran = 0;
    queue.work(lane, 5, async () => {
      ran += 1;
    });
    for (const times of [1, 2, 3]) {
      await queue.add([laneJob]);
      await until('it ran', () => ran === times);
      await emptied();
    }
  });

  test('a job that throws is tried once, is not kept and can be added again', async () => {
    next();
    const laneJob = job(lane);
    const queue = await lanes();
    let ran = 0;
    queue.work(lane, 5, async () => {
      ran += 1;
      throw new Error('no');
    });
    await queue.add([laneJob]);
    await until('it ran', () => ran === 1);
    await emptied();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(ran).toBe(1);
    await queue.add([laneJob]);
    await until('it ran again', () => ran === 2);
    await emptied();
  });

  test('so many at once and no more', async () => {
    next();
    const queue = await lanes();
    let running = 0;
    let most = 0;
    let done = 0;
    queue.work(lane, 3, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 40));
      running -= 1;
      done += 1;
    });
    await queue.add(Array.from({ length: 12 }, () => job(lane)));
    await until('all ran', () => done === 12);
    expect(most).toBe(3);
  });

  test('lanes are apart: one that stands still holds up no other', async () => {
    next();
    const queue = await lanes();
    const hold = gate();
    const ran: string[] = [];
    queue.work(`${lane}-slow`, 1, () => hold.opened);
    queue.work(lane, 1, async (id) => void ran.push(id));
    const quick = job(lane);
    await queue.add([job(`${lane}-slow`), job(`${lane}-slow`), quick]);
    await until('the other lane ran', () => ran.length === 1);
    expect(ran).toEqual([quick.id]);
    hold.open();
  });

  test('two processes share a lane; each job goes to one of them', async () => {
    next();
    const [first, second] = [await lanes(), await lanes()];
    const ran: string[] = [];
    for (const lanes of [first, second]) lanes.work(lane, 2, async (id) => void ran.push(id));
    const jobs = Array.from({ length: 30 }, () => job(lane));
    await first.add(jobs);
    await emptied();
    expect([...ran].sort()).toEqual(jobs.map((job) => job.id).sort());
  });

  test('close waits for the jobs under way, leaves the others for the next worker and leaves no connection', async () => {
    next();
    const line = await wire();
    const queue = await openLanes(backend.config(line.url), logger);
    const ran: string[] = [];
    const begun = gate();
    queue.work(lane, 1, async (id) => {
      begun.open();
      await new Promise((resolve) => setTimeout(resolve, 300));
      ran.push(id);
    });
    const jobs = [job(lane), job(lane)];
    await queue.add(jobs);
    await begun.opened;
    expect(line.clients()).toBeGreaterThan(0);
    await queue.close();
    expect(ran).toEqual([jobs[0]?.id]);
    await until('its connections are gone', () => line.clients() === 0);
    const other = await lanes();
    other.work(lane, 1, async (id) => void ran.push(id));
    await until('the other job ran', () => ran.length === 2);
    expect(ran[1]).toBe(jobs[1]?.id);
  });

  test('the job of a worker that is gone in the middle of it goes to another', async () => {
    next();
    const line = await wire();
    const lost = await lanes(line.url);
    const begun = gate();
    const hold = gate();
    lost.work(lane, 1, async () => {
      begun.open();
      await hold.opened;
    });
    const laneJob = job(lane);
    await lost.add([laneJob]);
    await begun.opened;
    line.hold();
    const other = await lanes();
    const ran: string[] = [];
    other.work(lane, 1, async (id) => void ran.push(id));
    await until('another took it', () => ran.length === 1);
    expect(ran).toEqual([laneJob.id]);
    hold.open();
    await line.repair();
  });

  test.each(['cut', 'hold'] as const)(
    'a queue that is away (%s) refuses within its budget, and recovers when it is back',
    async (how) => {
      next();
      const line = await wire();
      const queue = await lanes(line.url);
      const ran: string[] = [];
      queue.work(lane, 2, async (id) => void ran.push(id));
      const before = job(lane);
      await queue.add([before]);
      await until('it ran', () => ran.length === 1);
      await line[how]();
      for (const laneJob of [job(lane), job(lane)]) {
        const started = performance.now();
        expect(await queue.add([laneJob])).toEqual([laneJob]);
        expect(performance.now() - started).toBeLessThan(10_000);
      }
      await line.repair();
      const after = job(lane);
      await until('it takes jobs again', async () => (await queue.add([after])).length === 0);
      await until('the job ran', () => ran.includes(after.id));
    },
  );

  test('closing does not hang on a queue that is away', async () => {
    next();
    const line = await wire();
    const queue = await openLanes(backend.config(line.url), logger);
    queue.work(lane, 2, async () => {});
    await queue.add([job(lane)]);
    await emptied();
    await line.cut();
    const started = performance.now();
    await queue.close();
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});

describe('which Redis is fit', () => {
  test('one that drops keys is refused', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'arrears-redis-'));
    const redis = await startRedis(dir, ['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru']);
    await expect(
      openLanes({ DATABASE_URL: database.url, REDIS_URL: redis.url, ARREARS_TASK_QUEUE: PREFIX }, logger),
    ).rejects.toMatchObject({
      code: 'redis-policy',
      message: expect.stringContaining('allkeys-lru'),
    });
    await redis.close();
    rmSync(dir, { recursive: true });
  });
  test('one that is too old is refused', async () => {
    const old = await oldRedis();
    const config = { DATABASE_URL: database.url, REDIS_URL: old.url, ARREARS_TASK_QUEUE: PREFIX };
    await expect(openLanes(config, logger)).rejects.toMatchObject({
      code: 'redis-too-old',
      message: expect.stringContaining('6.2.14'),
    });
    await old.close();
  });
  test('one that is not there is named, without a password', async () => {
    const config = {
      DATABASE_URL: database.url,
      REDIS_URL: 'redis://user:s3cret@127.0.0.1:1',
      ARREARS_TASK_QUEUE: PREFIX,
    };
    const error = await openLanes(config, logger).catch((lane: unknown) => lane);
    expect(error).toMatchObject({ code: 'redis-unreachable', message: expect.stringContaining('127.0.0.1:1') });
    expect(String(error)).not.toContain('s3cret');
  });
});
