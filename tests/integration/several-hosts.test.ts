/** Workers on several hosts share Postgres, Redis and Temporal, and no folder. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { runClockTo, simulateClock } from '../../db/clock.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import { isSettled } from '../../engine/effects/next-due.ts';
import { freeExpired } from '../../engine/effects/sweep.ts';
import { type Running, startProcess } from '../../platform/local/processes.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { startMailServer } from '../support/mail-server.ts';
import { START } from '../support/test-engine.ts';
import { until } from '../support/wire.ts';

const engine = useTestEngine('each test');
const ACCOUNTS = 60;
const BY_NETWORK = 'email,sms,call,desk';

const messageIds = (mails: readonly string[]) => mails.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1]);
async function countIn(...states: string[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n
    from effect
    where step = 'email-1'
      and state = any(${states}::text[])`.execute(engine.db);
  return rows[0]?.n ?? 0;
}

/** So many calls at most are under way in a worker. */
const CALLS_AT_ONCE = 20;

describe('two workers, each with a home of its own, the queue in Redis', () => {
  test('one is killed and another added under load: each e-mail leaves once, and nobody needs an outbox', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'arrears-hosts-'));
    const mail = await startMailServer();
    const workers: Running[] = [];
    const add = async (name: string) => {
      const environment = {
        DATABASE_URL: engine.database.url,
        REDIS_URL: process.env['ARREARS_TEST_REDIS'] ?? '',
        TEMPORAL_ADDRESS: process.env['ARREARS_TEST_TEMPORAL'] ?? '',
        ARREARS_TASK_QUEUE: queue,
        ARREARS_HOME: join(dir, name),
        ARREARS_LANES: BY_NETWORK,
        ARREARS_CALLS_AT_ONCE: String(CALLS_AT_ONCE),
        ARREARS_LEASE_SECONDS: '3',
        ARREARS_TAKEOVER_SECONDS: '2',
        ARREARS_SWEEP_MS: '300',
        SMTP_URL: mail.url,
        LOG_LEVEL: 'error',
      };
      workers.push(await startProcess('workers/main.ts', environment));
    };
    const queue = `hosts-${randomBytes(4).toString('hex')}`;
    try {
      await engine.book(Array.from({ length: ACCOUNTS }, (_, at) => ({ account: `A-${at}`, person: `P-${at}` })));
      await simulateClock(engine.db, START, 1_000_000_000);
      await Promise.all([add('one'), add('two')]);
      await until('the first e-mails', () => mail.mails.length >= 5, 60_000);
      await Promise.all([workers[0]?.kill(), add('three')]);
      await until('the rest', async () => (await countIn('sent', 'unknown')) === ACCOUNTS, 90_000);
      await until('rest', () => isSettled(engine.db, START), 30_000);
      await runClockTo(engine.db, START + 1);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      await mail.close();
    }
    const ids = messageIds(mail.mails);
    expect([ids.length, ids.includes(undefined)]).toEqual([new Set(ids).size, false]);
    // A mail server cannot be asked: a call of the killed worker without its result is unknown, and not repeated.
    expect(ids.length).toBeGreaterThanOrEqual(await countIn('sent'));
    expect(await countIn('unknown')).toBeLessThanOrEqual(CALLS_AT_ONCE);
    expect((await checkInvariants(engine.db, RULEBOOK, START)).violations).toEqual([]);
    for (const name of ['one', 'two', 'three']) expect(existsSync(join(dir, name, 'outbox'))).toBe(false);
    rmSync(dir, { recursive: true, force: true });
  }, 360_000);
});

describe('a claim of a lane that writes into the outbox, whose worker is gone', () => {
  test('is asked about by a worker that has the folder, and by no other', async () => {
    engine.provide().asked = 'not-sent';
    const [claimed] = await engine.claim([await engine.dueEmail()]);
    expect(claimed?.channel).toBe('email');
    await engine.expire();
    const { email: _here, ...elsewhere } = engine.channels;
    expect(await freeExpired({ ...engine.sweepDeps(), channels: elsewhere })).toBe(0);
    expect((await engine.effect()).state).toBe('claimed');
    expect(await freeExpired(engine.sweepDeps())).toBe(1);
    expect((await engine.effect()).state).toBe('deferred');
  });
});
