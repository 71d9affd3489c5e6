/** What a provider's log names after a restore is sent, once and for good, whatever the database that was put back believes. */

import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { effectHash } from '../../db/effect-hash.ts';
import { readEpoch } from '../../db/epoch.ts';
import { byPerson } from '../../domain/act.ts';
import { sameForAll } from '../../domain/rules.ts';
import { addDays, DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { freeExpired } from '../../engine/effects/sweep.ts';
import { evaluateAccounts } from '../../engine/evaluate/evaluate.ts';
import { saveProviderLog, settleAccepted } from '../../engine/restore/reconcile.ts';
import { releaseEpoch } from '../../engine/restore/release-epoch.ts';
import { RULEBOOK, RULES } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { ScriptedProvider, START } from '../support/test-engine.ts';
import { violationsOf } from '../support/violations.ts';

describe('what a log names', () => {
  const engine = useTestEngine('each test');
  const CLOCK = { now: START, rulebook: RULEBOOK };
  /** The hashes of effects, as a message that covered them had them. */
  const coversOf = async (step: string): Promise<string[]> => {
    const { rows } = await sql<{ creditor_id: string; account_id: string; key: string }>`
      select creditor_id, account_id, episode || '/' || stage || '/' || step || '/' || occurrence as key from effect where step = ${step} order by id`.execute(
      engine.db,
    );
    return rows.map((row) => effectHash(row.creditor_id, row.account_id, row.key));
  };
  const clean = async () => expect(await violationsOf(engine.db, RULEBOOK, engine.now)).toEqual([]);

  test('one message for two accounts is one contact, sent when the provider took it, with evidence', async () => {
    await engine.look(await engine.book([{ account: 'A-1' }, { account: 'A-2' }]));
    const at = START - HOUR_MS;
    expect(
      await saveProviderLog(engine.db, 'email', [{ key: 'one-message', at, covers: await coversOf('email-1') }]),
    ).toBe(2);
    expect(
      await saveProviderLog(engine.db, 'email', [{ key: 'one-message', at, covers: await coversOf('email-1') }]),
    ).toBe(0);
    expect(await settleAccepted(engine.db, CLOCK)).toMatchObject({
      settled: 2,
      nudge: [expect.any(String), expect.any(String)],
    });
    expect(await settleAccepted(engine.db, CLOCK)).toMatchObject({ settled: 0 });
    const { rows } = await sql`
      select e.state, e.sent_at, e.reason, d.key, d.result, p.verdict, p.ended, p.facts_version, p.given_at, v.what from effect e
      join dispatch d on d.id = e.dispatch_id join permit p on p.effect_id = e.id join evidence v on v.effect_id = e.id where e.step = 'email-1'`.execute(
      engine.db,
    );
    const item = {
      key: 'one-message',
      result: 'sent',
      verdict: 'elsewhere',
      ended: 'sent',
      facts_version: 0n,
      given_at: at,
      what: 'accepted-elsewhere',
    };
    const row = { state: 'sent', sent_at: at, reason: 'found sent in the log of email', ...item };
    expect(rows).toEqual([row, row]);
    expect(await sql`select id from dispatch`.execute(engine.db)).toMatchObject({ rows: [expect.anything()] });
    await clean();
  });

  test('what was under way when the copy was made keeps its one permit', async () => {
    await engine.look(await engine.book([{}]));
    engine.channels = { email: new ScriptedProvider(true) };
    const { id } = await engine.effect();
    await engine.claim([id]);
    await sql`update effect set calling_at = clock_timestamp()`.execute(engine.db);
    await engine.expire();
    await freeExpired(engine.sweepDeps());
    expect((await engine.effect()).state).toBe('unknown');
    await saveProviderLog(engine.db, 'email', [{ key: 'k', at: START, covers: await coversOf('email-1') }]);
    expect((await settleAccepted(engine.db, CLOCK)).settled).toBe(1);
    expect((await engine.effect()).state).toBe('sent');
    const { rows } = await sql`select verdict, ended from permit`.execute(engine.db);
    expect(rows).toEqual([{ verdict: 'allow', ended: 'sent' }]);
    await clean();
  });

  test('planned only later: its claim settles it and sends nothing', async () => {
    const provider = new ScriptedProvider();
    engine.channels = { email: provider };
    const ids = await engine.book([
      { account: 'A-1', person: 'P-1' },
      { account: 'A-2', person: 'P-2' },
    ]);
    await engine.look(ids);
    const [first = ''] = await coversOf('email-1');
    await saveProviderLog(engine.db, 'email', [{ key: 'k', at: START + 9 * DAY_MS, covers: [first] }]);
    await engine.sendDue();
    expect(provider.sent).toHaveLength(1);
    expect((await engine.effects('email-1')).map((effect) => effect.state)).toEqual(['sent', 'sent']);
    // A provider's clock is no business clock: nothing was sent later than now.
    const { rows } = await sql<{ sent_at: number }>`select distinct sent_at from effect where step = 'email-1'`.execute(
      engine.db,
    );
    expect(rows).toEqual([{ sent_at: START }]);
    await clean();
  });

  test('a file for an agency: the placement follows', async () => {
    const late = { dues: `${addDays('2026-03-02', -40)}=1434.00`, reached_stage: 'agency', notified_on: '2026-02-20' };
    await engine.look(await engine.book([late]));
    expect((await engine.effect('handover')).state).toBe('planned');
    await saveProviderLog(engine.db, 'agency', [{ key: 'file', at: START, covers: await coversOf('handover') }]);
    expect((await settleAccepted(engine.db, CLOCK)).settled).toBe(1);
    const { rows } = await sql`select state from placement`.execute(engine.db);
    expect(rows).toEqual([{ state: 'handed-over' }]);
  });

  test('the placement follows too when the ladder has lost the stage since the handover was planned', async () => {
    const late = { dues: `${addDays('2026-03-02', -40)}=1434.00`, reached_stage: 'agency', notified_on: '2026-02-20' };
    await engine.look(await engine.book([late]));
    await saveProviderLog(engine.db, 'agency', [{ key: 'file-2', at: START, covers: await coversOf('handover') }]);
    const without = sameForAll({ ...RULES, ladder: RULES.ladder.filter((stage) => stage.name !== 'agency') });
    expect((await settleAccepted(engine.db, { ...CLOCK, rulebook: without })).settled).toBe(1);
    const { rows } = await sql`select state from placement`.execute(engine.db);
    expect(rows).toEqual([{ state: 'handed-over' }]);
  });

  test('a look of a loop that knows an account which is not there closes the lanes; after a release it says nothing any more', async () => {
    const deps = {
      db: engine.db,
      rulebook: engine.rulebook,
      now: engine.clock,
      wallWait: () => null,
      enqueueDue: async () => {},
    };
    const nobody = '018f3a10-0000-7000-8000-0000000000aa';
    const { epoch } = await readEpoch(engine.db);
    expect(await evaluateAccounts(deps, [{ id: nobody }])).toEqual([null]);
    expect((await readEpoch(engine.db)).closedSince).toBeNull();
    await evaluateAccounts(deps, [{ id: nobody, seen: { epoch, lookNo: 3 } }]);
    expect((await readEpoch(engine.db)).reason).toContain('an account that the database does not have');
    await releaseEpoch(engine.db, [], { ...byPerson('ann', CLOCK.now), ...CLOCK });
    await evaluateAccounts(deps, [{ id: nobody, seen: { epoch, lookNo: 3 } }]);
    expect((await readEpoch(engine.db)).closedSince).toBeNull();
  });
});
