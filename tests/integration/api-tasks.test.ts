/** Tasks over HTTP: the list, what its doer sees, what came of it, and the second person. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { buildRecord } from '../../channels/bureau/build-record.ts';
import { pastMonth } from '../../channels/bureau/right-record.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { CALL_RESULT_NAMES, CONTACTS } from '../../domain/call-results.ts';
import type { StandingFacts } from '../../domain/facts.ts';
import { DAY_MS } from '../../domain/time.ts';
import { CALL_RESULTS, CONTACT_OUTCOMES } from '../../stages/call/outcomes.ts';
import { event } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { addCourtCase, addEffect, addTask } from '../support/engine-rows.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

const db = () => world.database.db;
interface Opened {
  owner: KnownAccount;
  no: number;
  effect: string;
}
async function open(kind: string, stage = 'call', askedBy?: string): Promise<Opened> {
  const owner = await world.account();
  const effect = await addEffect(db(), owner, { stage, step: kind, channel: 'call', at: NOW });
  const no = await addTask(db(), owner, { kind, at: NOW, effect, ...(askedBy === undefined ? {} : { askedBy }) });
  return { owner, no, effect };
}
const outcome = (no: number, what: object, as = 'ann') =>
  world.api.post(`/v1/tasks/${no}/outcome`, { as, outcome: what });
const stateOf = async (no: number) =>
  db()
    .selectFrom('task')
    .select(['state', 'ended_by', 'reason'])
    .where('no', '=', BigInt(no))
    .executeTakeFirstOrThrow();
const kindsOf = async ({ accountId, personId }: KnownAccount) =>
  (
    await db()
      .selectFrom('fact')
      .select('kind')
      .where((eb) => eb.or([eb('account_id', '=', accountId), eb('person_id', '=', personId)]))
      .orderBy('id')
      .execute()
  ).map((fact) => fact.kind);

describe('the list', () => {
  test('comes a page at a time: after a task come those that are due later', async () => {
    const opened = [(await open('call')).no, (await open('call')).no, (await open('call')).no];
    const numbersOf = async (query: string): Promise<number[]> =>
      (await world.api.get(`/v1/tasks?${query}`)).json.map(({ task }: { task: number }) => task);
    const all = await numbersOf('limit=1000');
    expect(all).toEqual(expect.arrayContaining(opened));
    expect([...(await numbersOf('limit=2')), ...(await numbersOf(`limit=1000&after=${all[1]}`))]).toEqual(all);
    expect(await numbersOf(`after=${all.at(-1)}`)).toEqual([]);
    expect((await world.api.get('/v1/tasks?after=x')).status).toBe(422);
  });

  test('names account, person, stage and money, and no personal values', async () => {
    const { owner, no } = await open('call');
    const { json, body } = await world.api.get(`/v1/tasks?account=${encodeURIComponent(owner.name)}`);
    expect(json).toEqual([
      expect.objectContaining({
        task: no,
        kind: 'call',
        state: 'open',
        account: owner.name,
        person: owner.person.replace('harbour/person:', ''),
        stage: 'call',
        overdue: { currency: 'TWD', minor: '143400' },
        dpd: 50,
      }),
    ]);
    expect(body).not.toMatch(/Lin Mei|\+1212|@/);
  });

  test('is filtered by kind and state', async () => {
    const { owner, no } = await open('call');
    await outcome(no, { contact: 'busy' });
    const asked = async (query: string) =>
      (await world.api.get(`/v1/tasks?account=${encodeURIComponent(owner.name)}&${query}`)).json.map(
        (task: { task: number }) => task.task,
      );
    expect([await asked('state=open'), await asked('state=done'), await asked('state=done&kind=other')]).toEqual([
      [],
      [no],
      [],
    ]);
  });
});

describe('one task', () => {
  test('a call shows whom to call, and no longer once it is done', async () => {
    const { no } = await open('call');
    const shown = (await world.api.get(`/v1/tasks/${no}`)).json;
    expect(shown).toMatchObject({
      who: { name: 'Lin Mei', phones: [expect.stringMatching(/^\+1212/)] },
      call: {
        script: expect.anything(),
        spokenTo: expect.arrayContaining([
          expect.objectContaining({ role: 'debtor', name: 'Lin Mei', mayHear: 'debt' }),
          expect.objectContaining({
            role: 'third-party',
            name: null,
            permission: expect.stringContaining('nothing of a debt'),
          }),
        ]),
      },
    });
    await outcome(no, { contact: 'no-answer' });
    expect((await world.api.get(`/v1/tasks/${no}`)).json).toMatchObject({ state: 'done', who: null, call: null });
  });

  test('an approval shows its checklist', async () => {
    const { no } = await open('approve-court', 'legal');
    const { json } = await world.api.get(`/v1/tasks/${no}`);
    expect(json.checklist.length).toBeGreaterThan(5);
    expect(json.who).toBeNull();
  });
});

describe('what waits for a yes or a no', () => {
  test('a hold told late: what happened inside, and the corrections that a yes records', async () => {
    const owner = await world.account();
    await addEffect(db(), owner, { stage: 'reminder', step: 'email-1', channel: 'email', at: NOW - 5 * DAY_MS });
    const record = await addEffect(db(), owner, {
      stage: 'bureau',
      step: 'record',
      channel: 'bureau',
      at: NOW - 4 * DAY_MS,
    });
    await db().updateTable('effect').set({ occurrence: 202_603 }).where('id', '=', record).execute();
    const data = { from: '2026-04-10', until: '2026-04-18', reason: 'breathing space' };
    const told = await world.api.post(`/v1/accounts/${owner.name}/facts`, { fact: 'hold', data, as: 'ann' });
    expect(told.status).toBe(201);
    const [listed] = (await world.api.get(`/v1/tasks?account=${encodeURIComponent(owner.name)}`)).json;
    expect(listed).toMatchObject({ kind: 'possible-breach', reason: 'hold was told late' });
    const { json } = await world.api.get(`/v1/tasks/${listed.task}`);
    expect(json.breaches).toEqual([
      {
        because: 'hold',
        from: '2026-04-09T16:00:00.000Z',
        until: '2026-04-18T15:59:59.999Z',
        found: [
          expect.objectContaining({ at: '2026-04-15T04:00:00.000Z', what: 'reminder/email-1 by email' }),
          expect.objectContaining({ at: '2026-04-16T04:00:00.000Z', what: 'bureau/record by bureau' }),
        ],
        prepared: [
          {
            fact: 'bureau-correction',
            data: { month: '2026-03', remedy: 'delete', reason: 'reported inside a time of hold that was told late' },
          },
        ],
      },
    ]);
    expect(await outcome(listed.task, { done: 'seen' })).toMatchObject({ status: 409 });
    expect((await outcome(listed.task, { accept: true })).status).toBe(201);
    expect(await kindsOf(owner)).toEqual(['hold', 'bureau-correction']);
    expect(await stateOf(listed.task)).toEqual({ state: 'done', ended_by: 'ann', reason: 'accepted' });
  });

  test('a promise under review: what was said and which bounds it exceeds; a no needs a reason', async () => {
    const owner = await world.account();
    const parts = [{ on: '2028-01-01', amount: { currency: 'TWD', minor: '143400' } }];
    await world.api.sendEvent(event('promise', owner.name, { parts }));
    const step = { stage: 'arrangement', step: 'review-promise', channel: 'desk' as const, at: NOW };
    const effect = await addEffect(db(), owner, step);
    await db().updateTable('effect').set({ occurrence: 20_260_420 }).where('id', '=', effect).execute();
    const no = await addTask(db(), owner, { kind: 'review-promise', at: NOW, effect });
    expect((await world.api.get(`/v1/tasks/${no}`)).json.review).toEqual({
      said: 'promises NT$ 1,434 for 2028-01-01',
      exceeds: 'it reaches further than 60 days',
      until: '2026-04-23',
    });
    expect(await outcome(no, { decline: '' })).toMatchObject({ status: 422 });
    expect((await outcome(no, { decline: 'too far' })).status).toBe(201);
    expect(await kindsOf(owner)).toEqual(['promise', 'arrangement-reviewed']);
    expect(await stateOf(no)).toEqual({ state: 'done', ended_by: 'ann', reason: 'too far' });
  });
});

/** The bureau has the record of March, as the facts of today have it. */
async function reported(): Promise<KnownAccount> {
  const owner = await world.account();
  const facts = (await loadStandingFacts(db(), [owner.accountId])).get(owner.accountId) as StandingFacts;
  const entry = uuidv7();
  const body = buildRecord(pastMonth(facts, '2026-03', { entry, reportedOn: '2026-03-31' }), []);
  const effect = await addEffect(db(), owner, { stage: 'bureau', step: 'record', channel: 'bureau', at: NOW });
  const common = { creditor_id: owner.creditorId, account_id: owner.accountId, effect_id: effect };
  await db()
    .insertInto('bureau_entry')
    .values({
      ...common,
      ...{ id: entry, bureau: 'example-bureau', month: '2026-03', kind: 'record', body: JSON.stringify(body) },
      ...{ at: new Date(NOW), facts_version: facts.version },
    })
    .execute();
  return owner;
}
const paidInMarch = ({ name }: KnownAccount) =>
  world.api.sendEvent(
    event('payment', name, { amount: { currency: 'TWD', minor: '143400' } }, { time: '2026-03-20T10:00:00+08:00' }),
  );
const openOf = async ({ name }: KnownAccount): Promise<{ task: number; kind: string }[]> =>
  (await world.api.get(`/v1/tasks?account=${encodeURIComponent(name)}`)).json;

describe('a record that a later payment made wrong', () => {
  test('shows what was said and what is right; the outcome records the correction', async () => {
    const owner = await reported();
    await paidInMarch(owner);
    const [task, ...others] = await openOf(owner);
    expect([task?.kind, others]).toEqual(['correct-bureau-record', []]);
    const no = task?.task ?? 0;
    const twd = (minor: string) => ({ currency: 'TWD', minor });
    const { json } = await world.api.get(`/v1/tasks/${no}`);
    expect(json).toMatchObject({ who: null, checklist: null, call: null });
    expect(json.records).toEqual([
      {
        month: '2026-03',
        said: expect.objectContaining({
          status: '1-30',
          overdue: twd('143400'),
          dateOfFirstDelinquency: '2026-03-01',
        }),
        right: expect.objectContaining({ status: 'current', overdue: twd('0'), dateOfFirstDelinquency: null }),
      },
    ]);
    const answer = await outcome(no, { remedy: 'correct', reason: 'paid in March' });
    expect([answer.status, answer.json.facts.length]).toEqual([201, 1]);
    expect(await stateOf(no)).toMatchObject({ state: 'done', ended_by: 'ann' });
    expect(await kindsOf(owner)).toEqual(['payment', 'bureau-correction']);
    expect((await world.api.get(`/v1/tasks/${no}`)).json.records).toEqual([]);
  });

  test('left as it is, the same payment asks no more', async () => {
    const owner = await reported();
    await paidInMarch(owner);
    const [task] = await openOf(owner);
    await outcome(task?.task ?? 0, { done: 'dated wrongly by the bank' });
    await world.api.sendEvent(event('dispute', owner.name, { about: 'amount' }));
    expect((await openOf(owner)).filter(({ kind }) => kind === 'correct-bureau-record')).toEqual([]);
  });

  test('another task takes no such outcome', async () => {
    const { no } = await open('call');
    expect((await outcome(no, { remedy: 'correct', reason: 'paid' })).json).toMatchObject({ code: 'not-allowed-now' });
  });
});

/** What a caller can record, and the facts that follow. */
const FOLLOWS: Readonly<Record<string, string[]>> = {
  none: [],
  promise: ['promise'],
  dispute: ['dispute'],
  'payment-announced': ['payment-announced'],
  hardship: ['hardship'],
  'call-back': ['call-back-wished'],
  'write-only': ['preference'],
  'wrong-number': ['wrong-number'],
  death: ['death'],
  bankruptcy: ['bankruptcy'],
  distress: ['distress'],
  'self-harm': ['distress'],
};
describe('what came of a call', () => {
  test('one that reached nobody wakes the account only where nothing else will', async () => {
    const { owner, no } = await open('call');
    await db()
      .updateTable('account')
      .set({ next_evaluation_at: new Date(NOW + DAY_MS) })
      .where('id', '=', owner.accountId)
      .execute();
    world.api.nudged.length = 0;
    expect((await outcome(no, { contact: 'voicemail' })).status).toBe(201);
    expect(world.api.nudged).toEqual([]);
    const other = await open('call');
    await db()
      .updateTable('account')
      .set({ next_evaluation_at: null })
      .where('id', '=', other.owner.accountId)
      .execute();
    expect((await outcome(other.no, { contact: 'voicemail' })).status).toBe(201);
    expect(world.api.nudged).toEqual([other.owner.accountId]);
  });

  const given = {
    parts: [{ on: '2026-05-01', amount: { currency: 'TWD', minor: '50000' } }],
    callBackAt: '2026-04-21T10:00:00+08:00',
  };
  const rows = [
    ...CONTACTS.filter((contact) => contact !== 'right-party').map((contact) => ({
      contact,
      result: undefined,
      row: CONTACT_OUTCOMES[contact],
    })),
    ...CALL_RESULT_NAMES.map((result) => ({ contact: 'right-party' as const, result, row: CALL_RESULTS[result] })),
  ];
  test.each(rows)('$contact $result', async ({ contact, result, row }) => {
    const { owner, no } = await open('call');
    const needed = Object.fromEntries(row.needs.map((need) => [need, given[need]]));
    for (const need of row.needs) {
      const without = await outcome(no, { contact, result, ...needed, [need]: undefined });
      expect([without.status, without.json.code, without.json.faults[0].pointer]).toEqual([
        422,
        'fact-invalid',
        `/${need}`,
      ]);
    }
    const answer = await outcome(no, { contact, result, ...needed });
    expect([answer.status, answer.json]).toEqual([201, { task: no, facts: expect.any(Array) }]);
    expect(await kindsOf(owner)).toEqual(['call-outcome', ...(FOLLOWS[row.follows] ?? ['?'])]);
    expect(await stateOf(no)).toMatchObject({ state: 'done', ended_by: 'ann' });
    const again = await outcome(no, { contact, result, ...needed });
    expect([again.status, again.json.code]).toEqual([409, 'task-ended']);
  });

  test('a result belongs to the right person only, and the right person to a result', async () => {
    const { owner, no } = await open('call');
    for (const what of [{ contact: 'busy', result: 'refuses' }, { contact: 'right-party' }])
      expect((await outcome(no, what)).json).toMatchObject({ code: 'fact-invalid', faults: [{ pointer: '/result' }] });
    expect(await kindsOf(owner)).toEqual([]);
  });

  test('promises for the past, of nothing, in another currency', async () => {
    const { owner, no } = await open('call');
    const promise = (on: string, currency: string, minor: string) =>
      outcome(no, { contact: 'right-party', result: 'promise', parts: [{ on, amount: { currency, minor } }] });
    expect((await promise('2026-04-19', 'TWD', '100')).json.code).toBe('fact-invalid');
    expect((await promise('2026-05-01', 'TWD', '0')).json.code).toBe('amount-not-positive');
    expect((await promise('2026-05-01', 'USD', '100')).json.code).toBe('wrong-currency');
    expect(await kindsOf(owner)).toEqual([]);
    expect((await promise('2026-04-20', 'TWD', '100')).status).toBe(201);
  });

  test('two callers at once: one is recorded', async () => {
    const { owner, no } = await open('call');
    const answers = await Promise.all([
      outcome(no, { contact: 'busy' }, 'ann'),
      outcome(no, { contact: 'voicemail' }, 'bob'),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect(await kindsOf(owner)).toEqual(['call-outcome']);
  });
});

describe('other tasks', () => {
  test('a filing is recorded with court and number, or with the reason why not', async () => {
    const filed = await open('record-filing', 'legal');
    await addCourtCase(db(), filed.owner, NOW);
    expect((await outcome(filed.no, { filed: { court: 'District Court', number: '115-7' } })).status).toBe(201);
    expect(await kindsOf(filed.owner)).toEqual(['filed']);
    const not = await open('record-filing', 'legal');
    expect((await outcome(not.no, { notFiled: { reason: 'moved abroad' } })).status).toBe(201);
    expect(await kindsOf(not.owner)).toEqual(['not-filed']);
  });

  test('the end of the ladder is answered; a sale closes the account', async () => {
    const { owner, no } = await open('ladder-end', 'legal');
    expect((await outcome(no, { answer: 'sell' })).status).toBe(201);
    const row = await db()
      .selectFrom('account')
      .select('closed_reason')
      .where('id', '=', owner.accountId)
      .executeTakeFirstOrThrow();
    expect(row.closed_reason).toBe('sold');
    expect(await stateOf(no)).toMatchObject({ state: 'done', ended_by: 'ann' });
  });

  test('a review ends the care task, and the hardship when it says so', async () => {
    const owner = await world.account();
    await world.api.sendEvent(event('hardship', owner.person, {}));
    const { json } = await world.api.get('/v1/tasks?kind=hardship-review');
    const no = json.find((task: { person: string }) => owner.person.endsWith(`:${task.person}`)).task as number;
    expect((await world.api.get(`/v1/tasks/${no}`)).json.who.name).toBe('Lin Mei');
    expect((await outcome(no, { reviewed: 'a plan was agreed', hardshipEnded: true })).status).toBe(201);
    expect((await world.standing(owner.accountId)).care).toEqual([]);
    expect(await stateOf(no)).toMatchObject({ state: 'done', ended_by: 'ann' });
  });

  test('an outcome of another kind of task is refused and changes nothing', async () => {
    const { owner, no } = await open('call');
    for (const what of [
      { answer: 'sell' },
      { done: 'looked into' },
      { reviewed: 'fine' },
      { filed: { court: 'C', number: '1' } },
    ])
      expect((await outcome(no, what)).json.code).toBe('not-allowed-now');
    expect((await outcome(no, { colour: 'red' })).status).toBe(422);
    expect((await world.api.post(`/v1/tasks/${no}/outcome`, { outcome: { contact: 'busy' } })).status).toBe(422);
    expect(await kindsOf(owner)).toEqual([]);
    expect((await stateOf(no)).state).toBe('open');
  });
});

describe('approvals', () => {
  const approve = (no: number, as: string) => world.api.post(`/v1/tasks/${no}/approve`, { as });
  test.each(['ann', 'Ann ', 'ANN'])('never by the one who asked: %p', async (as) => {
    const { owner, no } = await open('approve-court', 'legal', 'ann');
    const answer = await approve(no, as);
    expect([answer.status, answer.json.code]).toEqual([403, 'own-approval']);
    expect(await kindsOf(owner)).toEqual([]);
    expect((await stateOf(no)).state).toBe('open');
  });

  test('nor by the one who worked on the account last', async () => {
    const { owner, no } = await open('approve-court', 'legal');
    const effect = await addEffect(db(), owner, { stage: 'call', step: 'attempt', channel: 'call', at: NOW });
    const call = await addTask(db(), owner, { kind: 'call', at: NOW, effect });
    await outcome(call, { contact: 'busy' }, 'carl');
    expect((await world.api.get(`/v1/tasks/${no}`)).json.askedBy).toBe('carl');
    expect((await approve(no, 'carl')).json.code).toBe('own-approval');
    expect((await approve(no, 'dora')).status).toBe(201);
  });

  test('by a second person: the case opens; once', async () => {
    const { owner, no } = await open('approve-court', 'legal', 'ann');
    expect((await approve(no, 'bob')).status).toBe(201);
    expect(await kindsOf(owner)).toEqual(['approved']);
    const row = await db()
      .selectFrom('court_case')
      .select(['state', 'approved_by'])
      .where('account_id', '=', owner.accountId)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ state: 'open', approved_by: 'bob' });
    expect(world.api.nudged).toContain(owner.accountId);
    expect((await approve(no, 'eve')).json.code).toBe('task-ended');
  });

  test('a refusal needs a reason, and is by a second person too', async () => {
    const { owner, no } = await open('approve-court', 'legal', 'ann');
    const refuse = (body: object) => world.api.post(`/v1/tasks/${no}/refuse`, body);
    expect((await refuse({ as: 'bob' })).status).toBe(422);
    expect((await refuse({ as: 'ann', reason: 'too costly' })).json.code).toBe('own-approval');
    expect((await refuse({ as: 'bob', reason: 'too costly' })).status).toBe(201);
    expect(await kindsOf(owner)).toEqual(['approval-refused']);
  });

  test('a call asks for no approval', async () => {
    const { no } = await open('call');
    expect((await approve(no, 'bob')).json.code).toBe('not-allowed-now');
  });
});
