/** Instructions leave to the lender's book by file and by cursor; the commands of `arrears book`. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseBookAnswers } from '../../channels/book/answer-file.ts';
import { openOutbox } from '../../channels/outbox/adapter.ts';
import { byPerson } from '../../domain/act.ts';
import { InstructionEvent } from '../../domain/contracts/instruction-event.ts';
import { DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { keepBookFiles, resendBookFile } from '../../engine/instructions/book-files.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { arrears } from '../support/arrears.ts';
import { answerFile, bookFilesIn, eventsIn, instructionsOver, makeBookFiles } from '../support/book-instructions.ts';
import { violationsOf } from '../support/violations.ts';

/** A Friday, a minute before the file of the day is made. */
const START = Date.parse('2026-03-06T17:59:00+08:00');

let world: ApiWorld;
let home: string;
let over: ReturnType<typeof instructionsOver>;
beforeAll(async () => {
  world = await openApiWorld(START);
  over = instructionsOver(world);
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
const given: (typeof over)['given'] = (...about) => over.given(...about);
const rowOf: (typeof over)['rowOf'] = (id) => over.rowOf(id);

describe('leaving', () => {
  test('each once, in the file of a working day; taken back, it is told; sent again whole', async () => {
    const account = await world.account();
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
    expect(await resendBookFile(db(), { creditor: 'harbour', on: '2026-03-09' }, byPerson('bo', world.now))).toEqual({
      sequence: 2,
      instructions: 2,
    });
    await makeBookFiles(db(), home, world.now);
    expect(eventsIn(home, '2026-03-09/instructions-harbour-2026-03-09-002.jsonl')).toEqual(events);
    await expect(
      resendBookFile(db(), { creditor: 'harbour', on: '2026-03-10' }, byPerson('bo', world.now)),
    ).rejects.toMatchObject({
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

test('the examples are what a file and its answers are', async () => {
  const lines = readFileSync('docs/examples/book-instructions.jsonl', 'utf8').trim().split('\n');
  for (const line of lines) InstructionEvent.parse(JSON.parse(line));
  expect(lines).toHaveLength(4);
  expect(parseBookAnswers(readFileSync('docs/examples/book-answers.csv'))).toMatchObject({
    rows: [
      { answer: 'confirmed', bookedOn: '2026-03-06' },
      { answer: 'rejected', reason: 'the product has no fees' },
    ],
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
      [
        ['instruct', account.name, 'waiver', '--component', 'fees=99999', '--as', 'ann'],
        /refused: --component: add up to/,
      ],
      [
        ['instruct', account.name, 'fee-stop', '--effective', '2020-01-01', '--as', 'ann'],
        /refused: --effective: must/,
      ],
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
