/** Complaints over the API and the command line: the queue with its days, who may answer, agencies, the month. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, endOfDay } from '../../domain/time.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { event, SOURCES } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { printed } from '../support/arrears.ts';
import { bookFile } from '../support/book-file.ts';
import { addCreditor } from '../support/creditor.ts';
import { addCourtCase, addEffect, addPlacement, addTask } from '../support/engine-rows.ts';

const NOON = Date.parse('2026-11-02T12:00:00+08:00');
const ZONE = 'Asia/Taipei';
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOON);
  Object.assign(process.env, { PORT: new URL(world.api.root).port, ARREARS_HOME: 'none' });
});
beforeEach(() => {
  world.now = NOON;
});
afterAll(() => world.close());

async function arrears(...words: string[]): Promise<string> {
  const { out, code } = await printed(...words);
  expect([out, code]).toEqual([out, 0]);
  return out;
}

interface Told {
  fact: string;
  status: number;
  code: string;
  detail: string;
}
/** Tells a fact of a person by hand. */
async function tell(owner: KnownAccount, fact: string, data: object, as?: string, at?: number): Promise<Told> {
  const occurredAt = at === undefined ? {} : { occurredAt: new Date(at).toISOString() };
  const body = { fact, data, ...(as === undefined ? {} : { as }), ...occurredAt };
  const { status, json } = await world.api.post(`/v1/accounts/${owner.name}/facts`, body);
  return { ...(json as unknown as Told), status };
}
const complains = (owner: KnownAccount, data: object = {}, at?: number) =>
  tell(owner, 'complaint', { cause: 'service', channel: 'letter', ...data }, undefined, at);
const CLOSED = { outcome: 'upheld', rootCause: 'conduct', reason: 'too often' } as const;

interface Task {
  no: number;
  state: string;
  due: number;
}
async function taskOf(owner: KnownAccount): Promise<Task> {
  const { rows } = await world.database.pool.query<{ no: string; state: string; due: Date }>(
    `select no, state, due_at as due from task where person_id = $1 and kind = 'review-complaint' order by no desc`,
    [owner.personId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no task');
  return { no: Number(row.no), state: row.state, due: Number(row.due) };
}

describe('the task', () => {
  test('is due by the day of the receipt, then by that of the answer; late it is stuck', async () => {
    const owner = await world.account();
    await complains(owner);
    expect(await taskOf(owner)).toMatchObject({ state: 'open', due: endOfDay('2026-11-07', ZONE) });
    expect((await tell(owner, 'complaint-acknowledged', {}, 'bo')).status).toBe(201);
    const { no, due } = await taskOf(owner);
    expect(due).toBe(endOfDay('2026-12-02', ZONE));
    const late = async () =>
      (await findStuck(world.database.db, world.now)).filter(({ task }) => task === BigInt(no)).map(({ code }) => code);
    world.now = due;
    expect(await late()).toEqual([]);
    world.now = due + 2;
    expect(await late()).toEqual(['task-late']);
    expect((await tell(owner, 'complaint-closed', CLOSED, 'bo')).status).toBe(201);
    expect([await late(), (await taskOf(owner)).state]).toEqual([[], 'done']);
  });

  test('counts from the day on which it was received, however late it is told', async () => {
    const owner = await world.account();
    await complains(owner, {}, NOON - 10 * DAY_MS);
    expect((await taskOf(owner)).due).toBe(endOfDay('2026-10-28', ZONE));
  });

  test('of several open ones has the next day, earlier or later, and stays until the last is closed', async () => {
    const owner = await world.account();
    const { fact: first } = await complains(owner);
    await tell(owner, 'complaint-acknowledged', {}, 'bo');
    const { fact: second } = await complains(owner, { cause: 'data' });
    expect((await taskOf(owner)).due).toBe(endOfDay('2026-11-07', ZONE));
    await tell(owner, 'complaint-closed', { ...CLOSED, of: second }, 'bo');
    expect(await taskOf(owner)).toMatchObject({ state: 'open', due: endOfDay('2026-12-02', ZONE) });
    await tell(owner, 'complaint-closed', { ...CLOSED, of: first }, 'bo');
    expect((await taskOf(owner)).state).toBe('done');
  });

  test('follows the law of the person, and the lender’s own word where it is sooner', async () => {
    const owner = await world.account();
    await world.database.pool.query(`update person set country = 'CN' where id = $1`, [owner.personId]);
    await complains(owner);
    await tell(owner, 'complaint-acknowledged', {}, 'bo');
    expect((await taskOf(owner)).due).toBe(endOfDay('2026-11-17', ZONE));
    const set = (days: object | null) =>
      world.database.pool.query(
        days === null
          ? `update creditor set terms = terms - 'complaintDays'`
          : `update creditor set terms = jsonb_set(terms, '{complaintDays}', '${JSON.stringify(days)}')`,
      );
    await set({ answer: 7 });
    await complains(owner, { cause: 'other' });
    expect((await taskOf(owner)).due).toBe(endOfDay('2026-11-07', ZONE));
    await tell(owner, 'complaint-acknowledged', {}, 'bo');
    expect((await taskOf(owner)).due).toBe(endOfDay('2026-11-09', ZONE));
    await set(null);
  });

  test('of an account that is closed, and of a person who owes nothing, is the same', async () => {
    const owner = await world.account();
    expect((await tell(owner, 'closed', { how: 'sold' })).status).toBe(201);
    await complains(owner);
    expect(await taskOf(owner)).toMatchObject({ state: 'open', due: endOfDay('2026-11-07', ZONE) });
  });
});

describe('what waits for somebody', () => {
  const open = async (owner: KnownAccount) => {
    const { rows } = await world.database.pool.query<{ kind: string }>(
      `select t.kind from task t join effect e on e.id = t.effect_id
       where t.state = 'open' and e.account_id = $1 order by t.kind`,
      [owner.accountId],
    );
    return rows.map(({ kind }) => kind);
  };
  const ask = async (owner: KnownAccount, kind: string, stage: string, channel: 'call' | 'desk') => {
    const effect = await addEffect(world.database.db, owner, { stage, step: kind, channel, at: NOON });
    await addTask(world.database.db, owner, { kind, at: NOON, effect });
  };
  test.each([
    ['harassment', []],
    ['service', ['call']],
  ])('%s: requests for approval and cases are withdrawn, calls where contact stops', async (cause, left) => {
    const owner = await world.account();
    await ask(owner, 'call', 'call', 'call');
    await ask(owner, 'approve-court', 'legal', 'desk');
    await addCourtCase(world.database.db, owner, NOON - DAY_MS);
    await complains(owner, { cause });
    expect(await open(owner)).toEqual(left);
    const { rows } = await world.database.pool.query(`select state from court_case where account_id = $1`, [
      owner.accountId,
    ]);
    expect(rows).toEqual([{ state: 'withdrawn' }]);
  });
});

describe('who may answer', () => {
  test('nobody about themselves, whatever the capitals, and no system where somebody is named', async () => {
    const owner = await world.account();
    await complains(owner, { staff: 'Ann Lee' });
    for (const kind of ['complaint-closed', 'complaint-acknowledged'] as const) {
      const data = kind === 'complaint-closed' ? CLOSED : {};
      expect(await tell(owner, kind, data, ' ann LEE')).toMatchObject({ status: 403, code: 'complained-of' });
      const told = await world.api.sendEvent(event(kind, owner.person, data));
      expect(told).toMatchObject({ status: 409, json: { code: 'not-allowed-now' } });
      expect(await tell(owner, kind, data)).toMatchObject({ status: 422, code: 'name-missing' });
    }
    expect((await tell(owner, 'complaint-closed', CLOSED, 'Bo')).status).toBe(201);
  });

  test('a system of the lender, where nobody is named', async () => {
    const owner = await world.account();
    await complains(owner);
    expect((await world.api.sendEvent(event('complaint-closed', owner.person, CLOSED))).status).toBe(200);
    expect((await taskOf(owner)).state).toBe('done');
  });

  test('once, in order, and never before it was received', async () => {
    const owner = await world.account();
    await complains(owner);
    expect(await tell(owner, 'complaint-closed', CLOSED, 'bo', NOON - DAY_MS)).toMatchObject({ code: 'event-invalid' });
    expect((await tell(owner, 'complaint-acknowledged', {}, 'bo')).status).toBe(201);
    expect(await tell(owner, 'complaint-acknowledged', {}, 'bo')).toMatchObject({ code: 'not-allowed-now' });
    const { fact } = await complains(owner, { cause: 'data' });
    expect((await tell(owner, 'complaint-closed', { ...CLOSED, of: fact }, 'bo')).status).toBe(201);
    expect(await tell(owner, 'complaint-closed', { ...CLOSED, of: fact }, 'bo')).toMatchObject({
      ...{ status: 409, code: 'not-allowed-now', detail: expect.stringContaining('closed already') },
    });
  });
});

describe('told twice', () => {
  test('the same event is answered as before, whatever happened since; another of the day is refused', async () => {
    const owner = await world.account();
    const data = { cause: 'data', channel: 'web' };
    const told = event('complaint', owner.person, data, { id: 'web-17' });
    const first = await world.api.sendEvent(told);
    expect(first.status).toBe(200);
    const again = await world.api.sendEvent(event('complaint', owner.person, data, { id: 'web-18' }));
    expect(again).toMatchObject({ status: 409, json: { code: 'not-allowed-now' } });
    expect((await tell(owner, 'complaint-closed', { ...CLOSED, of: 'web-17' }, 'bo')).status).toBe(201);
    expect((await world.api.sendEvent(told)).json).toEqual(first.json);
    expect((await taskOf(owner)).state).toBe('done');
  });
  test('by two at once, it is recorded once', async () => {
    const owner = await world.account();
    const answers = await Promise.all([complains(owner), complains(owner)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});

describe('an agency', () => {
  const byAgency = (kind: string, owner: KnownAccount, data: object) =>
    world.api.sendEvent(event(kind, owner.person, data, { source: 'agency:north' }), {
      secret: SOURCES['agency:north'],
    });
  test('tells of a complaint about itself or the lender, and answers none', async () => {
    const owner = await world.account();
    const other = await byAgency('complaint', owner, { cause: 'service', channel: 'call' });
    expect(other).toMatchObject({ status: 403, json: { code: 'not-for-agency' } });
    await addPlacement(world.database.db, owner, NOON - DAY_MS, 'accepted');
    const about = (agency?: string) =>
      byAgency('complaint', owner, { cause: 'harassment', channel: 'call', ...(agency ? { agency } : {}) });
    expect(await about('south')).toMatchObject({ status: 422, json: { code: 'fact-invalid' } });
    expect([(await about('north')).status, (await about()).status]).toEqual([200, 200]);
    for (const [kind, data] of [
      ['complaint-closed', CLOSED],
      ['complaint-acknowledged', {}],
    ] as const)
      expect(await byAgency(kind, owner, data)).toMatchObject({ status: 403, json: { code: 'not-for-agency' } });
    expect((await taskOf(owner)).state).toBe('open');
  });
});

describe('by command', () => {
  test('recorded, listed, shown with its days, answered', async () => {
    const owner = await world.account();
    const said = ['--cause', 'harassment', '--channel', 'letter', '--agency', 'north', '--staff', 'Ann'];
    expect(await arrears('record', owner.name, 'complaint', ...said)).toContain(
      `Recorded for ${owner.name}: complaint.`,
    );
    expect(await arrears('tasks', '--kind', 'review-complaint')).toContain(owner.person.replace(/.*:/, 'person '));
    const { no } = await taskOf(owner);
    const line =
      /2026-11-02 12:00 {2}harassment by the agency north, Ann \(letter\): to be acknowledged by 2026-11-07 \(the lender’s own\), to be answered by 2026-12-02 \(TW-COMPL-01, default, unverified\) \(complaint [0-9a-f-]{36}\)/;
    const shown = await arrears('tasks', String(no));
    expect(shown.replace(/\s+/g, ' ')).toMatch(new RegExp(line.source.replace(' {2}', ' ')));
    expect(shown).toContain('record ACCOUNT complaint-closed --of COMPLAINT');
    expect(await arrears('explain', owner.name)).toMatch(line);
    const refused = await printed('record', owner.name, 'complaint-acknowledged', '--as', 'ANN');
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('ANN is complained of')]);
    await arrears('record', owner.name, 'complaint-acknowledged', '--as', 'Bo');
    expect(await arrears('explain', owner.name)).toContain('acknowledged 2026-11-02 12:00');
    const money = ['--redress', 'compensation', '--amount', '500', '--root-cause', 'conduct', '--reason', 'nine calls'];
    await arrears('record', owner.name, 'complaint-closed', '--outcome', 'upheld', ...money, '--as', 'Bo');
    const story = await arrears('explain', owner.name);
    expect(story).toContain('a complaint was closed: upheld, redress compensation NT$ 500, root cause conduct');
    expect(story).not.toContain('to be answered by');
  });
});

test('a month by cause and by party, of one creditor or of all', async () => {
  await addCreditor(world.database.db, 'anchor');
  const cells = { creditor: 'anchor', account: 'B-1', person: 'Q-1', dues: '2026-10-01=100.00' };
  expect((await world.api.send('/v1/imports', bookFile([cells]))).json).toMatchObject({ added: 1 });
  const at = (day: string) => Date.parse(`${day}T12:00:00+08:00`);
  const send = async (subject: string, kind: string, data: object, day: string) => {
    world.now = at(day);
    const answer = await world.api.sendEvent(event(kind, subject, data, { time: `${day}T12:00:00+08:00` }));
    expect([answer.body, answer.status]).toEqual([answer.body, 200]);
  };
  const person = 'anchor/person:Q-1';
  const paid = { redress: 'compensation', amount: { currency: 'TWD', minor: '50000' } };
  await send(person, 'complaint', { cause: 'wrong-amount', channel: 'email' }, '2027-01-05');
  await send(person, 'complaint-closed', { ...CLOSED, ...paid }, '2027-02-11');
  await send(person, 'complaint', { cause: 'agency-fee', channel: 'email', agency: 'north' }, '2027-02-12');
  world.now = at('2027-03-02');
  expect(JSON.parse(await arrears('complaints', '--month', '2027-02', '--creditor', 'anchor', '--json'))).toEqual({
    ...{ month: '2027-02', creditor: 'anchor' },
    all: {
      ...{ received: 1, open: 1, late: 1, medianDays: 37, redress: [paid.amount] },
      closed: { upheld: 1, part: 0, rejected: 0, withdrawn: 0 },
    },
    byCause: [
      expect.objectContaining({ cause: 'wrong-amount', received: 0, late: 1 }),
      expect.objectContaining({ cause: 'agency-fee', received: 1, open: 1, late: 0, medianDays: null, redress: [] }),
    ],
    byParty: [
      expect.objectContaining({ creditor: 'anchor', agency: null, open: 0 }),
      expect.objectContaining({ creditor: 'anchor', agency: 'north', open: 1 }),
    ],
  });
  const text = await arrears('complaints', '--month', '2027-02', '--creditor', 'anchor');
  const lines = text.split('\n').map((line) => line.trim().split(/ {2,}/));
  expect(lines).toContainEqual(['wrong-amount', '0', '0', '1', '1', '0', '0', '0', '37', 'NT$ 500']);
  expect(lines).toContainEqual(['anchor, agency north', '1', '1', '0', '0', '0', '0', '0', '-', '-']);
  expect(JSON.parse(await arrears('complaints', '--month', '2026-11', '--json')).all.received).toBeGreaterThan(5);
  expect(await arrears('complaints', '--month', '2024-05', '--creditor', 'anchor')).toBe(
    'No complaint of anchor was received, open or closed in 2024-05.\n',
  );
  for (const [words, part] of [
    [['--month', '2027-13'], '--month "2027-13" is no month'],
    [['--month', 'last'], '--month "last" is no month'],
    [['--month', '2027-02', '--creditor', 'nobody'], 'There is no creditor nobody.'],
  ] as const) {
    const { out, code } = await printed('complaints', ...words);
    expect([code === 0, out]).toEqual([false, expect.stringContaining(part)]);
  }
});
