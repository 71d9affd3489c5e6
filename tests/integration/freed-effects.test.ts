/** What did not leave, or of which nobody knows: who frees it, when it is tried again, and that it is sent once then. */

import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { byPerson, bySystem } from '../../domain/act.ts';
import type { Policy } from '../../domain/policies/policy.ts';
import type { Ladder } from '../../domain/stage.ts';
import { HOUR_MS } from '../../domain/time.ts';
import { enqueueDue, freeExpired } from '../../engine/effects/sweep.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { closeLane, openLane, retryAccount, retryCause, retryEffect } from '../../engine/operate/retry-effects.ts';
import { settleManually } from '../../engine/operate/settle-manually.ts';
import { RULEBOOK, RULES } from '../../stages/rules.ts';
import { useGround } from '../support/use-database.ts';

const ground = useGround('each test', 24);

const TERM = { rulebook: RULEBOOK };
const overdue = { amount: { currency: 'TWD', minor: '143400' } };
const clock = () => ({ now: ground.now });

describe('what nobody knows', () => {
  async function unknown() {
    const id = await ground.dueEmail();
    const provider = ground.provide();
    provider.answer = new Error('reset after the first byte');
    await ground.sendDue();
    expect(await ground.effect()).toMatchObject({ state: 'unknown' });
    provider.answer = { kind: 'sent', reference: 'ok' };
    return { id, provider };
  }
  test('is never sent again by a machine, whoever asks', async () => {
    const { id, provider } = await unknown();
    await expect(retryEffect(ground.db, id, bySystem('test', clock().now))).rejects.toMatchObject({
      code: 'not-allowed-now',
    });
    await retryAccount(ground.db, 'harbour/A-1', bySystem('test', clock().now));
    await retryCause(ground.db, 'outcome-unknown', bySystem('test', clock().now));
    ground.now += 40 * 24 * HOUR_MS;
    await ground.look([await ground.idOf('harbour/A-1')]);
    await freeExpired(ground.sweepDeps());
    await enqueueDue(ground.sweepDeps());
    await ground.sendDue();
    expect(provider.sent.filter((message) => message.effect === id)).toHaveLength(1);
    expect(await ground.effect()).toMatchObject({ state: 'unknown' });
    expect(await findStuck(ground.db, ground.now, { code: 'outcome-unknown' })).toMatchObject([
      { account: 'harbour/A-1', effect: id },
    ]);
  });
  test('a person says that it was sent', async () => {
    const { id, provider } = await unknown();
    await settleManually(ground.db, id, 'sent', { ...byPerson('ann', clock().now), ...TERM });
    expect(await ground.effect()).toMatchObject({ state: 'sent' });
    await ground.sendDue();
    expect(provider.sent).toHaveLength(1);
    expect(await ground.violations()).toEqual([]);
  });
  test('a person says that it was not: sent then, once', async () => {
    const { id, provider } = await unknown();
    await settleManually(ground.db, id, 'unsent', { ...byPerson('ann', clock().now), ...TERM });
    await ground.sendDue();
    await ground.sendDue();
    expect(await ground.effect()).toMatchObject({ state: 'sent', attempt: 2 });
    expect(provider.sent).toHaveLength(2);
    expect(await ground.violations()).toEqual([]);
  });
  test('what is said of a message holds for all that it covers', async () => {
    await ground.look(await ground.book([{ account: 'A-1' }, { account: 'A-2' }]));
    const provider = ground.provide();
    provider.answer = new Error('reset after the first byte');
    await ground.sendDue();
    provider.answer = { kind: 'sent', reference: 'ok' };
    const freed = await settleManually(ground.db, (await ground.effect()).id, 'unsent', {
      ...byPerson('ann', clock().now),
      ...TERM,
    });
    expect(freed.effects).toHaveLength(2);
    await ground.sendDue();
    expect((await ground.effects('email-1')).map((effect) => effect.state)).toEqual(['sent', 'sent']);
    expect(provider.sent).toHaveLength(2);
    expect(await ground.violations()).toEqual([]);
  });
  test('a handover that a person found sent is a placement', async () => {
    const [account] = await ground.book([{}]);
    const id = uuidv7();
    await sql`
      insert into effect (id, creditor_id, account_id, person_id, episode, stage, step, occurrence, channel, purpose, recipient, state, due_at)
      select ${id}::uuid, creditor_id, account_id, person_id, 1, 'agency', 'handover', 1, 'agency', 'handover', 'north', 'unknown', ${new Date(ground.now)}
      from account_person where account_id = ${account ?? ''}::uuid`.execute(ground.db);
    await settleManually(ground.db, id, 'sent', { ...byPerson('ann', clock().now), ...TERM });
    const { rows } = await sql<{ id: string; state: string }>`select id, state from placement`.execute(ground.db);
    expect(rows).toEqual([{ id, state: 'handed-over' }]);
  });
});

describe('what did not leave', () => {
  test('is tried again later, three times, and then waits for a person', async () => {
    const id = await ground.dueEmail();
    const provider = ground.provide();
    provider.answer = { kind: 'not-sent', reason: 'the lane refuses' };
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await ground.sendDue();
      const effect = await ground.effect();
      expect(effect.state).toBe(attempt < 3 ? 'deferred' : 'failed');
      if (attempt === 3) break;
      waits.push(effect.due_at - ground.now);
      ground.now = effect.due_at;
    }
    expect(waits).toEqual([HOUR_MS / 2, HOUR_MS]);
    ground.now += 24 * HOUR_MS;
    await ground.look([await ground.idOf('harbour/A-1')]);
    await ground.sendDue();
    expect(provider.sent).toHaveLength(3);
    expect(await findStuck(ground.db, ground.now, { code: 'send-failed' })).toMatchObject([
      { account: 'harbour/A-1', effect: id, cause: expect.stringContaining('the lane refuses'), money: 143_400n },
    ]);
    provider.answer = { kind: 'sent', reference: 'ok' };
    await retryEffect(ground.db, id, bySystem('test', clock().now));
    await ground.sendDue();
    await ground.sendDue();
    expect(provider.sent).toHaveLength(4);
    expect(await ground.effect()).toMatchObject({ state: 'sent' });
    expect(await ground.violations()).toEqual([]);
  });

  test('a cured account that is freed sends nothing', async () => {
    const id = await ground.dueEmail();
    const provider = ground.provide();
    provider.answer = { kind: 'not-sent', reason: 'the lane refuses' };
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await ground.sendDue();
      ground.now = Math.max(ground.now, (await ground.effect()).due_at);
    }
    await sql`update effect set state = 'failed' where id = ${id}::uuid`.execute(ground.db);
    await ground.record('payment', overdue);
    await expect(retryEffect(ground.db, id, bySystem('test', clock().now))).rejects.toMatchObject({
      code: 'not-allowed-now',
    });
    await retryAccount(ground.db, 'harbour/A-1', bySystem('test', clock().now));
    provider.answer = { kind: 'sent', reference: 'ok' };
    await ground.sendDue();
    expect(provider.sent).toHaveLength(3);
  });

  test('a text that throws blocks its effect, and freed once it is sent once', async () => {
    const id = await ground.dueEmail();
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
    ground.rules = { ...RULES, ladder: broken };
    await ground.sendDue();
    expect(ground.letters()).toEqual([]);
    expect(await ground.effect()).toMatchObject({ state: 'planned', blocked_since: expect.any(Number) });
    expect(await findStuck(ground.db, ground.now, { code: 'blocked' })).toMatchObject([
      { effect: id, cause: expect.stringContaining('text') },
    ]);
    ground.rules = RULES;
    await retryEffect(ground.db, id, bySystem('test', clock().now));
    await ground.sendDue();
    await ground.sendDue();
    expect(ground.letters()).toHaveLength(1);
    expect(await ground.effect()).toMatchObject({ state: 'sent', blocked_since: null });
  });

  test('rules that throw for one account hold up no other', async () => {
    await ground.look(await ground.book([{ account: 'A-1' }, { account: 'A-2' }]));
    const ladder: Ladder = RULES.ladder.map((stage) => ({
      ...stage,
      opens: (situation) => {
        if (situation.facts.number === 'A-1') throw new Error('a rule failed');
        return stage.opens?.(situation) ?? null;
      },
    }));
    ground.rules = { ...RULES, ladder };
    await ground.sendDue();
    const [first, second] = await ground.effects('email-1');
    expect(first).toMatchObject({ account: 'A-1', state: 'planned', blocked_since: expect.any(Number) });
    expect(second).toMatchObject({ account: 'A-2', state: 'sent' });
    expect(ground.letters()).toHaveLength(1);
  });

  test('a policy that throws blocks, and says which', async () => {
    const id = await ground.dueEmail();
    const moon: Policy = {
      name: 'moon',
      title: 'moon',
      judge() {
        throw new Error('no moon');
      },
    };
    ground.rules = { ...RULES, policies: [...RULES.policies, moon] };
    await ground.sendDue();
    expect(ground.letters()).toEqual([]);
    expect(await findStuck(ground.db, ground.now, { code: 'blocked' })).toMatchObject([
      { effect: id, cause: expect.stringContaining('moon') },
    ]);
  });

  test('nothing leaves by a closed lane, even what was queued before; opened, it does', async () => {
    const id = await ground.dueEmail();
    await closeLane(ground.db, 'email', 'the provider is down');
    expect(await ground.claim([id])).toEqual([]);
    expect(await enqueueDue(ground.sweepDeps())).toBe(0);
    expect(await findStuck(ground.db, ground.now, { code: 'lane-closed' })).toMatchObject([
      { effect: id, account: 'harbour/A-1' },
    ]);
    await openLane(ground.db, 'email', bySystem('test', clock().now));
    expect(await enqueueDue(ground.sweepDeps())).toBe(1);
    await ground.sendDue();
    expect(ground.letters()).toHaveLength(1);
  });
});
