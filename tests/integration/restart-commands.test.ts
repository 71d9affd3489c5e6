/** The commands of restarts of many accounts against an API: what they say, and what they refuse. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { releaseRestarts } from '../../engine/restarts/release-restarts.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { arrears } from '../support/arrears.ts';
import { on } from '../support/story.ts';
import { StoryWorld } from '../support/story-world.ts';

const home = mkdtempSync(join(tmpdir(), 'arrears-restart-commands-'));
/** Monday, 21 December 2026. */
const MONDAY = 294;
let world: StoryWorld;
let api: TestApi;
const environment = { ...process.env };
beforeAll(async () => {
  world = await StoryWorld.open();
  api = await openApi({ ...world.database, now: async () => world.now });
  const { hostname, port } = new URL(api.root);
  Object.assign(process.env, { HOST: hostname, PORT: port, ARREARS_HOME: home });
  await world.lender('harbour');
  const row = { as_of: on(MONDAY), dues: `${on(0)}=1434.00`, last_payment_date: on(-40) };
  await world.importRows([
    { ...row, account: 'A-1', person: 'P-1' },
    { ...row, account: 'A-2', person: 'P-2', email: 'two@example.com', phone: '+886912345602' },
  ]);
  await world.record({ subject: 'harbour/A-2', kind: 'hold', data: { until: on(400), reason: 'abroad' } });
});
afterAll(async () => {
  process.env = environment;
  await api.close();
  await world.close();
  rmSync(home, { recursive: true, force: true });
});

const PROPOSE = ['restart', 'propose', '--creditor', 'harbour', '--reason', 'taken back', '--evidence', 'file 12'];

test('a plan, a proposal, its approval, the list, the account and its end', async () => {
  expect((await arrears('restart', 'plan', '--creditor', 'harbour')).out).toBe(
    '2 accounts wait for a review of their restart, 0 in a bulk restart.\n' +
      '1 account could begin again together, such as harbour/A-1.\n' +
      'The others:\n  a hold of the account: 1 account, such as harbour/A-2\n' +
      'Propose them: npx arrears restart propose --creditor harbour --reason WORDS --evidence WORDS --as NAME\n',
  );
  expect((await arrears(...PROPOSE, '--as', 'Ann')).out).toBe(
    'Bulk restart 1 is proposed for 1 account. It releases at most 100 a working day once a second person approves it: ' +
      'npx arrears restart approve 1 --as NAME\n',
  );
  expect(await arrears('restart', 'approve', '1', '--as', 'ann')).toMatchObject({
    code: 1,
    err: 'ann asked for this and cannot approve it.\nA second person must approve.\n',
  });
  expect((await arrears('restart', 'approve', '1', '--as', 'Bob')).out).toBe(
    'Bulk restart 1 is approved by Bob: 1 account, at most 100 a working day.\n',
  );
  expect((await arrears('explain', 'harbour/A-1')).out).toContain(
    'covered by bulk restart 1, proposed by Ann, approved by Bob; 0 accounts before it',
  );
  expect((await arrears('tasks')).out).toContain('bulk restart 1, approved');
  await releaseRestarts({ db: world.db, rulebook: RULEBOOK, now: async () => world.now });
  expect((await arrears('restart')).out).toMatch(/1 +harbour +ended +0 +1 +0 +Ann +Bob +taken back/);
  expect((await arrears('restart', '1')).out).toContain('Proposed by Ann, approved by Bob.');
  expect(JSON.parse((await arrears('restart', '--json')).out)).toMatchObject([{ batch: 1, state: 'ended' }]);
  expect((await arrears('restart', 'cancel', '1', '--reason', 'late', '--as', 'Ann')).err).toBe(
    'This cannot be done now: bulk restart 1 is over.\nnpx arrears restart 1 shows it.\n',
  );
});

test.each([
  [['restart', 'propose', '--as', 'Ann'], 'It is not said whose accounts begin again.'],
  [PROPOSE.slice(0, -2), 'It is not said how contact data, creditor, owner and authority were verified.'],
  [['restart', 'cancel', '1', '--as', 'Ann'], 'It is not said why it is cancelled.'],
  [['restart', 'approve', 'one', '--as', 'Ann'], '"one" is no number of a bulk restart.'],
])('arrears %j is refused', async (words, sentence) => {
  const { code, err } = await arrears(...words);
  expect([code, err.split('\n')[0]]).toEqual([2, sentence]);
});
