/**
 * How soon a payment changes what is decided: signed events come to the API at a steady rate, on the wall clock; from
 * each answer to the evaluation that has read the payment. One worker process, everything on, fsync on.
 *   npm run bench -- payment [--accounts N] [--rate N] [--seconds N] [--redis]
 * One JSON line a figure; exit 1 when a gate is missed.
 */
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { inspectBook } from '../../channels/book/reader.ts';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import type { Database } from '../../db/schema.ts';
import { stageNames } from '../../domain/rules.ts';
import { addDays, localDate } from '../../domain/time.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { importBook } from '../../engine/import/import-book.ts';
import { freePort } from '../../platform/local/ports.ts';
import { startPostgres } from '../../platform/local/postgres.ts';
import { startProcess } from '../../platform/local/processes.ts';
import { startTemporal } from '../../platform/local/temporal.ts';
import { openPool } from '../../platform/pool.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { event, newSecret, signed } from '../support/api.ts';
import { bookFile, madeUpRow } from '../support/book-file.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { startRedis } from '../support/redis.ts';
import { IDLE_MS, inFolder, pause, waitUntil } from './place.ts';
import { quantile, report } from './report.ts';

const P99_GATE_MS = 1000;
const POLL_MS = 10;

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
    redis: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const [accounts, rate, seconds] = [Number(values.accounts), Number(values.rate), Number(values.seconds)];
if (!(accounts > 0 && rate > 0 && seconds > 0)) throw new Error('--accounts N, --rate N, --seconds N');

async function importAccounts(url: string): Promise<void> {
  // Yesterday's book: its first evaluations are due by now.
  const asOf = addDays(localDate(Date.now(), TEST_CREDITOR.zone), -1);
  const rows = Array.from({ length: accounts }, (_, at) => ({
    ...madeUpRow(at),
    person: `Q-${at}`,
    as_of: asOf,
    balance: '60000.00',
    dues: `${addDays(asOf, -1)}=1500.00`,
  }));
  const pool = openPool(url);
  const inspected = await inspectBook(() => Readable.from([Buffer.from(bookFile(rows))]));
  if ('faults' in inspected) throw new Error('the book of the benchmark was refused');
  await importBook(pool, inspected.source, { now: Date.now(), stages: stageNames(RULEBOOK), sender: 'bench' });
  await pool.end();
}

async function areEvaluated(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (
      select from account where evaluated_version < facts_version or started_at is null) as open`.execute(db);
  return rows[0]?.open === false;
}

/** Pays at the rate, each account in turn. Returns the milliseconds from each answer to the evaluation. */
async function pay(db: Kysely<Database>, root: string, secret: string, numbers: readonly string[]): Promise<number[]> {
  const waiting = new Map<string, number>();
  const took: number[] = [];
  const calls: Promise<void>[] = [];
  const payOne = async (number: string): Promise<void> => {
    const body = JSON.stringify(event('payment', `harbour/${number}`, { amount: { currency: 'TWD', minor: '100' } }));
    const headers = { 'content-type': 'application/cloudevents+json', ...signed(secret, body) };
    const answer = await fetch(`${root}/v1/events`, { method: 'POST', body, headers });
    if (!answer.ok) throw new Error(`the API answered ${answer.status}: ${await answer.text()}`);
    waiting.set(number, performance.now());
  };
  const began = performance.now();
  let paid = 0;
  const poll = async (): Promise<void> => {
    const { rows } = await sql<{ number: string }>`
      select number
      from account
      where creditor_id = (select id from creditor where code = 'harbour')
        and number = any(${[...waiting.keys()]}::text[])
        and evaluated_version = facts_version`.execute(db);
    const seen = performance.now();
    for (const { number } of rows) {
      took.push(seen - (waiting.get(number) ?? seen));
      waiting.delete(number);
    }
  };
  while (paid < rate * seconds) {
    for (; paid < Math.min(rate * seconds, ((performance.now() - began) * rate) / 1000); paid += 1)
      calls.push(payOne(numbers[paid % numbers.length] as string));
    await poll();
    await pause(POLL_MS);
  }
  await Promise.all(calls);
  await waitUntil('the last evaluation', async () => {
    await poll();
    return waiting.size === 0;
  });
  return took;
}

function show(took: readonly number[]): void {
  const parameters = { accounts, rate, seconds, payments: took.length, queue: values.redis ? 'redis' : 'postgres' };
  const print = (figure: string, value: number, gate: { atMost?: number } = {}) =>
    report('payment', { figure, value, unit: 'ms', ...gate }, parameters);
  print('payment-to-evaluation-p50', quantile(took, 0.5));
  print('payment-to-evaluation-p99', quantile(took, 0.99), { atMost: P99_GATE_MS });
}

async function measure(dir: string): Promise<void> {
  const postgres = await startPostgres(join(dir, 'postgres'));
  const temporal = await startTemporal(join(dir, 'temporal'));
  const redis = values.redis ? await startRedis(join(dir, 'redis')) : null;
  const db = openDatabase(openPool(postgres.url, { name: 'bench', size: 2 }));
  const secret = newSecret();
  const port = await freePort();
  const environment = {
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: temporal.address,
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    ARREARS_HOME: join(dir, 'home'),
    ARREARS_EVENT_SECRETS: `bank=${secret}`,
    PORT: String(port),
    LOG_LEVEL: 'error',
  };
  try {
    await migrate(db);
    await upsertCreditors(db, [TEST_CREDITOR]);
    await importAccounts(postgres.url);
    const processes = [
      await startProcess('api/main.ts', environment),
      await startProcess('workers/main.ts', environment),
    ];
    await waitUntil('the first evaluations', () => areEvaluated(db));
    await pause(IDLE_MS);
    const accountsRead = await db.selectFrom('account').select('number').orderBy('number').execute();
    show(
      await pay(
        db,
        `http://127.0.0.1:${port}`,
        secret,
        accountsRead.map((account) => account.number),
      ),
    );
    await Promise.all(processes.map((running) => running.stop()));
  } finally {
    await db.destroy();
    await redis?.close();
    await temporal.close();
    await postgres.close();
  }
}

await inFolder(measure);
