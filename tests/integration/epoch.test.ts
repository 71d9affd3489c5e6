/** An older copy of the database put back under what knows better: each detector alone closes all lanes, and after a release nothing leaves twice. */

import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import type { SentLogRow } from '../../channels/channel.ts';
import { openChannels } from '../../channels/index.ts';
import { openDatabase } from '../../db/database.ts';
import { closeEpoch, readEpoch, readServer } from '../../db/epoch.ts';
import type { Database } from '../../db/schema.ts';
import { byPerson } from '../../domain/act.ts';
import type { Channel } from '../../domain/channels.ts';
import { DAY_MS } from '../../domain/time.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import { claim } from '../../engine/effects/claim.ts';
import { enqueueDue } from '../../engine/effects/fill-queue.ts';
import { isSettled } from '../../engine/effects/next-due.ts';
import { releaseEpoch } from '../../engine/restore/release-epoch.ts';
import { type EpochWatch, watchEpoch } from '../../engine/restore/watch-epoch.ts';
import { type LocalPostgres, startPostgres } from '../../platform/local/postgres.ts';
import { openPool } from '../../platform/pool.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { backUp, copyFolder, putBack, restoreAtStart } from '../support/copies.ts';
import { createDatabase, makeTemplate, type TestDatabase } from '../support/database.ts';
import { type EngineOptions, RunningEngine } from '../support/running-engine.ts';
import { ScriptedProvider, START, TestEngine } from '../support/test-engine.ts';
import { until } from '../support/wire.ts';

jest.setTimeout(240_000);
const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'arrears-epoch-'));
  chmodSync(dir, 0o711);
  closing.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

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

describe('what a worker sees of its database', () => {
  const NOW = { now: START, rulebook: RULEBOOK };
  async function database(): Promise<TestDatabase> {
    const made = await createDatabase();
    closing.push(() => made.close());
    return made;
  }
  const watched = async (db: Kysely<Database>, home: string): Promise<{ watch: EpochWatch; said: string[] }> => {
    const said: string[] = [];
    return {
      watch: await watchEpoch({ db, home, warn: (words, fields) => said.push(`${words} ${JSON.stringify(fields)}`) }),
      said,
    };
  };
  const isOpen = async (db: Kysely<Database>): Promise<boolean> => (await readEpoch(db)).closedSince === null;

  test('a first start, a second worker of the same home, another home, a home that was moved: nothing closes', async () => {
    const { db } = await database();
    const [first, other] = [folder(), folder()];
    const workers = [await watched(db, first), await watched(db, first), await watched(db, other)];
    for (let round = 0; round < 5; round += 1) await Promise.all(workers.map(({ watch }) => watch.raise()));
    rmSync(join(first, 'epoch.json'));
    workers.push(await watched(db, first));
    for (const { watch } of workers) await watch.raise();
    expect([await isOpen(db), workers.flatMap(({ said }) => said)]).toEqual([true, []]);
    const { epoch, mark, systemId, timeline } = await readEpoch(db);
    expect(mark).toBe(23n);
    expect({ systemId, timeline }).toEqual(await readServer(db));
    expect([systemId, timeline]).toEqual([expect.stringMatching(/^\d+$/), expect.stringMatching(/^[0-9A-F]{8}$/)]);
    expect(JSON.parse(readFileSync(join(first, 'epoch.json'), 'utf8'))).toEqual({
      v: 1,
      epoch,
      mark: '23',
      systemId,
      timeline,
    });
  });

  test('a copy put back under a running worker: its claims get nothing at once, its next beat closes the lanes, said once', async () => {
    const engine = await TestEngine.open();
    closing.push(() => engine.close());
    await engine.look(await engine.book([{}]));
    const home = folder();
    const copy = await backUp(engine.database.url);
    const { watch, said } = await watched(engine.db, home);
    rmSync(join(home, 'epoch.json'));
    await watch.raise();
    await putBack(engine.database.url, copy);
    const { id } = await engine.effect();
    expect(await claim({ ...engine.claimDeps(), seen: watch.seen }, [id])).toEqual([]);
    expect(await isOpen(engine.db)).toBe(true);
    rmSync(join(home, 'epoch.json'));
    for (let round = 0; round < 3; round += 1) await watch.raise();
    expect(await isOpen(engine.db)).toBe(false);
    expect(said).toEqual([expect.stringContaining('all lanes are closed')]);
    expect((await engine.effect()).state).toBe('planned');
  });

  test('another database under the same home closes; after its release the home is its own', async () => {
    const [first, second] = [await database(), await database()];
    await sql`update epoch set id = gen_random_uuid()`.execute(second.db);
    const home = folder();
    await watched(first.db, home);
    const { watch } = await watched(second.db, home);
    expect((await readEpoch(second.db)).reason).toContain('another one');
    await releaseEpoch(second.db, [], { ...byPerson('ann', NOW.now), ...NOW });
    for (let round = 0; round < 2; round += 1) await watch.raise();
    expect(await isOpen(second.db)).toBe(true);
    expect(JSON.parse(readFileSync(join(home, 'epoch.json'), 'utf8'))).toMatchObject({
      epoch: (await readEpoch(second.db)).epoch,
    });
    await watched(first.db, home);
    expect(await isOpen(first.db)).toBe(false);
  });

  test('a copy from before a release is older, whatever its mark', async () => {
    const { db, url } = await database();
    const home = folder();
    const { watch } = await watched(db, home);
    for (let round = 0; round < 5; round += 1) await watch.raise();
    const copy = await backUp(url);
    await closeEpoch(db, (await readEpoch(db)).epoch, { detector: 'evaluation', reason: 'tried', named: [] });
    await releaseEpoch(db, [], { ...byPerson('ann', NOW.now), ...NOW });
    await watch.raise();
    expect(await isOpen(db)).toBe(true);
    await putBack(url, copy);
    await sql`update epoch set mark = mark + 1000`.execute(db);
    await watched(db, home);
    expect(await isOpen(db)).toBe(false);
    // One release is enough: the epoch that the file names has had its place taken too.
    await releaseEpoch(db, [], { ...byPerson('ann', NOW.now), ...NOW });
    await watched(db, home);
    expect(await isOpen(db)).toBe(true);
  });

  test('closed: nothing is queued, no clock waits for what is due, no mark is raised; a detector of the epoch before a release closes nothing', async () => {
    const engine = await TestEngine.open();
    closing.push(() => engine.close());
    const { db } = engine;
    await engine.look(await engine.book([{}]));
    await sql`update cycle set next_evaluation_at = ${new Date(START + DAY_MS)}`.execute(db);
    const { epoch, mark } = await readEpoch(db);
    expect(await isSettled(db, START)).toBe(false);
    expect(await closeEpoch(db, epoch, { detector: 'evaluation', reason: 'tried', named: [] })).toBe(true);
    expect(await closeEpoch(db, epoch, { detector: 'mark', reason: 'again', named: ['other'] })).toBe(false);
    expect([await enqueueDue(engine.sweepDeps()), await isSettled(db, START)]).toEqual([0, true]);
    await watched(db, folder());
    expect(await readEpoch(db)).toMatchObject({ mark, reason: 'tried' });
    await releaseEpoch(db, [], { ...byPerson('ann', NOW.now), ...NOW });
    expect((await readEpoch(db)).past.toSorted()).toEqual([epoch, 'other'].toSorted());
    expect(await closeEpoch(db, epoch, { detector: 'mark', reason: 'too late', named: [] })).toBe(false);
    expect([await enqueueDue(engine.sweepDeps()), await isOpen(db)]).toEqual([1, true]);
    await expect(releaseEpoch(db, [], { ...byPerson('ann', NOW.now), ...NOW })).rejects.toMatchObject({
      code: 'not-allowed-now',
    });
  });

  test('rows copied to another server close; a server that denies its names is silent; a file that cannot be read knows nothing', async () => {
    const { db, url } = await database();
    await sql`update epoch set system_id = '1', timeline = '00000001'`.execute(db);
    await sql
      .raw(`
      revoke execute on function pg_control_system(), pg_current_wal_lsn() from public;
      create role plain_${new URL(url).pathname.slice(1)} login;
      grant all on all tables in schema public to plain_${new URL(url).pathname.slice(1)}`)
      .execute(db);
    const plain = new URL(url);
    plain.username = `plain_${plain.pathname.slice(1)}`;
    const denied = openDatabase(openPool(plain.toString()));
    closing.push(() => denied.destroy());
    const home = folder();
    writeFileSync(join(home, 'epoch.json'), '{"epoch":');
    await watched(denied, home);
    expect(await readServer(denied)).toEqual({ systemId: null, timeline: null });
    expect(await isOpen(db)).toBe(true);
    await watched(db, home);
    expect(await readEpoch(db)).toMatchObject({
      closedSince: expect.any(Number),
      reason: expect.stringContaining('another server'),
    });
  });
});
