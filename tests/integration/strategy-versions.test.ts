/** Versions of strategies: two people publish them, accounts that follow them go on, and creditors choose one. */
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson } from '../../domain/act.ts';
import { strategyId } from '../../domain/rules.ts';
import {
  listUses,
  strategiesForNewAccounts,
  strategyForNewAccounts,
  useStrategy,
} from '../../engine/strategy/strategy-uses.ts';
import {
  approveStrategy,
  listStrategyVersions,
  proposeStrategy,
  readPublishedStrategies,
  readStrategyText,
  retireStrategy,
  showStrategyVersion,
} from '../../engine/strategy/strategy-versions.ts';
import { sha256 } from '../../platform/sha256.ts';
import { LENDER } from '../../stages/rules.ts';
import { ownerOf } from '../support/engine-rows.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { strategyText } from '../support/strategies.ts';

const engine = useTestEngine('each test');
const by = (name: string) => byPerson(name, engine.now);

const propose = (text: string) => proposeStrategy(engine.db, LENDER, text, by('Ann'));
const approve = (id: string, name = 'Bob') => approveStrategy(engine.db, LENDER, id, by(name));
const retire = (id: string) => retireStrategy(engine.db, id, by('Cleo'));
const use = (creditor: string, strategy: string | null) =>
  useStrategy(engine.db, { creditor, strategy }, by('Dana Reed'));
/** Proposes and publishes a version; returns its id. */
async function publish(text: string): Promise<string> {
  const { id } = await propose(text);
  await approve(id);
  return id;
}
const published = async (revision: number) =>
  (await readPublishedStrategies(engine.db, LENDER, revision)).map(strategyId);
const states = async () =>
  Object.fromEntries((await listStrategyVersions(engine.db, LENDER)).map(({ id, state }) => [id, state]));
async function creditorId(code: string): Promise<string> {
  const row = await engine.db.selectFrom('creditor').select('id').where('code', '=', code).executeTakeFirstOrThrow();
  return row.id;
}
/** What new accounts of harbour begin with. */
const ofHarbour = async () => strategyForNewAccounts(engine.db, await creditorId('harbour'));
/** The text of a version, as if an earlier release had published it. */
const rewrite = (id: string, text: string) =>
  engine.db.updateTable('strategy_version').set({ text }).where('id', '=', id).execute();

describe('publication', () => {
  test('needs a second person, whatever the spelling, and is done once', async () => {
    const text = strategyText('gentle', 1);
    expect(await propose(text)).toEqual({ id: 'gentle@1', digest: sha256(text) });
    expect(await states()).toEqual({ 'gentle@1': 'proposed' });
    expect(await published(9)).toEqual([]);
    await expect(approve('gentle@1', ' ann ')).rejects.toMatchObject({ code: 'own-approval' });
    await approve('gentle@1');
    expect(await states()).toEqual({ 'gentle@1': 'published' });
    expect([await published(0), await published(1)]).toEqual([[], ['gentle@1']]);
    await expect(approve('gentle@1')).rejects.toMatchObject({
      code: 'not-allowed-now',
      message: 'This cannot be done now: strategy gentle@1 is published.',
    });
    await expect(approve('gentle@9')).rejects.toMatchObject({
      code: 'unknown-strategy',
      message: 'No strategy gentle@9 was proposed here.',
    });
    expect(await readStrategyText(engine.db, 'gentle@1')).toBe(text);
    await expect(readStrategyText(engine.db, 'gentle@9')).rejects.toMatchObject({ code: 'unknown-strategy' });
  });

  test('is of one text: another, or the same again, needs a version of its own', async () => {
    const text = strategyText('gentle', 1);
    await propose(text);
    for (const again of [text, strategyText('gentle', 1, ['en: Gentle', 'en: Gentler'])])
      await expect(propose(again)).rejects.toMatchObject({
        code: 'not-allowed-now',
        message: 'This cannot be done now: strategy gentle@1 is taken.',
        remedy: 'Give the file a version of its own.',
      });
    expect(await readStrategyText(engine.db, 'gentle@1')).toBe(text);
  });

  test('is refused to a text with faults, each with its place, and then nothing is stored', async () => {
    const text = strategyText('gentle', 1, ['opens: 91', 'opens: 12']).replace('legal:', 'leagl:');
    await expect(propose(text)).rejects.toMatchObject({
      code: 'strategy-refused',
      message: expect.stringMatching(
        /^The strategy was refused: \d+:\d+ {2}\S+ is no field here\. Did you mean legal\?$/,
      ),
      cause: [{ line: expect.any(Number), column: expect.any(Number), rule: 'unknown-field' }],
    });
    await expect(propose(text.replace('leagl:', 'legal:'))).rejects.toMatchObject({
      message: expect.stringContaining('agency opens on day 12, sooner than the code allows. Give at least 31'),
    });
    await expect(propose(`${strategyText('gentle', 1)}# \0\n`)).rejects.toMatchObject({ code: 'strategy-refused' });
    expect(await states()).toEqual({});
  });

  test('lints again, for a release that finds more than the one that took the proposal', async () => {
    const { id } = await propose(strategyText('gentle', 1));
    await rewrite(id, strategyText('gentle', 1, ['opens: 91', 'opens: 12']));
    await expect(approve(id)).rejects.toMatchObject({ code: 'strategy-refused' });
    expect(await states()).toEqual({ 'gentle@1': 'proposed' });
  });

  test('of two at once gives two revisions', async () => {
    const ids = ['gentle@1', 'standard@1', 'online-lender@1'];
    for (const name of ['gentle', 'standard', 'online-lender'] as const) await propose(strategyText(name, 1));
    await Promise.all(ids.map((id) => approve(id)));
    const { rows } = await sql<{ revision: number }>`
      select revision from strategy_version order by revision`.execute(engine.db);
    expect(rows.map(({ revision }) => revision)).toEqual([1, 2, 3]);
    expect((await published(3)).sort()).toEqual([...ids].sort());
  });

  test('by two at once is done once', async () => {
    await propose(strategyText('gentle', 1));
    const done = await Promise.allSettled([approve('gentle@1', 'Bob'), approve('gentle@1', 'Cleo')]);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('the list', () => {
  test('tells who did what and when, what the version has, and how many open accounts follow it', async () => {
    const ids = await engine.book([{}, { account: 'A-2', person: 'P-2' }, { account: 'A-3', person: 'P-3' }]);
    const id = await publish(strategyText('online-lender', 1));
    await retire(id);
    await sql`update account set strategy = ${id} where id <> ${ids[0]}::uuid`.execute(engine.db);
    await sql`update account set closed_at = now(), closed_reason = 'paid' where id = ${ids[1]}::uuid`.execute(
      engine.db,
    );
    const at = new Date(engine.now).toISOString();
    const text = strategyText('online-lender', 1);
    expect(await listStrategyVersions(engine.db, LENDER)).toEqual([
      {
        ...{ id: 'online-lender@1', name: 'online-lender', version: '1', state: 'retired', digest: sha256(text) },
        ...{ segments: 9, ladders: 3, accounts: 1, unreadable: false },
        ...{ madeBy: 'Ann', madeAt: at, approvedBy: 'Bob', publishedAt: at, retiredBy: 'Cleo', retiredAt: at },
      },
    ]);
    expect(await showStrategyVersion(engine.db, LENDER, id)).toMatchObject({ id, accounts: 1, text, faults: [] });
    await expect(showStrategyVersion(engine.db, LENDER, 'gentle@1')).rejects.toMatchObject({
      code: 'unknown-strategy',
    });
  });
});

describe('a text that a later release', () => {
  test('would refuse is followed all the same', async () => {
    const id = await publish(strategyText('gentle', 1));
    await rewrite(id, strategyText('gentle', 1, ['opens: 91', 'opens: 12']));
    expect(await published(1)).toEqual([id]);
    expect(await showStrategyVersion(engine.db, LENDER, id)).toMatchObject({
      unreadable: false,
      segments: 1,
      faults: [{ rule: 'too-soon' }],
    });
  });
  test('cannot read is left out, and the list says so', async () => {
    const [id, other] = [await publish(strategyText('gentle', 1)), await publish(strategyText('standard', 1))];
    await rewrite(id, strategyText('gentle', 1).replace('reminder:', 'reminders:'));
    expect(await published(2)).toEqual([other]);
    expect(await listStrategyVersions(engine.db, LENDER)).toMatchObject([
      { id, state: 'published', unreadable: true, segments: null, ladders: null },
      { id: other, unreadable: false },
    ]);
    expect((await showStrategyVersion(engine.db, LENDER, id)).faults).toMatchObject([{ rule: 'unknown-field' }]);
  });
});

describe('what is retired', () => {
  test('goes to no new account, and is still read for those that follow it', async () => {
    await publish(strategyText('gentle', 1));
    await publish(strategyText('gentle', 2));
    await use('harbour', 'gentle');
    expect(await ofHarbour()).toBe('gentle@2');
    await retire('gentle@2');
    expect(await ofHarbour()).toBe('gentle@1');
    expect(await published(2)).toEqual(['gentle@1', 'gentle@2']);
    await retire('gentle@1');
    expect(await ofHarbour()).toBeNull();
    expect(await listUses(engine.db)).toMatchObject([{ creditor: 'harbour', strategy: 'gentle', newest: null }]);
    await publish(strategyText('gentle', 3));
    expect(await ofHarbour()).toBe('gentle@3');
  });
  test('was published before, and is retired once', async () => {
    await propose(strategyText('gentle', 1));
    await expect(retire('gentle@1')).rejects.toMatchObject({
      message: 'This cannot be done now: strategy gentle@1 is not published.',
    });
    await approve('gentle@1');
    await retire('gentle@1');
    await expect(retire('gentle@1')).rejects.toMatchObject({
      message: 'This cannot be done now: strategy gentle@1 is retired.',
    });
    await expect(approve('gentle@1')).rejects.toMatchObject({ code: 'not-allowed-now' });
    await expect(retire('gentle@9')).rejects.toMatchObject({ code: 'unknown-strategy' });
  });
});

describe('new accounts of a creditor', () => {
  test('begin with what was chosen last, others with the ladder of the code', async () => {
    await publish(strategyText('gentle', 1));
    await publish(strategyText('standard', 1));
    const [harbour, lantern] = [await creditorId('harbour'), await creditorId('lantern')];
    expect(await use('harbour', 'gentle')).toEqual({
      ...{ creditor: 'harbour', strategy: 'gentle', newest: 'gentle@1', madeBy: 'Dana Reed' },
      madeAt: new Date(engine.now).toISOString(),
    });
    await use('harbour', 'standard');
    expect(await strategiesForNewAccounts(engine.db, [harbour, lantern])).toEqual(
      new Map([
        [harbour, 'standard@1'],
        [lantern, null],
      ]),
    );
    expect(await use('harbour', null)).toMatchObject({ strategy: null, newest: null });
    expect(await ofHarbour()).toBeNull();
    await use('lantern', 'gentle');
    expect(await listUses(engine.db)).toMatchObject([
      { creditor: 'harbour', strategy: null, newest: null },
      { creditor: 'lantern', strategy: 'gentle', newest: 'gentle@1' },
    ]);
    const { rows } = await sql<{ strategy: string | null }>`
      select strategy from strategy_use where creditor_id = ${harbour}::uuid order by no`.execute(engine.db);
    expect(rows.map(({ strategy }) => strategy)).toEqual(['gentle', 'standard', null]);
  });
  test('begin with the version that was published last, whatever its name says', async () => {
    await publish(strategyText('gentle', 7));
    await publish(strategyText('gentle', 3));
    await propose(strategyText('gentle', 8));
    await use('harbour', 'gentle');
    expect(await ofHarbour()).toBe('gentle@3');
  });
  test('need a strategy of which a version is published and not retired', async () => {
    await expect(use('harbour', 'gentle')).rejects.toMatchObject({ code: 'unknown-strategy' });
    await propose(strategyText('gentle', 1));
    const refused = {
      code: 'not-allowed-now',
      message: 'This cannot be done now: no version of gentle is published, or all are retired.',
    };
    await expect(use('harbour', 'gentle')).rejects.toMatchObject(refused);
    await approve('gentle@1');
    await retire('gentle@1');
    await expect(use('harbour', 'gentle')).rejects.toMatchObject(refused);
    await expect(use('nobody', null)).rejects.toMatchObject({ code: 'unknown-creditor' });
    expect(await listUses(engine.db)).toEqual([]);
  });
  test('are not those that are there', async () => {
    await engine.book([{}]);
    await publish(strategyText('gentle', 1));
    await use('harbour', 'gentle');
    const { accountId } = await ownerOf(engine.db, 'harbour/A-1');
    const account = await engine.db
      .selectFrom('account')
      .select('strategy')
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow();
    expect(account.strategy).toBeNull();
  });
});
