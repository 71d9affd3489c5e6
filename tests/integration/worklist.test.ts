/** The team's worklist: who takes what, in which order, and who may not. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { takeNext } from '../../engine/tasks/take-work.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { event } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { printed } from '../support/arrears.ts';
import { addEffect, addTask } from '../support/engine-rows.ts';

const NOON = Date.parse('2026-04-20T12:00:00+08:00');
const NIGHT = Date.parse('2026-04-20T23:30:00+08:00');
const TWENTY = 20;
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOON);
  Object.assign(process.env, { PORT: new URL(world.api.root).port, ARREARS_HOME: 'none' });
});
/** Every test has the open tasks to itself. */
beforeEach(async () => {
  world.now = NOON;
  await sql`delete from work_lock`.execute(db());
  await sql`update task set state = 'withdrawn' where state = 'open'`.execute(db());
});
afterAll(() => world.close());

const db = () => world.database.db;
async function call(at = NOON, owner?: KnownAccount): Promise<{ owner: KnownAccount; no: number }> {
  const whose = owner ?? (await world.account());
  await sql`update effect set occurrence = occurrence + 1 where account_id = ${whose.accountId}`.execute(db());
  const effect = await addEffect(db(), whose, { stage: 'call', step: 'attempt', channel: 'call', at });
  return { owner: whose, no: await addTask(db(), whose, { kind: 'call', at, effect }) };
}
const next = async (as: string, more: object = {}) => (await world.api.post('/v1/work/next', { as, ...more })).json;
const post = (no: number, what: string, body: object) => world.api.post(`/v1/tasks/${no}/${what}`, body);
const outcome = (no: number, as: string) => post(no, 'outcome', { as, outcome: { contact: 'no-answer' } });

describe('taking', () => {
  test('shows the person, the money as it is now, the offers and the script; the same person gets it again', async () => {
    const { owner, no } = await call();
    const { taken, skipped } = await next('Ann');
    expect(taken).toMatchObject({
      task: { task: no, who: { name: 'Lin Mei' }, call: { offers: expect.anything(), script: expect.anything() } },
      callUntil: '2026-04-20T13:00:00.000Z',
      case: { account: owner.name, balance: { minor: '4100000' }, asked: { minor: '143400' }, contacts: [] },
    });
    expect(skipped).toEqual([]);
    expect((await next('ann ')).taken).toMatchObject({ task: { task: no }, because: ['you have it already'] });
    expect((await next('Bo')).taken).toBeNull();
  });

  test('a payment that came meanwhile is in what is asked', async () => {
    const { owner, no } = await call();
    const data = { amount: { currency: 'TWD', minor: '43400' } };
    await world.api.sendEvent(event('payment', owner.name, data, { time: '2026-04-10T10:00:00+08:00' }));
    expect((await post(no, 'take', { as: 'Ann' })).json).toMatchObject({
      case: { balance: { minor: '4056600' }, asked: { minor: '100000' } },
    });
  });

  test('twenty at once over twenty tasks: each gets another one, nobody none', async () => {
    const open = [];
    for (let count = 0; count < TWENTY; count += 1) open.push((await call()).no);
    const deps = { db: db(), rulebook: RULEBOOK, now: NOON };
    const takers = Array.from({ length: TWENTY }, (_, at) => ({ as: `taker ${at}`, minutes: 30 }));
    const answers = await Promise.all(takers.map((taker) => takeNext(deps, {}, taker)));
    const taken = answers.map(({ taken }) => Number(taken?.no));
    expect(taken.sort((a, b) => a - b)).toEqual(open);
  });

  test('two at once for one task: exactly one has it', async () => {
    const { no } = await call();
    const answers = await Promise.all(['Ann', 'Bo'].map((as) => post(no, 'take', { as })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('one caller a person: their other calls are taken too, other tasks are not', async () => {
    const { owner, no } = await call();
    const other = await call(NOON, owner);
    const review = await addTask(db(), owner, { kind: 'hardship-review', at: NOON, ofPerson: true });
    await post(no, 'take', { as: 'Ann' });
    const refused = await post(other.no, 'take', { as: 'Bo' });
    expect(refused).toMatchObject({ status: 409, json: { code: 'task-held' } });
    expect(refused.json.detail).toContain(`Ann works on this case until `);
    expect((await next('Bo')).taken).toMatchObject({ task: { task: review } });
  });

  test('a lock ends by its time, by the outcome, by giving back', async () => {
    const { no } = await call();
    await post(no, 'take', { as: 'Ann', minutes: 5 });
    await sql`update work_lock set until_at = clock_timestamp() - interval '1 second'`.execute(db());
    expect((await post(no, 'keep', { as: 'Ann' })).json.code).toBe('task-not-held');
    expect((await post(no, 'take', { as: 'Bo' })).status).toBe(200);
    expect((await post(no, 'leave', { as: 'Ann' })).json.code).toBe('task-not-held');
    expect((await post(no, 'keep', { as: 'Bo', minutes: 60 })).status).toBe(200);
    expect((await post(no, 'leave', { as: 'Bo' })).status).toBe(200);
    expect((await post(no, 'take', { as: 'Ann' })).status).toBe(200);
    expect((await outcome(no, 'Ann')).status).toBe(201);
    expect(await db().selectFrom('work_lock').select('holder').execute()).toEqual([]);
    expect((await post(no, 'take', { as: 'Ann' })).json.code).toBe('task-ended');
  });

  test('whoever does not have it may not say what came of it; without a lock anybody may', async () => {
    const { no } = await call();
    await post(no, 'take', { as: 'Ann' });
    expect(await outcome(no, 'Bo')).toMatchObject({ status: 409, json: { code: 'task-held' } });
    await post(no, 'leave', { as: 'Ann' });
    expect((await outcome(no, 'Bo')).status).toBe(201);
    expect((await outcome(no, 'Bo')).json.code).toBe('task-ended');
  });

  test('an unknown task, minutes out of bounds, no name, an unknown creditor', async () => {
    expect((await post(999_999, 'take', { as: 'Ann' })).json.code).toBe('unknown-task');
    expect((await post(999_999, 'release', { as: 'Ann', reason: 'left' })).json.code).toBe('unknown-task');
    const { no } = await call();
    expect((await post(no, 'take', { as: 'Ann', minutes: 121 })).status).toBe(422);
    expect((await post(no, 'take', { as: ' ' })).status).toBe(422);
    expect((await world.api.post('/v1/work/next', { as: 'Ann', creditor: 'none' })).json.code).toBe('unknown-creditor');
    expect((await world.api.get('/v1/work?limit=0')).status).toBe(422);
  });
});

describe('what may not be done now', () => {
  test('no call at night; other tasks go on, and the skipped are counted by reason', async () => {
    const { owner, no } = await call();
    await call();
    world.now = NIGHT;
    expect(await next('Ann')).toEqual({ taken: null, skipped: [{ because: expect.any(String), tasks: 2 }] });
    const review = await addTask(db(), owner, { kind: 'hardship-review', at: NIGHT, ofPerson: true });
    expect((await next('Ann')).taken).toMatchObject({ task: { task: review }, callUntil: null });
    expect((await post(no, 'take', { as: 'Bo' })).json).toMatchObject({ code: 'not-allowed-now' });
  });

  test('a wish that came after the task opened counts; an open task does not hold back itself', async () => {
    const { owner, no } = await call(NOON - HOUR_MS);
    expect((await post(no, 'take', { as: 'Ann' })).status).toBe(200);
    await post(no, 'leave', { as: 'Ann' });
    const told = { fact: 'preference', data: { hours: '18:00-20:00' }, as: 'Ann' };
    expect((await world.api.post(`/v1/accounts/${owner.name}/facts`, told)).status).toBe(201);
    expect((await next('Ann')).taken).toBeNull();
  });

  test('calls made today count, calls that nobody made do not', async () => {
    const { owner, no } = await call(NOON - HOUR_MS);
    const others = [no];
    for (let made = 0; made < 2; made += 1) others.push((await call(NOON, owner)).no);
    const last = others.pop() ?? 0;
    for (const other of others.slice(0, -1)) await outcome(other, 'Ann');
    expect((await post(last, 'take', { as: 'Ann' })).status).toBe(200);
    await outcome(others.at(-1) ?? 0, 'Ann');
    expect((await next('Ann')).taken).toBeNull();
    expect((await post(last, 'take', { as: 'Ann' })).json.code).toBe('not-allowed-now');
    world.now = NOON + DAY_MS;
    expect((await next('Ann')).taken).toMatchObject({ task: { task: last } });
  });

  test('no reviewer gets no task of reviewers', async () => {
    const owner = await world.account();
    await addTask(db(), owner, { kind: 'distress-review', at: NOON, ofPerson: true });
    expect(await next('Ann')).toEqual({
      taken: null,
      skipped: [{ because: 'only a reviewer may do it', tasks: 1 }],
    });
  });
});

describe('a call-back', () => {
  test('at a time at which nobody may call is refused, with the next time', async () => {
    const { no } = await call();
    const wish = (callBackAt: string) =>
      post(no, 'outcome', { as: 'Ann', outcome: { contact: 'right-party', result: 'call-back', callBackAt } });
    expect((await wish('2026-04-21T23:10:00+08:00')).json).toMatchObject({
      status: 422,
      code: 'fact-invalid',
      faults: [
        {
          pointer: '/callBackAt',
          words: 'nobody may call the person then; the next time is 2026-04-22T08:00:00+08:00',
        },
      ],
    });
    expect((await wish('2026-06-21T10:00:00+08:00')).json.faults[0].words).toContain('at most 30 days');
    expect((await wish('2026-04-22T08:00:00+08:00')).status).toBe(201);
  });

  test('until then nobody else is given a call to the person, by whatever account', async () => {
    const { owner, no } = await call(NOON - DAY_MS);
    const other = await call(NOON - DAY_MS, owner);
    const callBackAt = '2026-04-20T15:00:00+08:00';
    await post(no, 'outcome', { as: 'Ann', outcome: { contact: 'right-party', result: 'call-back', callBackAt } });
    expect(await next('Bo')).toEqual({
      taken: null,
      skipped: [{ because: expect.stringContaining('the person asked to be called at'), tasks: 1 }],
    });
    world.now = Date.parse(callBackAt);
    expect((await next('Bo')).taken).toMatchObject({ task: { task: other.no } });
  });
});

describe('the order', () => {
  test('alarms, call-backs whose time has come, complaints, then by what waits', async () => {
    const late = await call(NOON - 2 * DAY_MS);
    const fresh = await call(NOON);
    const wished = await call(NOON);
    await db()
      .updateTable('task')
      .set({ wished_at: new Date(NOON) })
      .where('no', '=', BigInt(wished.no))
      .execute();
    const ahead = await call(NOON);
    await db()
      .updateTable('task')
      .set({ wished_at: new Date(NOON + HOUR_MS) })
      .where('no', '=', BigInt(ahead.no))
      .execute();
    const alarm = await addTask(db(), fresh.owner, { kind: 'self-harm-alarm', at: NOON, ofPerson: true });
    const complaint = await addTask(db(), late.owner, { kind: 'review-complaint', at: NOON, ofPerson: true });
    const { json } = await world.api.get('/v1/work');
    expect(json.map(({ task }: { task: number }) => task)).toEqual([
      alarm,
      wished.no,
      complaint,
      late.no,
      ...[fresh.no, ahead.no].sort((a, b) => a - b),
    ]);
    expect(json[1].because).toEqual(expect.arrayContaining(['the person asked to be called now']));
    expect(json[3].because[0]).toBe('late for 48 h');
  });

  test('a promise that broke yesterday comes before the rest', async () => {
    const late = await call(NOON - 2 * DAY_MS);
    const broken = await call(NOON);
    const parts = [{ on: '2026-04-17', amount: { currency: 'TWD', minor: '143400' } }];
    await world.api.sendEvent(event('promise', broken.owner.name, { parts }, { time: '2026-04-10T10:00:00+08:00' }));
    const { json } = await world.api.get('/v1/work');
    expect(json.map(({ task }: { task: number }) => task)).toEqual([broken.no, late.no]);
    expect(json[0].because[0]).toBe('a promise broke');
  });

  test('by kind and by language', async () => {
    const { owner, no } = await call();
    await db().updateTable('task').set({ person_id: owner.personId }).where('no', '=', BigInt(no)).execute();
    await addTask(db(), owner, { kind: 'overpaid', at: NOON });
    const of = async (query: string) => (await world.api.get(`/v1/work?${query}`)).json.length;
    expect([await of('kind=call'), await of('kind=overpaid'), await of('language=en')]).toEqual([1, 1, 1]);
    expect(await of('language=zh-Hans')).toBe(0);
  });
});

describe('the supervisor', () => {
  test('sees who has what, what was done and missed, and frees a task with a reason', async () => {
    const { owner, no } = await call(NOON - 2 * HOUR_MS);
    const done = await call(NOON);
    await db()
      .updateTable('task')
      .set({ wished_at: new Date(NOON - 2 * HOUR_MS) })
      .where('no', '=', BigInt(no))
      .execute();
    await outcome(done.no, 'Bo');
    await post(no, 'take', { as: 'Ann' });
    const team = (await world.api.get('/v1/work/team?creditor=harbour')).json;
    expect(team).toMatchObject({
      kinds: [{ kind: 'call', open: 1, late: 1, dueToday: 1 }],
      held: [{ task: no, holder: 'Ann', account: owner.name }],
      missedCallBacks: [{ task: no, account: owner.name }],
    });
    expect(team.doneToday).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'Bo' })]));
    expect((await findStuck(db(), NOON)).filter(({ task }) => task === BigInt(no)).map(({ code }) => code)).toEqual([
      'call-back-missed',
    ]);
    expect((await printed('work', 'release', String(no), '--as', 'Sue')).code).toBe(2);
    const { out } = await printed('work', 'release', String(no), '--reason', 'went home', '--as', 'Sue');
    expect(out).toBe(`Task ${no} is free; Ann had it.\n`);
    const kept = await db().selectFrom('evidence').select('body').where('what', '=', 'work-released').execute();
    expect(kept).toEqual([{ body: expect.objectContaining({ holder: 'Ann', by: 'Sue', reason: 'went home' }) }]);
    expect((await post(no, 'release', { as: 'Sue', reason: 'again' })).json.code).toBe('not-allowed-now');
  });

  test('the commands read aloud', async () => {
    const { owner, no } = await call();
    const { out } = await printed('work', 'next', '--as', 'Ann');
    for (const words of [
      `Task ${no}: call, open`,
      'balance',
      'NT$ 1,434',
      'call until',
      'Lin Mei',
      `${owner.name} now`,
    ])
      expect(out).toContain(words);
    expect((await printed('work', 'list')).out).toContain('Ann until');
    expect((await printed('work', 'team')).out).toContain(`Ann: task ${no} (call, ${owner.name})`);
    expect((await printed('work', 'keep', String(no), '--as', 'Ann')).out).toContain(`Task ${no} is yours until`);
    expect((await printed('work', 'take', String(no), '--as', 'Bo')).out).toContain('Ann works on this case');
    expect((await printed('work', 'leave', String(no), '--as', 'Ann')).out).toContain('waits for somebody again');
    expect((await printed('work', 'next')).out).toContain('--as NAME');
  });
});
