/** The account's loop on a real Temporal server: look, wait, nudge, start anew, end, come back. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { DAY_MS, HOUR_MS, localMinute } from '../../domain/time.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import { startProcess } from '../../platform/local/processes.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { runForeignLoop } from '../support/foreign-worker.ts';
import { RunningEngine } from '../support/running-engine.ts';
import { runScripted } from '../support/scripted-loop.ts';
import { START, ZONE } from '../support/test-engine.ts';
import { until } from '../support/wire.ts';

const PAID = { amount: { currency: 'TWD', minor: '143400' } };
/** EVENT_TYPE_* that the loop may write. */
const typesOf = async (engine: RunningEngine, id: string): Promise<string[]> => {
  const { events } = await engine.client.workflow.getHandle(`account-${id}`).fetchHistory();
  return (events ?? []).map((event) => String(event.eventType));
};
const SIGNALED = '26';
const TIMER_STARTED = '17';
const UPSERT = '40';

describe('on a simulated clock', () => {
  let engine: RunningEngine;
  let id = '';
  beforeAll(async () => {
    engine = await RunningEngine.open();
    [id = ''] = await engine.engine.book([{}]);
    await engine.start();
  });
  afterAll(() => engine.close());

  test('the sweep opens the workflow of an account whose turn has come; it looks, sends and waits for a nudge', async () => {
    await engine.runTo(START + 8 * DAY_MS);
    const sent = (await engine.engine.effects())
      .filter((effect) => effect.state === 'sent')
      .map((effect) => effect.step);
    expect(sent).toEqual(expect.arrayContaining(['email-1', 'email-4', 'email-8']));
    const { status, historyLength } = await engine.workflow(id);
    expect(status.name).toBe('RUNNING');
    expect(historyLength).toBeLessThan(80);
    expect(await typesOf(engine, id)).not.toContain(TIMER_STARTED);
    expect(await engine.looks(id)).toBeLessThan(8);
  });

  test('search attributes are set on change only and hold nothing personal', async () => {
    await engine.runTo(START + 12 * DAY_MS);
    const { typedSearchAttributes, memo } = await engine.workflow(id);
    const shown = Object.fromEntries([...typedSearchAttributes.getAll()].map((pair) => [pair.key.name, pair.value]));
    expect(shown).toMatchObject({ creditor: 'harbour', stage: 'sms', health: 'ok' });
    expect(Object.keys(shown).filter((name) => !['creditor', 'stage', 'health', 'BuildIds'].includes(name))).toEqual(
      [],
    );
    expect(memo ?? {}).toEqual({});
    const { rows } = await sql<{
      stage: string;
    }>`select stage from decision where account_id = ${id}::uuid order by evaluation_number`.execute(engine.db);
    const changes = rows.filter((row, at) => row.stage !== rows[at - 1]?.stage).length;
    const upserts = (await typesOf(engine, id)).filter((type) => type === UPSERT).length;
    expect(upserts).toBeGreaterThan(0);
    expect(upserts).toBeLessThanOrEqual(changes + 1);
  });

  test('the history holds ids only', async () => {
    const text = JSON.stringify(
      await engine.client.workflow.getHandle(`account-${id}`).fetchHistory(),
      (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value),
    );
    expect(text).toContain(id);
    // Whole numbers only: the digits of a moment or an id may hold any of these by chance.
    expect(text).not.toMatch(/Lin Mei|lin\.mei|212[- ]?555[- ]?0143|\bA-1\b|(?<!\d)(?:143400|1434)(?!\d)/);
  });

  test('cured, the workflow ends; a payment that comes back starts it again', async () => {
    await engine.record('payment', PAID);
    await engine.settled();
    await engine.runTo(START + 20 * DAY_MS);
    await until('the workflow ends', async () => (await engine.workflow(id)).status.name === 'COMPLETED');
    const looks = await engine.looks(id);
    await engine.record('reversal', PAID);
    await until(
      'it runs again',
      async () => (await engine.workflow(id)).status.name === 'RUNNING' && (await engine.looks(id)) > looks,
    );
    await engine.settled();
    const { typedSearchAttributes } = await engine.workflow(id);
    expect([...typedSearchAttributes.getAll()].map((pair) => pair.key.name)).toEqual(
      expect.arrayContaining(['creditor', 'stage', 'health']),
    );
  });

  test('terminated by hand: the sweep opens it again when a look is due, and its attributes are shown again', async () => {
    const { handle } = await engine.workflow(id);
    await handle.terminate('by hand');
    const before = await engine.looks(id);
    await engine.runTo(START + 45 * DAY_MS);
    expect(await engine.looks(id)).toBeGreaterThan(before);
    const { status, typedSearchAttributes } = await engine.workflow(id);
    expect(status.name).toBe('RUNNING');
    expect([...typedSearchAttributes.getAll()].map((pair) => pair.key.name)).toContain('stage');
  });

  test('one whose history cannot be replayed fails, and the sweep opens it again when a look is due', async () => {
    await engine.stop();
    await (await engine.workflow(id)).handle.terminate('by hand');
    const { handle } = await runForeignLoop(engine, id);
    await engine.start();
    const before = await engine.looks(id);
    await engine.runTo(START + 50 * DAY_MS);
    expect(await engine.looks(id)).toBeGreaterThan(before);
    expect((await handle.describe()).status.name).toBe('FAILED');
    expect((await engine.workflow(id)).status.name).toBe('RUNNING');
  });

  test('cycles look at their file hour and wait', async () => {
    const { rows } = await sql<{
      id: string;
      next: number;
      evaluated_at: number;
    }>`select id, next_evaluation_at as next, evaluated_at from cycle`.execute(engine.db);
    expect(rows.length).toBeGreaterThan(0);
    const now = await engine.now();
    for (const row of rows) {
      expect(row.next).toBeGreaterThanOrEqual(now);
      expect(row.next - now).toBeLessThanOrEqual(24 * HOUR_MS);
      expect(localMinute(row.next, ZONE)).toBe(18 * 60);
      const { status } = await engine.client.workflow.getHandle(`cycle-${row.id}`).describe();
      expect(status.name).toBe('RUNNING');
    }
  });

  test('many nudges: a history that is long starts anew, with nothing lost', async () => {
    const first = (await engine.workflow(id)).runId;
    for (let round = 0; round < 60 && (await engine.workflow(id)).runId === first; round += 1) {
      const before = await engine.looks(id);
      await engine.nudge([id]);
      await until('it looks', async () => (await engine.looks(id)) > before);
    }
    const { runId, historyLength, status } = await engine.workflow(id);
    expect(runId).not.toBe(first);
    expect(historyLength).toBeLessThan(300);
    expect(status.name).toBe('RUNNING');
    const old = await engine.client.workflow.getHandle(`account-${id}`, first).describe();
    expect(old.status.name).toBe('CONTINUED_AS_NEW');
    const before = await engine.looks(id);
    await engine.nudge([id]);
    await until('the new run looks', async () => (await engine.looks(id)) > before);
    await until('the nudge is in the new history', async () => (await typesOf(engine, id)).includes(SIGNALED));
  });
});

describe('a look that cannot be made', () => {
  let engine: RunningEngine;
  let id = '';
  beforeAll(async () => {
    engine = await RunningEngine.open({ clock: 'wall' });
    [id = ''] = await engine.engine.book([{}]);
    await engine.start();
    await until('it looks', async () => (await engine.looks(id)) > 0);
  });
  afterAll(() => engine.close());

  test('falls back to an ordinary activity that is seen waiting, and is made when the way is free', async () => {
    const looks = await engine.looks(id);
    await engine.db.transaction().execute(async (trx) => {
      await sql`select id from account where id = ${id}::uuid for update`.execute(trx);
      await engine.nudge([id]);
      await until(
        'the activity shows',
        async () => ((await engine.workflow(id)).raw.pendingActivities ?? []).length === 1,
      );
      const [pending] = (await engine.workflow(id)).raw.pendingActivities ?? [];
      expect(pending?.activityType?.name).toBe('look');
      expect(await engine.looks(id)).toBe(looks);
    });
    await until('it looks', async () => (await engine.looks(id)) > looks);
    await until(
      'nothing is pending',
      async () => ((await engine.workflow(id)).raw.pendingActivities ?? []).length === 0,
    );
  });

  test('an account that is not there ends its workflow with the reason', async () => {
    const nobody = '018f3a10-0000-7000-8000-0000000000aa';
    await engine.nudge([nobody]);
    await until('it fails', async () => (await engine.workflow(nobody)).status.name === 'FAILED');
  });
});

describe('what a look costs', () => {
  test('ended by its timer: at most 7 events and 2 billable actions; nudged: 7 and 3; one more when the stage changes', async () => {
    const ran = await runScripted(process.env['ARREARS_TEST_TEMPORAL'] ?? '');
    expect(ran.timer.events).toBeLessThanOrEqual(7);
    expect(ran.timer.actions).toBe(2);
    expect(ran.nudged.events).toBeLessThanOrEqual(7);
    expect(ran.nudged.actions).toBe(3);
    expect(ran.changed.actions).toBe(3);
  });
});

describe('a worker that is killed', () => {
  let engine: RunningEngine;
  afterAll(() => engine.close());

  test('in the middle of sending: after the restart everything is sent, nothing twice', async () => {
    engine = await RunningEngine.open({ environment: { ARREARS_LEASE_SECONDS: '5', LOG_LEVEL: 'fatal' } });
    const MANY = 200;
    await engine.engine.book(Array.from({ length: MANY }, (_, at) => ({ account: `K-${at}`, person: `KP-${at}` })));
    const folder = join(engine.engine.home, 'outbox', 'email');
    const letters = () =>
      existsSync(folder)
        ? readdirSync(folder, { recursive: true })
            .map(String)
            .filter((name) => name.endsWith('.eml'))
        : [];
    const worker = await startProcess('workers/main.ts', engine.environment);
    await until('some are sent', () => letters().length >= MANY / 10).finally(() => worker.kill());
    expect(letters().length).toBeLessThan(MANY);
    await engine.start();
    await until('all are sent', () => letters().length >= MANY);
    await engine.settled();
    const { rows } = await sql<{ state: string; n: number }>`
      select state, count(*)::int as n from effect where step = 'email-1' group by state`.execute(engine.db);
    expect(rows).toEqual([{ state: 'sent', n: MANY }]);
    expect(new Set(letters().map((name) => name.split('/').at(-1))).size).toBe(MANY);
    expect(letters()).toHaveLength(MANY);
    const markers = readdirSync(join(engine.engine.home, 'outbox', '.sent', 'email')).filter((name) =>
      name.endsWith('.done'),
    );
    expect(markers).toHaveLength(MANY);
    const { rows: keys } = await sql<{
      key: string;
    }>`select key from dispatch where channel = 'email' and result = 'sent'`.execute(engine.db);
    expect(keys.map((row) => `${row.key}.done`).sort()).toEqual(markers.sort());
    expect((await checkInvariants(engine.db, RULEBOOK, await engine.now())).violations).toEqual([]);
  });
});
