/**
 * The score of an account over HTTP: by the model that ships, in words, in lists and in the task of a human decision.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openScores } from '../../db/mark-scores.ts';
import { inTransaction } from '../../db/transaction.ts';
import { openScorer } from '../../engine/score/open-scorer.ts';
import { rescoreDue } from '../../engine/score/rescore.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { addEffect, addTask } from '../support/engine-rows.ts';

const NOW = Date.parse('2026-03-20T12:00:00+08:00');
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

const get = async (path: string) => (await world.api.get(path)).json;
/** Six months late in a row on a card that is used up. */
const LATE: Readonly<Record<string, number>> = {
  limit: 20_000,
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6].flatMap((month) => [
      [`status-${month}`, 3],
      [`bill-${month}`, 20_000],
      [`paid-${month}`, 0],
    ]),
  ),
};
async function score(owner: KnownAccount, features: Readonly<Record<string, number>>): Promise<void> {
  const { db } = world.database;
  const rows = Object.entries(features).map(([name, value]) => ({
    ...{ creditor_id: owner.creditorId, account_id: owner.accountId, name },
    ...{ as_of: '2026-03-01', value: String(value) },
  }));
  await db.insertInto('account_feature').values(rows).execute();
  await inTransaction(db, (trx) => openScores(trx, [owner.accountId]));
  await rescoreDue({ db, now: async () => world.now, scorer: openScorer(undefined) });
}

test('names classes, points, reasons, the model and its caution; lists filter by class', async () => {
  const owner = await world.account();
  const path = `/v1/accounts/${owner.name}`;
  expect(await get(`${path}/score`)).toMatchObject({ ability: { class: 'unknown' }, model: null, scoredAt: null });
  expect((await get(path)).classes).toBeNull();
  await score(owner, LATE);
  const answer = await get(`${path}/score`);
  expect(answer).toMatchObject({
    ...{ account: owner.name, missing: [], isDue: false, contested: false },
    willingness: { class: 'low', points: expect.any(Number) },
    model: { name: 'card-clients', caution: { en: expect.stringContaining('Not for production') } },
    changes: [{ before: null }],
  });
  expect(answer.reasons.length).toBeGreaterThan(2);
  for (const { words } of answer.reasons) expect([words.en, words['zh-Hans']].every(Boolean)).toBe(true);
  expect((await get(path)).classes).toEqual({ ability: answer.ability.class, willingness: 'low' });
  const listed = async (willingness: string) =>
    (await get(`/v1/accounts?willingness=${willingness}`)).map(({ account }: { account: string }) => account);
  expect([await listed('low'), await listed('high')]).toEqual([[owner.name], []]);
  expect((await world.api.get('/v1/accounts?ability=bad')).status).toBe(422);
});

test('what is missing is named, and nothing is guessed', async () => {
  const owner = await world.account();
  await score(owner, { limit: 20_000 });
  const answer = await get(`/v1/accounts/${owner.name}/score`);
  expect(answer).toMatchObject({ ability: { class: 'unknown' }, willingness: { class: 'unknown' }, probability: null });
  expect(answer.missing).toContain('status-1');
});

test('the task of a human decision shows the same reasons', async () => {
  const owner = await world.account();
  await score(owner, LATE);
  const effect = await addEffect(world.database.db, owner, {
    stage: 'review',
    step: 'classes',
    channel: 'desk',
    at: NOW,
  });
  const no = await addTask(world.database.db, owner, { kind: 'review-classes', at: NOW, effect });
  const { classes } = await get(`/v1/tasks/${no}`);
  expect(classes).toEqual(await get(`/v1/accounts/${owner.name}/score`));
});

test('an account that is not known is refused', async () => {
  expect(await world.api.get('/v1/accounts/harbour/NONE/score')).toMatchObject({
    status: 404,
    json: { code: 'unknown-account' },
  });
});
