/** `arrears statement` over the API: a month with a payment, a reversal, a book that corrects, and news told late. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { StatementView } from '../../domain/contracts/statement-view.ts';
import type { Instant } from '../../domain/time.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { arrears as run } from '../support/arrears.ts';
import { bookFile } from '../support/book-file.ts';
import { expectProblem } from '../support/expect-problem.ts';

const noon = (date: string): Instant => Date.parse(`${date}T12:00:00+08:00`);
let world: ApiWorld;
let account: KnownAccount;
let path: string;
/** The statement of March as it was sent on the first of April. */
let sent: StatementView;

beforeAll(async () => {
  world = await openApiWorld(noon('2026-03-02'));
  Object.assign(process.env, { PORT: new URL(world.api.root).port, ARREARS_HOME: 'none' });
  account = await world.account();
  path = `/v1/accounts/${account.name}/statement`;
  world.now = noon('2026-03-05');
  await arrears('pay', account.name, '1000', '--reference', 'TX-1', '--as', 'Ann');
  world.now = noon('2026-03-09');
  await arrears('record', account.name, 'reversal', '--amount', '400', '--of', 'TX-1', '--as', 'Ann');
  world.now = noon('2026-03-20');
  await arrears('record', account.name, 'dispute', '--about', 'amount', '--amount', '34', '--as', 'Ann');
  const dues = '2026-03-01=834.00;2026-03-31=1380.00';
  const row = { account: 'A-1', person: 'P-1', as_of: '2026-03-20', balance: '40650.00', dues };
  expect((await world.api.send('/v1/imports', bookFile([row]))).json).toMatchObject({ refused: 0 });
  world.now = noon('2026-04-01');
  sent = (await world.api.get(`${path}?month=2026-03`)).json;
  world.now = noon('2026-04-03');
  const late = ['--reference', 'TX-2', '--at', '2026-03-25'];
  await arrears('pay', account.name, '200', ...late, '--as', 'Ann');
});
afterAll(() => world.close());

/** The standard output of a command that is done. */
async function arrears(...words: string[]): Promise<string> {
  const { code, out, err } = await run(...words);
  if (code !== 0) throw new Error(err);
  return out;
}
const statement = async (...words: string[]): Promise<StatementView> =>
  JSON.parse(await arrears('statement', account.name, ...words, '--json'));

test('a statement that a clerk can read out', async () => {
  const text = await arrears('statement', account.name, '--month', '2026-03');
  const { known, disputes } = await statement('--month', '2026-03');
  expect(text).toBe(`harbour/A-1: statement from Mon 2026-03-02 to Tue 2026-03-31
As known on Fri 2026-04-03, last fact ${known.lastFact} (Asia/Taipei). Payments lower the balance.

day             what                                     amount     balance  told by
Mon 2026-03-02  balance of the first book                        NT$ 41,000
Thu 2026-03-05  payment                              -NT$ 1,000  NT$ 40,000  api TX-1
Mon 2026-03-09  payment taken back                      NT$ 400  NT$ 40,400  api TX-1
Fri 2026-03-20  charges and corrections by the book     NT$ 250  NT$ 40,650  book 2026-03-20
Wed 2026-03-25  payment                                -NT$ 200  NT$ 40,450  api TX-2         later: Fri 2026-04-03
Tue 2026-03-31  balance at the end                               NT$ 40,450

"later": not yet known at the end of Tue 2026-03-31.

In all
  payment: -NT$ 1,200
  payment taken back: NT$ 400
  charges and corrections by the book: NT$ 250

Dues
  Sun 2026-03-01  NT$ 1,434: NT$ 634 unpaid, NT$ 34 of it disputed
  Tue 2026-03-31  NT$ 1,380: NT$ 1,380 unpaid

At the end
  asked for: NT$ 600
  30 days late
  disputed: NT$ 34
    NT$ 34 (amount; dispute ${disputes[0]?.dispute})
`);
});

test('what was sent is made again exactly, by its day and by its last fact', async () => {
  expect(sent.known.on).toBe('2026-04-01');
  expect(await statement('--month', '2026-03', '--as-known-on', '2026-04-01')).toEqual(sent);
  const exactly = ['--as-known-on', '2026-04-01', '--last-fact', String(sent.known.lastFact)];
  expect(await statement('--month', '2026-03', ...exactly)).toEqual(sent);
  expect(sent.lines.every(({ late }) => !late)).toBe(true);
  const now = await statement('--month', '2026-03');
  expect(now.lines.filter(({ late }) => late)).toMatchObject([{ kind: 'payment', toldOn: '2026-04-03' }]);
});

test('the month after begins where this one ends, by the same knowledge', async () => {
  for (const known of [[], ['--as-known-on', '2026-04-01']]) {
    const [march, april] = [
      await statement('--month', '2026-03', ...known),
      await statement('--month', '2026-04', ...known),
    ];
    expect(april.opening).toEqual(march.closing);
  }
  const april = await statement();
  expect(april).toMatchObject({ from: '2026-04-01', through: '2026-04-03', lines: [] });
  expect([april.openingThen?.minor, april.opening.minor]).toEqual(['4065000', '4045000']);
  const both = await statement('--from', '2026-03-02', '--through', '2026-04-03');
  expect([both.opening, both.closing]).toEqual([sent.opening, april.closing]);
});

test.each<[string, number, string, RegExp]>([
  ['month=2026-05', 422, 'no-statement', /today is 2026-04-03/],
  ['month=2026-02', 422, 'no-statement', /the account was not known then/],
  ['month=2026-03&asKnownOn=2026-04-04', 422, 'no-statement', /is not known yet/],
  ['month=2026-03&asKnownOn=2026-03-01', 422, 'no-statement', /the account was not known yet/],
  ['month=2026-13', 422, 'invalid-request', /month: a month, YYYY-MM/],
  ['month=2026-03&from=2026-03-01&through=2026-03-02', 422, 'invalid-request', /not both/],
  ['from=2026-03-02', 422, 'invalid-request', /from and through go together/],
  ['from=2026-03-05&through=2026-03-04', 422, 'invalid-request', /must not be before from/],
  ['from=2025-03-05&through=2026-03-06', 422, 'invalid-request', /at most 366 days/],
  ['month=2026-03&lastFact=-1', 422, 'invalid-request', /lastFact/],
  ['months=2026-03', 422, 'invalid-request', /months/],
])('%s is refused', async (query, status, code, words) => {
  const answer = await world.api.get(`${path}?${query}`);
  expectProblem(answer);
  expect([answer.status, answer.json.code]).toEqual([status, code]);
  expect(answer.json.detail).toMatch(words);
});

test.each<[string[], RegExp]>([
  [['A-1', '--month', 'March'], /--month "March" is not a month\.\n.*YYYY-MM/],
  [['A-1', '--month', '2026-03', '--from', '2026-03-01'], /exclude each other/],
  [['A-1', '--through', '2026-03-01'], /--from is missing/],
  [['A-1', '--as-known-on', 'yesterday'], /--as-known-on "yesterday" is not a date/],
  [['A-1', '--last-fact', 'x'], /--last-fact "x" is not the number of a fact/],
  [['A-1', '--month', '2026-05'], /There is no statement of harbour\/A-1.*today is 2026-04-03/],
  [['harbour/A-9', '--month', '2026-03'], /There is no account harbour\/A-9/],
])('arrears statement %j says what is wrong', async (words, expected) => {
  const { code, out, err } = await run('statement', ...words);
  expect([code === 0, out]).toEqual([false, '']);
  expect(err).toMatch(expected);
});
