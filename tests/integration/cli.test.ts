/**
 * The command line against a whole stack: each command does what it says, in words and as one JSON document, and what a
 * remedy names works.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { main } from '../../cli/main.ts';
import { simulateClock } from '../../db/clock.ts';
import { INVARIANTS } from '../../domain/invariants.ts';
import { endWithParent } from '../../platform/local/children.ts';
import type { RunFile } from '../../platform/run-file.ts';
import { type BookCellsByName, bookFile } from '../support/book-file.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { useDatabase } from '../support/fixtures.ts';
import { until } from '../support/wire.ts';

const BIN = join(import.meta.dirname, '../../cli/bin.js');
const NOW = Date.parse('2026-03-03T09:30:00+08:00');

interface Done {
  code: number;
  out: string;
  err: string;
}
let last: Promise<unknown> = Promise.resolve();
/** One command line after another, in this process: what starts processes of its own is in cli/main.test.ts. */
function arrears(...words: string[]): Promise<Done> {
  const done = last.then(() => runHere(words));
  last = done.catch(() => undefined);
  return done;
}
async function runHere(words: readonly string[]): Promise<Done> {
  const written = { out: '', err: '' };
  const into = (name: 'out' | 'err') => (text: unknown) => {
    written[name] += String(text);
    return true;
  };
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation(into('out'));
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation(into('err'));
  process.exitCode = 0;
  try {
    await main(words);
    return { code: Number(process.exitCode), ...written };
  } finally {
    process.exitCode = 0;
    stdout.mockRestore();
    stderr.mockRestore();
  }
}
/** The one JSON document of a command that is done. */
async function json<T>(...words: string[]): Promise<T> {
  const { code, out, err } = await arrears(...words, '--json');
  if (code !== 0) throw new Error(`arrears ${words.join(' ')} ended with ${code}: ${err}`);
  return JSON.parse(out) as T;
}

interface Stuck {
  account: string | null;
  code: string;
  cause: string;
  since: string;
  remedy: string;
}
const stuck = () => json<Stuck[]>('stuck');
const stuckFor = async (code: string): Promise<Stuck> => {
  const found = (await stuck()).find((stuck) => stuck.code === code);
  if (!found) throw new Error(`nothing is stuck for ${code}`);
  return found;
};
/** Types what a remedy names. */
const follow = ({ remedy }: Stuck): Promise<Done> =>
  arrears(...(/npx arrears ((?:retry|record|outcome) [^(),]*)/.exec(remedy)?.[1] ?? '').trim().split(/\s+/));

const row = (number: number, cells: BookCellsByName = {}): BookCellsByName => ({
  account: `A-${number}`,
  person: `P-${number}`,
  email: `mei${number}@example.com`,
  phone: `+1 212-555-01${10 + number}`,
  dues: '2026-02-28=1434.00',
  ...cells,
});

const database = useDatabase('all tests');
let dir: string;
let dev: ChildProcess;
let said = '';
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'arrears-cli-'));
  await simulateClock(database.db, NOW, 86_400);
  writeFileSync(join(dir, 'creditors.json'), JSON.stringify([TEST_CREDITOR]));
  const own = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ARREARS_HOME: join(dir, 'home') };
  const settings = {
    ...own,
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env['ARREARS_TEST_TEMPORAL'] ?? '',
    ARREARS_TASK_QUEUE: `cli-${randomBytes(4).toString('hex')}`,
    ARREARS_CREDITORS: join(dir, 'creditors.json'),
    ARREARS_SWEEP_MS: '200',
    PORT: '0',
    LOG_LEVEL: 'error',
  };
  dev = spawn(process.execPath, [BIN, 'dev', '--workers', '1', '--json'], {
    env: settings,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  endWithParent(dev);
  dev.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  await until('the stack', () => said.includes('\n'), 60_000);
  // The rest is found by run.json.
  process.env['ARREARS_HOME'] = own.ARREARS_HOME;
});
afterAll(async () => {
  if (dev.exitCode === null) dev.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

const runTo = (moment: string) =>
  fetch(`${(JSON.parse(said) as { api: string }).api}/v1/clock`, {
    method: 'POST',
    body: JSON.stringify({ runTo: moment }),
    headers: { 'content-type': 'application/json' },
  });
const settled = (moment: string) =>
  until(
    moment,
    async () => {
      const { now_at } = await database.db.selectFrom('clock').select('now_at').executeTakeFirstOrThrow();
      return now_at >= Date.parse(moment);
    },
    60_000,
  );

describe('creditors', () => {
  test('one is added while everything runs, and again with other terms', async () => {
    const path = join(dir, 'more.json');
    const more = { ...TEST_CREDITOR, code: 'second', terms: { ...TEST_CREDITOR.terms, agencies: [], bureau: null } };
    const give = (creditors: unknown) => writeFileSync(path, JSON.stringify(creditors));
    give([more]);
    expect(await arrears('creditor', 'add', path)).toMatchObject({ code: 0, out: 'second: added\n' });
    give([{ ...more, name: 'Second Bank' }]);
    expect(await json('creditor', 'add', path)).toEqual([{ creditor: 'second', change: 'changed' }]);
    give([{ ...more, zone: 'Mars' }]);
    expect(await arrears('creditor', 'add', path)).toMatchObject({
      code: 1,
      err: expect.stringContaining('second.zone must be an IANA time zone'),
    });
    writeFileSync(path, '[{"code": "a", "code": "b"}]');
    expect((await arrears('creditor', 'add', path)).err).toContain('The creditors file ');
    expect((await arrears('creditor', 'remove', path)).code).toBe(2);
  });
});

describe('the book', () => {
  test('a dry run writes nothing; refused rows are listed beside the file; the rest is in', async () => {
    const path = join(dir, 'book.csv');
    writeFileSync(path, bookFile([1, 2, 3, 4].map((number) => row(number)).concat(row(5, { currency: 'XXX' }))));
    const dry = await arrears('import', path, '--dry-run');
    expect([dry.code, dry.out]).toEqual([1, expect.stringContaining('Would be taken, 5 rows')]);
    expect(await json<unknown[]>('list')).toEqual([]);
    const strict = await arrears('import', path, '--strict', '--json');
    expect([strict.code, JSON.parse(strict.out)]).toEqual([1, expect.objectContaining({ added: 0, refused: 1 })]);
    const ingested = await arrears('import', path, '--as', 'Ann');
    expect([ingested.code, ingested.out]).toEqual([
      1,
      expect.stringContaining('4 added, 0 updated, 0 unchanged, 1 refused.'),
    ]);
    expect(ingested.err).toContain('1 row, column currency: The currency is not known.');
    expect(ingested.err).toContain('1 row is not in, the good rows are kept');
    expect(statSync(`${path}.refused.csv`).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${path}.refused.csv`, 'utf8')).toMatch(/^row,account,.*\n6,A-5,currency,unknown-currency,/);
    writeFileSync(path, bookFile([1, 2, 3, 4].map((number) => row(number))));
    expect(await json('import', path)).toMatchObject({ rows: 4, added: 0, unchanged: 4, refused: 0, missing: 0 });
    expect(existsSync(`${path}.refused.csv`)).toBe(false);
  });

  test('where only the API is known, the file goes there', async () => {
    const path = join(dir, 'sent.csv');
    writeFileSync(path, bookFile([1, 2, 3, 4].map((number) => row(number)).concat(row(5, { currency: 'XXX' }))));
    const { api } = JSON.parse(said) as { api: string };
    Object.assign(process.env, { ARREARS_HOME: join(dir, 'elsewhere'), PORT: new URL(api).port });
    const { code, out } = await arrears('import', path, '--json');
    Object.assign(process.env, { ARREARS_HOME: join(dir, 'home'), PORT: '' });
    expect([code, JSON.parse(out)]).toEqual([1, expect.objectContaining({ rows: 5, unchanged: 4, refused: 1 })]);
    expect(readFileSync(`${path}.refused.csv`, 'utf8')).toContain('\n6,A-5,currency,unknown-currency,');
  });

  test('a file without its columns is refused whole', async () => {
    const path = join(dir, 'wrong.csv');
    writeFileSync(path, 'creditor,account\nharbour,A-1\n');
    const { code, out, err } = await arrears('import', path, '--json');
    expect([code, (JSON.parse(out) as { problem: { code: string } }).problem.code]).toEqual([1, 'file-refused']);
    expect(err).toContain('Row 1, column person: The column is missing.');
  });
});

describe('accounts and facts', () => {
  test('accounts are listed and explained', async () => {
    await runTo('2026-03-03T16:00:00+08:00');
    await settled('2026-03-03T16:00:00+08:00');
    const [listed, text, story, words] = await Promise.all([
      json<{ account: string; stage: string; dpd: number; overdue: object }[]>('list', '--stage', 'reminder'),
      arrears('list', '--limit', '2'),
      json<Record<string, unknown>>('explain', 'A-1'),
      arrears('explain', 'harbour/A-1'),
    ]);
    expect(listed.map(({ account, dpd, overdue }) => [account, dpd, overdue])).toEqual(
      [1, 2, 3, 4].map((number) => [`harbour/A-${number}`, 3, { currency: 'TWD', minor: '143400' }]),
    );
    expect(text.out.split('\n')).toHaveLength(4);
    expect(text.err).toContain('--after harbour/A-2');
    expect(story).toMatchObject({
      account: 'harbour/A-1',
      stage: 'reminder',
      overdue: { currency: 'TWD', minor: '143400' },
      balance: { currency: 'TWD', minor: '4100000' },
      dpd: 3,
      why: ['NT$ 1,434 overdue, 3 days late'],
      done: [{ at: expect.any(String), what: 'Reminder: email-1 by email', outcome: 'sent' }],
    });
    expect(story['next']).toContainEqual(expect.objectContaining({ cancelledBy: expect.arrayContaining(['payment']) }));
    expect(words.out).toContain('harbour/A-1: reminder, 3 days late');
  });

  test('what is not there is told with the nearest that is', async () => {
    const [account, creditor, person] = await Promise.all([
      arrears('explain', 'A-11', '--json'),
      arrears('pay', 'harbor/A-1', '5'),
      arrears('explain', 'harbour/person:P-1'),
    ]);
    expect([account.code, JSON.parse(account.out)]).toEqual([
      1,
      {
        problem: expect.objectContaining({
          code: 'unknown-account',
          detail: 'There is no account A-11.',
          remedy: expect.stringContaining('Did you mean A-1?'),
        }),
      },
    ]);
    expect([creditor.code, creditor.err]).toEqual([1, 'There is no creditor harbor.\nDid you mean harbour?\n']);
    expect(person.code).toBe(1);
  });

  test('pay, record, hold and release are facts; each is answered and changes where the account stands', async () => {
    const [paid, promised, held, unnamed] = await Promise.all([
      arrears('pay', 'A-1', '1434', '--as', 'Ann'),
      json('record', 'A-2', 'promise', '--parts', '2026-03-09=1434.00', '--as', 'Ann'),
      json('hold', 'A-3', '--until', '2026-03-20', '--reason', 'flood', '--as', 'Ann'),
      arrears('hold', 'A-3', '--until', '2026-03-20', '--reason', 'flood'),
    ]);
    expect([paid.code, paid.out]).toEqual([0, expect.stringContaining('Recorded for harbour/A-1: paid NT$ 1,434.')]);
    expect(promised).toEqual({ fact: expect.any(String), kind: 'promise', subject: 'harbour/A-2' });
    expect(held).toMatchObject({ kind: 'hold', subject: 'harbour/A-3' });
    expect([unnamed.code, unnamed.err]).toEqual([2, 'This act must carry a name.\nAdd --as NAME.\n']);
    const by = await database.db
      .selectFrom('fact')
      .select('recorded_by')
      .where('kind', '=', 'hold')
      .executeTakeFirstOrThrow();
    expect(by.recorded_by).toBe('Ann');
    const story = (number: number) =>
      json<{ stage: string; heldBack: { because: string[] }[]; promises: unknown[] }>('explain', `A-${number}`);
    await until('the look after the payment', async () => (await story(1)).stage === 'clear', 30_000);
    expect((await story(2)).promises).toMatchObject([{ state: 'running' }]);
    expect((await story(3)).heldBack[0]?.because).toEqual(['a hold is in force until 2026-03-20']);
    expect(await json('release', 'A-3', '--reason', 'over', '--as', 'Ann')).toMatchObject({ kind: 'hold-released' });
    expect((await story(3)).heldBack).toEqual([]);
  });

  test('a part is disputed: explain names it, the rest and the id that closes it; a wrong due is told by its option', async () => {
    const wrong = await arrears('record', 'A-3', 'dispute', '--about', 'amount', '--dues', '2026-02-27');
    expect([wrong.code, wrong.err]).toEqual([
      1,
      expect.stringContaining('--dues: the account has no due of 2026-02-27'),
    ]);
    await json('record', 'A-3', 'dispute', '--about', 'amount', '--amount', '434');
    const { out } = await arrears('explain', 'A-3');
    expect(out).toContain('Overdue NT$ 1,000 of a balance of NT$ 41,000');
    const [, id = ''] = /NT\$ 434 \(amount\): not asked for until it is answered \(dispute ([\w-]+)\)/.exec(out) ?? [];
    const close = ['record', 'A-3', 'dispute-closed', '--outcome', 'rejected', '--as', 'Ann', '--of'];
    expect((await arrears(...close, 'nobody')).err).toContain('--of: names no dispute of this account');
    expect(await json(...close, id)).toMatchObject({ kind: 'dispute-closed' });
    expect((await arrears('explain', 'A-3')).out).toContain('Overdue NT$ 1,434');
  });

  test('what a person asks for is recorded and listed; what contradicts itself is told by its option', async () => {
    await json('record', 'A-1', 'preference', '--hours', '14:00-15:00', '--write-only');
    await json('record', 'A-1', 'preference-ended', '--hours');
    expect((await arrears('consents', 'A-1')).out).toMatch(
      /In force\n {2}channel: no contact by call; .*\n {2}consent: credit-report; [\s\S]*Ended\n {2}hours: contact only 14:00-15:00/,
    );
    const [scope, hours, word] = await Promise.all([
      arrears('record', 'A-1', 'consent-given', '--scope', 'anything', '--proof', 'a form'),
      arrears('record', 'A-1', 'preference', '--hours', '22:00-06:00'),
      arrears('record', 'A-1', 'reply-word', '--channel', 'sms', '--word', 'perhaps'),
    ]);
    expect(scope.err).toContain('--scope');
    expect(scope.err).toContain('credit-report');
    expect(hours.err).toContain('--hours: hours that end after they begin, within one day');
    expect(word.err).toContain('--word: is no word that a machine may act on');
  });

  test('an amount far above what is owed is asked back', async () => {
    const [pay, record] = await Promise.all([
      arrears('pay', 'A-4', '500000', '--as', 'Ann'),
      arrears('record', 'A-4', 'payment', '--amount', '500000'),
    ]);
    const words = 'You typed NT$ 500,000, owed is NT$ 41,000.\nCheck the amount. If it is right, record it with --yes';
    for (const { code, err } of [pay, record]) expect([code, err]).toEqual([1, expect.stringContaining(words)]);
  });

  test('a refusal of the API is told by the options that were typed', async () => {
    const [personal, negative, late] = await Promise.all([
      arrears('hold', 'A-4', '--until', '2026-03-20', '--reason', 'ask mei@example.com', '--as', 'Ann'),
      arrears('record', 'A-4', 'payment', '--amount', '0'),
      arrears('record', 'A-4', 'promise', '--parts', '2026-01-01=5'),
    ]);
    expect([personal.code, personal.err]).toEqual([
      1,
      expect.stringContaining('--reason: no e-mail address and no phone number'),
    ]);
    expect([negative.code, negative.err]).toEqual([1, expect.stringContaining('The amount must be above zero.')]);
    expect([late.code, late.err]).toEqual([1, expect.stringContaining('--parts: lies before the promise')]);
  });
});

describe('tasks', () => {
  test('a task is listed, shown and ended; what it takes is told', async () => {
    await json('record', 'harbour/person:P-4', 'hardship', '--as', 'Ann');
    const open = await json<{ task: number; kind: string }[]>('tasks');
    const no = String(open.find((task) => task.kind === 'hardship-review')?.task);
    const [shown, unsaid, wrong, other] = await Promise.all([
      arrears('tasks', no),
      arrears('outcome', no),
      arrears('outcome', no, 'no-answer', '--as', 'Eve'),
      arrears('approve', no, '--as', 'Eve'),
    ]);
    expect([shown.code, shown.out]).toEqual([
      0,
      expect.stringMatching(/hardship-review, open[\s\S]*Lin Mei[\s\S]*npx arrears outcome/),
    ]);
    expect([unsaid.code, unsaid.err]).toEqual([
      2,
      expect.stringContaining(`npx arrears outcome ${no} reviewed --reason WORDS`),
    ]);
    expect([wrong.code, wrong.err]).toEqual([
      1,
      expect.stringContaining('a task of kind hardship-review does not take this outcome'),
    ]);
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('asks for no approval')]);
    const ended = await json<{ task: number; facts: string[] }>(
      'outcome',
      no,
      'reviewed',
      '--reason',
      'on a plan',
      '--hardship-ended',
      '--as',
      'Eve',
    );
    expect([ended.task, ended.facts.length]).toEqual([Number(no), 2]);
    const [again, done] = await Promise.all([
      arrears('outcome', no, 'reviewed', '--reason', 'x', '--as', 'Eve'),
      json<{ task: number; endedBy: string }[]>('tasks', '--state', 'done'),
    ]);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining(`Task ${no} has ended`)]);
    expect(done.find(({ task }) => task === Number(no))?.endedBy).toBe('Eve');
  });
});

describe('what is stuck', () => {
  test('each remedy, typed as it is written, does what it says', async () => {
    const closed = sql`insert into lane (name, closed_since, reason) values ('sms', clock_timestamp(), 'test') on conflict (name) do update set closed_since = clock_timestamp()`;
    await closed.execute(database.db);
    const lane = await stuckFor('lane-closed');
    expect([(await follow(lane)).code, (await stuck()).some((stuck) => stuck.code === 'lane-closed')]).toEqual([
      0,
      false,
    ]);

    const bad = join(dir, 'north-return.csv');
    writeFileSync(bad, 'placement,event\n');
    expect(await arrears('agency-return', 'north', bad)).toMatchObject({
      code: 1,
      err: expect.stringContaining('The file was refused'),
    });
    expect(await arrears('agency-return', 'nrth', bad)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean north?'),
    });
    expect(await arrears('bureau-answer', 'example-bureau', bad)).toMatchObject({ code: 1 });
    const file = await stuckFor('file-refused');
    expect(await arrears('retry', '--cause', 'file-refused')).toMatchObject({
      code: 1,
      err: expect.stringContaining('cannot be freed by a retry'),
    });
    expect(await follow(file)).toMatchObject({
      code: 0,
      out: 'The refused file is set aside; nothing of it was taken.\n',
    });
    expect(await follow(file)).toMatchObject({ code: 1 });

    await sql`update effect set state = 'unknown' where id = (select id from effect where state = 'sent' order by id limit 1)`.execute(
      database.db,
    );
    await sql`update effect set path = '{planned,claimed,unknown}' where state = 'unknown'`.execute(database.db);
    const unknown = await stuckFor('outcome-unknown');
    expect(await arrears('retry', ...(/retry (\S+)/.exec(unknown.remedy)?.slice(1) ?? []))).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not stuck'),
    });
    expect(
      await arrears('retry', ...(/retry (\S+)/.exec(unknown.remedy)?.slice(1) ?? []), '--found', 'sent', '--as', 'Ann'),
    ).toMatchObject({ code: 0 });

    const text = await arrears('stuck', '--cause', 'outcome-unknown');
    expect([text.code, text.out]).toEqual([0, 'Nothing is stuck.\n']);
    expect(await arrears('retry', 'A-2')).toMatchObject({
      code: 0,
      out: expect.stringContaining('harbour/A-2 is looked at again.'),
    });
  });

  test('a database that was put back is released by name, with the log of each lane or without', async () => {
    await sql`update epoch set closed_since = clock_timestamp(), detected_by = 'evaluation', reason = 'it is an older copy'`.execute(
      database.db,
    );
    expect(await stuckFor('database-older')).toMatchObject({
      account: null,
      cause: 'nothing leaves by any lane: it is an older copy',
    });
    expect(await arrears('retry', '--cause', 'database-older')).toMatchObject({
      code: 1,
      err: expect.stringContaining('release --database'),
    });
    const [log, bad] = [join(dir, 'email.csv'), join(dir, 'bad.csv')];
    writeFileSync(log, `key,at,covers\n${'b'.repeat(40)},2026-03-05T09:30:00Z,${'a'.repeat(40)}\n`);
    writeFileSync(bad, 'key,at\n');
    for (const [words, code, err] of [
      [[], 2, 'Name an account, or --database'],
      [['A-1', '--database'], 2, 'Name an account, or --database'],
      [['A-1', '--reason', 'x', '--no-log', 'sms'], 2, 'go with --database'],
      [['A-1'], 2, 'Say why'],
      [['--database'], 2, 'must carry a name'],
      [['--database', '--as', 'Ann', '--log', 'email'], 2, 'names no file'],
      [['--database', '--as', 'Ann', '--no-log', 'emial'], 2, 'Did you mean email?'],
      [['--database', '--as', 'Ann', '--since', 'yesterday'], 2, 'is not a moment'],
      [['--database', '--as', 'Ann', '--log', `email=${bad}`], 1, 'the column covers is missing'],
    ] as const)
      expect([words, await arrears('release', ...words)]).toEqual([
        words,
        expect.objectContaining({ code, err: expect.stringContaining(err) }),
      ]);
    const options = [
      '--log',
      `email=${log}`,
      '--no-log',
      'sms',
      '--no-log',
      'court',
      '--since',
      '2026-03-01T00:00+08:00',
    ];
    const { code, out } = await arrears('release', '--database', '--as', 'Ann', ...options);
    expect([code, out.split('\n').slice(0, 3)]).toEqual([
      0,
      [
        'All lanes are open again.',
        '  email: the log given, 1 message',
        '  sms: no log: what had left may leave again',
      ],
    ]);
    expect(out).toContain('  agency: its own log, 0 messages\n');
    expect(await arrears('release', '--database', '--as', 'Ann')).toMatchObject({
      code: 1,
      err: expect.stringContaining('was not found to be older'),
    });
  });

  test('check says what it checked', async () => {
    const { checked, violations } = await json<{ checked: Record<string, number>; violations: unknown[] }>('check');
    expect(violations).toEqual([]);
    expect(Object.keys(checked)).toEqual([...INVARIANTS]);
  });
});

describe('the stack', () => {
  test('a second one in the same folder is refused', async () => {
    const { code, err } = await arrears('dev');
    expect([code, err]).toEqual([1, expect.stringContaining('a stack runs in')]);
  });

  test('Ctrl-C ends everything and takes run.json away', async () => {
    const path = join(dir, 'home', 'run.json');
    const run = JSON.parse(readFileSync(path, 'utf8')) as RunFile;
    expect([run.pid, statSync(path).mode & 0o777]).toEqual([dev.pid, 0o600]);
    const children = readFileSync(`/proc/${dev.pid}/task/${dev.pid}/children`, 'utf8').trim().split(/\s+/).map(Number);
    expect(children.length).toBeGreaterThanOrEqual(2);
    const ended = new Promise((resolve) => dev.once('close', resolve));
    dev.kill('SIGINT');
    expect(await ended).toBe(0);
    for (const pid of children) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(existsSync(path)).toBe(false);
    expect(await arrears('list')).toMatchObject({
      code: 1,
      err: 'Nothing runs here.\nStart it with: npx arrears dev\n',
    });
  });
});
