/** What nobody knows: asked for, told by a receipt, decided by a person after its deadline; and a lane that is busy. On a real database. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson, bySystem } from '../../domain/act.ts';
import { UNKNOWN_DEADLINE_MS } from '../../domain/unknown.ts';
import { enqueueDue } from '../../engine/effects/fill-queue.ts';
import type { DueJob } from '../../engine/effects/find-due.ts';
import { pauseLanes } from '../../engine/effects/lane-pauses.ts';
import { isSettled, nextDue } from '../../engine/effects/next-due.ts';
import { recordReceipt } from '../../engine/effects/record-receipts.ts';
import { askUnknown, ensureTasks, freeExpired } from '../../engine/effects/sweep.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { retryEffect } from '../../engine/operate/retry-effects.ts';
import { settleManually, settleTask } from '../../engine/operate/settle-manually.ts';
import { listTasks } from '../../engine/tasks/list-tasks.ts';
import { armCrash, type CrashPoint } from '../../platform/crash-points.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { effectsOf } from '../support/sending.ts';
import { ScriptedProvider } from '../support/test-engine.ts';
import { violationsOf } from '../support/violations.ts';

const engine = useTestEngine('each test');
beforeEach(async () => {
  // No files are due: only what these tests make keeps the clock waiting.
  await sql`update cycle set next_evaluation_at = '2100-01-01', started_at = now()`.execute(engine.db);
});

const clock = () => ({ now: engine.now, rulebook: RULEBOOK });
const violations = () => violationsOf(engine.db, RULEBOOK, engine.now);
async function provided(answer: ScriptedProvider['answer'], unasked?: true): Promise<ScriptedProvider> {
  const provider = new ScriptedProvider(unasked);
  provider.answer = answer;
  engine.channels = { ...engine.channels, email: provider };
  return provider;
}
/** One account whose first e-mail was called for, and nobody knows what came of it. */
async function unknown(unasked?: true): Promise<ScriptedProvider> {
  const provider = await provided(new Error('reset'), unasked);
  await engine.look(await engine.book([{}]));
  await engine.sendDue();
  expect(await engine.effect()).toMatchObject({ state: 'unknown' });
  return provider;
}
const path = async (): Promise<string[]> => {
  const { rows } = await sql<{ path: string[] }>`select path from effect where step = 'email-1' order by id`.execute(
    engine.db,
  );
  return rows[0]?.path ?? [];
};
/** The lease of the call has passed, and so has the pause before the next question. */
const passTime = () =>
  sql`update effect set query_at = clock_timestamp() - interval '1 second' where state = 'unknown'`.execute(engine.db);
const endRests = () => sql`update lane set paused_until = null`.execute(engine.db);

describe('asked for', () => {
  test('not while its lease runs: the call may still arrive', async () => {
    const provider = await unknown();
    provider.asked = 'not-sent';
    expect(await askUnknown(engine.sweepDeps())).toBe(0);
    expect(await engine.effect()).toMatchObject({ state: 'unknown' });
    await engine.look([await engine.idOf('harbour/A-1')]);
    expect(await isSettled(engine.db, engine.now)).toBe(false);
    await passTime();
    provider.asked = 'cannot-tell';
    await askUnknown(engine.sweepDeps());
    expect(await isSettled(engine.db, engine.now)).toBe(true);
  });
  test('it had left: sent, with its permit', async () => {
    const provider = await unknown();
    provider.asked = 'sent';
    await passTime();
    expect(await askUnknown(engine.sweepDeps())).toBe(1);
    expect(await engine.effect()).toMatchObject({ state: 'sent', reason: 'found sent: its channel was asked' });
    expect(await path()).toEqual(['planned', 'claimed', 'unknown', 'sent']);
    expect(await violations()).toEqual([]);
  });
  test('it had not: sent then, once, by the next attempt', async () => {
    const provider = await unknown();
    provider.asked = 'not-sent';
    await passTime();
    await askUnknown(engine.sweepDeps());
    expect(await engine.effect()).toMatchObject({ state: 'deferred', due_at: engine.now });
    provider.answer = { kind: 'sent', reference: 'ok' };
    await engine.look([await engine.idOf('harbour/A-1')]);
    await engine.sendDue();
    expect(await engine.effect()).toMatchObject({ state: 'sent', attempt: 2 });
    expect(provider.sent).toHaveLength(2);
    expect(await violations()).toEqual([]);
  });
  test('who cannot tell is asked again, less and less often, and nothing is sent meanwhile', async () => {
    const provider = await unknown();
    const pauses: number[] = [];
    for (let times = 0; times < 4; times += 1) {
      await passTime();
      await askUnknown(engine.sweepDeps());
      const { rows } = await sql<{ seconds: number }>`
        select round(extract(epoch from query_at - clock_timestamp()))::int as seconds from effect where state = 'unknown'`.execute(
        engine.db,
      );
      pauses.push(rows[0]?.seconds ?? -1);
    }
    expect(pauses).toEqual([1, 2, 4, 8]);
    await engine.sendDue();
    expect(provider.sent).toHaveLength(1);
  });
  test('where nobody can be asked nobody is, and the clock does not wait for it', async () => {
    const provider = await unknown(true);
    provider.asked = new Error('must not be asked');
    await passTime();
    await sql`update effect set query_at = null`.execute(engine.db);
    expect(await askUnknown(engine.sweepDeps())).toBe(0);
    await engine.look([await engine.idOf('harbour/A-1')]);
    expect(await isSettled(engine.db, engine.now)).toBe(true);
  });
});

describe('after its deadline', () => {
  /** Its deadline has come. Returns the task. */
  async function overdue() {
    const unknownSince = engine.now;
    expect(await nextDue(engine.db, unknownSince)).not.toBeNull();
    engine.now = unknownSince + UNKNOWN_DEADLINE_MS - 1;
    await ensureTasks(engine.sweepDeps());
    expect(await listTasks(engine.db, { kind: 'settle-unknown', limit: 9 }, engine.now)).toEqual([]);
    engine.now = unknownSince + UNKNOWN_DEADLINE_MS;
    engine.now += 61_000;
    expect((await violations()).map((violation) => violation.invariant)).toContain('unknown-has-task');
    await ensureTasks(engine.sweepDeps());
    await ensureTasks(engine.sweepDeps());
    const tasks = await listTasks(engine.db, { kind: 'settle-unknown', limit: 9 }, engine.now);
    expect(tasks).toHaveLength(1);
    return tasks[0] as (typeof tasks)[number];
  }

  test('a person is asked once a message, with the key to look for', async () => {
    await unknown(true);
    const { rows } = await sql<{ key: string }>`select key from dispatch`.execute(engine.db);
    const task = await overdue();
    expect(task).toMatchObject({ account: 'harbour/A-1', reason: expect.stringContaining(rows[0]?.key ?? '?') });
    expect(await violations()).toEqual([]);
  });
  test.each([
    ['sent', 'sent'],
    ['unsent', 'planned'],
    ['give-up', 'given-up'],
  ] as const)('who says %s makes it %s', async (verdict, state) => {
    await unknown(true);
    const { no } = await overdue();
    await settleTask(engine.db, no, verdict, { ...byPerson('ann', clock().now), ...clock() });
    expect(await engine.effect()).toMatchObject({ state });
    await expect(
      settleTask(engine.db, no, verdict, { ...byPerson('ann', clock().now), ...clock() }),
    ).rejects.toMatchObject({ code: 'task-ended' });
    expect(await violations()).toEqual([]);
  });
  test('a receipt, or a word by another way, takes the task back', async () => {
    const provider = await unknown(true);
    await overdue();
    const message = provider.sent[0]?.key ?? '';
    const receipt = { kind: 'delivered' as const, message, source: 'provider', externalId: 'r-1', at: engine.now };
    await engine.db.transaction().execute((trx) => recordReceipt(trx, receipt, bySystem('test', engine.now)));
    await ensureTasks(engine.sweepDeps());
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
    expect(
      await listTasks(engine.db, { kind: 'settle-unknown', state: 'withdrawn', limit: 9 }, engine.now),
    ).toHaveLength(1);
  });
  test('unknown again after a person had it sent: asked again', async () => {
    await unknown(true);
    const { no } = await overdue();
    await settleTask(engine.db, no, 'unsent', { ...byPerson('ann', clock().now), ...clock() });
    await endRests();
    await engine.sendDue();
    expect(await engine.effect()).toMatchObject({ state: 'unknown' });
    const again = await overdue();
    expect(again.no).toBe(no);
    await settleManually(engine.db, (await engine.effect()).id, 'sent', {
      ...byPerson('ann', clock().now),
      ...clock(),
    });
    expect(await violations()).toEqual([]);
  });
});

describe('a busy lane', () => {
  const BUSY = { kind: 'busy', reason: '429', retryAfterMs: null } as const;
  const rests = async (): Promise<number> => {
    const { rows } = await sql<{ seconds: number }>`
      select coalesce(round(extract(epoch from paused_until - clock_timestamp())), 0)::int as seconds from lane where name = 'email'`.execute(
      engine.db,
    );
    return rows[0]?.seconds ?? 0;
  };
  const peopleOf = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      account: `A-${at + 1}`,
      person: `P-${at + 1}`,
      email: `p${at + 1}@example.com`,
      phone: `+88691234567${at + 1}`,
    }));
  const tryOnce = async () => {
    await sql`update lane set paused_until = clock_timestamp() where paused_until > clock_timestamp()`.execute(
      engine.db,
    );
    await engine.sendDue();
  };

  test('rests longer each time, and eats no attempt', async () => {
    const provider = await provided(BUSY);
    await engine.look(await engine.book([{}]));
    const pauses: number[] = [];
    for (let times = 0; times < 5; times += 1) {
      await tryOnce();
      pauses.push(await rests());
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16]);
    expect(await engine.effect()).toMatchObject({ state: 'planned', attempt: 5 });
    provider.answer = { kind: 'sent', reference: 'ok' };
    await tryOnce();
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
    expect((await findStuck(engine.db, engine.now)).filter((stuck) => stuck.effect !== null)).toEqual([]);
    expect(await violations()).toEqual([]);
  });
  test('what leaves between makes the next rest short again', async () => {
    const provider = await provided(BUSY);
    const ids = await engine.book(peopleOf(5));
    await engine.look(ids.slice(0, 1));
    for (let times = 0; times < 4; times += 1) await tryOnce();
    expect(await rests()).toBe(8);
    provider.answer = { kind: 'sent', reference: 'ok' };
    await engine.look(ids.slice(1, 4));
    await tryOnce();
    provider.answer = BUSY;
    await engine.look(ids.slice(4));
    await tryOnce();
    expect(await rests()).toBe(1);
  });
  test('what leaves in the same moment counts too', async () => {
    await provided(BUSY);
    await engine.look(await engine.book([{}]));
    for (let times = 0; times < 4; times += 1) await tryOnce();
    await sql`update lane set paused_until = clock_timestamp()`.execute(engine.db);
    const settlement = (no: number, result: 'sent' | 'busy') => ({
      dispatchId: `none-${no}`,
      token: '',
      effectIds: [],
      accountIds: [],
      result,
      reason: null,
      againAt: null,
      lane: { name: 'email', retryAfterMs: null },
    });
    await engine.db
      .transaction()
      .execute((trx) => pauseLanes(trx, [...[1, 2, 3, 4].map((no) => settlement(no, 'sent')), settlement(5, 'busy')]));
    expect(await rests()).toBe(1);
  });
  test('rests as long as it asks for', async () => {
    await provided({ ...BUSY, retryAfterMs: 30_000 });
    await engine.look(await engine.book([{}]));
    await tryOnce();
    expect(await rests()).toBe(30);
  });
  test('while it rests nothing is claimed or queued, of other lanes it is', async () => {
    const provider = await provided({ ...BUSY, retryAfterMs: 30_000 });
    const ids = await engine.book([
      { account: 'A-1' },
      { account: 'A-2', person: 'P-2', email: 'b@example.com', phone: '+886912345679' },
    ]);
    await engine.look(ids.slice(0, 1));
    await engine.sendDue();
    await engine.look(ids.slice(1));
    const queued: string[] = [];
    const enqueue = async (jobs: readonly DueJob[]) => {
      queued.push(...effectsOf(jobs));
      return [];
    };
    await enqueueDue({ ...engine.sweepDeps(), enqueue });
    await engine.sendDue();
    expect(queued).toEqual([]);
    expect(provider.sent).toHaveLength(1);
    expect(await isSettled(engine.db, engine.now)).toBe(false);
    await endRests();
    await enqueueDue({ ...engine.sweepDeps(), enqueue });
    expect(queued).toHaveLength(2);
  });
  test('one call without an answer is no reason to rest, three in a row are', async () => {
    await provided(new Error('reset'));
    const ids = await engine.book(peopleOf(3));
    const pauses: number[] = [];
    for (const id of ids) {
      await engine.look([id]);
      await engine.sendDue();
      pauses.push(Math.max(0, await rests()));
    }
    expect(pauses).toEqual([0, 0, 1]);
  });
  test('freed by a person it rests no more', async () => {
    await provided({ ...BUSY, retryAfterMs: 30_000 });
    await engine.look(await engine.book([{}]));
    await engine.sendDue();
    await sql`update effect set state = 'failed' where step = 'email-1'`.execute(engine.db);
    await retryEffect(engine.db, (await engine.effect()).id, bySystem('test', engine.now));
    expect(await rests()).toBe(0);
  });
});

describe('files are sent at least once', () => {
  test('without an answer again under the same permit and key, until there is one', async () => {
    const provider = new ScriptedProvider();
    Object.assign(provider, { policy: 'at-least-once' });
    const send = provider.send.bind(provider);
    let left = 2;
    provider.send = async (...given) => {
      const result = await send(...given);
      left -= 1;
      if (left >= 0) throw new Error('reset');
      return result;
    };
    engine.channels = { ...engine.channels, email: provider };
    await engine.look(await engine.book([{}]));
    await engine.sendDue();
    expect(new Set(provider.sent.map((message) => message.key)).size).toBe(1);
    expect(provider.sent).toHaveLength(3);
    expect(await engine.effect()).toMatchObject({ state: 'sent', attempt: 1 });
  });
});

describe('a process that dies', () => {
  /** The process never comes back from the point. */
  async function dieAt(point: CrashPoint, act: () => Promise<unknown>): Promise<void> {
    let disarm = () => {};
    const died = new Promise<void>((resolve) => {
      disarm = armCrash(point, () => {
        resolve();
        return new Promise(() => undefined);
      });
    });
    await Promise.race([died, act()]);
    disarm();
  }
  const heal = async () => {
    await engine.expire();
    await freeExpired(engine.sweepDeps());
    await passTime();
    await askUnknown(engine.sweepDeps());
    await engine.sendDue();
  };

  test.each([
    ['claimed, not called', 'not-sent', 1],
    ['called, not recorded', 'sent', 1],
    ['recorded, workflow not told', 'sent', 1],
  ] as const)('%s: it leaves once', async (point, asked, times) => {
    const provider = await provided({ kind: 'sent', reference: 'ok' });
    provider.asked = asked;
    await engine.look(await engine.book([{}]));
    await dieAt(point, () => engine.sendDue());
    await heal();
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
    expect(provider.sent).toHaveLength(times);
    expect(await violations()).toEqual([]);
  });
  test('marked, not called, where nobody can be asked: nobody knows, and no machine sends it', async () => {
    const provider = await provided({ kind: 'sent', reference: 'ok' }, true);
    await engine.look(await engine.book([{}]));
    await dieAt('marked, not called', () => engine.sendDue());
    await heal();
    expect(await engine.effect()).toMatchObject({ state: 'unknown' });
    expect(provider.sent).toEqual([]);
    expect(await violations()).toEqual([]);
  });
  test('asked, not settled: asked again', async () => {
    const provider = await unknown();
    provider.asked = 'sent';
    await passTime();
    await dieAt('asked, not settled', () => askUnknown(engine.sweepDeps()));
    expect(await engine.effect()).toMatchObject({ state: 'unknown' });
    await passTime();
    await askUnknown(engine.sweepDeps());
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
  });
  test('looked, not queued: the sweep queues it', async () => {
    const ids = await engine.book([{}]);
    await dieAt('looked, not queued', () => engine.look(ids));
    await engine.sendDue();
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
  });
});
