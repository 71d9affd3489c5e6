/** Restarts of many accounts: proposed by one person, approved by another, released so many on a working day. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson } from '../../domain/act.ts';
import { DAY_MS } from '../../domain/time.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { releaseRestarts } from '../../engine/restarts/release-restarts.ts';
import { recordOutcome } from '../../engine/tasks/record-outcome.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { on } from '../support/story.ts';
import { StoryWorld } from '../support/story-world.ts';

/** Monday, 21 December 2026; Friday is a holiday in Taiwan. */
const MONDAY = 294;
const A_DAY = 2;
let world: StoryWorld;
let api: TestApi;
beforeEach(async () => {
  world = await StoryWorld.open();
  api = await openApi({ ...world.database, now: async () => world.now });
  await world.lender('harbour');
  await sql`update creditor set terms = terms || ${JSON.stringify({ restartsADay: A_DAY })}::jsonb`.execute(world.db);
});
afterEach(async () => {
  await api.close();
  await world.close();
});

/** The lender's book of a day, with accounts A-1 to A-`count` that are old. */
const book = (day: number, count: number) =>
  world.importRows(
    Array.from({ length: count }, (_, at) => ({
      ...{ account: `A-${at + 1}`, person: `P-${at + 1}`, email: `p${at + 1}@example.com` },
      ...{ phone: `+88691234560${at}`, as_of: on(day), dues: `${on(0)}=1434.00`, last_payment_date: on(-40) },
    })),
  );
const proposal = { creditor: 'harbour', reason: 'the bank took the book back', evidence: 'file 12 of the archive' };
const propose = (more: object = {}) => api.post('/v1/restarts', { ...proposal, as: 'ann', ...more });
const approve = (no: number, as: string) => api.post(`/v1/restarts/${no}/approve`, { as });
const cancel = (no: number) => api.post(`/v1/restarts/${no}/cancel`, { as: 'carl', reason: 'a mistake' });
const release = () => releaseRestarts({ db: world.db, rulebook: RULEBOOK, now: async () => world.now });
const shown = async (no: number) => (await api.get(`/v1/restarts/${no}`)).json;
const counts = async (no: number) => (await shown(no)).accounts;
const toDay = (day: number) => world.runTo(world.now + (day - today()) * DAY_MS);
const today = () => Math.round((world.now - Date.parse(`${on(0)}T12:00:00+08:00`)) / DAY_MS);
/** A bulk restart of `count` accounts, approved. */
async function approved(count: number): Promise<number> {
  await book(MONDAY, count);
  const { batch } = (await propose()).json;
  expect((await approve(batch, 'bob')).status).toBe(201);
  return batch;
}
/** Numbers of the accounts that were let begin, by the day on which they were. */
async function begun(): Promise<Record<string, string[]>> {
  const { rows } = await sql<{ number: string; day: string }>`
    select a.number, (f.occurred_at at time zone 'Asia/Taipei')::date as day
    from fact f
    join account a on a.id = f.account_id
    where f.kind = 'restart-reviewed'
    order by f.occurred_at, a.number`.execute(world.db);
  const days: Record<string, string[]> = {};
  for (const { number, day } of rows) days[day] = [...(days[day] ?? []), number];
  return days;
}
const openTasks = async () => (await api.get('/v1/tasks?kind=restart-review')).json;

describe('the way of a bulk restart', () => {
  test('is planned, proposed, approved by another person and released so many on a working day', async () => {
    await book(MONDAY, 5);
    await world.record({ subject: 'harbour/A-3', kind: 'hold', data: { until: on(400), reason: 'abroad' } });
    await world.record({ subject: 'harbour/person:P-4', kind: 'care-hold', data: { type: 'illness' } });
    expect((await api.get('/v1/restarts/plan?creditor=harbour')).json).toEqual({
      ...{ waiting: 5, covered: 0, ready: 3, examples: ['harbour/A-1', 'harbour/A-2', 'harbour/A-5'], next: null },
      failing: [
        { check: 'hold', accounts: 1, examples: ['harbour/A-3'] },
        { check: 'care', accounts: 1, examples: ['harbour/A-4'] },
      ],
    });
    const { status, json } = await propose();
    expect(status).toBe(201);
    expect(json).toMatchObject({ state: 'proposed', proposedBy: 'ann', approvedBy: null, aDay: A_DAY, ...proposal });
    expect(json.accounts).toEqual({ waiting: 3, released: 0, dropped: 0, cancelled: 0 });
    await release();
    expect(await begun()).toEqual({});
    expect((await approve(json.batch, ' Ann ')).json.code).toBe('own-approval');
    expect((await approve(json.batch, 'bob')).json).toMatchObject({ state: 'approved', approvedBy: 'bob' });
    expect((await approve(json.batch, 'carl')).json.code).toBe('not-allowed-now');
    const covered = (await openTasks()).map((task: Record<string, string>) => [task['account'], task['coveredBy']]);
    expect(covered).toContainEqual(['harbour/A-5', `bulk restart ${json.batch}, approved`]);
    expect(covered).toContainEqual(['harbour/A-3', null]);

    await release();
    await release();
    expect(await begun()).toEqual({ [on(MONDAY)]: ['A-1', 'A-2'] });
    await world.settle();
    expect(await counts(json.batch)).toMatchObject({ waiting: 1, released: 2 });
    await toDay(MONDAY + 1);
    await release();
    expect((await begun())[on(MONDAY + 1)]).toEqual(['A-5']);
    expect((await shown(json.batch)).state).toBe('ended');
    const facts = await world.db.selectFrom('fact').selectAll().where('kind', '=', 'restart-reviewed').execute();
    expect(facts[0]).toMatchObject({
      body: { answer: 'begin', by: 'bob', proposedBy: 'ann', batch: json.batch },
      source: 'restart',
      recorded_by: 'bob',
    });
    const { done } = (await api.get('/v1/accounts/harbour/A-1')).json;
    expect(done).toContainEqual(
      expect.objectContaining({
        what: 'before a first contact, collecting may begin',
        outcome: `by bulk restart ${json.batch}: proposed by ann, approved by bob`,
      }),
    );
    const bodies = await world.db.selectFrom('message_body').select('body').execute();
    expect(
      bodies.filter(({ body }) => body.includes('You have not heard from us about this for a long time')),
    ).toHaveLength(2);
  });

  test('rests on days on which the creditor does not work', async () => {
    const no = await approved(5);
    await release();
    await toDay(MONDAY + 4);
    await release();
    await toDay(MONDAY + 5);
    await release();
    expect(await counts(no)).toMatchObject({ waiting: 3, released: 2 });
    await toDay(MONDAY + 7);
    await release();
    expect(await counts(no)).toMatchObject({ waiting: 1, released: 4 });
  });

  test('takes the oldest permission first, and one number a day for all', async () => {
    await book(MONDAY, 4);
    const first = (await propose({ limit: 1 })).json.batch;
    const second = (await propose({ as: 'bob' })).json.batch;
    expect(await counts(second)).toMatchObject({ waiting: 3 });
    await approve(second, 'carl');
    world.now += 1000;
    await approve(first, 'carl');
    await release();
    expect(await begun()).toEqual({ [on(MONDAY)]: ['A-2', 'A-3'] });
  });

  test('many workers at once keep to the daily number and record each account once', async () => {
    const no = await approved(6);
    await Promise.all([release(), release(), release(), release()]);
    await Promise.all([release(), release()]);
    expect(await counts(no)).toMatchObject({ waiting: 4, released: A_DAY });
    expect(Object.values(await begun()).flat()).toHaveLength(A_DAY);
  });

  test('a failure in the middle leaves nothing done, and the next one repeats nothing', async () => {
    const no = await approved(3);
    await sql`
      create function refuse_second() returns trigger language plpgsql as $$
      begin
        if (select count(*) from fact where kind = 'restart-reviewed') > 0 then raise 'the server is gone'; end if;
        return new;
      end $$`.execute(world.db);
    await sql`
      create trigger refuse before insert on fact for each row
      when (new.kind = 'restart-reviewed') execute function refuse_second()`.execute(world.db);
    await expect(release()).rejects.toThrow('the server is gone');
    expect(await begun()).toEqual({});
    expect(await counts(no)).toMatchObject({ waiting: 3, released: 0 });
    await sql`drop trigger refuse on fact`.execute(world.db);
    await release();
    await release();
    expect(await begun()).toEqual({ [on(MONDAY)]: ['A-1', 'A-2'] });
  });
});

describe('an account whose turn has come', () => {
  test('drops out when something stands against it by then, and keeps its task', async () => {
    const no = await approved(4);
    await world.record({ subject: 'harbour/person:P-1', kind: 'death', data: { reported: 'family' } });
    await world.record({ subject: 'harbour/A-2', kind: 'hold', data: { until: on(400), reason: 'abroad' } });
    await release();
    expect(await begun()).toEqual({ [on(MONDAY)]: ['A-3', 'A-4'] });
    const { accounts, notReleased, state } = await shown(no);
    expect([state, accounts]).toEqual(['ended', { waiting: 0, released: 2, dropped: 2, cancelled: 0 }]);
    expect(notReleased).toEqual([
      expect.objectContaining({ account: 'harbour/A-1', state: 'dropped', reason: expect.stringContaining('no hold') }),
      expect.objectContaining({ account: 'harbour/A-2', reason: `it is on hold until ${on(400)}` }),
    ]);
    expect((await openTasks()).map(({ account }: { account: string }) => account)).toContain('harbour/A-2');
    expect((await api.get('/v1/accounts/harbour/A-2')).json.restart).toBe(
      `dropped out of bulk restart ${no}, proposed by ann on ${on(MONDAY)}: it is on hold until ${on(400)}`,
    );
  });

  test('drops out when a person has answered its task, or there is nothing to begin', async () => {
    const no = await approved(3);
    const [first] = await world.openTasks('restart-review');
    const answer = { of: 'restart-reviewed', answer: 'wait', until: on(300) } as const;
    await recordOutcome(world.db, first ?? 0n, answer, byPerson('dora', world.now));
    await world.record({
      subject: 'harbour/A-2',
      kind: 'payment',
      data: { amount: { currency: 'TWD', minor: '143400' } },
    });
    await release();
    expect(await begun()).toEqual({ [on(MONDAY)]: ['A-1', 'A-3'] });
    expect((await shown(no)).notReleased.map(({ reason }: { reason: string }) => reason)).toEqual([
      `a person lets it wait until ${on(300)}`,
      'its next contact needs no review any more',
    ]);
  });

  test('waits for a newer book, and shows as stuck while nothing else is left', async () => {
    const no = await approved(4);
    await release();
    await toDay(MONDAY + 9);
    await release();
    expect(await counts(no)).toMatchObject({ waiting: 2, released: 2, dropped: 0 });
    const stuck = await findStuck(world.db, world.now);
    expect(stuck.filter(({ code }) => code === 'restart-waits')).toEqual([
      expect.objectContaining({ cause: `bulk restart ${no} cannot go on: 2 accounts wait for a newer book` }),
    ]);
    // Its tasks are answered by the bulk restart, so none of them is late.
    expect(stuck.filter(({ code }) => code === 'task-late')).toEqual([]);
    expect((await api.get('/v1/accounts/harbour/A-4')).json.restart).toContain('put off on');
    await book(MONDAY + 9, 4);
    await toDay(MONDAY + 14);
    await release();
    expect((await shown(no)).state).toBe('ended');
    expect(await findStuck(world.db, world.now, { code: 'restart-waits' })).toEqual([]);
  });

  test('does not begin on a confirmation that has grown old', async () => {
    const no = await approved(3);
    await release();
    await toDay(MONDAY + 190);
    await book(MONDAY + 190, 3);
    await release();
    const { notReleased } = await shown(no);
    expect(notReleased).toEqual([
      expect.objectContaining({ state: 'dropped', reason: 'what two people confirmed counted until 2027-06-21' }),
    ]);
  });
});

describe('what is left', () => {
  test('may be cancelled by anybody named; what has begun stays', async () => {
    const no = await approved(4);
    await release();
    expect((await cancel(no)).json).toMatchObject({
      ...{ state: 'cancelled', cancelledBy: 'carl', cancelReason: 'a mistake' },
      accounts: { waiting: 0, released: 2, dropped: 0, cancelled: 2 },
    });
    expect((await cancel(no)).json.code).toBe('not-allowed-now');
    await toDay(MONDAY + 1);
    await release();
    expect(await counts(no)).toMatchObject({ released: 2 });
    expect((await propose()).json.accounts).toMatchObject({ waiting: 2 });
  });

  test('lapses when nobody approves it in time, and may be proposed anew', async () => {
    await book(MONDAY, 2);
    const { batch } = (await propose()).json;
    world.now += 31 * DAY_MS;
    expect((await approve(batch, 'bob')).json.code).toBe('not-allowed-now');
    await release();
    expect(await shown(batch)).toMatchObject({ state: 'lapsed', accounts: { cancelled: 2 } });
    await book(MONDAY + 31, 2);
    expect((await propose()).status).toBe(201);
  });
});

describe('what is refused', () => {
  test.each([
    ['an unknown creditor', { creditor: 'nobody' }, 'unknown-creditor'],
    ['nothing that could begin', {}, 'not-allowed-now'],
    ['no evidence', { evidence: ' ' }, 'invalid-request'],
    ['no reason', { reason: undefined }, 'invalid-request'],
    ['nobody who proposes', { as: '' }, 'invalid-request'],
  ])('%s', async (_, more, code) => {
    expect((await propose(more)).json.code).toBe(code);
    expect((await api.get('/v1/restarts')).json).toEqual([]);
  });
  test('an unknown number', async () => {
    expect((await api.get('/v1/restarts/7')).json.code).toBe('unknown-restart');
    expect((await approve(7, 'bob')).json.code).toBe('unknown-restart');
    expect((await cancel(7)).json.code).toBe('unknown-restart');
  });
});
