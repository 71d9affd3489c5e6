/** Versions of the lender's own rules: two people publish them, every process follows, permits name them. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson } from '../../domain/act.ts';
import { RuleFile } from '../../domain/contracts/rule-file.ts';
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import type { LawfulRulebook } from '../../domain/rules.ts';
import { addDays, DAY_MS, localDate, localMinute } from '../../domain/time.ts';
import { evaluateUnderNewRules } from '../../engine/law/evaluate-again.ts';
import { approveVersion, listVersions, proposeVersion } from '../../engine/law/house-versions.ts';
import { recordPacks } from '../../engine/law/record-packs.ts';
import { rulebookWith } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { ZONE } from '../support/test-engine.ts';

const engine = useTestEngine('each test');
let rulebook: LawfulRulebook;
beforeEach(() => {
  rulebook = rulebookWith(SHIPPED_RULES);
  engine.chosen = rulebook;
});

const DATE = '2026-03-10';
const fileOf = (version: string, hours = '14:00-18:00') =>
  RuleFile.parse({ version, rules: [{ id: 'HOURS', words: 'In these hours.', demand: { kind: 'hours', hours } }] });
const propose = (version: string, holdsFrom = DATE, hours?: string) =>
  proposeVersion(engine.db, rulebook.base, { file: fileOf(version, hours), holdsFrom }, byPerson('ann', engine.now));
const approve = (version: string, name = 'bob') => approveVersion(engine.db, version, byPerson(name, engine.now));
const states = async () =>
  Object.fromEntries(
    (await listVersions(engine.db, rulebook, engine.now)).map(({ version, state }) => [version, state]),
  );
/** The packs that each permit names. */
async function laws(): Promise<string[]> {
  const { rows } = await sql<{ law: string }>`select law from permit order by no`.execute(engine.db);
  return rows.map(({ law }) => law.split(' ').at(-1) ?? '');
}

describe('publication', () => {
  test('needs a second person, whatever the spelling, and is done once', async () => {
    expect(await propose('2')).toEqual({ version: '2', digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await expect(approve('2', ' Ann ')).rejects.toMatchObject({ code: 'own-approval' });
    expect(await states()).toEqual({ '1': 'holds', '2': 'proposed' });
    await approve('2');
    expect(await states()).toEqual({ '1': 'holds', '2': 'waits' });
    await expect(approve('2')).rejects.toMatchObject({
      code: 'not-allowed-now',
      message: 'This cannot be done now: version 2 is published.',
    });
    await expect(approve('9')).rejects.toMatchObject({ code: 'unknown-version' });
    engine.now += 8 * DAY_MS;
    expect(await states()).toEqual({ '1': 'ended', '2': 'holds' });
  });
  test('is for a date that has begun nowhere, when proposed and when approved', async () => {
    const today = localDate(engine.now, ZONE);
    await expect(propose('2', today)).rejects.toMatchObject({ code: 'not-allowed-now' });
    await propose('2', addDays(today, 1));
    engine.now += DAY_MS;
    await expect(approve('2')).rejects.toMatchObject({ code: 'not-allowed-now' });
    expect(await states()).toEqual({ '1': 'holds', '2': 'lapsed' });
  });
  test('takes a version of its own: not that of the file or another', async () => {
    await propose('2');
    await recordPacks(engine.db, [{ ...SHIPPED_RULES.pack, version: 'old' }]);
    for (const version of ['1', '2', 'old'])
      await expect(propose(version)).rejects.toMatchObject({ message: expect.stringContaining('is taken') });
  });
  test('of a later word for an earlier date replaces what would have held', async () => {
    for (const [version, date] of [
      ['2', '2026-03-20'],
      ['3', '2026-03-15'],
    ] as const) {
      await propose(version, date);
      await approve(version);
    }
    expect(await states()).toEqual({ '1': 'holds', '2': 'replaced', '3': 'waits' });
  });
});

describe('every process', () => {
  test('judges by the version of the day, plans ahead by it, and names it in permits', async () => {
    const [id = ''] = await engine.book([{}]);
    const other = rulebookWith(SHIPPED_RULES);
    await engine.look([id]);
    await propose('2', '2026-03-05');
    await approve('2');
    await engine.sendDue();
    // Another process, which began before the publication, follows with its next decision.
    engine.chosen = other;
    await engine.look([id]);
    expect([rulebook.published.revision, other.published.revision]).toEqual([1, 1]);
    const { due_at: ahead } = await engine.effect('email-4');
    expect([localDate(ahead, ZONE), Math.floor(localMinute(ahead, ZONE) / 60)]).toEqual(['2026-03-05', 14]);
    engine.now = ahead;
    await engine.sendDue();
    expect(await laws()).toEqual(['house@1', 'house@2']);
    expect(await engine.violations()).toEqual([]);
    // What the old version allowed at noon is no violation of the new one, and what the new one forbids is found.
    await sql`update permit set local_minute = 720 where law like '%house@2'`.execute(engine.db);
    expect(await engine.violations()).toMatchObject([{ invariant: 'hours-and-caps' }]);
  });

  test('goes back with an older copy of the database', async () => {
    const [id = ''] = await engine.book([{}]);
    await propose('2');
    await approve('2');
    await engine.look([id]);
    expect(rulebook.published.revision).toBe(1);
    await sql`delete from house_rules`.execute(engine.db);
    await engine.look([id]);
    expect([rulebook.published.revision, rulebook.own]).toEqual([0, SHIPPED_RULES.pack]);
  });

  test('evaluates every open account again once the date has begun everywhere', async () => {
    const ids = await engine.book([{}, { account: 'A-2', person: 'P-2', email: 'other@example.com' }]);
    await engine.look(ids);
    await propose('2');
    await approve('2');
    const stale = async () => {
      await evaluateUnderNewRules({ db: engine.db, now: engine.clock });
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from account where evaluated_version < facts_version`.execute(engine.db);
      return rows[0]?.n;
    };
    expect(await stale()).toBe(0);
    engine.now = Date.parse(`${DATE}T11:59:00Z`);
    expect(await stale()).toBe(0);
    engine.now = Date.parse(`${DATE}T12:00:00Z`);
    expect(await stale()).toBe(2);
    await engine.look(ids);
    expect(await stale()).toBe(0);
  });
});

describe('packs', () => {
  test('are recorded once; other rules under the same version stop the process', async () => {
    const { packs } = rulebook.published;
    await recordPacks(engine.db, packs);
    await recordPacks(engine.db, packs);
    const { rows } = await sql<{ name: string }>`select name from law_pack order by name`.execute(engine.db);
    expect(rows.map(({ name }) => name)).toEqual(['CN', 'IN', 'TW', 'UK', 'US', 'house', 'unknown']);
    const [tw] = packs.filter(({ name }) => name === 'TW');
    const changed = { ...(tw as (typeof packs)[number]), rules: tw?.rules.slice(1) ?? [] };
    await expect(recordPacks(engine.db, [changed])).rejects.toMatchObject({
      code: 'pack-changed',
      message: `Pack TW ${tw?.version} has changed without a new version: other rules judged under this name.`,
    });
    await recordPacks(engine.db, [{ ...changed, version: 'next' }]);
  });
  test('a file may not take the version of published rules', async () => {
    await propose('2');
    await approve('2');
    await expect(recordPacks(engine.db, [{ ...SHIPPED_RULES.pack, version: '2' }])).rejects.toMatchObject({
      code: 'pack-changed',
    });
  });
});
