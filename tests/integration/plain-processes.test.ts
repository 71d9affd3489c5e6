/** Workers and API as plain processes that know nothing but addresses, as in a container: they start, work, end on SIGTERM; what is not there is a sentence. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { simulateClock } from '../../db/clock.ts';
import { endWithParent } from '../../platform/local/children.ts';
import { freePort } from '../../platform/local/ports.ts';
import { event, newSecret, signed } from '../support/api.ts';
import { bookFile } from '../support/book-file.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { until } from '../support/wire.ts';

interface Plain {
  child: ChildProcess;
  /** Everything it wrote. */
  words(): string;
  /** Its exit code, once it has ended. */
  ended: Promise<number | null>;
}
/** Starts a process as the Dockerfile does, without a channel to its parent. */
function start(path: string, environment: Record<string, string>): Plain {
  const child = spawn(process.execPath, ['--import', 'tsx', path], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithParent(child);
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (words += chunk.toString('utf8')));
  return { child, words: () => words, ended: new Promise((resolve) => child.once('close', (code) => resolve(code))) };
}

const server = (name: 'POSTGRES' | 'REDIS' | 'TEMPORAL') => process.env[`ARREARS_TEST_${name}`] ?? '';
const SECRET = newSecret();
const NOW = Date.parse('2026-03-03T09:30:00+08:00');

let database: TestDatabase;
let mail: MailServer;
let dir: string;
beforeAll(async () => {
  [database, mail] = await Promise.all([createDatabase(), startMailServer()]);
  dir = mkdtempSync(join(tmpdir(), 'arrears-plain-'));
  await simulateClock(database.db, NOW, 86_400);
});
afterAll(async () => {
  await mail.close();
  await database.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('with everything there', () => {
  test('a book and an event come in by HTTP, e-mails leave by SMTP, SIGTERM ends both cleanly', async () => {
    const creditors = join(dir, 'creditors.json');
    writeFileSync(creditors, JSON.stringify([TEST_CREDITOR]));
    const port = await freePort();
    const environment = {
      DATABASE_URL: database.url,
      REDIS_URL: server('REDIS'),
      TEMPORAL_ADDRESS: server('TEMPORAL'),
      ARREARS_TASK_QUEUE: `plain-${randomBytes(4).toString('hex')}`,
      ARREARS_HOME: join(dir, 'home'),
      ARREARS_CREDITORS: creditors,
      ARREARS_EVENT_SECRETS: `bank=${SECRET}`,
      ARREARS_SWEEP_MS: '200',
      SMTP_URL: mail.url,
      PORT: String(port),
      LOG_LEVEL: 'info',
    };
    const processes = ['workers/main.ts', 'api/main.ts'].map((path) => start(path, environment));
    const root = `http://127.0.0.1:${port}`;
    const post = (path: string, body: string, headers: Record<string, string>) =>
      fetch(root + path, { method: 'POST', body, headers });
    try {
      await until('/readyz', async () => (await fetch(`${root}/readyz`).catch(() => null))?.status === 200, 60_000);
      const book = bookFile([{ dues: '2026-03-01=1434.00', as_of: '2026-03-02' }]);
      expect(await (await post('/v1/imports', book, { 'content-type': 'text/csv' })).json()).toMatchObject({
        added: 1,
        refused: 0,
      });
      await post('/v1/clock', JSON.stringify({ runTo: '2026-03-03T16:00:00+08:00' }), {
        'content-type': 'application/json',
      });
      await until('the first reminder', () => mail.mails.length > 0, 60_000);
      const payment = JSON.stringify(event('payment', 'harbour/A-1', { amount: { currency: 'TWD', minor: '143400' } }));
      const ingested = await post('/v1/events', payment, {
        'content-type': 'application/json',
        ...signed(SECRET, payment),
      });
      expect([ingested.status, await ingested.json()]).toEqual([200, expect.objectContaining({ status: 'recorded' })]);
      await post('/v1/clock', JSON.stringify({ runTo: '2026-03-05T16:00:00+08:00' }), {
        'content-type': 'application/json',
      });
      await until('the thank-you', () => mail.mails.length > 1, 60_000);
      for (const name of mail.mails) expect(name).toMatch(/^To: .*lin\.mei@example\.com/im);
    } finally {
      for (const { child } of processes) child.kill('SIGTERM');
    }
    const codes = await Promise.all(processes.map((process) => process.ended));
    const written = processes.map((process) => process.words()).join('');
    expect([codes, written.match(/\n {4}at /)]).toEqual([[0, 0], null]);
    // Neither personal values nor secrets.
    expect(written).not.toMatch(/Lin Mei|lin\.mei|\+1 ?212|whsec_/);
  }, 240_000);
});

describe('with something missing', () => {
  const nowhere = '127.0.0.1:1';
  const there = () => ({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: server('TEMPORAL'),
    ARREARS_HOME: join(dir, 'none'),
  });
  const WORKER = 'workers/main.ts';
  const API = 'api/main.ts';
  const cases: [string, string, () => Record<string, string>, RegExp][] = [
    [
      'Postgres, asked by a worker',
      WORKER,
      () => ({ DATABASE_URL: `postgres://ann:s3cret@${nowhere}/x` }),
      /No Postgres answers at postgres:\/\/127\.0\.0\.1:1\/x\.\s+Check DATABASE_URL/,
    ],
    [
      'Postgres, asked by the API',
      API,
      () => ({ DATABASE_URL: `postgres://ann:s3cret@${nowhere}/x` }),
      /No Postgres answers at postgres:\/\/127\.0\.0\.1:1\/x\.\s+Check DATABASE_URL/,
    ],
    [
      'Redis',
      WORKER,
      () => ({ REDIS_URL: `redis://ann:s3cret@${nowhere}` }),
      /No Redis answers at redis:\/\/127\.0\.0\.1:1\.\s+Check REDIS_URL/,
    ],
    [
      'Temporal, asked by a worker',
      WORKER,
      () => ({ TEMPORAL_ADDRESS: nowhere }),
      /No Temporal server answers at 127\.0\.0\.1:1\.\s+Check TEMPORAL_ADDRESS/,
    ],
    [
      'Temporal, asked by the API',
      API,
      () => ({ TEMPORAL_ADDRESS: nowhere }),
      /No Temporal server answers at 127\.0\.0\.1:1\.\s+Check TEMPORAL_ADDRESS/,
    ],
    [
      'the Temporal namespace',
      WORKER,
      () => ({ TEMPORAL_NAMESPACE: 'nobody-made-it' }),
      /has no namespace nobody-made-it\.\s+Create it: temporal operator namespace create/,
    ],
    [
      'the creditors file',
      API,
      () => ({ ARREARS_CREDITORS: '/nowhere/creditors.json' }),
      /ARREARS_CREDITORS names a file that cannot be read/,
    ],
    ['every address', API, () => ({ DATABASE_URL: '', TEMPORAL_ADDRESS: '' }), /Nothing runs here/],
    [
      'sense in the settings',
      WORKER,
      () => ({ PORT: 'x', DATABASE_URL: 'mysql://ann:s3cret@db', TEMPORAL_ADDRESS: 'x' }),
      /3 fault.*DATABASE_URL.*TEMPORAL_ADDRESS.*PORT/s,
    ],
  ];
  // All at once: each spends its time waiting.
  const runs = new Map<string, Plain>();
  beforeAll(() => {
    for (const [name, path, more] of cases) runs.set(name, start(path, { ...there(), ...more() }));
  });
  test.each(cases)(
    '%s: a sentence with the address and the remedy, no password, no stack',
    async (name, _path, _more, words) => {
      const { ended, words: written } = runs.get(name) as Plain;
      expect(await ended).toBe(1);
      expect(written()).toMatch(words);
      expect(written()).not.toMatch(/s3cret|ann:|\n\s+at /);
    },
    180_000,
  );
});
