/** An older copy of the database put back under what knows better: each detector alone closes all lanes, and after a release nothing leaves twice. */

import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import type { SentLogRow } from '../../channels/channel.ts';
import { openChannels } from '../../channels/index.ts';
import { readEpoch } from '../../db/epoch.ts';
import type { Channel } from '../../domain/channels.ts';
import { DAY_MS } from '../../domain/time.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import { type LocalPostgres, startPostgres } from '../../platform/local/postgres.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { backUp, copyFolder, putBack, restoreAtStart } from '../support/copies.ts';
import { makeTemplate } from '../support/database.ts';
import { useClosing } from '../support/fixtures.ts';
import { type EngineOptions, RunningEngine } from '../support/running-engine.ts';
import { ScriptedProvider, START } from '../support/test-engine.ts';
import { until } from '../support/wire.ts';

jest.setTimeout(240_000);
const { closing, folder } = useClosing();

/** A provider that takes whatever it is given, knows no key, and keeps its own log. */
class Forgetful extends ScriptedProvider {
  readonly entries: SentLogRow[] = [];
  override async send(
    ...[permit, outgoing]: Parameters<ScriptedProvider['send']>
  ): ReturnType<ScriptedProvider['send']> {
    this.entries.push({ key: outgoing.key, at: Date.now(), covers: outgoing.covers });
    return super.send(permit, outgoing);
  }
  /** Hashes of effects, as often as they left. */
  get left(): string[] {
    return this.entries.flatMap((row) => [...row.covers]);
  }
}
/** The same, and it can be asked for its log. */
class Logging extends Forgetful {
  silent = false;
  async log(since: number): Promise<SentLogRow[]> {
    if (this.silent) throw new Error('it does not answer');
    return this.entries.filter((row) => row.at >= since);
  }
}

const MANY = 5;
interface Setting {
  engine: RunningEngine;
  email: Forgetful;
  sms: Forgetful;
}
async function open(email: Forgetful, sms: Forgetful, options: EngineOptions = {}): Promise<Setting> {
  const engine = await RunningEngine.open({ channels: { email, sms }, ...options });
  closing.push(() => engine.close());
  await engine.engine.book(Array.from({ length: MANY }, (_, at) => ({ account: `A-${at}`, person: `P-${at}` })));
  return { engine, email, sms };
}
const epochFile = (engine: RunningEngine): string => join(engine.engine.home, 'epoch.json');
const idsOf = async (engine: RunningEngine): Promise<string[]> =>
  (await sql<{ id: string }>`select id from account order by number`.execute(engine.db)).rows.map((row) => row.id);

/** Every loop has looked once more. */
async function lookAgain(engine: RunningEngine): Promise<void> {
  for (const id of await idsOf(engine)) {
    const before = await engine.looks(id);
    await engine.nudge([id]);
    await until('it looks', async () => (await engine.looks(id)) > before);
  }
}
/** No loop can bear detector any more. */
async function endLoops(engine: RunningEngine): Promise<void> {
  for (const id of await idsOf(engine))
    await (await engine.workflow(id)).handle.terminate('by hand').catch(() => undefined);
}
/** The witness can bear none either. */
async function endWitness(engine: RunningEngine): Promise<void> {
  const handle = engine.client.workflow.getHandle(`witness-${engine.taskQueue}`);
  const workflowExecution = { workflowId: handle.workflowId };
  // It answers even after its end, so it is deleted.
  await engine.client.workflowService.deleteWorkflowExecution({ namespace: 'default', workflowExecution });
  await until('it is gone', async () => (await handle.describe().catch(() => null)) === null);
}
const forgetFile = (engine: RunningEngine): void => rmSync(epochFile(engine));

/** From the first reminder to a copy on the fourth day; two more messages leave by the tenth. */
async function liveOn<T>({ engine, email, sms }: Setting, copy: () => Promise<T>): Promise<T> {
  await engine.start();
  await engine.runTo(START + 4 * DAY_MS);
  await engine.stop();
  const copied = await copy();
  await engine.start();
  await engine.runTo(START + 10 * DAY_MS);
  await lookAgain(engine);
  await engine.stop();
  expect([email.entries.length, sms.entries.length]).toEqual([3 * MANY, MANY]);
  return copied;
}

/** Nothing leaves while days go by; looks go on; it is shown what is the matter. */
async function staysClosed({ engine, email, sms }: Setting, detector: string): Promise<void> {
  const before = [email.entries.length, sms.entries.length];
  await engine.start();
  await engine.runTo(START + 8 * DAY_MS);
  await lookAgain(engine);
  const { rows } = await sql<{ detected_by: string }>`select detected_by from epoch`.execute(engine.db);
  expect(rows).toEqual([{ detected_by: detector }]);
  expect(await engine.stuck()).toEqual([
    expect.objectContaining({
      code: 'database-older',
      account: null,
      remedy: expect.stringContaining('npx arrears release --database --as NAME'),
    }),
  ]);
  const due = (await engine.engine.effects('email-8')).map((effect) => effect.state);
  expect(due).toEqual(Array.from({ length: MANY }, () => 'planned'));
  // A job that is queued all the same, and a claim, get nothing.
  await sql`update effect set queued_at = null`.execute(engine.db);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect([email.entries.length, sms.entries.length]).toEqual(before);
  expect((await engine.engine.claim((await engine.engine.effects('email-8')).map((effect) => effect.id))).length).toBe(
    0,
  );
}

async function apiOf({ engine, email, sms }: Setting): Promise<TestApi> {
  const { pool, db } = engine.engine.database;
  const channels = { ...openChannels({ home: engine.engine.home }), email, sms } as Partial<Record<Channel, Forgetful>>;
  const api = await openApi({ db, pool, now: () => engine.now(), channels });
  closing.push(() => api.close());
  return api;
}

/** All that had left stays single, what was planned only later too; what had not left leaves once. */
async function goesOn({ engine, email, sms }: Setting): Promise<void> {
  await engine.runTo(START + 14 * DAY_MS, 90_000);
  for (const { left } of [email, sms]) expect(new Set(left).size).toBe(left.length);
  expect([email.entries.length, sms.entries.length]).toEqual([3 * MANY, 2 * MANY]);
  for (const step of ['email-1', 'email-4', 'email-8', 'sms-10', 'sms-14'])
    expect([step, (await engine.engine.effects(step)).map((effect) => effect.state)]).toEqual([
      step,
      Array.from({ length: MANY }, () => 'sent'),
    ]);
  expect((await checkInvariants(engine.db, RULEBOOK, await engine.now())).violations).toEqual([]);
  expect(await engine.stuck()).toEqual([]);
  const { rows } = await sql<{ step: string; n: number }>`
    select e.step, count(*)::int as n from permit p join effect e on e.id = p.effect_id where p.verdict = 'elsewhere' and p.ended = 'sent' group by 1 order by 1`.execute(
    engine.db,
  );
  expect(rows).toEqual([
    { step: 'email-8', n: MANY },
    { step: 'sms-10', n: MANY },
  ]);
}

describe('each detector alone', () => {
  test('the file in ARREARS_HOME: closed before anything leaves; refused without a log; released by what the providers say', async () => {
    const setting = await open(new Logging(), new Logging());
    const { engine } = setting;
    const copy = await liveOn(setting, () => backUp(engine.engine.database.url));
    expect(statSync(epochFile(engine)).mode & 0o777).toBe(0o600);
    await endLoops(engine);
    await putBack(engine.engine.database.url, copy);
    await staysClosed(setting, 'mark');
    const api = await apiOf(setting);
    expect((await api.get('/readyz')).json).toMatchObject({
      ready: true,
      lanes: expect.stringContaining('older copy'),
    });
    const email = setting.email as Logging;
    email.silent = true;
    const refused = await api.post('/v1/epoch/release', { as: 'ann', noLog: ['agency', 'bureau', 'court'] });
    expect([refused.status, refused.json]).toEqual([503, expect.objectContaining({ code: 'log-unreadable' })]);
    expect((await readEpoch(engine.db)).closedSince).not.toBeNull();
    email.silent = false;
    const released = await api.post('/v1/epoch/release', { as: 'ann', noLog: ['agency', 'bureau', 'court'] });
    expect([released.status, released.json]).toEqual([200, expect.objectContaining({ settled: MANY })]);
    await engine.nudge(api.nudged);
    expect((await api.get('/readyz')).json).toMatchObject({ lanes: 'ok' });
    await goesOn(setting);
    expect((await api.post('/v1/epoch/release', { as: 'ann' })).json).toMatchObject({ code: 'not-allowed-now' });
  });

  test('the loops of the accounts: closed by the first look; a log given by hand', async () => {
    const setting = await open(new Forgetful(), new Forgetful());
    const { engine, email, sms } = setting;
    const copy = await liveOn(setting, () => backUp(engine.engine.database.url));
    forgetFile(engine);
    await endWitness(engine);
    await putBack(engine.engine.database.url, copy);
    await staysClosed(setting, 'evaluation');
    const api = await apiOf(setting);
    const body = { as: 'ann', noLog: ['agency', 'bureau', 'court'] };
    const refused = await api.post('/v1/epoch/release', body);
    expect([refused.status, refused.json]).toEqual([
      409,
      expect.objectContaining({ code: 'log-missing', detail: expect.stringContaining('email, sms') }),
    ]);
    expect((await readEpoch(engine.db)).closedSince).not.toBeNull();
    for (const [lane, provider] of [
      ['email', email],
      ['sms', sms],
    ] as const) {
      const given = await api.send(`/v1/epoch/logs/${lane}?as=ann`, csvOf(provider));
      expect([given.status, given.json]).toEqual([200, { lane, messages: provider.entries.length }]);
    }
    const released = await api.post('/v1/epoch/release', body);
    expect([released.status, released.json]).toEqual([200, expect.objectContaining({ settled: MANY })]);
    await engine.nudge(api.nudged);
    await goesOn(setting);
    const { rows } = await sql<{
      body: unknown;
    }>`select body from evidence where what = 'log-given' order by body->>'lane'`.execute(engine.db);
    expect(rows).toMatchObject([
      { body: { lane: 'email', by: 'ann', messages: 3 * MANY } },
      { body: { lane: 'sms', by: 'ann', messages: MANY } },
    ]);
  });

  test('the server: restored from a base backup it is on another timeline', async () => {
    const dir = folder();
    const data = join(dir, 'postgres');
    let server: LocalPostgres = await startPostgres(data, { database: 'admin' });
    closing.push(() => server.close());
    const shared = process.env['ARREARS_TEST_POSTGRES'];
    process.env['ARREARS_TEST_POSTGRES'] = server.url;
    closing.push(() => {
      process.env['ARREARS_TEST_POSTGRES'] = shared;
    });
    await makeTemplate();
    const setting = await open(new Logging(), new Logging());
    const { engine } = setting;
    const { port } = server;
    const again = async (act: () => void) => {
      await server.close();
      act();
      server = await startPostgres(data, { database: 'admin', port });
    };
    await liveOn(setting, () => again(() => copyFolder(data, join(dir, 'backup'))));
    forgetFile(engine);
    await endLoops(engine);
    await endWitness(engine);
    await again(() => {
      copyFolder(join(dir, 'backup'), data);
      restoreAtStart(data);
    });
    await staysClosed(setting, 'server');
    const api = await apiOf(setting);
    expect((await api.post('/v1/epoch/release', { as: 'ann', noLog: ['agency', 'bureau', 'court'] })).status).toBe(200);
    await engine.nudge(api.nudged);
    await goesOn(setting);
    const { rows } = await sql<{ body: unknown }>`select body from evidence where what = 'database-released'`.execute(
      engine.db,
    );
    const lanes = expect.arrayContaining([
      { lane: 'email', log: 'asked', messages: 3 * MANY },
      { lane: 'agency', log: 'none', messages: 0 },
    ]);
    expect(rows).toEqual([
      {
        body: expect.objectContaining({
          by: 'ann',
          found: expect.stringContaining('another timeline'),
          settled: MANY,
          lanes,
        }),
      },
    ]);
  });
});

const csvOf = ({ entries }: Forgetful): string =>
  `at,key,covers\n${entries.map((row) => `${new Date(row.at).toISOString()},${row.key},${row.covers.join(' ')}\n`).join('')}`;
