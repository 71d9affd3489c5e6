/** Experiments on accounts: new persons enter an arm by hash, follow its strategy, and are measured over their days. */
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { inspectBook } from '../../channels/book/reader.ts';
import { inTransaction } from '../../db/transaction.ts';
import { byPerson } from '../../domain/act.ts';
import { type Experiment, LiveExperiment } from '../../domain/contracts/experiment.ts';
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import type { LawfulRulebook } from '../../domain/rules.ts';
import { armOf } from '../../domain/strategy/experiment/assignment.ts';
import { DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { readStory } from '../../engine/evaluate/read-story.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { importBook, loadBookCreditors } from '../../engine/import/import-book.ts';
import type { BookCreditor } from '../../engine/import/updates.ts';
import { followPublished } from '../../engine/law/follow-rules.ts';
import { assignArms } from '../../engine/strategy/assign-arms.ts';
import { readOutcomes } from '../../engine/strategy/experiment-outcomes.ts';
import { showExperiment, startExperiment, stopExperiment } from '../../engine/strategy/experiments.ts';
import { shippedText } from '../../engine/strategy/shipped-strategies.ts';
import { retireStrategy } from '../../engine/strategy/strategy-versions.ts';
import { rulebookWith } from '../../stages/rules.ts';
import { bookFile } from '../support/book-file.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { publishText, useForNewAccounts } from '../support/strategies.ts';
import { START, waitForLocks } from '../support/test-engine.ts';

const engine = useTestEngine('each test');
let rulebook: LawfulRulebook;
let standard = '';
let gentle = '';
beforeEach(async () => {
  rulebook = rulebookWith(SHIPPED_RULES);
  engine.chosen = rulebook;
  standard = await publishText(engine.db, shippedText('standard'));
  gentle = await publishText(engine.db, shippedText('gentle'));
});

/** New persons enter from START on, for thirty days; ten days of each count. */
const planOf = (over: Partial<Experiment> = {}): Experiment =>
  LiveExperiment.parse({
    v: 1,
    name: 'spring',
    arms: [
      { name: 'champion', share: 0.5, strategy: null },
      { name: 'softer', share: 0.5, strategy: gentle },
    ],
    primary: 'money',
    entersFrom: '2026-03-02',
    entersUntil: '2026-03-31',
    horizonDays: 10,
    minimumPersons: 50,
    ...over,
  });
const start = (over: Partial<Experiment> = {}, creditor = 'harbour') =>
  startExperiment(engine.db, { creditor, plan: planOf(over) }, byPerson('ann', engine.now));
const stop = (name = 'spring') => stopExperiment(engine.db, name, byPerson('bob', engine.now));
const row = (number: string, person = number, creditor = 'harbour') => ({
  ...{ creditor, account: `A-${number}`, person: `P-${person}`, email: `p${person}@example.com`, phone: '' },
});
const follows = async (id: string) =>
  (await engine.db.selectFrom('account').select('strategy').where('id', '=', id).executeTakeFirstOrThrow()).strategy;
const entered = async () => {
  const { rows } = await sql<{ person: string; arm: string; on: string }>`
    select p.number as person, ep.arm, ep.entered_on as on
    from experiment_person ep
    join person p on p.id = ep.person_id
    order by p.number`.execute(engine.db);
  return rows;
};
const armFor = (person: string) => armOf(planOf(), 'harbour', `P-${person}`);
/** Numbers of persons in the arm. */
const personsOf = (arm: string, count: number) =>
  Array.from({ length: 100 }, (_, at) => String(at + 1))
    .filter((person) => armFor(person) === arm)
    .slice(0, count);

describe('who enters', () => {
  test('is new to the creditor, in the arm of the hash, with all accounts', async () => {
    await start();
    const numbers = Array.from({ length: 12 }, (_, at) => String(at + 1));
    const ids = await engine.book([...numbers.map((number) => row(number)), row('13', '1'), row('14', '1', 'lantern')]);
    const expected = numbers.map((number) => (armFor(number) === 'softer' ? gentle : null));
    expect(new Set(expected).size).toBe(2);
    expect(await Promise.all(ids.map(follows))).toEqual([...expected, expected[0], null]);
    expect(await entered()).toEqual(
      numbers
        .map((number) => ({ person: `P-${number}`, arm: armFor(number), on: '2026-03-02' }))
        .sort((a, b) => (a.person < b.person ? -1 : 1)),
    );
    const { arms, state } = await showExperiment(engine.db, 'spring', engine.now);
    expect([state, arms.reduce((sum, { persons }) => sum + persons, 0)]).toEqual(['enters', 12]);
    const { strategy } = await readStory(engine.db, engine.rulebook, 'harbour/A-1', engine.now);
    expect(strategy?.experiment).toEqual({ name: 'spring', arm: armFor('1'), since: '2026-03-02' });
  });

  test('is nobody who has an account already: a new one follows it', async () => {
    const [known = ''] = personsOf('softer', 1);
    await engine.book([row(known)]);
    await useForNewAccounts(engine.db, 'harbour', 'standard');
    await start();
    const [second = ''] = await engine.book([row('200', known)]);
    expect([await follows(second), await entered()]).toEqual([null, []]);
  });

  test('stays in the arm with later accounts, also when it was stopped; who comes then does not enter', async () => {
    const [person = '', late = ''] = personsOf('softer', 2);
    await useForNewAccounts(engine.db, 'harbour', 'standard');
    await start();
    await engine.book([row(person)]);
    const [second = ''] = await engine.book([row('200', person)]);
    await stop();
    const [third = '', other = ''] = await engine.book([row('201', person), row(late)]);
    expect([await follows(second), await follows(third), await follows(other)]).toEqual([gentle, gentle, standard]);
    expect(await entered()).toHaveLength(1);
    const view = await showExperiment(engine.db, 'spring', engine.now);
    expect(view).toMatchObject({ state: 'stopped', startedBy: 'ann', stoppedBy: 'bob', stoppedOn: '2026-03-02' });
  });

  test('enters with the import or not at all: a stop waits for the batch, and what is undone enters nobody', async () => {
    await start();
    const creditor = (await loadBookCreditors(engine.database.pool, engine.now)).get('harbour');
    const importing = inTransaction(engine.db, async (trx) => {
      await assignArms(trx, creditor as BookCreditor, new Map());
      const stopping = stop();
      await waitForLocks(engine, 1);
      return { stopping };
    });
    await (await importing).stopping;
    expect(await showExperiment(engine.db, 'spring', engine.now)).toMatchObject({ state: 'stopped' });

    await start({ name: 'second' });
    const file = bookFile([row('1'), { ...row('2'), currency: 'XXX' }]);
    const inspection = await inspectBook(() => Readable.from([Buffer.from(file)]));
    if (!('source' in inspection)) throw new Error('the file was refused');
    const options = { now: engine.now, stages: [], sender: 'test', strict: true };
    expect(await importBook(engine.database.pool, inspection.source, options)).toMatchObject({ added: 0, refused: 1 });
    expect(await entered()).toEqual([]);
  });

  test('comes within the days of entering', async () => {
    const [early = '', within = '', late = ''] = personsOf('softer', 3);
    await start({ entersFrom: '2026-03-03', entersUntil: '2026-03-03' });
    const [before = ''] = await engine.book([row(early)]);
    engine.now = START + DAY_MS;
    const [during = ''] = await engine.book([row(within)]);
    engine.now = START + 2 * DAY_MS;
    const [after = ''] = await engine.book([row(late)]);
    expect(await Promise.all([before, during, after].map(follows))).toEqual([null, gentle, null]);
  });

  test('is nobody once the strategy of an arm was retired', async () => {
    const [person = ''] = personsOf('softer', 1);
    await start();
    await sql`update strategy_version set retired_by = 'ann', retired_at = now() where id = ${gentle}`.execute(
      engine.db,
    );
    const [id = ''] = await engine.book([row(person)]);
    expect([await follows(id), await entered()]).toEqual([null, []]);
    const { arms } = await showExperiment(engine.db, 'spring', engine.now);
    expect(arms.map(({ retired }) => retired)).toEqual([false, true]);
  });
});

describe('a start is refused', () => {
  const refused = (reason: string | RegExp) => ({ code: 'not-allowed-now', message: expect.stringMatching(reason) });
  test('while another runs there; it may be stopped, and each creditor has its own', async () => {
    await start();
    await start({ name: 'lanterns' }, 'lantern');
    await expect(start({ name: 'second' })).rejects.toMatchObject({
      ...refused('the experiment spring of harbour runs until 2026-04-10'),
      remedy: 'Wait until then, or stop it: npx arrears experiment stop spring --as NAME',
    });
    await stop();
    await start({ name: 'second' });
  });
  test('under a name that was used', async () => {
    await start();
    await stop();
    await expect(start()).rejects.toMatchObject(refused('the name spring is taken'));
  });
  test.each<[string, () => Promise<unknown>]>([
    [
      'proposed',
      () =>
        sql`update strategy_version set revision = null, approved_by = null, published_at = null`.execute(engine.db),
    ],
    ['retired', () => sql`update strategy_version set retired_by = 'ann', retired_at = now()`.execute(engine.db)],
    ['unknown', () => sql`delete from strategy_version`.execute(engine.db)],
  ])('with a strategy that is %s', async (_, change) => {
    await change();
    await expect(start()).rejects.toMatchObject(refused(/arm softer names the strategy gentle@\S+, which is not pub/));
  });
  test('when nobody could enter any more, or for a creditor that is not there', async () => {
    await expect(start({ entersFrom: '2026-02-01', entersUntil: '2026-03-01' })).rejects.toMatchObject(
      refused('2026-03-01, its last day of entering, is over'),
    );
    await expect(start({}, 'nobody')).rejects.toMatchObject({ code: 'unknown-creditor' });
  });
  test('and so is a stop of what was stopped, is over or is not there', async () => {
    await expect(stop()).rejects.toMatchObject({ code: 'unknown-experiment' });
    await start();
    await stop();
    await expect(stop()).rejects.toMatchObject(refused('was stopped by bob'));
    await start({ name: 'second' });
    engine.now = Date.parse('2026-04-10T00:00:00+08:00');
    await expect(stop('second')).rejects.toMatchObject(refused('is over since 2026-04-10'));
  });
});

describe('outcomes', () => {
  const outcomes = async (page: { after?: string; limit?: number } = {}) => {
    await followPublished(engine.db, rulebook);
    return readOutcomes(engine.db, rulebook.strategies, { name: 'spring', limit: 100, ...page }, engine.now);
  };
  const money = (minor: number) => ({ currency: 'TWD', minor: String(minor) });
  const pay = (account: string, minor: number, day: number, reference: string) =>
    acceptFact(
      engine.db,
      {
        ...{ subject: `harbour/${account}`, kind: 'payment', source: 'test', confirmed: true },
        ...{ data: { amount: money(minor), reference }, occurredAt: START + day * DAY_MS },
      },
      byPerson('ann', engine.now),
    );

  test('are of persons whose days are over, page by page', async () => {
    await start();
    await engine.book([row('1'), row('2')]);
    engine.now = START + DAY_MS;
    await engine.book([row('3')]);
    engine.now = Date.parse('2026-03-11T23:59:00+08:00');
    expect(await outcomes()).toEqual([]);
    engine.now = Date.parse('2026-03-12T00:00:00+08:00');
    expect((await outcomes()).map(({ person }) => person)).toEqual(['P-1', 'P-2']);
    engine.now += DAY_MS;
    expect((await outcomes({ after: 'P-1', limit: 1 })).map(({ person }) => person)).toEqual(['P-2']);
    expect((await outcomes({ after: 'P-2' })).map(({ person, entered: on }) => [person, on])).toEqual([
      ['P-3', '2026-03-03'],
    ]);
    expect((await showExperiment(engine.db, 'spring', engine.now)).arms.map(({ measured }) => measured)).toEqual(
      ['champion', 'softer'].map((arm) => ['1', '2', '3'].filter((person) => armFor(person) === arm).length),
    );
  });

  test('count money within the days, of all accounts, told late or taken back', async () => {
    await start();
    await engine.book([row('1'), row('2', '1'), row('3')]);
    engine.now = START + 20 * DAY_MS;
    await pay('A-1', 30_000, 1, 'within');
    await pay('A-2', 5000, 9, 'last-day');
    await pay('A-1', 20_000, 10, 'after');
    await pay('A-1', 10_000, 2, 'bounced');
    await acceptFact(
      engine.db,
      {
        ...{ subject: 'harbour/A-1', kind: 'reversal', source: 'test' },
        ...{ data: { amount: money(10_000), of: 'bounced' }, occurredAt: START + 4 * DAY_MS },
      },
      byPerson('ann', engine.now),
    );
    expect((await outcomes()).map(({ person, money: sum }) => [person, sum])).toEqual([
      ['P-1', '350.00'],
      ['P-3', '0.00'],
    ]);
  });

  test('count contacts and complaints within the days', async () => {
    const [person = ''] = personsOf('champion', 1);
    await start();
    const ids = await engine.book([row(person)]);
    await engine.look(ids);
    await engine.sendDue();
    engine.now += HOUR_MS;
    await engine.record('dispute', { about: 'service' }, `harbour/A-${person}`);
    engine.now = START + 15 * DAY_MS;
    await engine.record('stop', { channel: 'sms' }, `harbour/A-${person}`);
    expect(await outcomes()).toEqual([
      {
        ...{ creditor: 'harbour', person: `P-${person}`, entered: '2026-03-02', segment: 'all' },
        ...{ money: '0.00', contacts: 1, complaints: 1 },
      },
    ]);
  });

  test('name the segment of the first evaluation where all arms divide accounts alike', async () => {
    await start({
      arms: [
        { name: 'champion', share: 0.5, strategy: standard },
        { name: 'softer', share: 0.5, strategy: gentle },
      ],
    });
    const [id = ''] = await engine.book([row('1'), row('2')]);
    await engine.look([id]);
    engine.now = START + 15 * DAY_MS;
    expect((await outcomes()).map(({ segment }) => segment)).toEqual(['everybody', 'none']);
  });
});

test('the strategy of an arm is not retired while persons enter', async () => {
  await start();
  const retire = (id: string) => retireStrategy(engine.db, id, byPerson('bob', engine.now));
  await retire(standard);
  await expect(retire(gentle)).rejects.toMatchObject({
    message: expect.stringContaining('persons enter the experiment spring'),
  });
  await stop();
  await retire(gentle);
});
