/** `arrears dev`: what is in its way is one sentence before anything runs; what dies is started again where it was. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endWithParent } from '../../platform/local/children.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { useDatabase } from '../support/fixtures.ts';
import { until } from '../support/wire.ts';

const BIN = join(import.meta.dirname, '../../cli/bin.js');

interface Dev {
  child: ChildProcess;
  out(): string;
  err(): string;
  ended: Promise<number | null>;
}
function dev(settings: Record<string, string>): Dev {
  const own = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', PORT: '0', LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [BIN, 'dev', '--workers', '1', '--json'], {
    env: { ...own, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithParent(child);
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  return {
    child,
    out: () => out,
    err: () => err,
    ended: new Promise((resolve) => child.once('close', (code) => resolve(code))),
  };
}

const database = useDatabase('all tests');
let dir: string;
let there: Record<string, string>;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'arrears-dev-'));
  writeFileSync(join(dir, 'creditors.json'), JSON.stringify([TEST_CREDITOR]));
  there = {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env['ARREARS_TEST_TEMPORAL'] ?? '',
    ARREARS_TASK_QUEUE: `dev-${randomBytes(4).toString('hex')}`,
    ARREARS_CREDITORS: join(dir, 'creditors.json'),
    ARREARS_HOME: join(dir, 'home'),
  };
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
});

describe('what is in its way', () => {
  let ingested: Server;
  let port = 0;
  beforeAll(async () => {
    ingested = createServer();
    await new Promise<void>((resolve) => ingested.listen(0, '127.0.0.1', resolve));
    const address = ingested.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => new Promise<void>((resolve) => ingested.close(() => resolve())));

  test('each is one sentence with its remedy, exit code 1, one JSON document, no password, no run.json', async () => {
    const cases: [Record<string, string>, string, RegExp][] = [
      [
        { DATABASE_URL: 'postgres://ann:s3cret@127.0.0.1:1/x' },
        'database-unreachable',
        /^No Postgres answers at postgres:\/\/127.0.0.1:1\/x\./,
      ],
      [
        { REDIS_URL: 'redis://ann:s3cret@127.0.0.1:1' },
        'redis-unreachable',
        /^No Redis answers at redis:\/\/127.0.0.1:1\./,
      ],
      [{ TEMPORAL_ADDRESS: '127.0.0.1:1' }, 'temporal-unreachable', /^No Temporal server answers at 127.0.0.1:1\./],
      [{ PORT: String(port) }, 'port-taken', new RegExp(`^The API cannot listen on 127.0.0.1:${port}`)],
      // Only the API meets this one: it is told once all the same.
      [
        { ARREARS_CREDITORS: join(dir, 'none.json') },
        'configuration-invalid',
        /ARREARS_CREDITORS names a file that cannot be read/,
      ],
      [{ PORT: 'x', DATABASE_URL: 'mysql://ann:s3cret@db' }, 'configuration-invalid', /^The configuration has 2 fault/],
    ];
    const runs = cases.map(([more], index) => dev({ ...there, ARREARS_HOME: join(dir, `none-${index}`), ...more }));
    const codes = await Promise.all(runs.map((run) => run.ended));
    for (const [index, [, code, sentence]] of cases.entries()) {
      const run = runs[index] as Dev;
      const { problem } = JSON.parse(run.out()) as { problem: { code: string; detail: string } };
      expect([codes[index], problem.code, problem.detail]).toEqual([1, code, expect.stringMatching(sentence)]);
      expect(run.err().split(problem.detail)).toHaveLength(2);
      expect(run.err()).not.toMatch(/s3cret|ann:|\n\s+at |unexpected/);
      expect(existsSync(join(dir, `none-${index}`, 'run.json'))).toBe(false);
    }
  });
});

test('a worker and an API that die are started again, the API where others know it; Ctrl-C ends the new ones too', async () => {
  const { child, out, err, ended } = dev(there);
  await until('the stack', () => out().includes('\n'), 60_000);
  const { api } = JSON.parse(out()) as { api: string };
  const children = () =>
    readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(/\s+/).map(Number);
  const first = children();
  for (const pid of first) process.kill(pid, 'SIGKILL');
  await until('the API again', async () => (await fetch(`${api}/readyz`).catch(() => null))?.status === 200, 60_000);
  const workers = async () => (await database.db.selectFrom('worker').select('id').execute()).length;
  // The row of the one that was killed stays; it is not seen any more.
  await until('the worker again', async () => (await workers()) === 2, 60_000);
  expect(err()).toContain('the API ended; it is started again\n');
  expect(err()).toContain('worker 1 ended; it is started again\n');
  const second = children();
  expect(second.filter((pid) => first.includes(pid))).toEqual([]);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  for (const pid of second) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
