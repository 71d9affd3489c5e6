/** Instructions to the lender's book: each decision once, what is refused, and what the book answers. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inTransaction } from '../../db/transaction.ts';
import { bySystem } from '../../domain/act.ts';
import { instructBook } from '../../engine/instructions/instruct-book.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { event } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { answerFile, instructionsOver, minor as twd, waiver } from '../support/book-instructions.ts';
import { violationsOf } from '../support/violations.ts';

/** A Thursday at noon in Taipei. */
const START = Date.parse('2026-03-05T12:00:00+08:00');

let world: ApiWorld;
let over: ReturnType<typeof instructionsOver>;
beforeAll(async () => {
  world = await openApiWorld(START);
  over = instructionsOver(world);
});
afterAll(async () => {
  expect(await violationsOf(world.database.db, RULEBOOK, world.now)).toEqual([]);
  await world.close();
});
const db = () => world.database.db;
const order: (typeof over)['order'] = (...given) => over.order(...given);
const given: (typeof over)['given'] = (...about) => over.given(...about);
const told: (typeof over)['told'] = (...said) => over.told(...said);
const rowOf: (typeof over)['rowOf'] = (id) => over.rowOf(id);
const factsOf = async ({ accountId }: KnownAccount) =>
  (await db().selectFrom('fact').select('kind').where('account_id', '=', accountId).orderBy('no').execute()).map(
    ({ kind }) => kind,
  );

describe('the same decision', () => {
  test('instructs once, also twice at the same time', async () => {
    const account = await world.account();
    const all = await Promise.all([given(account), given(account), given(account)]);
    expect(new Set(all.map(({ instruction }) => instruction)).size).toBe(1);
    expect(all.map(({ repeated }) => repeated).sort()).toEqual([false, true, true]);
    expect(await factsOf(account)).toEqual(['book-instructed']);
  });

  test('with another content is a conflict', async () => {
    const account = await world.account();
    await order(account, 'waiver', waiver('100'), { key: 'k' });
    expect((await order(account, 'waiver', waiver('200'), { key: 'k' })).json).toMatchObject({
      code: 'instruction-conflict',
      status: 409,
    });
  });

  test('is rolled back with what decided it', async () => {
    const account = await world.account();
    const decided = inTransaction(db(), async (trx) => {
      const { accountId } = account;
      const body = { components: [{ component: 'fees' as const, amount: twd('100') }] };
      await instructBook(trx, bySystem('test', world.now), {
        ...{ accountId, kind: 'waiver', body, effectiveOn: '2026-03-05', key: 'x' },
      });
      throw new Error('the decision failed');
    });
    await expect(decided).rejects.toThrow('the decision failed');
    expect(await factsOf(account)).toEqual([]);
  });
});

describe('refused, and nothing is half done', () => {
  const REFUSED: [words: string, kind: string, body: object, more: object, code: string, at: RegExp][] = [
    ['amount 0', 'waiver', waiver('0'), {}, 'instruction-invalid', /components\/0\/amount: an amount above 0/],
    ['negative', 'waiver', waiver('-5'), {}, 'instruction-invalid', /an amount above 0/],
    ['above what is owed', 'waiver', waiver('999999999'), {}, 'instruction-invalid', /above what is owed/],
    [
      'a component twice',
      'waiver',
      { components: [...waiver('1').components, ...waiver('2').components] },
      {},
      'instruction-invalid',
      /names one twice/,
    ],
    [
      'another currency',
      'waiver',
      { components: [{ component: 'fees', amount: { currency: 'USD', minor: '1' } }] },
      {},
      'wrong-currency',
      /USD/,
    ],
    ['an unknown field', 'waiver', { ...waiver('1'), more: 1 }, {}, 'instruction-invalid', /more: not known/],
    ['no body', 'waiver', {}, {}, 'instruction-invalid', /components/],
    ['effective long ago', 'fee-stop', {}, { effectiveOn: '2026-02-01' }, 'instruction-invalid', /effectiveOn/],
    ['effective in years', 'fee-stop', {}, { effectiveOn: '2028-03-05' }, 'instruction-invalid', /effectiveOn/],
    ['no day', 'fee-stop', {}, { effectiveOn: '2026-02-30' }, 'invalid-request', /effectiveOn/],
    [
      'a due that is none',
      'corrected-due',
      { due: '2026-01-01', amount: twd('1') },
      {},
      'instruction-invalid',
      /no due/,
    ],
    [
      'a due that is right',
      'corrected-due',
      { due: '2026-03-01', amount: twd('143400') },
      {},
      'instruction-invalid',
      /nothing is to be corrected/,
    ],
    [
      'a due above the balance',
      'corrected-due',
      { due: '2026-03-01', amount: twd('999999999') },
      {},
      'instruction-invalid',
      /above all that is owed/,
    ],
    ['no such payment', 'refund', { amount: twd('1'), payment: 'none' }, {}, 'instruction-invalid', /no payment/],
    [
      'deferred to before the due',
      'deferral',
      { dues: ['2026-03-01'], until: '2026-02-28' },
      {},
      'instruction-invalid',
      /until: must lie after/,
    ],
    [
      'a due twice',
      'deferral',
      { dues: ['2026-03-01', '2026-03-01'], until: '2026-04-01' },
      {},
      'instruction-invalid',
      /named twice/,
    ],
    [
      'parts out of order',
      'plan',
      { agreement: 'a', parts: ['2026-04-01', '2026-03-20'].map((on) => ({ on, amount: twd('1') })) },
      {},
      'instruction-invalid',
      /parts\/1\/on/,
    ],
    ['no kind', 'gift', {}, {}, 'invalid-request', /kind/],
  ];
  test.each(REFUSED)('%s', async (_, kind, body, more, code, at) => {
    const account = await world.account();
    const { status, json } = await order(account, kind, body, more);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect([json.code, JSON.stringify(json)]).toEqual([code, expect.stringMatching(at)]);
    expect(await factsOf(account)).toEqual([]);
  });

  test('more than is owed in two waivers', async () => {
    const account = await world.account();
    const { balance } = await world.standing(account.accountId);
    expect((await order(account, 'waiver', waiver(String(balance - 10n)))).status).toBe(201);
    expect((await order(account, 'waiver', waiver('11'))).json.code).toBe('instruction-invalid');
    expect((await order(account, 'waiver', waiver('10'))).status).toBe(201);
  });

  test('a closed account; a refund of what was paid too much goes', async () => {
    const account = await world.account();
    // 500 more than the dues ask.
    await told('payment', account, { amount: twd('143900'), reference: 'P-1' });
    const refund = (minor: string) => order(account, 'refund', { amount: twd(minor), payment: 'P-1' });
    expect((await refund('501')).json.code).toBe('instruction-invalid');
    await told('closed', account, { how: 'withdrawn' });
    expect((await given(account, '1')).code).toBe('not-allowed-now');
    expect((await refund('300')).status).toBe(201);
    expect((await order(account, 'refund', { amount: twd('201'), payment: 'P-1' })).json.code).toBe(
      'instruction-invalid',
    );
    const [{ instruction }] = (await world.api.get(`/v1/instructions?account=${account.name}`)).json;
    expect((await told('book-confirmed', account, { instruction })).status).toBe(200);
    expect(await rowOf(instruction)).toMatchObject({ state: 'confirmed' });
  });
});

describe('the answer of the book', () => {
  test('told twice by other ids changes nothing; another answer is refused', async () => {
    const account = await world.account();
    const { instruction } = await given(account);
    const first = await told('book-confirmed', account, { instruction, bookedOn: '2026-03-05' });
    const again = await told('book-confirmed', account, { instruction });
    expect([again.status, again.json.fact]).toEqual([200, first.json.fact]);
    expect(await world.standing(account.accountId)).toMatchObject({ overdue: 123_400n });
    for (const [kind, data] of [
      ['book-rejected', { instruction, reason: 'x' }],
      ['book-confirmed', { instruction, bookedOn: '2026-03-04' }],
    ] as const)
      expect((await told(kind, account, data)).json.code).toBe('not-allowed-now');
    expect(await factsOf(account)).toEqual(['book-instructed', 'book-confirmed']);
  });

  test('of a rejection: another answer only after a person has given it up', async () => {
    const account = await world.account();
    const { instruction, no } = await given(account);
    await told('book-rejected', account, { instruction, reason: 'no such product' });
    expect((await told('book-confirmed', account, { instruction })).json).toMatchObject({
      code: 'not-allowed-now',
      remedy: expect.stringContaining(`book withdraw ${no}`),
    });
    await world.api.post(`/v1/instructions/${no}/withdraw`, { reason: 'booked after all', as: 'bo' });
    expect((await told('book-confirmed', account, { instruction })).status).toBe(200);
    expect(await rowOf(instruction)).toMatchObject({ state: 'confirmed', reason: 'booked after all' });
    expect(await world.standing(account.accountId)).toMatchObject({ overdue: 123_400n });
  });

  test('is refused for an unknown instruction, for another account, for a day to come, before it was given', async () => {
    const [account, other] = [await world.account(), await world.account()];
    const { instruction } = await given(account);
    const code = async (who: KnownAccount, data: object, more: object = {}) =>
      (await world.api.sendEvent({ ...event('book-confirmed', who.name, data), ...more })).json.code;
    expect(await code(account, { instruction: '01978c3e-5f00-7000-8000-00000000b001' })).toBe('fact-invalid');
    expect(await code(other, { instruction })).toBe('fact-invalid');
    expect(await code(account, { instruction, bookedOn: '2026-03-09' })).toBe('fact-invalid');
    expect(await code(account, { instruction }, { time: '2026-03-01T00:00:00Z' })).toBe('event-invalid');
    expect(await rowOf(instruction)).toMatchObject({ state: 'open' });
  });

  test('a later row of the book with the waiver taken in asks for it once', async () => {
    const account = await world.account();
    const { balance } = await world.standing(account.accountId);
    const { instruction } = await given(account);
    await told('book-confirmed', account, { instruction, bookedOn: '2026-03-05' });
    const row = (minor: bigint) => ({
      ...{ asOf: '2026-03-05', balance: twd(String(minor)) },
      dues: [{ on: '2026-03-01', amount: twd('123400') }],
    });
    expect(await world.standing(account.accountId)).toMatchObject({ overdue: 123_400n, balance: balance - 20_000n });
    await told('balance-update', account, row(balance - 20_000n));
    expect(await world.standing(account.accountId)).toMatchObject({ overdue: 123_400n, balance: balance - 20_000n });
  });

  test('a corrected due counts as corrected once it is booked', async () => {
    const account = await world.account();
    const { json } = await order(account, 'corrected-due', { due: '2026-03-01', amount: twd('100000') });
    expect(await world.standing(account.accountId)).toMatchObject({ overdue: 143_400n });
    await told('book-confirmed', account, { instruction: json.instruction });
    expect(await world.standing(account.accountId)).toMatchObject({ overdue: 100_000n });
  });

  test('by a file: whole or not at all', async () => {
    const [account, other] = [await world.account(), await world.account()];
    const [first, second] = [(await given(account)).instruction, (await given(other)).instruction];
    const send = (bytes: Buffer) => world.api.send('/v1/book-answers?creditor=harbour&file=a.csv', bytes);
    const good = { instruction: first, answer: 'confirmed', booked_on: '2026-03-05' };
    const WRONG = [
      { instruction: 'x', answer: 'confirmed' },
      { instruction: second, answer: 'perhaps' },
      { instruction: second, answer: 'rejected' },
      { instruction: second, answer: 'confirmed', booked_on: '2026-02-30' },
      { instruction: second, answer: 'confirmed', booked_on: '2026-03-09' },
      { instruction: second, answer: 'confirmed', reason: 'x' },
      { instruction: second, answer: 'rejected', reason: 'call 0912 345 678' },
      { instruction: '01978c3e-5f00-7000-8000-00000000b001', answer: 'confirmed' },
      { instruction: first, answer: 'confirmed' },
    ];
    for (const wrong of WRONG) {
      const { json } = await send(answerFile([good, wrong]));
      expect([wrong, json.code, json.detail ?? json.message]).toEqual([
        wrong,
        'file-refused',
        expect.stringContaining('row 3'),
      ]);
      expect(await rowOf(first)).toMatchObject({ state: 'open' });
    }
    expect((await send(Buffer.from('instruction,answer\r\n'))).json.code).toBe('file-refused');
    expect((await send(answerFile([good, { instruction: second, answer: 'rejected', reason: 'x' }]))).json).toEqual({
      ...{ rows: 2, confirmed: 1, rejected: 1, repeated: 0 },
    });
    expect((await send(answerFile([good]))).json).toEqual({ rows: 1, confirmed: 0, rejected: 0, repeated: 1 });
  });
});
