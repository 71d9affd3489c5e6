/** Instructions to the lender's book: given, withdrawn, filed, read one after another, answered; and refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openOutbox } from '../../channels/outbox/adapter.ts';
import { main } from '../../cli/main.ts';
import { inTransaction } from '../../db/transaction.ts';
import { bySystem } from '../../domain/act.ts';
import { InstructionEvent } from '../../domain/contracts/instruction-event.ts';
import { DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { keepBookFiles, resendBookFile } from '../../engine/instructions/book-files.ts';
import { instructBook } from '../../engine/instructions/instruct-book.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { event } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { answerFile, bookFilesIn, eventsIn, makeBookFiles } from '../support/book-instructions.ts';
import { violationsOf } from '../support/violations.ts';

/** A Thursday at noon in Taipei. */
const START = Date.parse('2026-03-05T12:00:00+08:00');
const twd = (minor: string) => ({ currency: 'TWD', minor });

let world: ApiWorld;
let home: string;
beforeAll(async () => {
  world = await openApiWorld(START);
  home = mkdtempSync(join(tmpdir(), 'arrears-book-'));
  Object.assign(process.env, { PORT: new URL(world.api.root).port, ARREARS_HOME: 'none' });
});
afterAll(async () => {
  process.exitCode = 0;
  expect(await violationsOf(world.database.db, RULEBOOK, world.now)).toEqual([]);
  await world.close();
  rmSync(home, { recursive: true, force: true });
});
const db = () => world.database.db;

const waiver = (minor: string) => ({ components: [{ component: 'fees', amount: twd(minor) }] });
const order = (account: KnownAccount, kind: string, body: object, more: object = {}) =>
  world.api.post('/v1/instructions', { account: account.name, kind, body, as: 'ann', ...more });
/** A waiver of 200.00 that the book has not answered. */
const given = async (account: KnownAccount, minor = '20000') => (await order(account, 'waiver', waiver(minor))).json;
const told = (kind: string, account: KnownAccount, data: object) =>
  world.api.sendEvent(event(kind, account.name, data));
const rowOf = (instruction: string) =>
  db().selectFrom('book_instruction').selectAll().where('id', '=', instruction).executeTakeFirstOrThrow();
const factsOf = async ({ accountId }: KnownAccount) =>
  (await db().selectFrom('fact').select('kind').where('account_id', '=', accountId).orderBy('no').execute()).map(
    ({ kind }) => kind,
  );

/** What a command prints, and its exit code. */
async function arrears(...words: string[]): Promise<{ out: string; err: string; code: number }> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text);
      return true;
    }),
  );
  process.exitCode = 0;
  await main(words);
  for (const spy of spies) spy.mockRestore();
  return { out: printed.stdout, err: printed.stderr, code: Number(process.exitCode) };
}

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
    ['amount 0', 'waiver', waiver('0'), {}, 'fact-invalid', /components\/0\/amount: an amount above 0/],
    ['negative', 'waiver', waiver('-5'), {}, 'fact-invalid', /an amount above 0/],
    ['above what is owed', 'waiver', waiver('999999999'), {}, 'instruction-invalid', /above what is owed/],
    [
      'a component twice',
      'waiver',
      { components: [...waiver('1').components, ...waiver('2').components] },
      {},
      'fact-invalid',
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
    ['an unknown field', 'waiver', { ...waiver('1'), more: 1 }, {}, 'fact-invalid', /more: not known/],
    ['no body', 'waiver', {}, {}, 'fact-invalid', /components/],
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

describe('leaving', () => {
  test('each once, in the file of a working day; taken back, it is told; sent again whole', async () => {
    const account = await world.account();
    world.now = Date.parse('2026-03-06T17:59:00+08:00');
    await makeBookFiles(db(), home, world.now);
    const before = bookFilesIn(home).length;
    const early = await given(account, '100');
    world.now += HOUR_MS;
    const late = await given(account, '200');
    const unsent = await given(account, '300');
    await world.api.post(`/v1/instructions/${unsent.no}/withdraw`, { reason: 'wrong', as: 'bo' });
    await Promise.all([1, 2, 3].map(() => makeBookFiles(db(), home, world.now)));
    const friday = bookFilesIn(home).at(-1) ?? '';
    expect([bookFilesIn(home).length, friday]).toEqual([
      before + 1,
      '2026-03-06/instructions-harbour-2026-03-06-001.jsonl',
    ]);
    expect(eventsIn(home, friday).map(({ data }) => data.instruction)).toContain(early.instruction);
    expect(eventsIn(home, friday).map(({ data }) => data.instruction)).not.toContain(late.instruction);
    // Sunday.
    world.now = Date.parse('2026-03-08T19:00:00+08:00');
    await makeBookFiles(db(), home, world.now);
    expect(bookFilesIn(home)).toHaveLength(before + 1);
    await world.api.post(`/v1/instructions/${early.no}/withdraw`, { reason: 'a mistake', as: 'bo' });
    world.now = Date.parse('2026-03-09T18:00:00+08:00');
    await makeBookFiles(db(), home, world.now);
    const monday = bookFilesIn(home).at(-1) ?? '';
    const events = eventsIn(home, monday);
    expect(events.map(({ id }) => id)).toEqual([late.instruction, `${early.instruction}/withdrawn`]);
    expect(events[1]?.data).toMatchObject({ reason: 'a mistake' });
    expect(await resendBookFile(db(), { creditor: 'harbour', on: '2026-03-09' })).toEqual({
      sequence: 2,
      instructions: 2,
    });
    await makeBookFiles(db(), home, world.now);
    expect(eventsIn(home, '2026-03-09/instructions-harbour-2026-03-09-002.jsonl')).toEqual(events);
    await expect(resendBookFile(db(), { creditor: 'harbour', on: '2026-03-10' })).rejects.toMatchObject({
      code: 'unknown-book-file',
    });
  });

  test('a file that cannot leave is tried again, and shows as stuck', async () => {
    const account = await world.account();
    const { no } = await given(account);
    world.now += DAY_MS;
    const book = openOutbox(home, 'book');
    const broken = { ...book, send: async () => ({ kind: 'not-sent', reason: 'the disk is full' }) as const };
    await keepBookFiles({ db: db(), now: async () => world.now, simulated: true, book: broken });
    await db()
      .updateTable('book_file')
      .set({ opened_at: new Date(0), call_from: new Date(0) })
      .where('left_at', 'is', null)
      .execute();
    expect((await findStuck(db(), world.now, { code: 'book-file-late' })).map(({ cause }) => cause)).toEqual([
      expect.stringContaining('the disk is full'),
    ]);
    await makeBookFiles(db(), home, world.now);
    expect(await findStuck(db(), world.now, { code: 'book-file-late' })).toEqual([]);
    expect((await world.api.get(`/v1/instructions/${no}`)).json.file).toMatch(/^book\/harbour\//);
  });

  test('read one after another, nothing is missed and nothing met twice', async () => {
    const account = await world.account();
    const seen: string[] = [];
    let after = '';
    const page = async () => {
      const { json } = await world.api.get(
        `/v1/book-instructions?creditor=harbour&limit=2${after && `&after=${after}`}`,
      );
      after = json.next ?? after;
      for (const item of json.events) seen.push(InstructionEvent.parse(item).id);
      return json.events.length as number;
    };
    while ((await page()) > 0);
    const { instruction, no } = await given(account, '400');
    expect(await page()).toBe(1);
    await world.api.post(`/v1/instructions/${no}/withdraw`, { reason: 'x', as: 'bo' });
    expect(await page()).toBe(1);
    expect(await page()).toBe(0);
    expect(seen.slice(-2)).toEqual([instruction, `${instruction}/withdrawn`]);
    expect(new Set(seen).size).toBe(seen.length);
    const { n } = await db()
      .selectFrom('book_instruction')
      .select((eb) => eb.fn.countAll<bigint>().as('n'))
      .executeTakeFirstOrThrow();
    expect(seen.filter((id) => !id.endsWith('/withdrawn'))).toHaveLength(Number(n));
  });
});

describe('the command', () => {
  test('instructs, lists, shows, takes back; what is typed wrong is named', async () => {
    const account = await world.account();
    const { out } = await arrears(
      'book',
      'instruct',
      account.name,
      'waiver',
      '--component',
      'fees',
      '--amount',
      '200',
      '--as',
      'ann',
    );
    expect(out).toMatch(
      new RegExp(
        `^Instruction (\\d+): a waiver for ${account.name}, effective [-\\d]{10}\\. The book answers by [-\\d]{10}\\. Until then nothing is demanded of the account\\.\n$`,
      ),
    );
    const no = /\d+/.exec(out)?.[0] ?? '';
    expect(
      (await arrears('book', 'instruct', account.name, 'waiver', '--component', 'fees=200', '--as', 'ann')).out,
    ).toMatch(/was given before; nothing was done\./);
    expect((await arrears('book', 'instructions', '--account', account.name)).out).toMatch(
      new RegExp(`${no}\\s+${account.name}\\s+waiver\\s+NT\\$ 200, fees`),
    );
    expect((await arrears('book', 'show', no)).out).toMatch(/a waiver for .*, open\n/);
    for (const [words, said] of [
      [['instruct', account.name, 'waiver', '--as', 'ann'], /Add --component/],
      [['instruct', account.name, 'waiver', '--component', 'tips=2', '--as', 'ann'], /"tips" is not known/],
      [['instruct', account.name, 'waiver', '--component', 'fees=2,000', '--as', 'ann'], /thousands mark/],
      [['instruct', account.name, 'waiver', '--component', 'fees=0', '--as', 'ann'], /above 0/],
      [['instruct', account.name, 'waiver', '--component', 'fees=1', '--as', 'ann', '--due', '2026-03-01'], /no --due/],
      [['instruct', account.name, 'waiver', '--component', 'fees=1'], /--as/],
      [['instruct', 'harbour/none', 'fee-stop', '--as', 'ann'], /no account/],
      [['show', '99999'], /no instruction 99999/],
      [['withdraw', no, '--as', 'bo'], /--reason/],
      [['again', no, '--as', 'bo'], /has not rejected instruction/],
    ] as const)
      expect([words, (await arrears('book', ...words)).err]).toEqual([words, expect.stringMatching(said)]);
    expect((await arrears('book', 'withdraw', no, '--reason', 'a mistake', '--as', 'bo')).out).toBe(
      `Instruction ${no} is withdrawn: a mistake.\n`,
    );
    expect((await arrears('book', 'withdraw', no, '--reason', 'x', '--as', 'bo')).err).toMatch(/withdrawn already/);
  });

  test('takes in a file of answers; a rejected instruction is given again', async () => {
    const account = await world.account();
    const { instruction, no } = await given(account);
    const path = join(home, 'answers.csv');
    writeFileSync(path, answerFile([{ instruction, answer: 'rejected', reason: 'not today' }]));
    expect((await arrears('book', 'confirm', path)).out).toMatch(/^1 answer: 0 confirmed, 1 rejected\.\n/);
    expect((await arrears('stuck')).out).toContain(`instruction ${no} (a waiver): not today`);
    expect((await arrears('book', 'again', String(no), '--as', 'bo')).out).toMatch(/^Instruction \d+: a waiver/);
    expect(await rowOf(instruction)).toMatchObject({ state: 'withdrawn', reason: 'instructed again' });
    const open = await db()
      .selectFrom('task')
      .select('state')
      .where('account_id', '=', account.accountId)
      .where('kind', '=', 'book-rejected-instruction')
      .execute();
    expect(open).toEqual([{ state: 'done' }]);
  });
});
