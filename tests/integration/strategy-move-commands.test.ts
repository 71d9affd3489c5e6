/** `arrears strategy move`, `moves` and `undo` against an API: what they say, and what they refuse. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { carryOnMoves } from '../../engine/strategy/carry-on-moves.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { arrears } from '../support/arrears.ts';
import { publishShipped, switchTold } from '../support/strategies.ts';

const NOW = Date.parse('2026-03-02T12:00:00+08:00');
const home = mkdtempSync(join(tmpdir(), 'arrears-move-commands-'));
let world: ApiWorld;
let gentle: string;
const environment = { ...process.env };
beforeAll(async () => {
  world = await openApiWorld(NOW);
  [gentle = ''] = await publishShipped(world.database.db, ['gentle']);
  await world.account();
  await world.account();
  const { hostname, port } = new URL(world.api.root);
  Object.assign(process.env, { HOST: hostname, PORT: port, ARREARS_HOME: home });
});
afterAll(async () => {
  process.env = environment;
  await world.close();
  rmSync(home, { recursive: true, force: true });
});

const sweep = () => carryOnMoves({ db: world.database.db, now: async () => world.now });
const move = (...words: string[]) => arrears('strategy', 'move', '--creditor', 'harbour', ...words);
const previewed = () =>
  `2 open accounts of harbour from the ladder of the code to ${gentle}, if all switched now:
  2 not contacted, or more than a day later, such as harbour/A-1, harbour/A-2
  2 in an earlier stage, or such a step less, such as harbour/A-1, harbour/A-2
  0 unchanged
Segments: everybody 2
`;

test('a preview, the move, the list and its undo', async () => {
  expect((await move('--to', gentle)).out).toBe(`${previewed()}Nothing was moved; add --yes --as NAME to move them.\n`);
  expect((await arrears('strategy', 'moves')).out).toBe('No account has moved between strategies.\n');
  const begun = await move('--to', gentle, '--at', 'next-stage', '--yes', '--as', 'Ann');
  const [, id = ''] =
    /^Move (\S+) has begun: each account switches when it would enter another stage\./m.exec(begun.out) ?? [];
  expect(begun.out.startsWith(previewed())).toBe(true);
  expect(begun.out).toContain(`npx arrears strategy undo ${id} --as NAME\n`);
  await sweep();
  const told = (await arrears('strategy', 'moves')).out.split('\n');
  expect(told[1]?.replace(/ +/g, ' ')).toMatch(
    new RegExp(`^${id} harbour none ${gentle} next-stage waiting 2 0 2 0 Ann 2026-03-02`),
  );
  await switchTold(world.database.db, id, NOW);
  await world.database.db
    .updateTable('account')
    .set({ closed_at: new Date(NOW) })
    .where('number', '=', 'A-2')
    .execute();
  const undone = await arrears('strategy', 'undo', id, '--as', 'Bob');
  expect(undone.out).toContain(`Move ${id} is undone by Bob: of 2 accounts told,`);
  await sweep();
  expect((await arrears('strategy', 'moves')).out).toContain(`\n${id}: 1 stay, closed\n`);
  expect(JSON.parse((await arrears('strategy', 'moves', '--json')).out)).toMatchObject([
    { move: id, state: 'undone', accounts: { told: 2, switched: 2, undone: 1, waiting: 0 }, undoneBy: 'Bob' },
  ]);
});

test('answers in JSON', async () => {
  const preview = JSON.parse((await move('--to', gentle, '--json')).out);
  expect(preview).toMatchObject({
    creditor: 'harbour',
    from: null,
    to: gentle,
    accounts: 1,
    segments: [{ accounts: 1 }],
  });
  const both = JSON.parse((await move('--to', gentle, '--yes', '--as', 'Ann', '--json')).out);
  expect(both).toEqual({ preview, move: expect.objectContaining({ state: 'telling', at: 'now', madeBy: 'Ann' }) });
  const undone = JSON.parse((await arrears('strategy', 'undo', both.move.move, '--as', 'Bob', '--json')).out);
  expect(undone).toMatchObject({ state: 'undoing', undoneBy: 'Bob' });
  await sweep();
});

describe('refusals', () => {
  const id = '01978c3e-5f00-7000-8000-00000000a001';
  test.each<[string, string[], number, string]>([
    ['no creditor', ['move', '--to', 'none'], 2, 'It is not said whose accounts move.'],
    ['no strategy', ['move', '--creditor', 'harbour'], 2, 'It is not said what the accounts are to follow.'],
    ['the same strategy', ['move', '--creditor', 'harbour', '--to', 'none'], 2, 'name the same strategy'],
    ['no name', ['move', '--creditor', 'harbour', '--to', 'x@1', '--yes'], 2, 'This act must carry a name.'],
    ['another moment', ['move', '--creditor', 'harbour', '--to', 'x@1', '--at', 'noon'], 2, 'now, next-stage'],
    ['a creditor that nobody knows', ['move', '--creditor', 'x', '--to', 'x@1'], 1, 'There is no creditor x.'],
    [
      'a strategy that nobody knows',
      ['move', '--creditor', 'harbour', '--to', 'x@1'],
      1,
      'No strategy x@1 was proposed here.',
    ],
    ['an undo without a name', ['undo', id], 2, 'This act must carry a name.'],
    ['an undo of what is no move', ['undo', '7', '--as', 'Bob'], 2, '"7" is no id of a move.'],
    ['an undo of a move that nobody knows', ['undo', id, '--as', 'Bob'], 1, `There is no move ${id}`],
  ])('%s', async (_, words, code, sentence) => {
    const refused = await arrears('strategy', ...words);
    expect([refused.code, refused.out]).toEqual([code, '']);
    expect(refused.err).toContain(sentence);
  });
  test.each<[string, object, string]>([
    ['no strategy', { creditor: 'harbour', from: null, at: 'now', as: 'Ann' }, 'to'],
    ['an empty strategy', { creditor: 'harbour', from: null, to: ' ', at: 'now', as: 'Ann' }, 'to'],
    ['another moment', { creditor: 'harbour', from: null, to: 'x@1', at: 'noon', as: 'Ann' }, 'at'],
    ['no name', { creditor: 'harbour', from: null, to: 'x@1', at: 'now' }, 'as'],
    [
      'the same strategy',
      { creditor: 'harbour', from: null, to: null, at: 'now', as: 'Ann' },
      'to: the accounts follow',
    ],
  ])('over HTTP: %s', async (_, body, words) => {
    const { status, json } = await world.api.post('/v1/strategy-moves', body);
    expect([status, json.code]).toEqual([422, 'invalid-request']);
    expect(json.detail).toContain(words);
  });
});
