/** What heals: lost queues, lost nudges, workflows that were never opened; and the governor of the business clock. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { readClock, runClockTo } from '../../db/clock.ts';
import { byPerson, bySystem } from '../../domain/act.ts';
import { DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { enqueueDue } from '../../engine/effects/fill-queue.ts';
import type { DueJob } from '../../engine/effects/find-due.ts';
import { nudgeStale, sweep } from '../../engine/effects/sweep.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { type EngineOptions, RunningEngine } from '../support/running-engine.ts';
import { effectsOf } from '../support/sending.ts';
import { ScriptedProvider, START, TestEngine } from '../support/test-engine.ts';
import { until } from '../support/wire.ts';

const PAID = { amount: { currency: 'TWD', minor: '143400' } };
const engines: RunningEngine[] = [];
const open = async (options: EngineOptions = {}): Promise<RunningEngine> => {
  const engine = await RunningEngine.open(options);
  engines.push(engine);
  return engine;
};
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});
const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ account: `S-${at}`, person: `SP-${at}` }));
async function states(engine: RunningEngine, step: string): Promise<Record<string, number>> {
  const { rows: found } = await sql<{ state: string; n: number }>`
    select state, count(*)::int as n from effect where step = ${step} group by state`.execute(engine.db);
  return Object.fromEntries(found.map((row) => [row.state, row.n]));
}

describe('a queue that is lost', () => {
  test('its schema in Postgres dropped under running workers: everything still leaves, once', async () => {
    const provider = new ScriptedProvider();
    const engine = await open({ channels: { email: provider } });
    await engine.engine.book(rows(30));
    await engine.start();
    await engine.settled();
    expect(await states(engine, 'email-1')).toEqual({ sent: 30 });
    await sql`drop schema bullmq cascade`.execute(engine.db);
    await engine.runTo(START + 4 * DAY_MS, 60_000);
    expect(await states(engine, 'email-4')).toEqual({ sent: 30 });
    const keys = provider.sent.map((message) => message.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(60);
  });

  test('Redis emptied while jobs wait: everything still leaves, once', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'arrears-redis-'));
    const redis: TestRedis = await startRedis(dir);
    const provider = new ScriptedProvider();
    const engine = await open({ channels: { email: provider }, environment: { REDIS_URL: redis.url } });
    const admin = new Redis(redis.url);
    await engine.engine.book(rows(40));
    await engine.engine.look(await idsOf(engine));
    await engine.start();
    await until('jobs are there', async () => (await admin.dbsize()) > 0);
    await admin.flushall();
    await engine.settled(40_000);
    expect(await states(engine, 'email-1')).toEqual({ sent: 40 });
    const keys = provider.sent.map((message) => message.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(40);
    await admin.quit();
    await engine.close();
    engines.splice(0);
    await redis.close();
    rmSync(dir, { recursive: true });
  });
});

const idsOf = async (engine: RunningEngine): Promise<string[]> =>
  (await sql<{ id: string }>`select id from account order by number`.execute(engine.db)).rows.map((row) => row.id);

describe('a nudge that is lost', () => {
  test('facts newer than the last look are looked at, of closed accounts and of those never opened too', async () => {
    const engine = await open();
    const [first = '', closed = '', never = ''] = await engine.engine.book([
      { account: 'A-1', person: 'P-1' },
      { account: 'A-2', person: 'P-2' },
      { account: 'A-3', person: 'P-3' },
    ]);
    await sql`update account set next_evaluation_at = ${new Date(START + 2 * DAY_MS)} where id = ${never}::uuid`.execute(
      engine.db,
    );
    await engine.start();
    await engine.settled();
    const silently = (subject: string, kind: 'payment' | 'closed', data: unknown) =>
      acceptFact(engine.db, { subject, kind, data, source: 'test' }, byPerson('ann', START));
    await silently('harbour/A-1', 'payment', PAID);
    await silently('harbour/A-2', 'closed', { how: 'sold' });
    await silently('harbour/A-3', 'closed', { how: 'sold' });
    const fresh = async (id: string) => {
      const { rows: found } = await sql<{
        fresh: boolean;
      }>`select evaluated_version = facts_version as fresh from account where id = ${id}::uuid`.execute(engine.db);
      return found[0]?.fresh === true;
    };
    for (const id of [first, closed, never]) await until('it is looked at', () => fresh(id));
    const { rows: stages } = await sql<{ stage: string }>`select stage from account order by number`.execute(engine.db);
    expect(stages.map((row) => row.stage)).toEqual(['clear', 'closed', 'closed']);
    await engine.runTo(START + 3 * DAY_MS);
  });
});

describe('the sweep itself', () => {
  let engine: TestEngine;
  afterEach(() => engine.close());

  test('workflows are opened in order of due time, so many a sweep', async () => {
    engine = await TestEngine.open();
    const ids = await engine.book(rows(9));
    for (const [at, id] of ids.entries())
      await sql`update account set next_evaluation_at = ${new Date(START - ((at * 5) % 9) * HOUR_MS)} where id = ${id}::uuid`.execute(
        engine.db,
      );
    const { rows: byTime } = await sql<{ id: string }>`select id from account order by next_evaluation_at`.execute(
      engine.db,
    );
    for (let round = 0; round < 3; round += 1) await nudgeStale({ ...engine.sweepDeps(), startsASweep: 3 });
    const firsts = engine.woken.filter((id, at) => engine.woken.indexOf(id) === at);
    expect([0, 3, 6].map((from) => firsts.slice(from, from + 3).sort())).toEqual(
      [0, 3, 6].map((from) =>
        byTime
          .slice(from, from + 3)
          .map((row) => row.id)
          .sort(),
      ),
    );
  });

  test('sweeps at once never take the same job; one that the queue refused is taken by the next', async () => {
    engine = await TestEngine.open();
    await engine.look(await engine.book(rows(40)));
    const ingested: string[] = [];
    const enqueue = async (jobs: readonly DueJob[]) => {
      ingested.push(...effectsOf(jobs));
      return [];
    };
    await Promise.all(Array.from({ length: 6 }, () => enqueueDue({ ...engine.sweepDeps(), enqueue })));
    expect(ingested).toHaveLength(40);
    expect(new Set(ingested).size).toBe(40);
    expect(await enqueueDue({ ...engine.sweepDeps(), enqueue })).toBe(0);
    await sql`update effect set queued_at = clock_timestamp() - interval '11 seconds'`.execute(engine.db);
    expect(await enqueueDue({ ...engine.sweepDeps(), enqueue: async (jobs) => jobs })).toBe(0);
    expect(await enqueueDue({ ...engine.sweepDeps(), enqueue })).toBe(40);
  });

  test('a claim that cannot be settled holds up nothing else', async () => {
    engine = await TestEngine.open();
    await engine.look(await engine.book(rows(3)));
    const effects = await engine.effects('email-1');
    for (const effect of effects.slice(0, 2)) await engine.claim([effect.id]);
    await engine.expire();
    const [bad] = await engine.effects('email-1');
    const queued: string[] = [];
    const deps = {
      ...engine.sweepDeps(),
      channels: { email: new ScriptedProvider() },
      settle: async (settlement: Parameters<TestEngine['settle']>[0]) => {
        if (settlement.token === bad?.lease_token) throw new Error('it cannot be written');
        await engine.settle(settlement);
      },
      enqueue: async (jobs: readonly DueJob[]) => {
        queued.push(...effectsOf(jobs));
        return [];
      },
    };
    await expect(sweep(deps)).rejects.toThrow('it cannot be written');
    expect((await engine.effects('email-1')).map((effect) => effect.state)).toEqual(['claimed', 'unknown', 'planned']);
    expect(queued).toEqual([effects[2]?.id]);
  });

  test('an account with newer facts is evaluated in place, once until it has had its time', async () => {
    engine = await TestEngine.open();
    const [id = ''] = await engine.book([{}]);
    await engine.look([id]);
    await acceptFact(
      engine.db,
      { subject: 'harbour/A-1', kind: 'dispute', data: { about: 'amount' }, source: 'test' },
      bySystem('test', engine.now),
    );
    await nudgeStale(engine.sweepDeps());
    await nudgeStale(engine.sweepDeps());
    expect(engine.nudged).toEqual([id]);
    await sql`update account set nudged_at = clock_timestamp() - interval '4 seconds'`.execute(engine.db);
    await nudgeStale(engine.sweepDeps());
    expect(engine.nudged).toEqual([id, id]);
  });
});

describe('the governor', () => {
  test('one of two processes governs; the other takes over; it never goes back, and stands still while anything due is open', async () => {
    const moved: { before: number; after: number; due: number }[] = [];
    class Slow extends ScriptedProvider {
      override async send(...given: Parameters<ScriptedProvider['send']>): ReturnType<ScriptedProvider['send']> {
        const before = (await readClock(engine.db)).now;
        await new Promise((resolve) => setTimeout(resolve, 150));
        const { rows: found } = await sql<{
          due: number;
        }>`select due_at as due from effect where id = ${given[0].effectId}::uuid`.execute(engine.db);
        moved.push({ before, after: (await readClock(engine.db)).now, due: found[0]?.due ?? 0 });
        return super.send(...given);
      }
    }
    const engine = await open({ channels: { email: new Slow() } });
    await engine.engine.book(rows(3));
    const governors = async () => {
      const { rows: held } = await sql<{ pid: number }>`
        select l.pid from pg_locks l join pg_database d on d.oid = l.database
        where d.datname = current_database() and l.locktype = 'advisory' and l.objid = 7302000 and l.granted`.execute(
        engine.db,
      );
      return held.map((row) => row.pid);
    };
    await engine.start();
    const first = engine.worker;
    await until('one governs', async () => (await governors()).length === 1);
    await engine.start();
    const second = engine.worker;
    const seen: number[] = [];
    let watching = true;
    const watch = (async () => {
      while (watching) {
        seen.push((await readClock(engine.db)).now);
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
    })();
    await runClockTo(engine.db, START + 8 * DAY_MS);
    await until('it is on its way', async () => (await readClock(engine.db)).now > START + DAY_MS);
    expect(await governors()).toHaveLength(1);
    await first?.stop();
    await engine.runTo(START + 8 * DAY_MS, 60_000);
    expect(await governors()).toHaveLength(1);
    watching = false;
    await watch;
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(new Set(seen).size).toBeGreaterThan(4);
    expect(moved.length).toBeGreaterThanOrEqual(9);
    for (const { before, after, due } of moved) {
      expect(after).toBe(before);
      expect(due).toBeLessThanOrEqual(before);
    }
    await runClockTo(engine.db, START);
    expect((await readClock(engine.db)).now).toBe(START + 8 * DAY_MS);
    await second?.stop();
    engine.worker = null;
  });
});
