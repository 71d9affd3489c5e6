/** What did not leave, or of which nobody knows: who frees it, when it is tried again, and that it is sent once then. */

import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { byPerson, bySystem } from '../../domain/act.ts';
import type { Policy } from '../../domain/policies/policy.ts';
import type { Ladder } from '../../domain/stage.ts';
import { HOUR_MS } from '../../domain/time.ts';
import { enqueueDue } from '../../engine/effects/fill-queue.ts';
import { freeExpired } from '../../engine/effects/sweep.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { closeLane, openLane } from '../../engine/operate/lanes.ts';
import { retryAccount, retryCause, retryEffect } from '../../engine/operate/retry-effects.ts';
import { settleManually } from '../../engine/operate/settle-manually.ts';
import { RULEBOOK, RULES } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';

const engine = useTestEngine('each test', 24);

const TERM = { rulebook: RULEBOOK };
const overdue = { amount: { currency: 'TWD', minor: '143400' } };
const clock = () => ({ now: engine.now });

describe('what nobody knows', () => {
  async function unknown() {
    const id = await engine.dueEmail();
    const provider = engine.provide();
    provider.answer = new Error('reset after the first byte');
    await engine.sendDue();
    expect(await engine.effect()).toMatchObject({ state: 'unknown' });
    provider.answer = { kind: 'sent', reference: 'ok' };
    return { id, provider };
  }
  test('is never sent again by a machine, whoever asks', async () => {
    const { id, provider } = await unknown();
    await expect(retryEffect(engine.db, id, bySystem('test', clock().now))).rejects.toMatchObject({
      code: 'not-allowed-now',
    });
    await retryAccount(engine.db, 'harbour/A-1', bySystem('test', clock().now));
    await retryCause(engine.db, 'outcome-unknown', bySystem('test', clock().now));
    engine.now += 40 * 24 * HOUR_MS;
    await engine.look([await engine.idOf('harbour/A-1')]);
    await freeExpired(engine.sweepDeps());
    await enqueueDue(engine.sweepDeps());
    await engine.sendDue();
    expect(provider.sent.filter((message) => message.effect === id)).toHaveLength(1);
    expect(await engine.effect()).toMatchObject({ state: 'unknown' });
    expect(await findStuck(engine.db, engine.now, { code: 'outcome-unknown' })).toMatchObject([
      { account: 'harbour/A-1', effect: id },
    ]);
  });
  test('a person says that it was sent', async () => {
    const { id, provider } = await unknown();
    await settleManually(engine.db, id, 'sent', { ...byPerson('ann', clock().now), ...TERM });
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
    await engine.sendDue();
    expect(provider.sent).toHaveLength(1);
    expect(await engine.violations()).toEqual([]);
  });
  test('a person says that it was not: sent then, once', async () => {
    const { id, provider } = await unknown();
    await settleManually(engine.db, id, 'unsent', { ...byPerson('ann', clock().now), ...TERM });
    await engine.sendDue();
    await engine.sendDue();
    expect(await engine.effect()).toMatchObject({ state: 'sent', attempt: 2 });
    expect(provider.sent).toHaveLength(2);
    expect(await engine.violations()).toEqual([]);
  });
  test('what is said of a message holds for all that it covers', async () => {
    await engine.look(await engine.book([{ account: 'A-1' }, { account: 'A-2' }]));
    const provider = engine.provide();
    provider.answer = new Error('reset after the first byte');
    await engine.sendDue();
    provider.answer = { kind: 'sent', reference: 'ok' };
    const freed = await settleManually(engine.db, (await engine.effect()).id, 'unsent', {
      ...byPerson('ann', clock().now),
      ...TERM,
    });
    expect(freed.effects).toHaveLength(2);
    await engine.sendDue();
    expect((await engine.effects('email-1')).map((effect) => effect.state)).toEqual(['sent', 'sent']);
    expect(provider.sent).toHaveLength(2);
    expect(await engine.violations()).toEqual([]);
  });
  test('a handover that a person found sent is a placement', async () => {
    const [account] = await engine.book([{}]);
    const id = uuidv7();
    await sql`
      insert into effect (id, creditor_id, account_id, person_id, episode, stage, step, occurrence, channel, purpose, recipient, state, due_at, when_sent)
      select ${id}::uuid, creditor_id, account_id, person_id, 1, 'agency', 'handover', 1, 'agency', 'handover', 'north', 'unknown', ${new Date(engine.now)}, 'open-placement'
      from account_person where account_id = ${account ?? ''}::uuid`.execute(engine.db);
    await settleManually(engine.db, id, 'sent', { ...byPerson('ann', clock().now), ...TERM });
    const { rows } = await sql<{ id: string; state: string }>`select id, state from placement`.execute(engine.db);
    expect(rows).toEqual([{ id, state: 'handed-over' }]);
  });
});

describe('what did not leave', () => {
  test('is tried again later, three times, and then waits for a person', async () => {
    const id = await engine.dueEmail();
    const provider = engine.provide();
    provider.answer = { kind: 'not-sent', reason: 'the lane refuses' };
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await engine.sendDue();
      const effect = await engine.effect();
      expect(effect.state).toBe(attempt < 3 ? 'deferred' : 'failed');
      if (attempt === 3) break;
      waits.push(effect.due_at - engine.now);
      engine.now = effect.due_at;
    }
    expect(waits).toEqual([HOUR_MS / 2, HOUR_MS]);
    engine.now += 24 * HOUR_MS;
    await engine.look([await engine.idOf('harbour/A-1')]);
    await engine.sendDue();
    expect(provider.sent).toHaveLength(3);
    expect(await findStuck(engine.db, engine.now, { code: 'send-failed' })).toMatchObject([
      { account: 'harbour/A-1', effect: id, cause: expect.stringContaining('the lane refuses'), money: 143_400n },
    ]);
    provider.answer = { kind: 'sent', reference: 'ok' };
    await retryEffect(engine.db, id, bySystem('test', clock().now));
    await engine.sendDue();
    await engine.sendDue();
    expect(provider.sent).toHaveLength(4);
    expect(await engine.effect()).toMatchObject({ state: 'sent' });
    expect(await engine.violations()).toEqual([]);
  });

  test('a cured account that is freed sends nothing', async () => {
    const id = await engine.dueEmail();
    const provider = engine.provide();
    provider.answer = { kind: 'not-sent', reason: 'the lane refuses' };
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await engine.sendDue();
      engine.now = Math.max(engine.now, (await engine.effect()).due_at);
    }
    await sql`update effect set state = 'failed' where id = ${id}::uuid`.execute(engine.db);
    await engine.record('payment', overdue);
    await expect(retryEffect(engine.db, id, bySystem('test', clock().now))).rejects.toMatchObject({
      code: 'not-allowed-now',
    });
    await retryAccount(engine.db, 'harbour/A-1', bySystem('test', clock().now));
    provider.answer = { kind: 'sent', reference: 'ok' };
    await engine.sendDue();
    expect(provider.sent).toHaveLength(3);
  });

  test('a text that throws blocks its effect, and freed once it is sent once', async () => {
    const id = await engine.dueEmail();
    const broken: Ladder = RULES.ladder.map((stage) => ({
      ...stage,
      steps: stage.steps.map((step) =>
        step.name === 'email-1'
          ? {
              ...step,
              message: () => {
                throw new Error('a field is missing');
              },
            }
          : step,
      ),
    }));
    engine.rules = { ...RULES, ladder: broken };
    await engine.sendDue();
    expect(engine.letters()).toEqual([]);
    expect(await engine.effect()).toMatchObject({ state: 'planned', blocked_since: expect.any(Number) });
    expect(await findStuck(engine.db, engine.now, { code: 'blocked' })).toMatchObject([
      { effect: id, cause: expect.stringContaining('text') },
    ]);
    engine.rules = RULES;
    await retryEffect(engine.db, id, bySystem('test', clock().now));
    await engine.sendDue();
    await engine.sendDue();
    expect(engine.letters()).toHaveLength(1);
    expect(await engine.effect()).toMatchObject({ state: 'sent', blocked_since: null });
  });

  test('rules that throw for one account hold up no other', async () => {
    await engine.look(await engine.book([{ account: 'A-1' }, { account: 'A-2' }]));
    const ladder: Ladder = RULES.ladder.map((stage) => ({
      ...stage,
      opens: (situation) => {
        if (situation.facts.number === 'A-1') throw new Error('a rule failed');
        return stage.opens?.(situation) ?? null;
      },
    }));
    engine.rules = { ...RULES, ladder };
    await engine.sendDue();
    const [first, second] = await engine.effects('email-1');
    expect(first).toMatchObject({ account: 'A-1', state: 'planned', blocked_since: expect.any(Number) });
    expect(second).toMatchObject({ account: 'A-2', state: 'sent' });
    expect(engine.letters()).toHaveLength(1);
  });

  test('a policy that throws blocks, and says which', async () => {
    const id = await engine.dueEmail();
    const moon: Policy = {
      name: 'moon',
      title: 'moon',
      judge() {
        throw new Error('no moon');
      },
    };
    engine.rules = { ...RULES, policies: [...RULES.policies, moon] };
    await engine.sendDue();
    expect(engine.letters()).toEqual([]);
    expect(await findStuck(engine.db, engine.now, { code: 'blocked' })).toMatchObject([
      { effect: id, cause: expect.stringContaining('moon') },
    ]);
  });

  test('nothing leaves by a closed lane, even what was queued before; opened, it does', async () => {
    const id = await engine.dueEmail();
    await closeLane(engine.db, 'email', 'the provider is down');
    expect(await engine.claim([id])).toEqual([]);
    expect(await enqueueDue(engine.sweepDeps())).toBe(0);
    expect(await findStuck(engine.db, engine.now, { code: 'lane-closed' })).toMatchObject([
      { effect: id, account: 'harbour/A-1' },
    ]);
    await openLane(engine.db, 'email', bySystem('test', clock().now));
    expect(await enqueueDue(engine.sweepDeps())).toBe(1);
    await engine.sendDue();
    expect(engine.letters()).toHaveLength(1);
  });
});
