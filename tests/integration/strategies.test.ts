/** Accounts that follow a strategy: pinned when they are new, in a segment from each evaluation, moved without a step repeated. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import { DAY_MS } from '../../domain/time.ts';
import { readStory } from '../../engine/evaluate/read-story.ts';
import { shippedText } from '../../engine/strategy/shipped-strategies.ts';
import { rulebookWith } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { live } from '../support/live.ts';
import { publishText, tellOfMove, useForNewAccounts } from '../support/strategies.ts';

const engine = useTestEngine('each test');
const ONLINE = shippedText('online-lender');
const GENTLE = shippedText('gentle');
const [ID] = [/^version: (\S+)$/m.exec(ONLINE)?.[1]].map((version) => `online-lender@${version}`) as [string];

beforeEach(async () => {
  engine.chosen = rulebookWith(SHIPPED_RULES);
  expect(await publishText(engine.db, ONLINE)).toBe(ID);
});

const later = (days: number): Promise<void> => live(engine, engine.now + days * DAY_MS);
const classed = (id: string, ability: string, willingness: string) =>
  sql`
  insert into account_score (account_id, creditor_id, ability, willingness, scored_at)
  select id, creditor_id, ${ability}, ${willingness}, ${new Date(engine.now)}
  from account
  where id = ${id}
  on conflict (account_id) do update set ability = excluded.ability, willingness = excluded.willingness`.execute(
    engine.db,
  );
const account = (id: string) =>
  engine.db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const follows = async (id: string) => {
  const { strategy, segment } = await account(id);
  return [strategy, segment];
};
const changes = () =>
  engine.db
    .selectFrom('segment_change')
    .select(['segment_before', 'segment_after', 'strategy_after', 'move_id'])
    .orderBy('no')
    .execute();
const sent = async () =>
  (await engine.effects()).flatMap(({ step, state, channel }) => (state === 'sent' ? [`${step} ${channel}`] : []));

describe('a new account', () => {
  test('begins with the strategy of its creditor and gets its segment at its first evaluation', async () => {
    await useForNewAccounts(engine.db, 'harbour', 'online-lender');
    const [own = '', other = ''] = await engine.book([{}, { creditor: 'lantern' }]);
    expect([await follows(own), await follows(other)]).toEqual([
      [ID, null],
      [null, null],
    ]);
    await engine.look([own, other]);
    expect(await follows(own)).toEqual([ID, 'unscored']);
    expect(await follows(other)).toEqual([null, null]);
    expect(await changes()).toEqual([
      { segment_before: null, segment_after: 'unscored', strategy_after: ID, move_id: null },
    ]);
    // Three days in which nobody is written to, then the soft ladder; the ladder of the code writes at once.
    await engine.sendDue();
    const { rows } = await sql<{ account: string }>`
      select account_id as account from effect where state = 'sent'`.execute(engine.db);
    expect(rows).toEqual([{ account: other }]);
  });

  test('is that of the newest version that is not retired; those before keep theirs', async () => {
    await useForNewAccounts(engine.db, 'harbour', 'online-lender');
    const [first = ''] = await engine.book([{}]);
    const second = await publishText(engine.db, ONLINE.replace(/^version: .*$/m, 'version: 2'));
    const [later = ''] = await engine.book([{ account: 'A-2', person: 'P-2' }]);
    await engine.look([first, later]);
    expect([(await follows(first))[0], (await follows(later))[0]]).toEqual([ID, second]);
    await sql`update strategy_version set retired_by = 'ann', retired_at = now() where id = ${second}`.execute(
      engine.db,
    );
    const [last = ''] = await engine.book([{ account: 'A-3', person: 'P-3' }]);
    await engine.look([later, last]);
    expect([(await follows(later))[0], (await follows(last))[0]]).toEqual([second, ID]);
  });
});

describe('the segment', () => {
  test('is chosen again when the classes change, and every permit names it', async () => {
    await useForNewAccounts(engine.db, 'harbour', 'online-lender');
    const [id = ''] = await engine.book([{}]);
    await engine.look([id]);
    await classed(id, 'high', 'low');
    await engine.look([id]);
    // From the first default to the usual ladder: firmer than before, so the days of the segment are kept.
    expect(await follows(id)).toEqual([ID, 'unscored']);
    await later(21);
    expect(await follows(id)).toEqual([ID, 'first-default']);
    await later(30);
    expect(await follows(id)).toEqual([ID, 'able-unwilling']);
    const { rows } = await sql<{ strategy: string }>`
      select distinct proof ->> 'strategy' as strategy
      from permit
      order by 1`.execute(engine.db);
    const named = rows.map(({ strategy }) => strategy);
    expect(named).toContain(`${ID} unscored`);
    expect(named).toContain(`${ID} first-default`);
    const story = await readStory(engine.db, engine.rulebook, 'harbour/A-1', engine.now);
    expect(story.strategy).toMatchObject({ version: ID, segment: 'able-unwilling', moving: null });
    expect(story.strategy?.changes[0]?.because.join()).toContain('willingness is low');
  });

  test('is milder at once: a hold for hardship does not wait', async () => {
    await useForNewAccounts(engine.db, 'harbour', 'online-lender');
    const [id = ''] = await engine.book([{}]);
    await classed(id, 'high', 'low');
    await engine.look([id]);
    expect(await follows(id)).toEqual([ID, 'first-default']);
    await engine.record('hardship', {});
    await engine.look([id]);
    expect(await follows(id)).toEqual([ID, 'in-care']);
  });

  test('is looked at within a week, whatever else is planned', async () => {
    await useForNewAccounts(engine.db, 'harbour', 'online-lender');
    const [id = ''] = await engine.book([{}]);
    await engine.look([id]);
    for (let week = 0; week < 4; week += 1) {
      const { next_evaluation_at: next } = await account(id);
      expect(next).not.toBeNull();
      expect((next ?? 0) - engine.now).toBeLessThanOrEqual(7 * DAY_MS);
      await later(7);
    }
  });
});

describe('a move', () => {
  test('at once takes the next evaluation, and repeats no step', async () => {
    const [id = ''] = await engine.book([{}]);
    await later(9);
    const before = await sent();
    expect(before).toEqual(['email-1 email', 'email-4 email', 'email-8 email']);
    const gentle = await publishText(engine.db, GENTLE);
    const move = await tellOfMove(engine.db, { to: gentle, at: 'now', accounts: [id] });
    await engine.look([id]);
    expect((await follows(id))[0]).toBe(gentle);
    expect(await account(id)).toMatchObject({ strategy_move: null });
    expect((await changes()).at(-1)).toMatchObject({ strategy_after: gentle, move_id: move });
    await later(60);
    const after = await sent();
    expect(after.slice(0, before.length)).toEqual(before);
    const demands = after.filter((step) => step.startsWith('email-'));
    expect(new Set(demands).size).toBe(demands.length);
    expect(await engine.violations()).toEqual([]);
  });

  test('at the next stage waits for it, and can go back to the ladder of the code', async () => {
    const [id = ''] = await engine.book([{}]);
    await engine.look([id]);
    await later(2);
    await tellOfMove(engine.db, { to: ID, at: 'next-stage', accounts: [id] });
    await engine.look([id]);
    expect(await follows(id)).toEqual([null, null]);
    const story = await readStory(engine.db, engine.rulebook, 'harbour/A-1', engine.now);
    expect(story.strategy).toMatchObject({ version: null, moving: { to: ID, at: 'next-stage' } });
    await later(12);
    expect((await follows(id))[0]).toBe(ID);
    await tellOfMove(engine.db, { to: null, at: 'now', accounts: [id] });
    await engine.look([id]);
    expect(await follows(id)).toEqual([null, null]);
    expect((await changes()).at(-1)).toMatchObject({ strategy_after: null, segment_after: null });
  });
});

describe('a strategy that this process cannot use', () => {
  test('fails closed: nothing is decided, and nothing leaves', async () => {
    const [id = ''] = await engine.book([{}]);
    await engine.look([id]);
    await sql`update strategy_version set text = 'v: 99' where id = ${ID}`.execute(engine.db);
    await sql`update account set strategy = ${ID}, segment = 'unscored', segment_since = '2026-03-02'`.execute(
      engine.db,
    );
    engine.chosen = rulebookWith(SHIPPED_RULES);
    for (const act of [() => engine.look([id]), () => engine.sendDue()])
      await expect(act()).rejects.toMatchObject({ code: 'strategy-unusable' });
    expect(await sent()).toEqual([]);
    // A retired version that nobody follows stops nobody.
    await sql`update strategy_version set retired_by = 'ann', retired_at = now() where id = ${ID}`.execute(engine.db);
    await expect(engine.look([id])).rejects.toMatchObject({ code: 'strategy-unusable' });
    await sql`update account set strategy = null, segment = null, segment_since = null`.execute(engine.db);
    await engine.look([id]);
    await engine.sendDue();
    expect(await sent()).toEqual(['email-1 email']);
  });
});
