/** Everything but Postgres may be lost: Temporal's database, a loop, Redis. The work goes on by itself, and nothing leaves twice. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { DAY_MS } from '../../domain/time.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import { type LocalTemporal, startTemporal } from '../../platform/local/temporal.ts';
import { SEARCH_ATTRIBUTES } from '../../platform/temporal.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { startRedis } from '../support/redis.ts';
import { type EngineOptions, RunningEngine } from '../support/running-engine.ts';
import { ScriptedProvider, START } from '../support/test-engine.ts';
import { until } from '../support/wire.ts';

jest.setTimeout(180_000);
const PAID = { amount: { currency: 'TWD', minor: '143400' } };
const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const open = async (options: EngineOptions = {}): Promise<RunningEngine> => {
  const engine = await RunningEngine.open(options);
  closing.push(() => engine.close());
  return engine;
};
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'arrears-lost-'));
  chmodSync(dir, 0o711);
  closing.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};
const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ account: `A-${at}`, person: `P-${at}` }));

async function nothingTwice(engine: RunningEngine, provider: ScriptedProvider): Promise<void> {
  const keys = provider.sent.map((message) => message.key);
  expect(new Set(keys).size).toBe(keys.length);
  expect((await checkInvariants(engine.db, RULEBOOK, await engine.now())).violations).toEqual([]);
}
const sentOf = async (engine: RunningEngine, step: string): Promise<number> =>
  (await engine.engine.effects(step)).filter((effect) => effect.state === 'sent').length;

describe("Temporal's database is lost", () => {
  const MANY = 8;
  let server: LocalTemporal;
  /** An empty server in the place of the first; it knows no attribute of ours either. */
  async function loseTemporal(engine: RunningEngine, dir: string): Promise<void> {
    const { port } = server;
    await server.close();
    server = await startTemporal(join(dir, 'second'), { ports: { port, uiPort: null } });
    await until('it answers', () =>
      engine.client.connection.workflowService.getSystemInfo({}).then(
        () => true,
        () => false,
      ),
    );
    await engine.client.connection.operatorService.removeSearchAttributes({
      namespace: 'default',
      searchAttributes: [...SEARCH_ATTRIBUTES],
    });
  }
  async function live(restarted: boolean): Promise<void> {
    const dir = folder();
    server = await startTemporal(join(dir, 'first'));
    closing.push(() => server.close());
    const provider = new ScriptedProvider();
    const engine = await open({
      channels: { email: provider, sms: provider },
      environment: { TEMPORAL_ADDRESS: server.address },
    });
    const ids = await engine.engine.book(rows(MANY));
    await engine.start();
    await engine.runTo(START + 4 * DAY_MS);
    expect(await sentOf(engine, 'email-4')).toBe(MANY);
    if (restarted) await engine.stop();
    await loseTemporal(engine, dir);
    if (restarted) await engine.start();
    // A fact reopens the loop of its account at once; the others are opened when their turn comes.
    await engine.record('payment', PAID, 'harbour/A-0');
    await engine.settled();
    await engine.runTo(START + 12 * DAY_MS, 120_000);
    expect([await sentOf(engine, 'email-8'), await sentOf(engine, 'sms-10')]).toEqual([MANY - 1, MANY - 1]);
    for (const id of ids.slice(1)) {
      const { status } = await engine.workflow(id);
      expect(status.name).toBe('RUNNING');
    }
    await until('the attributes are shown again', async () => {
      const { typedSearchAttributes } = await engine.workflow(ids[1] ?? '');
      return [...typedSearchAttributes.getAll()].some((pair) => pair.key.name === 'stage' && pair.value === 'sms');
    });
    const { rows: cycles } = await sql<{ id: string }>`select id from cycle`.execute(engine.db);
    expect(cycles.length).toBeGreaterThan(0);
    for (const { id } of cycles)
      expect((await engine.client.workflow.getHandle(`cycle-${id}`).describe()).status.name).toBe('RUNNING');
    await until(
      'who paid has no loop any more',
      async () => (await engine.workflow(ids[0] ?? '')).status.name === 'COMPLETED',
    );
    await nothingTwice(engine, provider);
  }
  test('under running workers: every account goes on when its turn comes, and shows its attributes', () => live(false));
  test('while no worker runs: the same', () => live(true));
});

describe('a loop that an operator ends or turns back', () => {
  test('terminated on the wall clock: looked at when its time comes; a nudge opens it at once', async () => {
    const engine = await open({ clock: 'wall' });
    const [timed = '', nudged = ''] = await engine.engine.book(rows(2));
    await engine.start();
    for (const id of [timed, nudged]) await until('it looks', async () => (await engine.looks(id)) > 0);
    for (const id of [timed, nudged]) await (await engine.workflow(id)).handle.terminate('by hand');
    const before = [await engine.looks(timed), await engine.looks(nudged)];
    await sql`
      update account a
      set next_evaluation_at = m.moment, told_wakes_at = m.moment
      from (
        select id, clock_timestamp() + case when id = ${timed}::uuid then interval '3 seconds' else interval '1 day' end
          as moment
        from account) m
      where m.id = a.id`.execute(engine.db);
    await engine.nudge([nudged]);
    await until('the nudged one is looked at', async () => (await engine.looks(nudged)) > (before[1] ?? 0));
    expect(await engine.looks(timed)).toBe(before[0]);
    await until(
      'the other is looked at in its time',
      async () => (await engine.looks(timed)) > (before[0] ?? 0),
      20_000,
    );
    for (const id of [timed, nudged]) expect((await engine.workflow(id)).status.name).toBe('RUNNING');
  });

  test('reset to its beginning: it looks again and sends nothing again', async () => {
    const provider = new ScriptedProvider();
    const engine = await open({ channels: { email: provider } });
    const [id = ''] = await engine.engine.book(rows(1));
    await engine.start();
    await engine.runTo(START + 4 * DAY_MS);
    const { runId, handle } = await engine.workflow(id);
    const { events } = await handle.fetchHistory();
    const first = (events ?? []).find((event) => String(event.eventType) === WORKFLOW_TASK_COMPLETED);
    const looks = await engine.looks(id);
    await engine.client.connection.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: `account-${id}`, runId },
      workflowTaskFinishEventId: first?.eventId ?? null,
      requestId: `reset-${id}`,
      reason: 'by hand',
    });
    await until('the new run looks', async () => (await engine.looks(id)) > looks);
    expect((await engine.workflow(id)).runId).not.toBe(runId);
    await engine.runTo(START + 8 * DAY_MS);
    expect(await sentOf(engine, 'email-8')).toBe(1);
    // The number that it hands back is that of the look it was turned back to: no detector against the database.
    expect(await engine.stuck()).toEqual([]);
    await nothingTwice(engine, provider);
  });
});
const WORKFLOW_TASK_COMPLETED = '7';

describe('Redis', () => {
  test('killed and started empty under running workers: what is due is queued again and leaves once', async () => {
    const dir = folder();
    let redis = await startRedis(join(dir, 'first'));
    closing.push(() => redis.close());
    const provider = new ScriptedProvider();
    const engine = await open({ channels: { email: provider }, environment: { REDIS_URL: redis.url } });
    await engine.engine.book(rows(20));
    await engine.start();
    await engine.settled();
    const { port } = new URL(redis.url);
    await redis.close();
    await engine.runTo(START + 4 * DAY_MS, 1).catch(() => undefined);
    redis = await startRedis(join(dir, 'second'), [], Number(port));
    await engine.runTo(START + 4 * DAY_MS, 90_000);
    expect(await sentOf(engine, 'email-4')).toBe(20);
    const admin = new Redis(redis.url);
    await admin.flushall();
    await admin.quit();
    await engine.runTo(START + 8 * DAY_MS, 90_000);
    expect(await sentOf(engine, 'email-8')).toBe(20);
    await nothingTwice(engine, provider);
  });
});
