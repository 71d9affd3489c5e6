/** What a worker sees of its database, start after start and beat after beat, and what closes the lanes. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { openDatabase } from '../../db/database.ts';
import { closeEpoch, readEpoch, readServer } from '../../db/epoch.ts';
import type { Database } from '../../db/schema.ts';
import { byPerson } from '../../domain/act.ts';
import { DAY_MS } from '../../domain/time.ts';
import { claim } from '../../engine/effects/claim.ts';
import { enqueueDue } from '../../engine/effects/fill-queue.ts';
import { isSettled } from '../../engine/effects/next-due.ts';
import { releaseEpoch } from '../../engine/restore/release-epoch.ts';
import { type EpochWatch, watchEpoch } from '../../engine/restore/watch-epoch.ts';
import { openPool } from '../../platform/pool.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { backUp, putBack } from '../support/copies.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { useClosing } from '../support/fixtures.ts';
import { START, TestEngine } from '../support/test-engine.ts';

jest.setTimeout(240_000);
const { closing, folder } = useClosing();

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
