/** The commands of experiments on accounts against an API: from the start to the winner. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inTransaction } from '../../db/transaction.ts';
import { byPerson } from '../../domain/act.ts';
import { armOf } from '../../domain/strategy/experiment/assignment.ts';
import { DAY_MS } from '../../domain/time.ts';
import type { FactInput } from '../../engine/facts/fact-input.ts';
import { recordFacts } from '../../engine/facts/record-facts.ts';
import { shippedText } from '../../engine/strategy/shipped-strategies.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { arrears } from '../support/arrears.ts';
import { bookFile } from '../support/book-file.ts';
import { publishText } from '../support/strategies.ts';

const NOW = Date.parse('2026-03-02T12:00:00+08:00');
const home = mkdtempSync(join(tmpdir(), 'arrears-experiment-commands-'));
const path = join(home, 'spring.json');
const EACH = 55;

let world: ApiWorld;
let gentle = '';
const environment = { ...process.env };
beforeAll(async () => {
  world = await openApiWorld(NOW);
  gentle = await publishText(world.database.db, shippedText('gentle'));
  const { hostname, port } = new URL(world.api.root);
  Object.assign(process.env, { HOST: hostname, PORT: port, ARREARS_HOME: home });
});
afterAll(async () => {
  process.env = environment;
  await world.close();
  rmSync(home, { recursive: true, force: true });
});

const plan = (over: object = {}) => ({
  v: 1,
  name: 'spring',
  arms: [
    { name: 'champion', share: 0.5, strategy: null as string | null },
    { name: 'softer', share: 0.5, strategy: gentle as string | null },
  ],
  primary: 'money',
  entersFrom: '2026-03-02',
  entersUntil: '2026-03-02',
  horizonDays: 2,
  minimumPersons: 50,
  ...over,
});
const write = (value: object = plan()) => writeFileSync(path, JSON.stringify(value));

/** As many persons of each arm, by number. */
function persons(): { number: string; arm: string }[] {
  const all = Array.from({ length: 400 }, (_, at) => `P-${at + 1}`).map((number) => ({
    number,
    arm: armOf(plan(), 'harbour', number),
  }));
  return ['champion', 'softer'].flatMap((arm) => all.filter((person) => person.arm === arm).slice(0, EACH));
}

/** Payments, minor units by person. */
async function pay(amounts: ReadonlyMap<string, number>): Promise<void> {
  const { db } = world.database;
  const accounts = await db.selectFrom('account').select(['id', 'number']).execute();
  const facts = accounts.map(({ id, number }): FactInput => {
    const minor = BigInt(amounts.get(number.slice(2)) ?? 0);
    const told = { source: 'test', externalId: number, occurredAt: NOW };
    return { accountId: id, kind: 'payment', body: { minor, via: 'lender' }, ...told };
  });
  await inTransaction(db, (trx) => recordFacts(trx, facts, byPerson('ann', NOW)));
}

test('from the start to the winner', async () => {
  write();
  expect((await arrears('experiment', 'start', path, '--creditor', 'harbour', '--as', 'Ann')).out).toBe(
    'spring is started: persons who are new to harbour enter from 2026-03-02 to 2026-03-02; the answer comes on 2026-03-04.\n',
  );
  const entering = persons();
  const book = entering.map(({ number }) => ({
    ...{ account: `A-${number}`, person: number, email: `${number}@example.com`, phone: '' },
    ...{ dues: '2026-03-01=1434.00' },
  }));
  expect((await world.api.send('/v1/imports', bookFile(book))).json).toMatchObject({ added: 2 * EACH, refused: 0 });
  const early = await arrears('experiment', 'evaluate', 'spring');
  expect(early).toMatchObject({ code: 1, out: expect.stringContaining(`champion ${EACH}, softer ${EACH}`) });
  expect(early.out).toContain('Nothing is compared before that day');
  await pay(
    new Map(entering.map(({ number, arm }, at) => [number, 1000 + 100 * (at % 7) + (arm === 'softer' ? 5000 : 0)])),
  );
  world.now = NOW + 2 * DAY_MS;
  const over = await arrears('experiment', 'evaluate', 'spring');
  expect([over.code, over.err]).toEqual([0, '']);
  expect(over.out).toMatch(/softer: is better.*\n[\s\S]*Winner: softer\.\n$/);
  expect((await arrears('experiment', 'list')).out).toMatch(
    /spring +harbour +over +2026-03-04 +champion 55 \(55 measured\), softer 55 \(55 measured\) +Ann/,
  );

  // The same by files.
  const csv = join(home, 'outcomes.csv');
  expect((await arrears('experiment', 'outcomes', 'spring', '--out', csv)).out).toBe(
    `${2 * EACH} persons written to ${csv}.\n`,
  );
  expect(readFileSync(csv, 'utf8').split('\n')[1]).toMatch(/^harbour,P-\d+,2026-03-02,all,\d+\.00,0,0$/);
  const byFiles = await arrears('experiment', 'evaluate', path, csv);
  expect(over.out).toBe(byFiles.out);
});

test('what was stopped before everybody had entered says so and has no winner', async () => {
  const start = { name: 'short', entersFrom: '2026-03-04', entersUntil: '2026-03-10' };
  write(plan(start));
  await arrears('experiment', 'start', path, '--creditor', 'harbour', '--as', 'Ann');
  expect((await arrears('experiment', 'stop', 'short', '--as', 'Bob')).out).toBe(
    'short is stopped: nobody enters any more, and who entered stays in their arm.\n',
  );
  const words = 'Stopped by Bob on 2026-03-04, before the last day of entering was over: it never names a winner.';
  expect(await arrears('experiment', 'evaluate', 'short')).toMatchObject({
    code: 1,
    out: expect.stringContaining(words),
  });
  expect((await arrears('experiment', 'list', '--creditor', 'harbour')).out).toMatch(/short .*stopped by Bob/);
});

describe('refusals', () => {
  test.each<[string, string[], number, string]>([
    ['no creditor', ['start', path, '--as', 'Ann'], 2, 'It is not said whose new persons enter.'],
    ['no name', ['start', path, '--creditor', 'harbour'], 2, 'This act must carry a name.'],
    ['an experiment that nobody knows', ['stop', 'winter', '--as', 'Bob'], 1, 'There is no experiment winter.'],
    ['a file without its outcomes', ['evaluate', path], 2, 'is no name of an experiment on accounts'],
    ['a day of its own', ['evaluate', 'spring', '--on', '2026-03-04'], 2, '--on needs a file of outcomes.'],
  ])('%s', async (_, words, code, sentence) => {
    write();
    const refused = await arrears('experiment', ...words);
    expect([refused.code, refused.out]).toEqual([code, '']);
    expect(refused.err).toContain(sentence);
  });
  test('an arm without its strategy: the field, the reason and the remedy', async () => {
    write(plan({ arms: [{ name: 'champion', share: 0.5 }, plan().arms[1]] }));
    const { code, err } = await arrears('experiment', 'start', path, '--creditor', 'harbour', '--as', 'Ann');
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('Experiment, field arms: each arm needs its strategy: name@version, or null'),
    ]);
  });
});
