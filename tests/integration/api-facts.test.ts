/** Every kind of fact comes in with the example that docs/events.md shows, and changes what it says. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inTransaction } from '../../db/transaction.ts';
import { bySystem } from '../../domain/act.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import {
  ACCOUNT_KINDS,
  type AccountWireKind,
  NEEDS_NAME,
  PERSON_KINDS,
  type PersonWireKind,
} from '../../domain/contracts/event.ts';
import { ACCOUNT_WORDS, PERSON_WORDS } from '../../domain/contracts/event-words.ts';
import type { Standing } from '../../domain/standing.ts';
import { DAY_MS } from '../../domain/time.ts';
import { instructBook } from '../../engine/instructions/instruct-book.ts';
import { event } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { addBureauEntry, addCourtCase, addPlacement } from '../support/engine-rows.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

interface Case {
  /** What the engine has done by then; what it returns replaces fields of the example. */
  before?: (owner: KnownAccount) => Promise<unknown>;
  /** What has changed. */
  seen(owner: KnownAccount): Promise<unknown>;
  expected: unknown;
  /** Only confirms: nobody looks again. */
  quiet?: true;
}

const stands = async <K extends keyof Standing>(owner: KnownAccount, ...fields: K[]) => {
  const standing = await world.standing(owner.accountId);
  return Object.fromEntries(fields.map((field) => [field, standing[field]]));
};
/** The types of hold that are in force. */
const careOf = async (owner: KnownAccount) => (await world.standing(owner.accountId)).care.map(({ type }) => type);
const send = (kind: string, owner: KnownAccount, data: object) => world.api.sendEvent(event(kind, owner.name, data));
/** The id of a fact with the example's data. */
const tell = async (kind: AccountWireKind, owner: KnownAccount): Promise<string> => {
  const { reference: _, ...data } = ACCOUNT_WORDS[kind].example as Record<string, unknown>;
  const { json } = await world.api.sendEvent(event(kind, owner.name, data));
  return json.fact as string;
};
const db = () => world.database.db;
const placementOf = async ({ accountId }: KnownAccount) =>
  db()
    .selectFrom('placement')
    .select(['state', 'end_reason'])
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
const entryOf = async ({ accountId }: KnownAccount) =>
  db()
    .selectFrom('bureau_entry')
    .select(['state', 'reason'])
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
const caseOf = async ({ accountId }: KnownAccount) =>
  db()
    .selectFrom('court_case')
    .select(['state', 'court', 'court_number', 'reason'])
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
const accountOf = async ({ accountId }: KnownAccount) =>
  db()
    .selectFrom('account')
    .select(['balance', 'as_of', 'closed_reason'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
const lastBody = async ({ accountId }: KnownAccount) =>
  (
    await db()
      .selectFrom('fact')
      .select('body')
      .where('account_id', '=', accountId)
      .orderBy('version', 'desc')
      .executeTakeFirstOrThrow()
  ).body;
const bodiesOf = async ({ personId }: KnownAccount) =>
  (await db().selectFrom('fact').select('body').where('person_id', '=', personId).orderBy('no').execute()).map(
    (fact) => fact.body,
  );
const openTasksOf = async ({ personId }: KnownAccount) =>
  (
    await db()
      .selectFrom('task')
      .select('kind')
      .where('person_id', '=', personId)
      .where('state', '=', 'open')
      .orderBy('kind')
      .execute()
  ).map((task) => task.kind);
const pointsOf = async ({ personId }: KnownAccount) =>
  (
    await db()
      .selectFrom('contact_point')
      .select(['value', 'invalid_since', 'stopped_at'])
      .where('person_id', '=', personId)
      .orderBy('value')
      .execute()
  ).map(
    (point) =>
      `${point.value.replace(/\d+(?=@)/, 'N').replace(/\d{2}$/, 'NN')}${point.invalid_since === null ? '' : ' invalid'}${point.stopped_at === null ? '' : ' stopped'}`,
  );
const placed = (state: string) => async (owner: KnownAccount) => ({
  placement: await addPlacement(db(), owner, NOW - 20 * DAY_MS, state),
});
const reported = (owner: KnownAccount) => addBureauEntry(db(), owner, '2026-04', NOW - DAY_MS);
const sued = (owner: KnownAccount) => addCourtCase(db(), owner, NOW - DAY_MS);

/** A waiver of 20,000 that the book has not answered; its id. */
const waived = async ({ accountId }: KnownAccount): Promise<string> => {
  const components = [{ component: 'fees' as const, amount: { currency: 'TWD', minor: '20000' } }];
  const order = { accountId, kind: 'waiver' as const, body: { components }, effectiveOn: '2026-04-20', key: 'w' };
  const { id } = await inTransaction(db(), (trx) => instructBook(trx, bySystem('test', NOW - DAY_MS), order));
  return id;
};
const accountTasksOf = async ({ accountId }: KnownAccount) =>
  (
    await db()
      .selectFrom('task')
      .select('kind')
      .where('account_id', '=', accountId)
      .where('state', '=', 'open')
      .orderBy('kind')
      .execute()
  ).map((task) => task.kind);

let debits = 0;
/** A debit that is scheduled for the account, or could be. */
const debitOf = async (owner: KnownAccount, scheduled: boolean) => {
  debits += 1;
  const debit = `D-${debits}`;
  await send('mandate-given', owner, ACCOUNT_WORDS['mandate-given'].example);
  const wanted = { ...ACCOUNT_WORDS['debit-scheduled'].example, debit, on: '2026-04-22' };
  if (scheduled) await send('debit-scheduled', owner, wanted);
  return scheduled ? { debit } : wanted;
};
const debitsSeen = async ({ accountId }: KnownAccount) =>
  (await world.standing(accountId)).debits.all.map(({ state, failure }) => failure ?? state);

const ACCOUNT_CASES: Record<AccountWireKind, Case> = {
  'debit-scheduled': {
    before: (owner) => debitOf(owner, false),
    seen: async (owner) => (await world.standing(owner.accountId)).debits.quietUntil,
    expected: '2026-04-29',
  },
  'debit-collected': {
    before: (owner) => debitOf(owner, true),
    seen: async (owner) => [await debitsSeen(owner), await stands(owner, 'overdue', 'balance')],
    expected: [['collected'], { overdue: 0n, balance: 3_956_600n }],
  },
  'debit-failed': {
    before: (owner) => debitOf(owner, true),
    seen: async (owner) => [await debitsSeen(owner), await stands(owner, 'overdue')],
    expected: [['no-funds'], { overdue: 143_400n }],
  },
  'debit-cancelled': { before: (owner) => debitOf(owner, true), seen: debitsSeen, expected: ['cancelled'] },
  'mandate-given': { seen: lastBody, expected: expect.objectContaining({ mandate: 'M-77' }) },
  'mandate-withdrawn': {
    before: async (owner) => void (await send('mandate-given', owner, ACCOUNT_WORDS['mandate-given'].example)),
    seen: lastBody,
    expected: expect.objectContaining({ mandate: 'M-77' }),
  },
  payment: {
    seen: (owner) => stands(owner, 'balance', 'overdue', 'cured'),
    expected: { balance: 3_956_600n, overdue: 0n, cured: true },
  },
  reversal: {
    before: async (owner) => void (await send('payment', owner, ACCOUNT_WORDS.payment.example)),
    seen: (owner) => stands(owner, 'balance', 'overdue', 'dpd', 'cured'),
    expected: { balance: 4_100_000n, overdue: 143_400n, dpd: 50, cured: false },
  },
  'payment-confirmed': {
    before: async (owner) => ({ payment: await tell('payment', owner) }),
    seen: lastBody,
    expected: expect.objectContaining({ payment: expect.any(String) }),
  },
  'money-compared': {
    before: async (owner) => ({
      first: await tell('payment', owner),
      second: await tell('payment', owner),
    }),
    seen: (owner) => stands(owner, 'balance'),
    expected: { balance: 3_956_600n },
  },
  'payment-announced': {
    seen: (owner) => stands(owner, 'announcement', 'overdue'),
    expected: { announcement: expect.objectContaining({ on: '2026-04-20' }), overdue: 143_400n },
  },
  promise: {
    before: async () => ({ parts: [{ on: '2026-05-01', amount: { currency: 'TWD', minor: '71700' } }] }),
    seen: async (owner) => (await world.standing(owner.accountId)).runningPromise,
    expected: expect.objectContaining({
      parts: [{ on: '2026-05-01', minor: 71_700n }],
      state: 'running',
      until: '2026-05-03',
    }),
  },
  dispute: {
    before: (owner) => sued(owner),
    seen: async (owner) => ({ ...(await stands(owner, 'disputed')), state: (await caseOf(owner)).state }),
    expected: { disputed: expect.objectContaining({ extent: 'whole' }), state: 'withdrawn' },
  },
  'dispute-closed': {
    before: async (owner) => void (await send('dispute', owner, ACCOUNT_WORDS.dispute.example)),
    seen: (owner) => stands(owner, 'disputed', 'overdue', 'balance'),
    expected: { disputed: null, overdue: 123_400n, balance: 4_080_000n },
  },
  hold: {
    before: async () => ({ until: '2026-05-15' }),
    seen: (owner) => stands(owner, 'heldUntil'),
    expected: { heldUntil: '2026-05-15' },
  },
  'hold-released': {
    before: async (owner) => void (await send('hold', owner, { until: '2026-05-15', reason: 'flood' })),
    seen: (owner) => stands(owner, 'heldUntil'),
    expected: { heldUntil: null },
  },
  'balance-update': {
    before: async () => ({ dues: [{ on: '2026-03-31', amount: { currency: 'TWD', minor: '138000' } }] }),
    seen: async (owner) => ({ ...(await stands(owner, 'overdue', 'dpd')), ...(await accountOf(owner)) }),
    // The older due is gone from the book: an implied payment. The new one counts from its own date.
    expected: { overdue: 138_000n, dpd: 20, balance: 4_100_000n, as_of: '2026-04-01', closed_reason: null },
  },
  'charge-off': {
    before: async () => ({ on: '2026-04-19' }),
    seen: (owner) => stands(owner, 'chargedOff', 'asked'),
    expected: { chargedOff: true, asked: 4_100_000n },
  },
  closed: { seen: accountOf, expected: expect.objectContaining({ closed_reason: 'settled' }) },
  'agency-accepted': {
    before: placed('handed-over'),
    seen: placementOf,
    expected: { state: 'accepted', end_reason: null },
    quiet: true,
  },
  'agency-rejected': {
    before: placed('handed-over'),
    seen: placementOf,
    expected: { state: 'ended', end_reason: 'outside our area' },
  },
  'agency-contact': {
    before: placed('accepted'),
    seen: lastBody,
    expected: expect.objectContaining({ at: Date.parse('2026-04-09T10:12:00+08:00'), channel: 'call' }),
    quiet: true,
  },
  'agency-returned': {
    before: placed('accepted'),
    seen: placementOf,
    expected: { state: 'ended', end_reason: 'term ended' },
  },
  'recall-acknowledged': {
    before: placed('recalled'),
    seen: placementOf,
    expected: { state: 'ended', end_reason: 'recalled' },
  },
  'bureau-acknowledged': {
    before: reported,
    seen: entryOf,
    expected: { state: 'acknowledged', reason: null },
    quiet: true,
  },
  'bureau-rejected': {
    before: reported,
    seen: entryOf,
    expected: { state: 'rejected', reason: 'unknown product code' },
  },
  'bureau-correction': {
    before: reported,
    seen: lastBody,
    expected: expect.objectContaining({ month: '2026-04', remedy: 'correct' }),
  },
  filed: {
    before: sued,
    seen: caseOf,
    expected: { state: 'filed', court: 'Taipei District Court', court_number: '115-1042', reason: null },
  },
  'not-filed': {
    before: sued,
    seen: caseOf,
    expected: { state: 'not-filed', court: null, court_number: null, reason: 'too costly' },
  },
  'step-skipped': {
    seen: lastBody,
    expected: expect.objectContaining({ stage: 'call', step: 'attempt', occurrence: 3, by: 'bank' }),
  },
  'ladder-answer': {
    seen: lastBody,
    expected: expect.objectContaining({ answer: 'wait', until: '2026-12-01', by: 'bank' }),
  },
  'classes-contested': {
    seen: lastBody,
    expected: expect.objectContaining({ reported: 'person', reason: 'the bill was never received' }),
  },
  'classes-reviewed': {
    seen: lastBody,
    expected: expect.objectContaining({ ability: 'low', willingness: 'high', by: 'bank', until: '2026-12-31' }),
  },
  'book-confirmed': {
    before: async (owner) => ({ instruction: await waived(owner), bookedOn: '2026-04-20' }),
    seen: (owner) => stands(owner, 'overdue', 'balance'),
    expected: { overdue: 123_400n, balance: 4_080_000n },
  },
  'book-rejected': {
    before: async (owner) => ({ instruction: await waived(owner) }),
    seen: async (owner) => ({ ...(await stands(owner, 'overdue')), tasks: await accountTasksOf(owner) }),
    expected: { overdue: 143_400n, tasks: ['book-rejected-instruction'] },
  },
};

const ownPoint = async (owner: KnownAccount, channel: WrittenChannel) => ({
  value: (
    await db()
      .selectFrom('contact_point')
      .select('value')
      .where('person_id', '=', owner.personId)
      .where('channel', '=', channel)
      .executeTakeFirstOrThrow()
  ).value,
});
const COMPLAINS = { cause: 'service', channel: 'letter' } as const;
const PERSON_CASES: Record<PersonWireKind, Case> = {
  stop: { seen: (owner) => stands(owner, 'optedOut'), expected: { optedOut: new Set(['sms']) } },
  start: {
    before: async (owner) => void (await send('stop', owner, { channel: 'sms' })),
    seen: (owner) => stands(owner, 'optedOut'),
    expected: { optedOut: new Set() },
  },
  'sheet-recorded': {
    seen: async (owner) => ({ holds: await stands(owner, 'care'), bodies: await bodiesOf(owner) }),
    expected: {
      holds: { care: [expect.objectContaining({ type: 'can-pay-part' })] },
      bodies: [
        expect.objectContaining({
          verdict: 'affordable',
          offer: { form: 'pro-rata', minor: '792000', currency: 'TWD' },
          by: 'bank',
          toldBy: 'adviser',
        }),
      ],
    },
  },
  'wrong-number': {
    before: (owner) => ownPoint(owner, 'sms'),
    seen: pointsOf,
    expected: ['+121255501NN invalid', 'lin.meiN@example.com'],
  },
  bounced: {
    before: (owner) => ownPoint(owner, 'email'),
    seen: pointsOf,
    expected: ['+121255501NN', 'lin.meiN@example.com invalid'],
  },
  'address-added': { seen: pointsOf, expected: ['+121255501NN', 'lin.meiN@example.com', 'mei.lin@example.org'] },
  hardship: {
    seen: async (owner) => ({ care: await careOf(owner), tasks: await openTasksOf(owner) }),
    expected: { care: ['hardship'], tasks: ['hardship-review'] },
  },
  'hardship-ended': {
    before: async (owner) => void (await send('hardship', owner, {})),
    seen: async (owner) => ({ care: await careOf(owner), tasks: await openTasksOf(owner) }),
    expected: { care: [], tasks: [] },
  },
  death: {
    before: sued,
    seen: async (owner) => ({
      care: await careOf(owner),
      tasks: await openTasksOf(owner),
      court: (await caseOf(owner)).state,
    }),
    expected: { care: ['death'], tasks: ['death-review'], court: 'withdrawn' },
  },
  bankruptcy: {
    seen: async (owner) => ({ care: await careOf(owner), tasks: await openTasksOf(owner) }),
    expected: { care: ['bankruptcy'], tasks: ['bankruptcy-review'] },
  },
  'point-stopped': {
    before: (owner) => ownPoint(owner, 'sms'),
    seen: pointsOf,
    expected: ['+121255501NN stopped', 'lin.meiN@example.com'],
  },
  'care-hold': {
    seen: async (owner) => ({ care: await careOf(owner), tasks: await openTasksOf(owner) }),
    expected: { care: ['breathing-space'], tasks: ['care-review'] },
  },
  'care-hold-lifted': {
    before: async (owner) => void (await send('care-hold', owner, { type: 'illness' })),
    seen: async (owner) => ({ care: await careOf(owner), tasks: await openTasksOf(owner) }),
    expected: { care: [], tasks: [] },
  },
  distress: {
    seen: async (owner) => ({ care: await careOf(owner), tasks: await openTasksOf(owner) }),
    expected: { care: ['distress'], tasks: ['distress-review', 'self-harm-alarm'] },
  },
  'care-reviewed': {
    before: async (owner) => void (await send('hardship', owner, {})),
    seen: async (owner) => ({ care: await careOf(owner), tasks: await openTasksOf(owner) }),
    expected: { care: ['hardship'], tasks: [] },
    quiet: true,
  },
  'reply-word': { seen: (owner) => stands(owner, 'optedOut'), expected: { optedOut: new Set(['sms']) } },
  reply: {
    seen: async (owner) => ({ care: await careOf(owner), tasks: await openTasksOf(owner) }),
    expected: { care: ['hardship'], tasks: ['hardship-review', 'read-reply'] },
  },
  'consent-given': {
    seen: async (owner) => (await bodiesOf(owner)).at(-1),
    expected: { v: 1, scope: 'hours', hours: { opens: 1200, closes: 1320 }, proof: 'recorded call' },
  },
  'consent-withdrawn': { seen: async (owner) => (await bodiesOf(owner)).at(-1), expected: { v: 1, scope: 'hours' } },
  preference: { seen: (owner) => stands(owner, 'optedOut'), expected: { optedOut: new Set(['call']) } },
  'preference-ended': {
    before: async (owner) => void (await send('preference', owner, { writeOnly: true })),
    seen: (owner) => stands(owner, 'optedOut'),
    expected: { optedOut: new Set(['call']) },
  },
  represented: {
    seen: async (owner) => ({ ...(await stands(owner, 'represented')), tasks: await openTasksOf(owner) }),
    expected: { represented: 'debt-adviser', tasks: ['representation-review'] },
  },
  'represented-ended': {
    before: async (owner) => void (await send('represented', owner, { by: 'attorney' })),
    seen: async (owner) => ({ ...(await stands(owner, 'represented')), tasks: await openTasksOf(owner) }),
    expected: { represented: null, tasks: [] },
  },
  cease: {
    seen: async (owner) => ({ ...(await stands(owner, 'ceased')), tasks: await openTasksOf(owner) }),
    expected: { ceased: true, tasks: ['cease-review'] },
  },
  'cease-ended': {
    before: async (owner) => void (await send('cease', owner, {})),
    seen: async (owner) => ({ ...(await stands(owner, 'ceased')), tasks: await openTasksOf(owner) }),
    expected: { ceased: false, tasks: [] },
  },
  complaint: {
    seen: async (owner) => ({ care: await careOf(owner), tasks: await openTasksOf(owner) }),
    expected: { care: ['complaint'], tasks: ['review-complaint'] },
  },
  'complaint-acknowledged': {
    before: async (owner) => void (await send('complaint', owner, COMPLAINS)),
    seen: async (owner) => ({ care: await careOf(owner), tasks: await openTasksOf(owner) }),
    expected: { care: ['other-complaint'], tasks: ['review-complaint'] },
    quiet: true,
  },
  'complaint-closed': {
    before: async (owner) => void (await send('complaint', owner, COMPLAINS)),
    seen: async (owner) => ({ care: await careOf(owner), tasks: await openTasksOf(owner) }),
    expected: { care: [], tasks: [] },
  },
};

const CASES: [string, Case, Readonly<Record<string, unknown>>][] = [
  ...ACCOUNT_KINDS.map((kind): [string, Case, Readonly<Record<string, unknown>>] => [
    kind,
    ACCOUNT_CASES[kind],
    ACCOUNT_WORDS[kind].example,
  ]),
  ...PERSON_KINDS.map((kind): [string, Case, Readonly<Record<string, unknown>>] => [
    kind,
    PERSON_CASES[kind],
    PERSON_WORDS[kind].example,
  ]),
];
const isOfPerson = (kind: string) => kind in PERSON_CASES;

describe.each(CASES)('%s', (kind, { before, seen, expected, quiet }, example) => {
  const prepare = async () => {
    const owner = await world.account();
    const data = { ...example, ...((await before?.(owner)) as object | undefined) };
    world.api.nudged.length = 0;
    return { owner, data };
  };

  test('as an event', async () => {
    const { owner, data } = await prepare();
    const payload = event(kind, isOfPerson(kind) ? owner.person : owner.name, data);
    const answer = await world.api.sendEvent(payload);
    expect([answer.status, answer.json]).toEqual([
      200,
      { source: 'bank', id: payload.id, status: 'recorded', fact: expect.any(String) },
    ]);
    expect(await seen(owner)).toEqual(expected);
    expect(world.api.nudged).toEqual(quiet ? [] : [owner.accountId]);
  });

  test('by hand', async () => {
    const { owner, data } = await prepare();
    const path = `/v1/accounts/${owner.name}/facts`;
    const body = { fact: kind, data };
    if (NEEDS_NAME.has(kind)) {
      const nameless = await world.api.post(path, body);
      expect([nameless.status, nameless.json.code]).toEqual([422, 'name-missing']);
    }
    const answer = await world.api.post(path, { ...body, as: 'bank' });
    // A reply is recorded as what it says.
    const recorded = { kind: kind === 'reply-word' ? 'stop' : kind, subject: owner.name };
    expect([answer.status, answer.json]).toEqual([201, { fact: expect.any(String), ...recorded }]);
    expect(await seen(owner)).toEqual(expected);
    expect(world.api.nudged).toEqual(quiet ? [] : [owner.accountId]);
  });
});

test('a fact of a person touches every account of theirs', async () => {
  const { api } = world;
  const { bookFile } = await import('../support/book-file.ts');
  const rows = ['X-1', 'X-2'].map((account) => ({ account, person: 'P-X', dues: '2026-03-01=1434.00' }));
  await api.send('/v1/imports', bookFile(rows));
  api.nudged.length = 0;
  await api.sendEvent(event('stop', 'harbour/X-1', { channel: 'email' }));
  expect(api.nudged).toHaveLength(2);
});

describe('a payment far above what is owed', () => {
  // Owed: 41,000.00.
  const slip = { amount: { currency: 'TWD', minor: '1434000000' } };
  const byHand = (owner: KnownAccount, more: object = {}) =>
    world.api.post(`/v1/accounts/${owner.name}/facts`, { fact: 'payment', data: slip, as: 'Ann', ...more });

  test('as an event: recorded, and marked in the answer, in a repeated one too', async () => {
    const owner = await world.account();
    const payload = event('payment', owner.name, slip);
    for (const answer of [await world.api.sendEvent(payload), await world.api.sendEvent(payload)])
      expect(answer.json).toMatchObject({ status: 'recorded', doubt: 'far-above-owed' });
    expect(await lastBody(owner)).toMatchObject({ doubtful: true });
    expect(await stands(owner, 'balance')).toEqual({ balance: 4_100_000n - 1_434_000_000n });
  });
  test('by hand: marked; asked back when the caller wants to be asked; confirmed, it is a payment as any', async () => {
    const owner = await world.account();
    const asked = await byHand(owner, { confirmed: false });
    expect([asked.status, asked.json.code]).toEqual([409, 'far-above-owed']);
    expect(asked.json.detail).toContain('You typed NT$ 14,340,000, owed is NT$ 41,000.');
    expect(await stands(owner, 'balance')).toEqual({ balance: 4_100_000n });
    const confirmed = await byHand(owner, { confirmed: true });
    expect(confirmed.json).toEqual({ fact: expect.any(String), kind: 'payment', subject: owner.name });
    expect((await byHand(await world.account())).json).toMatchObject({ doubt: 'far-above-owed' });
  });
});

test('a book of 2062 is refused at every door by its field, with reason and remedy, and blocks no later book', async () => {
  const owner = await world.account();
  const book = (asOf: string) => ({ ...ACCOUNT_WORDS['balance-update'].example, asOf });
  const reason = /lies after today \(2026-04-20 in Asia\/Taipei\).*: give a date up to today/;
  const doors = [
    () => send('balance-update', owner, book('2062-01-01')),
    () =>
      world.api.post(`/v1/accounts/${owner.name}/facts`, {
        fact: 'balance-update',
        data: book('2062-01-01'),
        as: 'ann',
      }),
  ];
  for (const door of doors) {
    const { status, json } = await door();
    expect([status, json.code]).toEqual([422, 'fact-invalid']);
    expect(json.faults).toEqual([{ pointer: '/data/asOf', words: expect.stringMatching(reason) }]);
  }
  expect((await send('balance-update', owner, book('2026-04-20'))).status).toBe(200);
});

test('what a person agreed to and asked for is listed for each of their accounts', async () => {
  const owner = await world.account();
  await send('preference', owner, { hours: '14:00-15:00' });
  await send('consent-given', owner, { scope: 'further-calls', channel: 'call', proof: 'recorded call' });
  const { status, json } = await world.api.get(`/v1/accounts/${owner.name}/consents`);
  expect(status).toBe(200);
  expect(json).toMatchObject([
    { kind: 'consent', words: 'further-calls, by call', source: 'bank', proof: 'recorded call' },
    { kind: 'hours', words: 'contact only 14:00-15:00', source: 'bank', until: null, proof: null },
    { kind: 'consent', words: 'credit-report', source: 'book', proof: 'contract' },
  ]);
  expect((await world.api.get('/v1/accounts/harbour/NONE/consents')).json.code).toBe('unknown-account');
});
