/**
 * Several effects a job, over the real queue: what one of them suffers, its neighbours do not; nothing is claimed long
 * before its call, nothing is added to the queue twice, and what was not begun is given back.
 */
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { claim } from '../../engine/effects/claim.ts';
import { enqueueDue } from '../../engine/effects/fill-queue.ts';
import type { DueJob } from '../../engine/effects/find-due.ts';
import { dequeue, takeJob } from '../../engine/effects/find-due.ts';
import { recordCall, sendClaimed, settle } from '../../engine/effects/send.ts';
import { freeExpired } from '../../engine/effects/sweep.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { gate } from '../support/gate.ts';
import { type LaneWorld, SlowProvider, startLanes } from '../support/lane-world.ts';
import { effectsOf, markWith } from '../support/sending.ts';
import { until } from '../support/wire.ts';

jest.setTimeout(180_000);
const engine = useTestEngine('each test', 24);
const worlds: LaneWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
});

const start = async (...given: Parameters<typeof startLanes>): Promise<LaneWorld> => {
  const world = await startLanes(...given);
  worlds.push(world);
  return world;
};
/** Persons with one account each, whose first e-mail is due. Returns the ids of the effects. */
async function due(persons: number): Promise<string[]> {
  const rows = Array.from({ length: persons }, (_, at) => ({
    account: `A-${at}`,
    person: `P-${at}`,
    email: `p${at}@example.com`,
    phone: `+8869${String(12_345_678 + at)}`,
  }));
  await engine.look(await engine.book(rows));
  return (await engine.effects('email-1')).map((effect) => effect.id);
}
const countOf = async (state: string): Promise<number> =>
  (await engine.effects('email-1')).filter((effect) => effect.state === state).length;
/** Permits by how they ended. */
async function permits(): Promise<Record<string, number>> {
  const { rows } = await sql<{ ended: string; n: number }>`
    select coalesce(ended, 'open') as ended, count(*)::int as n from permit group by 1`.execute(engine.db);
  return Object.fromEntries(rows.map((row) => [row.ended, row.n]));
}

describe('in a full batch', () => {
  test('a call that hangs delays nobody else', async () => {
    await due(60);
    const hanging = gate();
    const provider = new SlowProvider(
      () => 5,
      async (call) => {
        if (call === 3) await hanging.opened;
        return { kind: 'sent', reference: 'ok' };
      },
    );
    const world = await start(engine, { email: provider }, 600);
    await world.sweep();
    await until('all others are sent', async () => (await countOf('sent')) === 59);
    expect(await countOf('claimed')).toBe(1);
    hanging.open();
    await until('the last is sent', async () => (await countOf('sent')) === 60);
    expect(await engine.violations()).toEqual([]);
  });

  test('a call that throws and a row that breaks the claim fail alone', async () => {
    await due(30);
    const poisoned = await engine.effect('email-1');
    await sql`update person set zone = 'Nowhere/Nowhere' where id = (
      select person_id from effect where id = ${poisoned.id}::uuid)`.execute(engine.db);
    const provider = new SlowProvider(
      () => 5,
      (call) => {
        if (call === 2) throw new Error('reset');
        return { kind: 'sent', reference: 'ok' };
      },
    );
    const world = await start(engine, { email: provider });
    await world.sweep();
    await until('the others are settled', async () => (await countOf('sent')) === 28);
    const states = new Map((await engine.effects('email-1')).map((effect) => [effect.id, effect.state]));
    expect(states.get(poisoned.id)).toBe('planned');
    expect([...states.values()].filter((state) => state === 'unknown')).toHaveLength(1);
    expect(new Set(provider.calls.map(({ effect }) => effect)).size).toBe(provider.calls.length);
  });

  test('a lease that is lost before the call touches only its own effect', async () => {
    const ids = await due(20);
    const claims = await claim({ ...engine.claimDeps(), leaseSeconds: 60 }, ids);
    const lost = claims[4];
    await sql`update effect set lease_token = gen_random_uuid() where id = ${lost?.effects[0]?.id}::uuid`.execute(
      engine.db,
    );
    const provider = engine.provide(true);
    await engine.sendClaimed(claims.map((claimed) => ({ ...claimed, beginBy: Number.POSITIVE_INFINITY })));
    expect(provider.sent).toHaveLength(19);
    expect(await countOf('sent')).toBe(19);
  });
});

describe('two results of one call in a batch', () => {
  test.each([
    ['sent', 'unknown'],
    ['unknown', 'sent'],
  ] as const)('%s, then %s: it was sent, and nothing says otherwise', async (first, second) => {
    const id = await engine.dueEmail();
    engine.provide();
    const [claimed] = await engine.claim([id]);
    if (!claimed) throw new Error('nothing was claimed');
    const { dispatchId, token } = claimed;
    const result = (result: typeof first | typeof second) => ({
      ...{ dispatchId, token, result, reason: 'no answer', againAt: null, askable: true },
      ...{ effectIds: [id], accountIds: claimed.effects.map(({ accountId }) => accountId) },
    });
    const deps = { db: engine.db, rulebook: engine.rulebook, now: engine.clock, nudge: async () => {} };
    await settle(deps, [result(first), result(second)]);
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
    expect(await engine.violations()).toEqual([]);
  });
});

describe('what is claimed and cannot be begun', () => {
  test('is given back: planned at its own time, no failure, no rest of the lane', async () => {
    const id = await engine.dueEmail();
    const before = await engine.effect();
    const provider = engine.provide();
    const [claimed] = await claim(engine.claimDeps(), [id]);
    if (!claimed) throw new Error('nothing was claimed');
    expect(claimed.beginBy).toBeLessThanOrEqual(performance.now() + 2000);
    await engine.sendClaimed([{ ...claimed, beginBy: performance.now() - 1 }]);
    expect(provider.sent).toEqual([]);
    expect(await engine.effect()).toMatchObject({ state: 'planned', due_at: before.due_at, reason: null });
    expect(await permits()).toEqual({ 'held-back': 1 });
    expect(await engine.violations()).toEqual([]);
    await engine.sendDue();
    expect(provider.sent).toHaveLength(1);
    expect(await permits()).toEqual({ 'held-back': 1, sent: 1 });
  });

  test('a quarter of a short lease is all the time it has', async () => {
    const id = await engine.dueEmail();
    const [claimed] = await claim({ ...engine.claimDeps(), leaseSeconds: 2 }, [id]);
    expect(claimed?.beginBy).toBeLessThanOrEqual(performance.now() + 500);
  });

  test('told after the lease was settled otherwise, it overwrites nothing', async () => {
    const id = await engine.dueEmail();
    const provider = engine.provide();
    const [claimed] = await claim(engine.claimDeps(), [id]);
    if (!claimed) throw new Error('nothing was claimed');
    provider.asked = 'sent';
    await engine.expire();
    await freeExpired(engine.sweepDeps());
    const deps = {
      db: engine.db,
      channels: engine.channels,
      now: engine.clock,
      nudge: async () => {},
      markCalling: markWith(engine.db),
      outgoing: () => Promise.reject(new Error('not asked')),
      warn: () => {},
      settle: (settlement: Parameters<typeof engine.settle>[0]) => engine.settle(settlement),
    };
    await recordCall(deps, claimed, null);
    await sendClaimed(deps, { ...claimed, beginBy: 0 });
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
  });

  test('with a slow provider nothing fails, nothing is put off, and a payment stops what has not begun', async () => {
    await due(60);
    const provider = new SlowProvider(() => 2500);
    const world = await start(engine, { email: provider }, 8);
    await world.sweep();
    await until('the first calls are under way', () => provider.calls.length >= 20);
    const called = new Set(provider.calls.map(({ effect }) => effect));
    const [waits] = (await engine.effects('email-1')).filter(({ id }) => !called.has(id)).slice(-1);
    await engine.record('payment', { amount: { currency: 'TWD', minor: '143400' } }, `harbour/${waits?.account}`);
    await until('all others are sent', async () => {
      await world.sweep();
      return (await countOf('sent')) === 59;
    });
    expect(provider.calls.map(({ effect }) => effect)).not.toContain(waits?.id);
    expect(provider.calls).toHaveLength(59);
    expect(new Set(Object.keys(await permits()))).not.toContain('failed');
    expect((await engine.effects('email-1')).filter(({ due_at }) => due_at > engine.now)).toEqual([]);
    expect(await engine.violations()).toEqual([]);
  });
});

describe('the queue', () => {
  test('three workers, a slow channel: an effect is in a single live job, the queue holds some seconds of work', async () => {
    await due(400);
    const provider = new SlowProvider(() => 100);
    const three = [
      await start(engine, { email: provider }),
      await start(engine, { email: provider }),
      await start(engine, { email: provider }),
    ];
    let most = 0;
    await until('all are sent', async () => {
      await Promise.all(three.map((world) => world.sweep()));
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from effect where job is not null and state in ('planned', 'deferred')`.execute(
        engine.db,
      );
      most = Math.max(most, rows[0]?.n ?? 0);
      return (await countOf('sent')) === 400;
    });
    const added = three.flatMap((world) => world.added).reduce((sum, size) => sum + size, 0);
    expect(added).toBeLessThanOrEqual(1.2 * 400);
    expect(most).toBeLessThan(400);
    expect(provider.calls).toHaveLength(400);
  });

  test('a job that still waits is added again under its id; one that was taken and lost gets a new id', async () => {
    await due(5);
    const jobs: DueJob[] = [];
    const queue = {
      ...engine.sweepDeps(),
      enqueue: async (some: readonly DueJob[]) => {
        jobs.push(...some);
        return [];
      },
    };
    const age = () => sql`update effect set queued_at = clock_timestamp() - interval '11 seconds'`.execute(engine.db);
    await enqueueDue(queue);
    await enqueueDue(queue);
    expect(effectsOf(jobs)).toHaveLength(5);
    await age();
    await enqueueDue(queue);
    const [first, second] = jobs;
    expect(second?.id).toBe(first?.id);
    if (!first) throw new Error('nothing was queued');
    expect(await takeJob(engine.db, first)).toEqual(first.effectIds);
    expect(await takeJob(engine.db, first)).toEqual([]);
    expect(await enqueueDue(queue)).toBe(0);
    await age();
    expect(await enqueueDue(queue)).toBe(5);
    expect(jobs[2]?.id).not.toBe(first.id);
    await dequeue(engine.db, first.effectIds);
    expect(await enqueueDue(queue)).toBe(5);
  });

  test('stopped with a full queue: calls end, nothing more begins, the next worker does the rest', async () => {
    await due(120);
    const provider = new SlowProvider(() => 300);
    const world = await startLanes(engine, { email: provider });
    await world.sweep();
    await until('calls are under way', () => provider.calls.length > 0);
    await world.stop();
    expect(await countOf('claimed')).toBe(0);
    expect(await countOf('sent')).toBe(provider.calls.length);
    expect(provider.calls.length).toBeLessThan(120);
    const next = await start(engine, { email: provider });
    await until('all are sent', async () => {
      await next.sweep();
      return (await countOf('sent')) === 120;
    });
    expect(provider.calls).toHaveLength(120);
  });
});

test('calls at once grow for a provider that answers in 300 ms', async () => {
  await due(500);
  const provider = new SlowProvider(() => 300);
  const world = await start(engine, { email: provider });
  await world.sweep();
  await until('all are sent', async () => (await countOf('sent')) === 500);
  // From 20 at the start; how far beyond 30 depends on the machine.
  expect(provider.most).toBeGreaterThan(30);
  expect(provider.most).toBeLessThanOrEqual(100);
});
