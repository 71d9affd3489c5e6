/** Once or not at all: claims, leases, late results and races, on real connections. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { bySystem } from '../../domain/act.ts';
import type { WireKind } from '../../domain/contracts/event.ts';
import { HOUR_MS, instantAt } from '../../domain/time.ts';
import { freeExpired } from '../../engine/effects/sweep.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { type TestEngine, waitForLocks, ZONE } from '../support/test-engine.ts';

const engine = useTestEngine('each test', 24);

const overdue = { amount: { currency: 'TWD', minor: '143400' } };
const fact = (kind: WireKind, data: unknown, subject = 'harbour/A-1') => ({
  subject,
  kind,
  data,
  source: 'test',
  by: 'ann',
});
const clock = () => ({ now: engine.now });

async function permits(
  effect: string,
): Promise<{ attempt: number; verdict: string; ended: string | null; facts_version: bigint }[]> {
  const { rows } = await sql<{ attempt: number; verdict: string; ended: string | null; facts_version: bigint }>`
    select attempt, verdict, ended, facts_version from permit where effect_id = ${effect}::uuid order by attempt`.execute(
    engine.db,
  );
  return rows;
}

describe('one send', () => {
  test('claims that race get one message', async () => {
    const id = await engine.dueEmail();
    const claims = (await Promise.all(Array.from({ length: 8 }, () => engine.claim([id])))).flat();
    expect(claims).toHaveLength(1);
    await engine.sendClaimed(claims);
    expect(engine.letters()).toHaveLength(1);
    expect(await engine.effect()).toMatchObject({ state: 'sent', attempt: 1 });
    expect(await permits(id)).toMatchObject([{ verdict: 'allow', ended: 'sent' }]);
  });

  test('a message to a person covers all their accounts, and each ends as sent by it', async () => {
    const ids = await engine.book(['A-1', 'A-2', 'A-3'].map((account) => ({ account })));
    await engine.look(ids);
    const [first] = await engine.effects('email-1');
    const claims = await engine.claim([first?.id ?? '']);
    expect(claims).toHaveLength(1);
    await engine.sendClaimed(claims);
    const effects = await engine.effects('email-1');
    expect(effects.map((effect) => effect.state)).toEqual(['sent', 'sent', 'sent']);
    expect(new Set(effects.map((effect) => effect.dispatch_id)).size).toBe(1);
    const { rows } = await sql<{ body: string }>`select body from message_body`.execute(engine.db);
    expect(rows).toHaveLength(1);
    for (const account of ['A-1', 'A-2', 'A-3']) expect(rows[0]?.body).toContain(account);
    expect(engine.letters()).toHaveLength(1);
  });

  test('two creditors are never joined', async () => {
    await engine.look(await engine.book([{ account: 'A-1' }, { account: 'A-1', creditor: 'lantern' }]));
    await engine.sendDue();
    const { rows } = await sql<{
      body: string;
      creditor_id: string;
    }>`select body, creditor_id from message_body`.execute(engine.db);
    expect(new Set(rows.map((row) => row.creditor_id)).size).toBe(2);
    expect(engine.letters()).toHaveLength(2);
  });

  test('the caps of a person count over all their accounts', async () => {
    const provider = engine.provide();
    await engine.look(await engine.book([{ account: 'A-1' }]));
    await engine.sendDue();
    await sql`
      insert into effect (id, creditor_id, account_id, person_id, episode, stage, step, occurrence, channel, purpose, state, due_at, sent_at)
      select ${uuidv7()}::uuid, creditor_id, account_id, person_id, 1, 'call', 'call', 1, 'call', 'demand', 'sent', sent_at, sent_at from effect where state = 'sent'`.execute(
      engine.db,
    );
    await engine.look(await engine.book([{ account: 'A-2' }]));
    await sql`update effect set due_at = ${new Date(engine.now)} where state = 'planned'`.execute(engine.db);
    await engine.sendDue();
    const second = (await engine.effects('email-1')).find((effect) => effect.account === 'A-2');
    expect(second).toMatchObject({ state: 'deferred', reason: expect.stringContaining('2 contacts today') });
    expect(provider.sent).toHaveLength(1);
  });
});

describe('a fact before the claim', () => {
  /** The fact is written and not yet committed when the claim begins: it must wait, and then see it. */
  async function claimWhile(id: string, kind: WireKind, data: unknown) {
    let claiming: Promise<unknown[]> = Promise.resolve([]);
    await engine.db.transaction().execute(async (trx) => {
      await acceptFact(trx, fact(kind, data), bySystem('test', clock().now));
      claiming = engine.claim([id]);
      await waitForLocks(engine, 1);
    });
    expect(await claiming).toEqual([]);
  }

  test('a payment: nothing leaves, and what was stopped is counted', async () => {
    const id = await engine.dueEmail();
    await claimWhile(id, 'payment', overdue);
    expect(await engine.effect()).toMatchObject({ state: 'superseded', reason: 'cured' });
    const { rows } = await sql<{ stopped_in_flight: number }>`select stopped_in_flight from episode`.execute(engine.db);
    expect(rows[0]?.stopped_in_flight).toBeGreaterThan(0);
    expect(await permits(id)).toEqual([]);
    expect(engine.letters()).toEqual([]);
  });
  test('a dispute: refused, with its reason', async () => {
    const id = await engine.dueEmail();
    await claimWhile(id, 'dispute', { about: 'amount' });
    expect(await engine.effect()).toMatchObject({ state: 'suppressed', reason: expect.stringContaining('dispute') });
    expect(await permits(id)).toMatchObject([{ verdict: 'refuse', ended: 'held-back' }]);
  });
  test('a STOP: it goes another way, or none', async () => {
    const id = await engine.dueEmail();
    await claimWhile(id, 'stop', { channel: 'email' });
    expect(await engine.effect()).toMatchObject({ state: 'planned', channel: 'sms' });
    await claimWhile(id, 'stop', { channel: 'sms' });
    expect(await engine.effect()).toMatchObject({ state: 'impossible' });
    expect(engine.letters()).toEqual([]);
  });
  test('a hold: later', async () => {
    const id = await engine.dueEmail();
    await claimWhile(id, 'hold', { until: '2026-03-10', reason: 'asked' });
    expect(await engine.effect()).toMatchObject({ state: 'deferred', reason: expect.stringContaining('hold') });
    expect((await engine.effect()).due_at).toBeGreaterThan(engine.now);
  });

  test('a payment that comes while a claim is being made waits for it: the permit is older than the cure', async () => {
    const id = await engine.dueEmail();
    let claiming: ReturnType<TestEngine['claim']> = Promise.resolve([]);
    let paying: Promise<unknown> = Promise.resolve();
    await engine.db.transaction().execute(async (trx) => {
      await sql`select id from effect where id = ${id}::uuid for no key update`.execute(trx);
      claiming = engine.claim([id]);
      await waitForLocks(engine, 1);
      paying = engine.record('payment', overdue);
      await waitForLocks(engine, 2);
    });
    const claims = await claiming;
    await paying;
    expect(claims).toHaveLength(1);
    await engine.sendClaimed(claims);
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
    const { rows } = await sql<{ cured_version: bigint }>`select cured_version from episode`.execute(engine.db);
    expect((await permits(id))[0]?.facts_version).toBeLessThan(rows[0]?.cured_version ?? 0n);
    expect(await engine.violations()).toEqual([]);
  });

  test('whoever wins a race, no permit saw the fact', async () => {
    const kinds: [WireKind, unknown][] = [
      ['payment', overdue],
      ['dispute', { about: 'service' }],
      ['stop', { channel: 'email' }],
      ['hold', { until: '2026-03-20', reason: 'asked' }],
    ];
    const rows = Array.from({ length: 40 }, (_, at) => ({ account: `R-${at}`, person: `RP-${at}` }));
    const provider = engine.provide();
    await engine.look(await engine.book(rows));
    const effects = await engine.effects('email-1');
    let won = 0;
    await Promise.all(
      effects.map(async (effect, at) => {
        const [kind, data] = kinds[at % kinds.length] as [WireKind, unknown];
        const sending = engine.claim([effect.id]).then((claims) => engine.sendClaimed(claims));
        await new Promise((resolve) => setTimeout(resolve, at % 5));
        const accepted = await engine.record(kind, data, `harbour/${effect.account}`);
        await sending;
        const permit = (await permits(effect.id)).find((permit) => permit.ended === 'sent');
        if (!permit) return;
        won += 1;
        const { rows: version } = await sql<{ after: bigint }>`
          select coalesce(f.version, a.facts_version) as after from fact f join account a on a.id = ${await engine.idOf(`harbour/${effect.account}`)}::uuid
          where f.id = ${accepted.id}::uuid`.execute(engine.db);
        expect(permit.facts_version).toBeLessThan(version[0]?.after ?? 0n);
      }),
    );
    expect(provider.sent).toHaveLength(won);
    expect(await engine.violations()).toEqual([]);
  });
});

describe('late results', () => {
  async function lateAfter(state: 'sent' | 'unknown' | 'deferred') {
    const id = await engine.dueEmail();
    const provider = engine.provide();
    const [claimed] = await engine.claim([id]);
    if (!claimed) throw new Error('nothing was claimed');
    await engine.expire();
    provider.asked = state === 'unknown' ? 'cannot-tell' : 'not-sent';
    await freeExpired(engine.sweepDeps());
    if (state === 'sent') await engine.sendDue();
    expect(await engine.effect()).toMatchObject({ state });
    const late = (result: 'sent' | 'failed' | 'unknown') =>
      engine.settle({
        dispatchId: claimed.dispatchId,
        token: claimed.token,
        effectIds: [id],
        accountIds: claimed.effects.map((effect) => effect.accountId),
        result,
        reason: 'late',
        againAt: null,
      });
    return { id, late, provider };
  }
  const evidence = async () => {
    const { rows } = await sql<{
      result: string;
    }>`select body->>'result' as result from evidence where what = 'late-result' order by at`.execute(engine.db);
    return rows.map((row) => row.result);
  };

  test('overwrite nothing that is settled and are kept', async () => {
    const { id, late } = await lateAfter('sent');
    await late('failed');
    await late('unknown');
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
    expect(await permits(id)).toMatchObject([{ ended: 'lease-expired' }, { ended: 'sent' }]);
    expect(await evidence()).toEqual(['failed', 'unknown']);
    // The dispatch of the first lease is proved not to have left, and stays so.
    expect(await engine.violations()).toEqual([]);
  });
  test('settle what nobody knew: sent', async () => {
    const { id, late } = await lateAfter('unknown');
    await late('sent');
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
    expect(await permits(id)).toMatchObject([{ ended: 'sent' }]);
    expect(engine.nudged).toHaveLength(2);
    expect(await engine.violations()).toEqual([]);
  });
  test('settle what nobody knew: not sent', async () => {
    const { id, late } = await lateAfter('unknown');
    await late('failed');
    expect(await engine.effect()).toMatchObject({ state: 'failed' });
    expect(await permits(id)).toMatchObject([{ ended: 'failed' }]);
  });
  test('that say it left stop what would send it again', async () => {
    const { late, provider } = await lateAfter('deferred');
    await late('sent');
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
    await engine.sendDue();
    expect(provider.sent).toEqual([]);
    expect(await engine.violations()).toEqual([]);
  });
});

describe('a lease that has run out', () => {
  test.each([
    ['sent', 'sent', 'sent'],
    ['not-sent', 'deferred', 'lease-expired'],
    ['cannot-tell', 'unknown', 'unknown'],
  ] as const)('a channel that says %s: %s', async (asked, state, ended) => {
    const id = await engine.dueEmail();
    const provider = engine.provide();
    provider.asked = asked;
    await engine.claim([id]);
    await freeExpired(engine.sweepDeps());
    expect(await engine.effect()).toMatchObject({ state: 'claimed' });
    await engine.expire();
    await freeExpired(engine.sweepDeps());
    expect(await engine.effect()).toMatchObject({ state });
    expect(await permits(id)).toMatchObject([{ ended }]);
    await engine.sendDue();
    expect(provider.sent).toHaveLength(state === 'deferred' ? 1 : 0);
  });
  test('the outbox is asked by what it holds', async () => {
    const id = await engine.dueEmail();
    await engine.claim([id]);
    await engine.expire();
    await freeExpired(engine.sweepDeps());
    // The outbox has never been written to: nothing can be told.
    expect(await engine.effect()).toMatchObject({ state: 'unknown' });
  });
  test('a channel that fails to answer is asked again', async () => {
    const id = await engine.dueEmail();
    const provider = engine.provide();
    provider.asked = new Error('no answer');
    await engine.claim([id]);
    await engine.expire();
    await freeExpired(engine.sweepDeps());
    expect(await engine.effect()).toMatchObject({ state: 'claimed' });
    provider.asked = 'sent';
    await freeExpired(engine.sweepDeps());
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
  });
  test('a channel that cannot be asked: without the mark a proved non-send, with it nobody knows', async () => {
    const id = await engine.dueEmail();
    const provider = engine.provide(true);
    await engine.claim([id]);
    await engine.expire();
    await freeExpired(engine.sweepDeps());
    expect(await engine.effect()).toMatchObject({ state: 'deferred' });
    provider.answer = new Error('the process ended here');
    const claims = await engine.claim([id]);
    await sql`update effect set calling_at = clock_timestamp() where id = ${id}::uuid`.execute(engine.db);
    expect(claims).toHaveLength(1);
    await engine.expire();
    await freeExpired(engine.sweepDeps());
    expect(await engine.effect()).toMatchObject({ state: 'unknown' });
  });
  test('the mark is written before the first byte, and only by the holder of the lease', async () => {
    const id = await engine.dueEmail();
    const provider = engine.provide(true);
    const marks: unknown[] = [];
    const send = provider.send.bind(provider);
    provider.send = async (permit, outgoing) => {
      marks.push(
        (
          await sql<{ at: number | null }>`select calling_at as at from effect where id = ${id}::uuid`.execute(
            engine.db,
          )
        ).rows[0]?.at,
      );
      return send(permit, outgoing);
    };
    const first = await engine.claim([id]);
    await engine.expire();
    await engine.sendClaimed(first);
    expect(provider.sent).toEqual([]);
    expect(await engine.effect()).toMatchObject({ state: 'deferred' });
    engine.now += HOUR_MS;
    await engine.sendDue();
    expect(provider.sent).toHaveLength(1);
    expect(marks).toEqual([expect.any(Number)]);
  });
  test('a permit that has passed lets nothing leave', async () => {
    const id = await engine.dueEmail();
    engine.leaseSeconds = 0.05;
    const claims = await engine.claim([id]);
    await new Promise((resolve) => setTimeout(resolve, 80));
    await engine.sendClaimed(claims);
    expect(engine.letters()).toEqual([]);
    expect(await permits(id)).toMatchObject([{ ended: 'failed' }]);
  });
  test('nothing is begun that could last into the night', async () => {
    await engine.dueEmail();
    const provider = engine.provide();
    provider.slowestCallMs = 60_000;
    engine.now = instantAt('2026-03-02', 20 * 60 + 59, ZONE) + 1;
    await engine.sendDue();
    expect(provider.sent).toEqual([]);
    expect(await engine.effect()).toMatchObject({ state: 'deferred', reason: expect.stringContaining('night') });
    for (let tries = 0; tries < 2; tries += 1) {
      engine.now = (await engine.effect()).due_at;
      await engine.sendDue();
    }
    expect(provider.sent).toHaveLength(1);
  });
});

test('what left names no person in the log of the effect', async () => {
  await engine.dueEmail();
  await engine.sendDue();
  const { rows } = await sql<{
    row: string;
  }>`select row_to_json(e)::text || row_to_json(p)::text as row from effect e join permit p on p.effect_id = e.id`.execute(
    engine.db,
  );
  for (const { row } of rows) expect(row).not.toMatch(/Lin Mei|example\.com|555-0143|12125550143/);
  expect(readFileSync(join(engine.home, 'outbox', 'email', engine.letters()[0] ?? ''), 'utf8')).toContain(
    'example.com',
  );
});
