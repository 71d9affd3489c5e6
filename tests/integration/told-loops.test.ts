/**
 * Loops are woken when their waiting changes and sleep on otherwise; whatever is lost on the way is repeated. On a real
 * Temporal server, on the wall clock.
 */

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import Long from 'long';
import { uuidv7 } from 'uuidv7';
import { readEpoch } from '../../db/epoch.ts';
import { leaveHint } from '../../db/hints.ts';
import { byPerson } from '../../domain/act.ts';
import { CHANNELS } from '../../domain/channels.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { DAY_MS, HOUR_MS, localDate } from '../../domain/time.ts';
import { nudgeStale, reopenMissing } from '../../engine/effects/sweep.ts';
import { evaluateInPlace } from '../../engine/evaluate/evaluate.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { raiseVersions } from '../../engine/facts/record-facts.ts';
import { startTemporal } from '../../platform/local/temporal.ts';
import { RULEBOOK, RULES } from '../../stages/rules.ts';
import { openEvaluations } from '../../workers/evaluations.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { RunningEngine } from '../support/running-engine.ts';
import { ZONE } from '../support/test-engine.ts';
import { until } from '../support/wire.ts';

const PAID = { amount: { currency: 'TWD', minor: '143400' } };
const MARKER = 25;
/** A task of the workflow that is scheduled or begun, and a signal before it. */
const UNDER_WAY: readonly number[] = [5, 6, 26];
/** Value of ResetReapplyType. */
const REAPPLY_NONE = 2;
const NEXT = new Date(Date.now() + 30 * DAY_MS);

const promised = () => ({ parts: [{ on: localDate(Date.now() + 5 * DAY_MS, ZONE), ...PAID }] });

const day = (ago: number) => localDate(Date.now() - ago * DAY_MS, ZONE);
/** Accounts of the book whose answers do not change within the test. */
const WAITING = [
  // It is promised for.
  ['a moment', { dues: `${day(20)}=1434.00`, as_of: day(1) }],
  // Its ladder is at its end: it waits until the task for a person is made, and no worker works the lane of tasks.
  ['a fact only', { dues: `${day(100)}=1434.00`, as_of: day(1), reached_stage: 'bureau', notified_on: day(60) }],
] as const;
const LANES = CHANNELS.filter((channel) => channel !== 'desk').join(',');

interface Row {
  next_evaluation_at: number | null;
  told_wakes_at: number | null;
  told_stage: string | null;
  told_health: string | null;
  told_over: boolean | null;
  stage: string;
  health: string;
  over: boolean;
  looks: number;
}
async function rowOf(engine: RunningEngine, id: string): Promise<Row> {
  const { rows } = await sql<Row>`
    select next_evaluation_at, told_wakes_at, told_stage, told_health, told_over, stage, health, over,
      evaluation_number::int as looks
    from account
    where id = ${id}::uuid`.execute(engine.db);
  return rows[0] as Row;
}
const isTold = (row: Row): boolean =>
  row.told_wakes_at === row.next_evaluation_at &&
  row.told_stage === row.stage &&
  row.told_health === row.health &&
  row.told_over === row.over;

/** How often the newest run of a loop looked. */
async function looksOfLoop(engine: RunningEngine, id: string): Promise<number> {
  const { events } = await engine.client.workflow.getHandle(`account-${id}`).fetchHistory();
  return (events ?? []).filter((event) => Number(event.eventType) === MARKER).length;
}
const statusOf = async (engine: RunningEngine, id: string): Promise<string> => (await engine.workflow(id)).status.name;

/** Waits until the history has what the loop was told last. */
async function atRest(engine: RunningEngine, id: string): Promise<void> {
  await until('the loop waits', async () => {
    const { events } = await engine.client.workflow.getHandle(`account-${id}`).fetchHistory();
    return isTold(await rowOf(engine, id)) && !UNDER_WAY.includes(Number(events?.at(-1)?.eventType));
  });
}

/** A fact that changes no answer. */
async function surprise(engine: RunningEngine, id: string): Promise<void> {
  await engine.db.transaction().execute((trx) => raiseVersions(trx, [id]));
  await leaveHint(engine.db, [id]);
}

describe.each(WAITING)('a loop that waits for %s', (waiting, book) => {
  let engine: RunningEngine;
  let id = '';
  beforeAll(async () => {
    engine = await RunningEngine.open({ clock: 'wall', environment: { ARREARS_LANES: LANES } });
    engine.engine.now = Date.now();
    [id = ''] = await engine.engine.book([{ bureau_consent: 'no', ...book }]);
    await engine.start();
    await until('it is told', async () => (await rowOf(engine, id)).looks > 0);
    if (waiting === 'a moment') await engine.record('promise', promised());
    const health = waiting === 'a moment' ? 'held' : 'ok';
    await until('it waits as it should', async () => {
      const row = await rowOf(engine, id);
      return isTold(row) && row.health === health && (row.told_wakes_at === null) === (waiting === 'a fact only');
    });
    await atRest(engine, id);
  });
  afterAll(() => engine.close());

  test('sleeps on when a fact changes nothing that it waits for: evaluated in place, and no alarm', async () => {
    const [before, looks] = [await rowOf(engine, id), await looksOfLoop(engine, id)];
    for (let round = 1; round <= 3; round += 1) {
      await surprise(engine, id);
      await until('it is evaluated', async () => (await rowOf(engine, id)).looks === before.looks + round);
    }
    await atRest(engine, id);
    expect(await looksOfLoop(engine, id)).toBe(looks);
    await engine.nudge([id]);
    await until('its loop looks', async () => (await looksOfLoop(engine, id)) === looks + 1);
    expect((await readEpoch(engine.db)).closedSince).toBeNull();
  });

  test.each([
    ['a later moment', sql`told_wakes_at = 'infinity', next_evaluation_at = coalesce(next_evaluation_at, ${NEXT})`],
    ['another stage', sql`told_stage = 'sms'`],
    ['another health', sql`told_health = 'blocked'`],
    ['its end', sql`told_over = true, told_wakes_at = null`],
    ['nothing yet', sql`told_over = null, told_wakes_at = null, told_stage = null, told_health = null`],
  ])('told %s, and the signal that should have put it right is lost: the sweep repeats it', async (_, told) => {
    const looks = await looksOfLoop(engine, id);
    await sql`update account set ${told}, nudged_at = clock_timestamp() where id = ${id}::uuid`.execute(engine.db);
    const lost = performance.now();
    await until('it is told', async () => isTold(await rowOf(engine, id)), 15_000);
    expect(performance.now() - lost).toBeGreaterThan(2000);
    await atRest(engine, id);
    expect(await looksOfLoop(engine, id)).toBe(looks + 1);
  });

  test('terminated: opened again, at its time or within a day', async () => {
    await (await engine.workflow(id)).handle.terminate('by hand');
    await sql`
      update account
      set alive_at = alive_at - interval '1 day', told_wakes_at = told_wakes_at - make_interval(days => 3650)
      where id = ${id}::uuid`.execute(engine.db);
    await until('it runs', async () => (await statusOf(engine, id)) === 'RUNNING', 15_000);
    await until('it is told', async () => isTold(await rowOf(engine, id)));
    await atRest(engine, id);
  });

  test('terminated: a fact that changes its waiting opens it', async () => {
    await (await engine.workflow(id)).handle.terminate('by hand');
    await sql`update account set told_health = 'blocked' where id = ${id}::uuid`.execute(engine.db);
    await surprise(engine, id);
    await until('it runs', async () => (await statusOf(engine, id)) === 'RUNNING', 3000);
    await until('it is told', async () => isTold(await rowOf(engine, id)));
  });

  test('reset to its beginning, without its signals: it looks again, is told, and no alarm', async () => {
    const before = await rowOf(engine, id);
    const { runId } = await engine.workflow(id);
    await engine.client.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: `account-${id}`, runId },
      workflowTaskFinishEventId: Long.fromNumber(4),
      requestId: uuidv7(),
      reason: 'by hand',
      resetReapplyType: REAPPLY_NONE,
    });
    await until('it looks', async () => (await rowOf(engine, id)).looks > before.looks);
    await until('it is told', async () => isTold(await rowOf(engine, id)));
    expect((await engine.workflow(id)).runId).not.toBe(runId);
    expect(await statusOf(engine, id)).toBe('RUNNING');
    expect((await readEpoch(engine.db)).closedSince).toBeNull();
  });

  test('Temporal loses everything: it is opened on the new server, and the witness with it', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'arrears-told-'));
    chmodSync(dir, 0o711);
    const fresh = await startTemporal(dir);
    const { mark } = await readEpoch(engine.db);
    await engine.stop();
    const moved = await engine.movedTo(fresh.address);
    try {
      await moved.start();
      await sql`
        update account
        set alive_at = alive_at - interval '1 day', told_wakes_at = told_wakes_at - make_interval(days => 3650)
        where id = ${id}::uuid`.execute(engine.db);
      const handle = moved.client.workflow.getHandle(`account-${id}`);
      await until(
        'it runs',
        async () => (await handle.describe().catch(() => null))?.status.name === 'RUNNING',
        20_000,
      );
      await until('it is told', async () => isTold(await rowOf(engine, id)));
      const witness = moved.client.workflow.getHandle(`witness-${engine.taskQueue}`);
      await until('the witness is told', async () => {
        const [told] = await witness.query<{ mark: string }[]>('told').catch(() => []);
        return told !== undefined && BigInt(told.mark) > mark;
      });
      expect((await readEpoch(engine.db)).closedSince).toBeNull();
    } finally {
      await moved.stop();
      await moved.client.connection.close();
      await fresh.close();
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

describe('a loop that has ended', () => {
  let engine: RunningEngine;
  let id = '';
  beforeAll(async () => {
    engine = await RunningEngine.open({ clock: 'wall' });
    [id = ''] = await engine.engine.book([{}]);
    await engine.start();
    await until('it is told', async () => isTold(await rowOf(engine, id)) && (await rowOf(engine, id)).looks > 0);
  });
  afterAll(() => engine.close());
  const end = async () => {
    await engine.record('payment', PAID);
    await until('it ends', async () => (await statusOf(engine, id)) === 'COMPLETED');
    expect(await rowOf(engine, id)).toMatchObject({ told_over: true, next_evaluation_at: null, told_wakes_at: null });
  };

  test('lives again by a fact that gives it something to wait for', async () => {
    await end();
    await engine.record('reversal', PAID);
    await until('it runs', async () => (await statusOf(engine, id)) === 'RUNNING', 3000);
    await until('it is told', async () => isTold(await rowOf(engine, id)));
  });

  test('lives again by the sweep when the signal is lost', async () => {
    await end();
    await acceptFact(
      engine.db,
      { subject: 'harbour/A-1', kind: 'reversal', data: PAID, source: 'test' },
      byPerson('ann', Date.now()),
    );
    const deps = { db: engine.db, rulebook: RULEBOOK, now: async () => Date.now(), enqueueDue: async () => {} };
    await evaluateInPlace({ ...deps, wallWait: () => null, wake: async () => {} }, [id]);
    expect(await rowOf(engine, id)).toMatchObject({ told_over: true, over: false });
    expect(await statusOf(engine, id)).toBe('COMPLETED');
    await until('it runs', async () => (await statusOf(engine, id)) === 'RUNNING', 15_000);
    await until('it is told', async () => isTold(await rowOf(engine, id)));
  });

  test('sleeps on when a fact gives it nothing', async () => {
    await end();
    const before = await rowOf(engine, id);
    await surprise(engine, id);
    await until('it is evaluated', async () => (await rowOf(engine, id)).looks > before.looks);
    expect(await statusOf(engine, id)).toBe('COMPLETED');
    expect(isTold(await rowOf(engine, id))).toBe(true);
  });
});

describe('hints', () => {
  let engine: RunningEngine;
  let id = '';
  beforeAll(async () => {
    // No sweep comes in time.
    engine = await RunningEngine.open({ clock: 'wall', environment: { ARREARS_SWEEP_MS: '600000' } });
    [id = ''] = await engine.engine.book([{}]);
    await engine.start();
    await engine.nudge([id]);
    await until('it looks', async () => (await rowOf(engine, id)).looks > 0);
    await engine.record('dispute', { about: 'amount' });
    await until('it is told', async () => (await rowOf(engine, id)).told_health === 'held');
  });
  afterAll(() => engine.close());
  const isEvaluated = async (looks: number): Promise<boolean> => (await rowOf(engine, id)).looks > looks;

  test('a hint is taken at once', async () => {
    const { looks } = await rowOf(engine, id);
    await surprise(engine, id);
    await until('it is evaluated', () => isEvaluated(looks));
  });

  test('a broken connection is opened again', async () => {
    const listener = async (): Promise<number | undefined> => {
      const { rows } = await sql<{ pid: number }>`
        select pid
        from pg_stat_activity
        where datname = current_database()
          and application_name = 'arrears hints'
          and query like 'listen%'`.execute(engine.db);
      return rows[0]?.pid;
    };
    const before = await listener();
    await sql`select pg_terminate_backend(${before}::int, 5000)`.execute(engine.db);
    await until('it listens again', async () => ![before, undefined].includes(await listener()));
    const { looks } = await rowOf(engine, id);
    await surprise(engine, id);
    await until('it is evaluated', () => isEvaluated(looks));
  });

  test('a bulk act leaves none', async () => {
    const { looks } = await rowOf(engine, id);
    await engine.db.transaction().execute((trx) => raiseVersions(trx, [id]));
    await leaveHint(engine.db, [id, ...Array.from({ length: 200 }, () => uuidv7())]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await isEvaluated(looks)).toBe(false);
  });
});

describe('by hand', () => {
  const engine = useTestEngine('each test');

  test('an account whose loop has missed its time is never evaluated in place by the sweep', async () => {
    const [id = ''] = await engine.book([{}]);
    await engine.look([id]);
    await engine.db.transaction().execute((trx) => raiseVersions(trx, [id]));
    for (const [column, at] of [
      [sql`told_wakes_at`, engine.now - 4000],
      [sql`next_evaluation_at`, engine.now - 4000],
    ] as const) {
      await sql`update account set ${column} = ${new Date(at)}, nudged_at = null`.execute(engine.db);
      await nudgeStale({ ...engine.sweepDeps(), simulated: false });
      expect([engine.woken.splice(0), engine.nudged.splice(0)]).toEqual([[id], []]);
      await sql`update account set ${column} = ${new Date(engine.now + HOUR_MS)}`.execute(engine.db);
    }
    await sql`update account set nudged_at = null, stale_since = stale_since - interval '4 seconds'`.execute(engine.db);
    await nudgeStale({ ...engine.sweepDeps(), simulated: false });
    expect(engine.nudged).toEqual([id]);
  });

  test('one that fails in place is left to its loop, and holds up no other', async () => {
    const ids = await engine.book([1, 2, 3].map((no) => ({ account: `A-${no}`, person: `P-${no}` })));
    const [good, throwing, locked] = ids as [string, string, string];
    await engine.look(ids);
    await engine.db.transaction().execute((trx) => raiseVersions(trx, ids));
    const rulebook: Rulebook = {
      ...engine.rulebook,
      rulesFor: (account) => {
        if (account.accountId === throwing) throw new Error('a rule fails');
        return RULES;
      },
    };
    const evaluations = openEvaluations({
      db: engine.db,
      rulebook,
      now: engine.clock,
      wallWait: () => null,
      enqueueDue: async () => {},
      wake: async (some) => void engine.woken.push(...some),
      graceMs: 0,
      warn: () => {},
    });
    await engine.db.transaction().execute(async (trx) => {
      await sql`select id from account where id = ${locked}::uuid for update`.execute(trx);
      evaluations.add(ids);
      await until('both are left to their loops', () => engine.woken.length === 2);
    });
    await evaluations.close();
    expect(engine.woken.toSorted()).toEqual([throwing, locked].toSorted());
    const { rows } = await sql`select id from account where evaluated_version = facts_version`.execute(engine.db);
    expect(rows).toEqual([{ id: good }]);
  });

  test('a loop that shows no life is looked for once a day, and again until it is found or has looked', async () => {
    const [id = ''] = await engine.book([{}]);
    await engine.look([id]);
    await sql`update account set told_wakes_at = null, next_evaluation_at = null`.execute(engine.db);
    const asked: string[] = [];
    let missing = true;
    const deps = {
      ...engine.sweepDeps(),
      findMissing: async (ids: readonly string[]) => {
        asked.push(...ids);
        return missing ? [...ids] : [];
      },
    };
    await reopenMissing(deps);
    expect(asked).toEqual([]);
    await sql`update account set alive_at = alive_at - interval '23 hours'`.execute(engine.db);
    const silent = { ...deps, findMissing: () => Promise.reject(new Error('Temporal is away')) };
    await expect(reopenMissing(silent)).rejects.toThrow('Temporal is away');
    await reopenMissing(deps);
    missing = false;
    await reopenMissing(deps);
    await reopenMissing(deps);
    expect([asked, engine.woken]).toEqual([[id, id], [id]]);
  });
});
