/** What nobody knows: asked for, told by a receipt, decided by a person after its deadline; and a lane that is busy. On a real database. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson, bySystem } from '../../domain/act.ts';
import { UNKNOWN_DEADLINE_MS } from '../../domain/unknown.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import { isSettled, nextDue } from '../../engine/effects/find-due.ts';
import { pauseLanes } from '../../engine/effects/lane-pauses.ts';
import { recordReceipt } from '../../engine/effects/record-receipts.ts';
import { askUnknown, enqueueDue, ensureTasks, freeExpired } from '../../engine/effects/sweep.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { retryEffect } from '../../engine/operate/retry-effects.ts';
import { settleManually, settleTask } from '../../engine/operate/settle-manually.ts';
import { listTasks } from '../../engine/tasks/list-tasks.ts';
import { armCrash, type CrashPoint } from '../../platform/crash-points.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { Provider } from '../support/ground.ts';
import { useGround } from '../support/use-database.ts';

const ground = useGround('each test');
beforeEach(async () => {
  // No files are due: only what these tests make keeps the clock waiting.
  await sql`update cycle set next_evaluation_at = '2100-01-01', started_at = now()`.execute(ground.db);
});

const clock = () => ({ now: ground.now, rulebook: RULEBOOK });
const violations = async () => (await checkInvariants(ground.db, RULEBOOK, ground.now)).violations;
async function provided(answer: Provider['answer'], unasked?: true): Promise<Provider> {
  const provider = new Provider(unasked);
  provider.answer = answer;
  ground.channels = { ...ground.channels, email: provider };
  return provider;
}
/** One account whose first e-mail was called for, and nobody knows what came of it. */
async function unknown(unasked?: true): Promise<Provider> {
  const provider = await provided(new Error('reset'), unasked);
  await ground.look(await ground.book([{}]));
  await ground.sendDue();
  expect(await ground.effect()).toMatchObject({ state: 'unknown' });
  return provider;
}
const path = async (): Promise<string[]> => {
  const { rows } = await sql<{ path: string[] }>`select path from effect where step = 'email-1' order by id`.execute(
    ground.db,
  );
  return rows[0]?.path ?? [];
};
/** The lease of the call has passed, and so has the pause before the next question. */
const passTime = () =>
  sql`update effect set query_at = clock_timestamp() - interval '1 second' where state = 'unknown'`.execute(ground.db);
const endRests = () => sql`update lane set paused_until = null`.execute(ground.db);

describe('asked for', () => {
  test('not while its lease runs: the call may still arrive', async () => {
    const provider = await unknown();
    provider.asked = 'not-sent';
    expect(await askUnknown(ground.sweepDeps())).toBe(0);
    expect(await ground.effect()).toMatchObject({ state: 'unknown' });
    await ground.look([await ground.idOf('harbour/A-1')]);
    expect(await isSettled(ground.db, ground.now)).toBe(false);
    await passTime();
    provider.asked = 'cannot-tell';
    await askUnknown(ground.sweepDeps());
    expect(await isSettled(ground.db, ground.now)).toBe(true);
  });
  test('it had left: sent, with its permit', async () => {
    const provider = await unknown();
    provider.asked = 'sent';
    await passTime();
    expect(await askUnknown(ground.sweepDeps())).toBe(1);
    expect(await ground.effect()).toMatchObject({ state: 'sent', reason: 'found sent: its channel was asked' });
    expect(await path()).toEqual(['planned', 'claimed', 'unknown', 'sent']);
    expect(await violations()).toEqual([]);
  });
  test('it had not: sent then, once, by the next attempt', async () => {
    const provider = await unknown();
    provider.asked = 'not-sent';
    await passTime();
    await askUnknown(ground.sweepDeps());
    expect(await ground.effect()).toMatchObject({ state: 'deferred', due_at: ground.now });
    provider.answer = { kind: 'sent', reference: 'ok' };
    await ground.look([await ground.idOf('harbour/A-1')]);
    await ground.sendDue();
    expect(await ground.effect()).toMatchObject({ state: 'sent', attempt: 2 });
    expect(provider.sent).toHaveLength(2);
    expect(await violations()).toEqual([]);
  });
  test('who cannot tell is asked again, less and less often, and nothing is sent meanwhile', async () => {
    const provider = await unknown();
    const pauses: number[] = [];
    for (let times = 0; times < 4; times += 1) {
      await passTime();
      await askUnknown(ground.sweepDeps());
      const { rows } = await sql<{ seconds: number }>`
        select round(extract(epoch from query_at - clock_timestamp()))::int as seconds from effect where state = 'unknown'`.execute(
        ground.db,
      );
      pauses.push(rows[0]?.seconds ?? -1);
    }
    expect(pauses).toEqual([1, 2, 4, 8]);
    await ground.sendDue();
    expect(provider.sent).toHaveLength(1);
  });
  test('where nobody can be asked nobody is, and the clock does not wait for it', async () => {
    const provider = await unknown(true);
    provider.asked = new Error('must not be asked');
    await passTime();
    await sql`update effect set query_at = null`.execute(ground.db);
    expect(await askUnknown(ground.sweepDeps())).toBe(0);
    await ground.look([await ground.idOf('harbour/A-1')]);
    expect(await isSettled(ground.db, ground.now)).toBe(true);
  });
});

describe('after its deadline', () => {
  /** Its deadline has come. Returns the task. */
  async function overdue() {
    const unknownSince = ground.now;
    expect(await nextDue(ground.db, unknownSince)).not.toBeNull();
    ground.now = unknownSince + UNKNOWN_DEADLINE_MS - 1;
    await ensureTasks(ground.sweepDeps());
    expect(await listTasks(ground.db, { kind: 'settle-unknown', limit: 9 }, ground.now)).toEqual([]);
    ground.now = unknownSince + UNKNOWN_DEADLINE_MS;
    ground.now += 61_000;
    expect((await violations()).map((violation) => violation.invariant)).toContain('unknown-has-task');
    await ensureTasks(ground.sweepDeps());
    await ensureTasks(ground.sweepDeps());
    const tasks = await listTasks(ground.db, { kind: 'settle-unknown', limit: 9 }, ground.now);
    expect(tasks).toHaveLength(1);
    return tasks[0] as (typeof tasks)[number];
  }

  test('a person is asked once a message, with the key to look for', async () => {
    await unknown(true);
    const { rows } = await sql<{ key: string }>`select key from dispatch`.execute(ground.db);
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
    await settleTask(ground.db, no, verdict, { ...byPerson('ann', clock().now), ...clock() });
    expect(await ground.effect()).toMatchObject({ state });
    await expect(
      settleTask(ground.db, no, verdict, { ...byPerson('ann', clock().now), ...clock() }),
    ).rejects.toMatchObject({ code: 'task-ended' });
    expect(await violations()).toEqual([]);
  });
  test('a receipt, or a word by another way, takes the task back', async () => {
    const provider = await unknown(true);
    await overdue();
    const message = provider.sent[0]?.key ?? '';
    const receipt = { kind: 'delivered' as const, message, source: 'provider', externalId: 'r-1', at: ground.now };
    await ground.db.transaction().execute((trx) => recordReceipt(trx, receipt, bySystem('test', ground.now)));
    await ensureTasks(ground.sweepDeps());
    expect(await ground.effect()).toMatchObject({ state: 'sent' });
    expect(
      await listTasks(ground.db, { kind: 'settle-unknown', state: 'withdrawn', limit: 9 }, ground.now),
    ).toHaveLength(1);
  });
  test('unknown again after a person had it sent: asked again', async () => {
    await unknown(true);
    const { no } = await overdue();
    await settleTask(ground.db, no, 'unsent', { ...byPerson('ann', clock().now), ...clock() });
    await endRests();
    await ground.sendDue();
    expect(await ground.effect()).toMatchObject({ state: 'unknown' });
    const again = await overdue();
    expect(again.no).toBe(no);
    await settleManually(ground.db, (await ground.effect()).id, 'sent', {
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
      ground.db,
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
      ground.db,
    );
    await ground.sendDue();
  };

  test('rests longer each time, and eats no attempt', async () => {
    const provider = await provided(BUSY);
    await ground.look(await ground.book([{}]));
    const pauses: number[] = [];
    for (let times = 0; times < 5; times += 1) {
      await tryOnce();
      pauses.push(await rests());
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16]);
    expect(await ground.effect()).toMatchObject({ state: 'planned', attempt: 5 });
    provider.answer = { kind: 'sent', reference: 'ok' };
    await tryOnce();
    expect(await ground.effect()).toMatchObject({ state: 'sent' });
    expect((await findStuck(ground.db, ground.now)).filter((stuck) => stuck.effect !== null)).toEqual([]);
    expect(await violations()).toEqual([]);
  });
  test('what leaves between makes the next rest short again', async () => {
    const provider = await provided(BUSY);
    const ids = await ground.book(peopleOf(5));
    await ground.look(ids.slice(0, 1));
    for (let times = 0; times < 4; times += 1) await tryOnce();
    expect(await rests()).toBe(8);
    provider.answer = { kind: 'sent', reference: 'ok' };
    await ground.look(ids.slice(1, 4));
    await tryOnce();
    provider.answer = BUSY;
    await ground.look(ids.slice(4));
    await tryOnce();
    expect(await rests()).toBe(1);
  });
  test('what leaves in the same moment counts too', async () => {
    await provided(BUSY);
    await ground.look(await ground.book([{}]));
    for (let times = 0; times < 4; times += 1) await tryOnce();
    await sql`update lane set paused_until = clock_timestamp()`.execute(ground.db);
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
    await ground.db
      .transaction()
      .execute((trx) => pauseLanes(trx, [...[1, 2, 3, 4].map((no) => settlement(no, 'sent')), settlement(5, 'busy')]));
    expect(await rests()).toBe(1);
  });
  test('rests as long as it asks for', async () => {
    await provided({ ...BUSY, retryAfterMs: 30_000 });
    await ground.look(await ground.book([{}]));
    await tryOnce();
    expect(await rests()).toBe(30);
  });
  test('while it rests nothing is claimed or queued, of other lanes it is', async () => {
    const provider = await provided({ ...BUSY, retryAfterMs: 30_000 });
    const ids = await ground.book([
      { account: 'A-1' },
      { account: 'A-2', person: 'P-2', email: 'b@example.com', phone: '+886912345679' },
    ]);
    await ground.look(ids.slice(0, 1));
    await ground.sendDue();
    await ground.look(ids.slice(1));
    const queued: string[] = [];
    const enqueue = async (jobs: readonly { id: string }[]) => {
      queued.push(...jobs.map((job) => job.id));
      return [];
    };
    await enqueueDue({ ...ground.sweepDeps(), enqueue });
    await ground.sendDue();
    expect(queued).toEqual([]);
    expect(provider.sent).toHaveLength(1);
    expect(await isSettled(ground.db, ground.now)).toBe(false);
    await endRests();
    await enqueueDue({ ...ground.sweepDeps(), enqueue });
    expect(queued).toHaveLength(2);
  });
  test('one call without an answer is no reason to rest, three in a row are', async () => {
    await provided(new Error('reset'));
    const ids = await ground.book(peopleOf(3));
    const pauses: number[] = [];
    for (const id of ids) {
      await ground.look([id]);
      await ground.sendDue();
      pauses.push(Math.max(0, await rests()));
    }
    expect(pauses).toEqual([0, 0, 1]);
  });
  test('freed by a person it rests no more', async () => {
    await provided({ ...BUSY, retryAfterMs: 30_000 });
    await ground.look(await ground.book([{}]));
    await ground.sendDue();
    await sql`update effect set state = 'failed' where step = 'email-1'`.execute(ground.db);
    await retryEffect(ground.db, (await ground.effect()).id, bySystem('test', ground.now));
    expect(await rests()).toBe(0);
  });
});

describe('files are sent at least once', () => {
  test('without an answer again under the same permit and key, until there is one', async () => {
    const provider = new Provider();
    Object.assign(provider, { policy: 'at-least-once' });
    const send = provider.send.bind(provider);
    let left = 2;
    provider.send = async (...given) => {
      const result = await send(...given);
      left -= 1;
      if (left >= 0) throw new Error('reset');
      return result;
    };
    ground.channels = { ...ground.channels, email: provider };
    await ground.look(await ground.book([{}]));
    await ground.sendDue();
    expect(new Set(provider.sent.map((message) => message.key)).size).toBe(1);
    expect(provider.sent).toHaveLength(3);
    expect(await ground.effect()).toMatchObject({ state: 'sent', attempt: 1 });
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
    await ground.expire();
    await freeExpired(ground.sweepDeps());
    await passTime();
    await askUnknown(ground.sweepDeps());
    await ground.sendDue();
  };

  test.each([
    ['claimed, not called', 'not-sent', 1],
    ['called, not recorded', 'sent', 1],
    ['recorded, workflow not told', 'sent', 1],
  ] as const)('%s: it leaves once', async (point, asked, times) => {
    const provider = await provided({ kind: 'sent', reference: 'ok' });
    provider.asked = asked;
    await ground.look(await ground.book([{}]));
    await dieAt(point, () => ground.sendDue());
    await heal();
    expect(await ground.effect()).toMatchObject({ state: 'sent' });
    expect(provider.sent).toHaveLength(times);
    expect(await violations()).toEqual([]);
  });
  test('marked, not called, where nobody can be asked: nobody knows, and no machine sends it', async () => {
    const provider = await provided({ kind: 'sent', reference: 'ok' }, true);
    await ground.look(await ground.book([{}]));
    await dieAt('marked, not called', () => ground.sendDue());
    await heal();
    expect(await ground.effect()).toMatchObject({ state: 'unknown' });
    expect(provider.sent).toEqual([]);
    expect(await violations()).toEqual([]);
  });
  test('asked, not settled: asked again', async () => {
    const provider = await unknown();
    provider.asked = 'sent';
    await passTime();
    await dieAt('asked, not settled', () => askUnknown(ground.sweepDeps()));
    expect(await ground.effect()).toMatchObject({ state: 'unknown' });
    await passTime();
    await askUnknown(ground.sweepDeps());
    expect(await ground.effect()).toMatchObject({ state: 'sent' });
  });
  test('looked, not queued: the sweep queues it', async () => {
    const ids = await ground.book([{}]);
    await dieAt('looked, not queued', () => ground.look(ids));
    await ground.sendDue();
    expect(await ground.effect()).toMatchObject({ state: 'sent' });
  });
});
