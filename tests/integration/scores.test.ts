/** From the features file to the classes of an account: scored by the sweep, moved by facts, decided by a person. */
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { inspectBook } from '../../channels/book/reader.ts';
import { markOtherModels, markScoresOfCreditor } from '../../db/mark-scores.ts';
import type { ScoreView } from '../../domain/contracts/score-view.ts';
import { DAY_MS } from '../../domain/time.ts';
import { importLenderFile } from '../../engine/import/import-file.ts';
import { readScore } from '../../engine/score/read-score.ts';
import { rescoreDue } from '../../engine/score/rescore.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { TEST_SCORER } from '../support/scorer.ts';
import { START } from '../support/test-engine.ts';

const engine = useTestEngine('each test');
const ACCOUNT = 'harbour/A-1';
const DAY = '2026-03-02';

async function bring(...rows: readonly string[]): Promise<void> {
  const text = ['creditor,account,as_of,name,value', ...rows.map((row) => `harbour,${row}`)].join('\n');
  const inspection = await inspectBook(() => Readable.from([Buffer.from(`${text}\n`)]), 'features');
  if (!('source' in inspection)) throw new Error('the file was refused');
  const options = { now: engine.now, stages: [], sender: 'test' };
  const { refused } = await importLenderFile(engine.database.pool, inspection.source, options);
  expect(refused).toBe(0);
}
const rescore = (scorer = TEST_SCORER) => rescoreDue({ db: engine.db, now: engine.clock, scorer });
const score = (name = ACCOUNT) => readScore(engine.db, name);
const classes = ({ ability, willingness }: ScoreView) => [ability.class, willingness.class];
const row = async (name = ACCOUNT) =>
  engine.db
    .selectFrom('account_score')
    .selectAll()
    .where('account_id', '=', await engine.idOf(name))
    .executeTakeFirst();
const changes = async () =>
  (await score()).changes.map(({ before, after }) => [before?.willingness, after.willingness]);
/** Some days later. */
const later = (days: number) => {
  engine.now += days * DAY_MS;
};
const on = (days: number) => new Date(START + days * DAY_MS).toISOString().slice(0, 10);
const promise = (days: number) =>
  engine.record('promise', { parts: [{ on: on(days), amount: { currency: 'TWD', minor: '70000' } }] });

const MONEY = { amount: { currency: 'TWD', minor: '100' } };
/** Messages that asked for money and were delivered to a verified address, one every ten days, unanswered. */
async function unanswered(count: number): Promise<void> {
  const accountId = await engine.idOf(ACCOUNT);
  const { id, person_id: personId } = (await engine.db
    .selectFrom('contact_point as p')
    .innerJoin('account_person as ap', 'ap.person_id', 'p.person_id')
    .select(['p.id', 'p.person_id'])
    .where('ap.account_id', '=', accountId)
    .where('p.channel', '=', 'email')
    .executeTakeFirstOrThrow()) as { id: string; person_id: string };
  await sql`update contact_point set verified_at = ${new Date(START)} where id = ${id}::uuid`.execute(engine.db);
  for (let at = 0; at < count; at += 1) {
    const moment = new Date(START + (1 + at * 10) * DAY_MS);
    await sql`
      insert into effect (id, creditor_id, account_id, person_id, episode, stage, step, occurrence, channel, purpose,
        state, due_at, sent_at, delivered_at, settled_at)
      select gen_random_uuid(), a.creditor_id, a.id, ${personId}::uuid, 1, 'reminder', 'email-1', ${at + 1}, 'email',
        'demand', 'sent', ${moment}, ${moment}, ${moment}, ${moment}
      from account a
      where a.id = ${accountId}::uuid`.execute(engine.db);
  }
  later(70);
  await sql`update account_score set changed_at = clock_timestamp()`.execute(engine.db);
}
/** The lender's book of the other account, with less owed than before. */
const bookOfOther = () =>
  engine.record(
    'balance-update',
    { asOf: on(69), balance: { currency: 'TWD', minor: '1000' }, dues: [] },
    'harbour/A-2',
  );

beforeEach(async () => {
  engine.now = START;
  await engine.book([{ account: 'A-1', person: 'P-1' }]);
});

describe('features', () => {
  test('are scored by the sweep, with the model that did it and every reason', async () => {
    expect(await score()).toMatchObject({ model: null, scoredAt: null, isDue: false, changes: [] });
    await bring(`A-1,${DAY},ability,low`, `A-1,${DAY},willingness,high`);
    expect(await score()).toMatchObject({ scoredAt: null, isDue: true });
    expect(await rescore()).toBe(1);
    expect(await score()).toMatchObject({
      ...{ account: ACCOUNT, isDue: false, featuresAsOf: DAY, probability: 0.25, missing: [] },
      ability: { class: 'low', points: -42 },
      willingness: { class: 'high', points: 40 },
      model: { name: 'test', caution: { en: 'A test.' } },
      reasons: [{ feature: 'ability' }, { feature: 'willingness' }],
      changes: [{ before: null, after: { ability: 'low', willingness: 'high' } }],
    });
    expect(await rescore()).toBe(0);
  });
  test('count by their date, whatever the order of arrival; what is told twice changes nothing', async () => {
    later(3);
    await bring(`A-1,${on(2)},ability,middle`, `A-1,${on(2)},willingness,middle`);
    await rescore();
    await bring(`A-1,${on(1)},willingness,low`);
    await rescore();
    await bring(`A-1,${on(2)},willingness,middle`);
    expect(await rescore()).toBe(0);
    expect(classes(await score())).toEqual(['middle', 'middle']);
    later(14);
    await bring(`A-1,${on(3)},willingness,low`);
    await rescore();
    expect(classes(await score())).toEqual(['middle', 'low']);
    expect(await changes()).toEqual([
      [undefined, 'middle'],
      ['middle', 'low'],
    ]);
  });
  test('that are missing leave the class unknown', async () => {
    await bring(`A-1,${DAY},ability,low`);
    await rescore();
    expect(await score()).toMatchObject({
      ability: { class: 'low' },
      willingness: { class: 'unknown', points: null },
      missing: ['willingness'],
      probability: null,
    });
  });
  test('of another model are scored again', async () => {
    await bring(`A-1,${DAY},ability,low`);
    await rescore();
    const other = { ...TEST_SCORER, name: 'other', digest: 'b'.repeat(64) };
    await markOtherModels(engine.db, TEST_SCORER.digest);
    expect(await rescore(other)).toBe(0);
    await markOtherModels(engine.db, other.digest);
    expect(await rescore(other)).toBe(1);
    expect((await score()).model?.name).toBe('other');
  });
});

describe('behaviour', () => {
  beforeEach(async () => {
    await bring(`A-1,${DAY},ability,middle`, `A-1,${DAY},willingness,middle`);
    await rescore();
  });
  test('lowers willingness once two promises are broken, by time alone, and a dispute forgives them', async () => {
    await promise(2);
    later(6);
    await promise(8);
    await rescore();
    later(4);
    await rescore();
    expect(classes(await score())).toEqual(['middle', 'middle']);
    later(4);
    expect(await rescore()).toBe(1);
    expect(classes(await score())).toEqual(['middle', 'low']);
    expect((await score()).because.map(({ words }) => words.en)).toContain('their behaviour lowers it by one step');
    later(1);
    await engine.record('dispute', { about: 'amount' });
    await rescore();
    expect(classes(await score())).toEqual(['middle', 'middle']);
    expect(await changes()).toEqual([
      [undefined, 'middle'],
      ['middle', 'low'],
      ['low', 'middle'],
    ]);
  });
  test('is read again after each fact, also of another account of the person, and after a reply', async () => {
    await engine.book([{ account: 'A-2', person: 'P-1' }]);
    expect((await row())?.changed_at).toBeNull();
    await engine.record('payment', { amount: { currency: 'TWD', minor: '100' } }, 'harbour/A-2');
    expect((await row())?.changed_at).not.toBeNull();
    expect(await row('harbour/A-2')).toBeUndefined();
    await rescore();
    await engine.record('reply', { channel: 'sms', text: 'hello' });
    expect((await row())?.changed_at).not.toBeNull();
  });
  test.each([
    ['a payment about another account', () => engine.record('payment', MONEY, 'harbour/A-2')],
    ['money that only the book of another account names', () => bookOfOther()],
    ['a dispute about another account', () => engine.record('dispute', { about: 'other' }, 'harbour/A-2')],
  ])('%s ends a silence', async (_, tell) => {
    await engine.book([{ account: 'A-2', person: 'P-1' }]);
    await unanswered(6);
    await rescore();
    expect(classes(await score())[1]).toBe('low');
    await tell();
    await rescore();
    later(1);
    await rescore();
    expect((await score()).because.map(({ words }) => words.en).join()).not.toMatch(/did not answer/);
  });
  test('is read again when the terms of the creditor change, by which promises are judged', async () => {
    expect((await row())?.changed_at).toBeNull();
    await markScoresOfCreditor(engine.db, 'harbour');
    expect((await row())?.changed_at).not.toBeNull();
  });
  test('of an account that is opened again counts, with features that came while it was closed', async () => {
    await engine.book([{ account: 'A-3', person: 'P-3' }]);
    await engine.record('closed', { how: 'paid' }, 'harbour/A-3');
    await bring(`A-3,${DAY},ability,low`, `A-3,${DAY},willingness,high`);
    expect(await rescore()).toBe(0);
    await engine.db
      .updateTable('account')
      .set({ closed_at: null, closed_reason: null })
      .where('id', '=', await engine.idOf('harbour/A-3'))
      .execute();
    await engine.record('reply', { channel: 'sms', text: 'hello' }, 'harbour/person:P-3');
    await rescore();
    expect(classes(await score('harbour/A-3'))).toEqual(['low', 'high']);
  });
  test('of a closed account is read no more; its last classes stay', async () => {
    await engine.record('closed', { how: 'sold' });
    expect(await rescore()).toBe(0);
    expect(await row()).toMatchObject({ changed_at: null, again_at: null, willingness: 'middle' });
    later(1);
    await bring(`A-1,${on(1)},willingness,low`);
    expect(await rescore()).toBe(0);
    await expect(engine.record('classes-contested', {})).rejects.toMatchObject({ code: 'not-allowed-now' });
  });
});

describe('a person who wants a human decision', () => {
  test('gets a task with the reasons; nothing is harsher than middle until a person has decided', async () => {
    await bring(`A-1,${DAY},ability,low`, `A-1,${DAY},willingness,low`);
    await rescore();
    await engine.record('classes-contested', { reported: 'caller', reason: 'the bill never came' });
    await rescore();
    expect(await score()).toMatchObject({
      contested: true,
      ability: { class: 'middle' },
      willingness: { class: 'middle' },
    });
    await engine.look([await engine.idOf(ACCOUNT)]);
    await engine.sendDue();
    expect(await tasks()).toEqual([{ kind: 'review-classes', state: 'open' }]);
    await engine.record('classes-reviewed', { ability: 'low', willingness: 'high', reason: 'pays what is left' });
    await rescore();
    expect(await tasks()).toEqual([{ kind: 'review-classes', state: 'done' }]);
    expect(await score()).toMatchObject({
      contested: false,
      ability: { class: 'low' },
      willingness: { class: 'high' },
    });
    expect((await score()).because.at(-1)?.words.en).toBe('ann decided high: pays what is left');
  });
  test('ends the task, also of an account that was closed meanwhile', async () => {
    await engine.record('classes-contested', { reported: 'caller', reason: 'the bill never came' });
    await engine.look([await engine.idOf(ACCOUNT)]);
    await engine.sendDue();
    await engine.record('closed', { how: 'paid' });
    await engine.record('classes-reviewed', { ability: 'low', willingness: 'high', reason: 'pays what is left' });
    expect(await tasks()).toEqual([{ kind: 'review-classes', state: 'done' }]);
    expect(await score()).toMatchObject({ closed: true });
  });
  test('has one, too, where no model ever scored the account', async () => {
    await engine.record('classes-contested', {});
    await rescore();
    expect(classes(await score())).toEqual(['unknown', 'unknown']);
    await engine.record('classes-reviewed', { ability: 'middle', willingness: 'high', reason: 'spoke with them' });
    await rescore();
    expect(classes(await score())).toEqual(['middle', 'high']);
  });
  const tasks = () =>
    engine.db.selectFrom('task').select(['kind', 'state']).where('kind', '=', 'review-classes').execute();
});

describe('several sweeps at once', () => {
  test('store each score once and write each change once', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({ account: `B-${at}`, person: `Q-${at}` }));
    await engine.book(rows);
    await bring(
      ...rows.flatMap(({ account }) => [`${account},${DAY},ability,low`, `${account},${DAY},willingness,high`]),
    );
    const stored = await Promise.all([rescore(), rescore(), rescore(), rescore()]);
    expect(stored.reduce((sum, count) => sum + count, 0)).toBe(40);
    const { rows: counted } = await sql`
      select count(*)::int as changes, count(distinct account_id)::int as accounts
      from class_change`.execute(engine.db);
    expect(counted).toEqual([{ changes: 40, accounts: 40 }]);
  });
  test('a fact that is told while an account is scored leaves it due', async () => {
    await bring(`A-1,${DAY},ability,low`, `A-1,${DAY},willingness,high`);
    let told = false;
    const db = engine.db.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (told || result.rows[0]?.['taken_until'] === undefined) return result;
        told = true;
        await engine.record('payment-announced', {});
        return result;
      },
    });
    expect(await rescoreDue({ db, now: engine.clock, scorer: TEST_SCORER })).toBe(1);
    expect([told, (await score()).isDue]).toEqual([true, true]);
    expect(await rescore()).toBe(1);
    expect((await score()).isDue).toBe(false);
  });
  test('what a worker took and never stored is taken again, and its late answer is dropped', async () => {
    await bring(`A-1,${DAY},ability,low`, `A-1,${DAY},willingness,high`);
    let taken = false;
    const db = engine.db.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (taken || result.rows[0]?.['taken_until'] === undefined) return result;
        taken = true;
        expect(await rescore()).toBe(0);
        await sql`update account_score set taken_until = clock_timestamp() - interval '1 second'`.execute(engine.db);
        expect(await rescore()).toBe(1);
        return result;
      },
    });
    expect(await rescoreDue({ db, now: engine.clock, scorer: TEST_SCORER })).toBe(0);
    expect(await changes()).toEqual([[undefined, 'high']]);
  });
});
