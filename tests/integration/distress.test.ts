/** Distress on a running engine: what is queued or claimed stops, and an alarm that nobody answers is raised. */
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson, bySystem } from '../../domain/act.ts';
import { MINUTE_MS } from '../../domain/time.ts';
import { ensureTasks } from '../../engine/effects/sweep.ts';
import { readPressure } from '../../engine/evaluate/read-pressure.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { readTask } from '../../engine/tasks/read-task.ts';
import { recordOutcome } from '../../engine/tasks/record-outcome.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { openApiWorld } from '../support/api-world.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { waitForLocks } from '../support/test-engine.ts';

const engine = useTestEngine('each test', 24);
const distress = (level: 'pressure' | 'self-harm') => ({
  ...{ subject: 'harbour/person:P-1', kind: 'distress' as const, source: 'test' },
  data: { level },
});
const tell = (level: 'pressure' | 'self-harm') => acceptFact(engine.db, distress(level), bySystem('test', engine.now));
const open = async (kind: string): Promise<bigint[]> => {
  const { rows } = await sql<{ no: bigint }>`
    select no from task where kind = ${kind} and state = 'open'`.execute(engine.db);
  return rows.map(({ no }) => no);
};
const codes = async () =>
  (await findStuck(engine.db, engine.now)).map(({ code }) => code).filter((code) => /alarm|task/.test(code));

describe('what is queued', () => {
  test('stops: the claim refuses every effect of every account of the person', async () => {
    const ids = await engine.book(['A-1', 'A-2'].map((account) => ({ account, person: 'P-1' })));
    await engine.look(ids);
    const effects = await engine.effects('email-1');
    await sql`update effect set queued_at = clock_timestamp() where state = 'planned'`.execute(engine.db);
    await tell('pressure');
    expect(await engine.claim(effects.map(({ id }) => id))).toEqual([]);
    expect((await engine.effects('email-1')).map(({ state, reason }) => `${state}: ${reason}`)).toEqual([
      'suppressed: the person is in distress',
      'suppressed: the person is in distress',
    ]);
    expect(engine.letters()).toEqual([]);
  });
  test('stops, when the fact is written and not yet committed as the claim begins', async () => {
    const id = await engine.dueEmail();
    let claiming: Promise<unknown[]> = Promise.resolve([]);
    await engine.db.transaction().execute(async (trx) => {
      await acceptFact(trx, { ...distress('self-harm'), subject: 'harbour/A-1' }, bySystem('test', engine.now));
      claiming = engine.claim([id]);
      await waitForLocks(engine, 1);
    });
    expect(await claiming).toEqual([]);
    expect(await engine.effect()).toMatchObject({ state: 'suppressed' });
  });
});

describe('an alarm', () => {
  test('names whom to call and the lines of the country; unanswered for 15 minutes it is stuck and raised, once', async () => {
    await engine.book([{ account: 'A-1', person: 'P-1' }]);
    await tell('self-harm');
    const [no = 0n, ...others] = await open('self-harm-alarm');
    expect(others).toEqual([]);
    const { alarm, who } = await readTask(engine.db, no, engine.now);
    expect(who).not.toBeNull();
    expect(alarm?.onCall).toEqual({ name: 'Omar Finch', phone: '+886 2 5550 0190' });
    expect(alarm?.lines.map(({ country, number }) => `${country} ${number}`)).toEqual(['TW 119', 'TW 110', 'TW 1925']);

    engine.now += 15 * MINUTE_MS - 1;
    await ensureTasks({ db: engine.db, now: async () => engine.now });
    expect([await codes(), await open('self-harm-alarm-raised')]).toEqual([[], []]);
    engine.now += 1;
    for (let sweep = 0; sweep < 2; sweep += 1) await ensureTasks({ db: engine.db, now: async () => engine.now });
    expect(await codes()).toEqual(['alarm-unanswered']);
    const [raised = 0n, ...more] = await open('self-harm-alarm-raised');
    expect(more).toEqual([]);
    expect((await readTask(engine.db, raised, engine.now)).reason).toBe(`nobody answered the alarm of task ${no}`);

    await recordOutcome(engine.db, raised, { of: 'done', words: 'they are safe' }, byPerson('Sam', engine.now));
    expect([await open('self-harm-alarm'), await open('self-harm-alarm-raised'), await codes()]).toEqual([[], [], []]);
    expect(await open('distress-review')).toHaveLength(1);
    await ensureTasks({ db: engine.db, now: async () => engine.now });
    expect(await open('self-harm-alarm-raised')).toEqual([]);
  });
});

test('the budget of pressure names each contact that weighs', async () => {
  const id = await engine.dueEmail();
  await engine.sendClaimed(await engine.claim([id]));
  const pressure = await readPressure(engine.db, RULEBOOK, 'harbour/A-1', engine.now);
  expect(pressure).toMatchObject({ account: 'harbour/A-1', budget: 20, days: 7, now: 0.5 });
  expect(pressure.contacts).toEqual([
    expect.objectContaining({
      by: 'lender',
      channel: 'email',
      purpose: 'demand',
      left: 0.5,
      steps: ['reminder/email-1'],
    }),
  ]);
});

test('GET /v1/accounts/:creditor/:number/pressure', async () => {
  const world = await openApiWorld(Date.parse('2026-04-20T12:00:00+08:00'));
  try {
    const { name } = await world.account();
    const answer = await world.api.get(`/v1/accounts/${name}/pressure`);
    expect([answer.status, answer.json.now, answer.json.contacts]).toEqual([200, 0, []]);
    expect((await world.api.get('/v1/accounts/harbour/nobody/pressure')).json.code).toBe('unknown-account');
  } finally {
    await world.close();
  }
});
