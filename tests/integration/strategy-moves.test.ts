/** Moves between strategies: who is told and when, what an undo takes back, and what stays. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson } from '../../domain/act.ts';
import type { StrategyMoveView } from '../../domain/contracts/strategy-move.ts';
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import { HOUR_MS } from '../../domain/time.ts';
import { carryOnMoves } from '../../engine/strategy/carry-on-moves.ts';
import { listMoves, showMove } from '../../engine/strategy/list-moves.ts';
import { startMove, undoMove } from '../../engine/strategy/moves.ts';
import { retireStrategy } from '../../engine/strategy/strategy-versions.ts';
import { rulebookWith } from '../../stages/rules.ts';
import { addEffect, addPlacement, ownerOf } from '../support/engine-rows.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { publishShipped, switchTold } from '../support/strategies.ts';
import { waitForLocks } from '../support/test-engine.ts';

const engine = useTestEngine('each test');
let gentle: string;
let standard: string;
beforeEach(async () => {
  const rulebook = rulebookWith(SHIPPED_RULES);
  engine.chosen = rulebook;
  const names = ['gentle', 'standard'] as const;
  [gentle = '', standard = ''] = await publishShipped(engine.db, names);
});

interface Terms {
  creditor?: string;
  from?: string | null;
  to?: string | null;
  at?: 'now' | 'next-stage';
}
const start = (terms: Terms = {}) =>
  startMove(
    engine.db,
    { creditor: 'harbour', from: null, to: gentle, at: 'now', ...terms },
    byPerson('ann', engine.now),
  );
const undo = (move: string) => undoMove(engine.db, move, byPerson('bob', engine.now));
const sweep = (batch?: number) => carryOnMoves({ db: engine.db, now: engine.clock }, batch);
const row = (n: number, more = {}) => ({ account: `A-${n}`, person: `P-${n}`, email: `p${n}@example.com`, ...more });
const book = (...numbers: number[]) => engine.book(numbers.map((n) => row(n)));
/** What was stored of each account, by number. */
async function accounts() {
  const { rows } = await sql<{ number: string; strategy: string | null; move: string | null; stale: boolean }>`
    select number, strategy, strategy_move as move, evaluated_version < facts_version as stale
    from account
    order by number`.execute(engine.db);
  return Object.fromEntries(rows.map(({ number, ...rest }) => [number, rest]));
}
const close = (number: string) =>
  sql`
    update account
    set closed_at = ${new Date(engine.now)}
    where number = ${number}`.execute(engine.db);
/** Evaluates the accounts that wait for a move, as their loops do. */
async function lookAtTold(move: string): Promise<void> {
  const waiting = await engine.db.selectFrom('account').select('id').where('strategy_move', '=', move).execute();
  await engine.look(waiting.map(({ id }) => id));
}
/** A move whose accounts all switched an hour ago. */
async function switched(terms: Terms = {}): Promise<string> {
  const move = await start(terms);
  await sweep();
  await lookAtTold(move);
  engine.now += HOUR_MS;
  return move;
}
const COUNTS = { told: 0, waiting: 0, switched: 0, undone: 0 };

describe('a move', () => {
  test('is refused with the reason: creditor, strategies, state', async () => {
    await expect(start({ creditor: 'nobody' })).rejects.toMatchObject({ code: 'unknown-creditor' });
    await expect(start({ to: 'gentle@0' })).rejects.toMatchObject({ code: 'unknown-strategy' });
    await expect(start({ from: 'gentle@0', to: null })).rejects.toMatchObject({ code: 'unknown-strategy' });
    for (const same of [null, gentle])
      await expect(start({ from: same, to: same })).rejects.toMatchObject({ code: 'invalid-request' });
    await sql`update strategy_version set retired_by = 'ann', retired_at = now() where id = ${gentle}`.execute(
      engine.db,
    );
    await expect(start()).rejects.toMatchObject({ message: expect.stringContaining(`${gentle} is retired`) });
    await sql`
      update strategy_version
      set revision = null, approved_by = null, published_at = null
      where id = ${standard}`.execute(engine.db);
    await expect(start({ to: standard })).rejects.toMatchObject({ message: expect.stringContaining('not published') });
    expect(await listMoves(engine.db)).toEqual([]);
  });

  test('tells the open accounts of the creditor that follow the old strategy, and has them evaluated', async () => {
    await engine.look([...(await book(1, 2, 3, 4)), ...(await engine.book([row(5, { creditor: 'lantern' })]))]);
    await close('A-2');
    await sql`update account set strategy = ${standard} where number = 'A-3'`.execute(engine.db);
    const move = await start({ at: 'next-stage' });
    expect(await showMove(engine.db, move)).toMatchObject({ state: 'telling', accounts: COUNTS });
    await sweep();
    const left = { move: null, stale: false };
    expect(await accounts()).toEqual({
      'A-1': { strategy: null, move, stale: true },
      'A-2': { strategy: null, ...left },
      'A-3': { strategy: standard, ...left },
      'A-4': { strategy: null, move, stale: true },
      'A-5': { strategy: null, ...left },
    });
    expect(await listMoves(engine.db)).toEqual([
      {
        ...{ move, creditor: 'harbour', from: null, to: gentle, at: 'next-stage', state: 'waiting' },
        ...{ madeBy: 'ann', madeAt: new Date(engine.now).toISOString(), undoneBy: null, undoneAt: null },
        ...{ accounts: { ...COUNTS, told: 2, waiting: 2 }, kept: [] },
      },
    ]);
    await close('A-4');
    await switchTold(engine.db, move, engine.now);
    expect(await showMove(engine.db, move)).toMatchObject({
      state: 'ended',
      accounts: { ...COUNTS, told: 2, switched: 1 },
    });
  });

  test('goes on batch by batch, also with what is imported meanwhile, and ends', async () => {
    await book(1, 2, 3);
    const move = await start();
    await sweep(2);
    expect(await showMove(engine.db, move)).toMatchObject({ state: 'telling', accounts: { told: 2 } });
    await book(4);
    await sweep(2);
    await sweep(2);
    expect(await showMove(engine.db, move)).toMatchObject({ state: 'waiting', accounts: { told: 4, waiting: 4 } });
    await book(5);
    await sweep(2);
    expect(await showMove(engine.db, move)).toMatchObject({ accounts: { told: 4 } });
    expect(Object.values(await accounts()).map((account) => account.move)).toEqual([move, move, move, move, null]);
  });

  test('waits for no other of the same creditor and strategy; only one of two at once begins', async () => {
    await book(1);
    const begun = await Promise.allSettled([start(), start({ to: standard })]);
    expect(begun.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [open] = await listMoves(engine.db);
    await sweep();
    await expect(start()).rejects.toMatchObject({
      code: 'not-allowed-now',
      message: expect.stringContaining('a move of harbour from the ladder of the code is not over'),
      remedy: expect.stringContaining(`npx arrears strategy undo ${open?.move}`),
    });
    await start({ creditor: 'lantern' });
    await lookAtTold(open?.move ?? '');
    await start({ to: open?.to === gentle ? standard : gentle });
  });
});

test('an account is in one move: told, closed and collected again, it is left to the first', async () => {
  await book(1);
  const first = await start();
  await sweep();
  await close('A-1');
  expect(await showMove(engine.db, first)).toMatchObject({ state: 'ended', accounts: { waiting: 0 } });
  const second = await start({ to: standard });
  await sql`update account set closed_at = null`.execute(engine.db);
  await sweep();
  expect((await accounts())['A-1']).toMatchObject({ move: first });
  expect(await showMove(engine.db, second)).toMatchObject({ accounts: { told: 0 } });
});

test('the strategy to which a move goes on is not retired; after the move it may be', async () => {
  const ids = await book(1);
  const move = await start();
  const retire = () => retireStrategy(engine.db, gentle, byPerson('ann', engine.now));
  await expect(retire()).rejects.toMatchObject({
    message: expect.stringContaining(`move ${move} to ${gentle} goes on`),
  });
  await sweep();
  await expect(retire()).rejects.toMatchObject({ code: 'not-allowed-now' });
  await engine.look(ids);
  await retire();
  expect((await accounts())['A-1']).toMatchObject({ strategy: gentle });
});

describe('an undo', () => {
  test('ends the telling, and who waits waits no longer', async () => {
    await book(1, 2);
    const move = await start();
    await sweep();
    await sql`update strategy_move set told_at = null`.execute(engine.db);
    await undo(move);
    await book(3);
    expect(await showMove(engine.db, move)).toMatchObject({ state: 'undoing', undoneBy: 'bob' });
    await expect(undo(move)).rejects.toMatchObject({ code: 'not-allowed-now' });
    await expect(start()).rejects.toMatchObject({ code: 'not-allowed-now' });
    await sweep();
    await sweep();
    expect(Object.values(await accounts()).map((account) => account.move)).toEqual([null, null, null]);
    expect(await showMove(engine.db, move)).toMatchObject({
      state: 'undone',
      accounts: { ...COUNTS, told: 2, undone: 2 },
    });
    await start();
  });

  test('of a move that nobody knows is refused', () =>
    expect(undo('01978c3e-5f00-7000-8000-00000000a001')).rejects.toMatchObject({ code: 'unknown-move' }));

  test('takes switched accounts back, once, with a row that says why', async () => {
    const [id = ''] = await book(1);
    const move = await switched();
    await engine.look([id]);
    await undo(move);
    await sweep();
    await sweep();
    expect(await accounts()).toEqual({ 'A-1': { strategy: null, move: null, stale: true } });
    const { rows } = await sql`
      select move_id, strategy_before, segment_before, strategy_after, segment_after, because
      from segment_change
      order by no desc
      limit 1`.execute(engine.db);
    expect(rows).toEqual([
      {
        ...{ move_id: move, strategy_before: gentle, segment_before: 'everybody' },
        ...{ strategy_after: null, segment_after: null },
        because: { v: 1, because: [{ code: 'move-undone', words: `the move to ${gentle} was undone` }] },
      },
    ]);
    expect(await showMove(engine.db, move)).toMatchObject({
      state: 'undone',
      accounts: { ...COUNTS, told: 1, switched: 1, undone: 1 },
      kept: [],
    });
  });

  test('leaves what happened under the new strategy: sent, handed over, closed, moved on', async () => {
    await book(1, 2, 3, 4, 5, 6, 7, 8, 9);
    const move = await switched();
    const ownerOfNo = (n: number) => ownerOf(engine.db, `harbour/A-${n}`);
    await addEffect(engine.db, await ownerOfNo(1), { stage: 'sms', step: 'sms-10', channel: 'sms', at: engine.now });
    const unknown = { stage: 'sms', step: 'sms-14', channel: 'sms', state: 'unknown', at: engine.now } as const;
    await addEffect(engine.db, await ownerOfNo(2), unknown);
    await addPlacement(engine.db, await ownerOfNo(3), engine.now);
    await close('A-4');
    const next = await start({ from: gentle, to: standard, at: 'next-stage' });
    await sql`update account set strategy_move = ${next}::uuid where number = 'A-5'`.execute(engine.db);
    // Before the switch, planned only, for staff, or taken back: nothing that the old strategy would not know of.
    const early = engine.now - 2 * HOUR_MS;
    await addEffect(engine.db, await ownerOfNo(6), { stage: 'sms', step: 'sms-10', channel: 'sms', at: early });
    const planned = { stage: 'sms', step: 'sms-14', channel: 'sms', state: 'planned', at: engine.now } as const;
    await addEffect(engine.db, await ownerOfNo(7), planned);
    await addEffect(engine.db, await ownerOfNo(8), {
      stage: 'legal',
      step: 'approval',
      channel: 'desk',
      at: engine.now,
    });
    const recall = { stage: 'agency', step: 'recall', channel: 'agency', at: engine.now } as const;
    const recalled = await addEffect(engine.db, await ownerOfNo(9), recall);
    await sql`update effect set purpose = 'undo' where id = ${recalled}::uuid`.execute(engine.db);
    await undo(move);
    await sweep();
    expect(await showMove(engine.db, move)).toMatchObject({
      accounts: { told: 9, switched: 9, undone: 4 },
      kept: [
        { reason: 'closed', accounts: 1 },
        { reason: 'moved-on', accounts: 1 },
        { reason: 'handed-over', accounts: 1 },
        { reason: 'contacted', accounts: 2 },
      ],
    });
    const strategies = Object.values(await accounts()).map(({ strategy }) => strategy);
    expect(strategies).toEqual([gentle, gentle, gentle, gentle, gentle, null, null, null, null]);
  });

  test('leaves accounts that another move brought elsewhere and back', async () => {
    await book(1);
    const first = await switched();
    await switched({ from: gentle, to: standard });
    await switched({ from: standard, to: gentle });
    await undo(first);
    await sweep();
    expect((await showMove(engine.db, first)).kept).toEqual([{ reason: 'moved-on', accounts: 1 }]);
    expect((await accounts())['A-1']).toMatchObject({ strategy: gentle });
  });

  test('brings nobody back to a retired strategy; who has not left it stays there', async () => {
    await book(1, 2);
    await sql`update account set strategy = ${standard}`.execute(engine.db);
    const move = await start({ from: standard, at: 'next-stage' });
    await sweep();
    await sql`update account set strategy_move = null where number = 'A-2'`.execute(engine.db);
    await lookAtTold(move);
    await sql`update account set strategy_move = ${move}::uuid where number = 'A-2'`.execute(engine.db);
    await sql`update strategy_version set retired_by = 'ann', retired_at = now() where id = ${standard}`.execute(
      engine.db,
    );
    await undo(move);
    await sweep();
    expect(await showMove(engine.db, move)).toMatchObject({
      accounts: { undone: 1 },
      kept: [{ reason: 'retired', accounts: 1 }],
    });
    expect(await accounts()).toMatchObject({ 'A-1': { strategy: gentle }, 'A-2': { strategy: standard, move: null } });
  });

  test('goes batch by batch, and adds up what stays', async () => {
    const [first, , last] = (await book(1, 2, 3)).sort();
    const move = await switched();
    await sql`update account set closed_at = now() where id in (${first}::uuid, ${last}::uuid)`.execute(engine.db);
    await undo(move);
    await sweep(2);
    expect(await showMove(engine.db, move)).toMatchObject({ state: 'undoing', accounts: { undone: 1 } });
    await sweep(2);
    const expected: Partial<StrategyMoveView> = {
      state: 'undone',
      accounts: { told: 3, waiting: 0, switched: 3, undone: 1 },
      kept: [{ reason: 'closed', accounts: 2 }],
    };
    expect(await showMove(engine.db, move)).toMatchObject(expected);
  });
});

describe('locks', () => {
  test('a sweep that waits for an account lets the evaluation of it carry out the move', async () => {
    const [id = ''] = await book(1);
    const move = await start();
    await sweep();
    await undo(move);
    let swept: Promise<void> = Promise.resolve();
    await engine.db.transaction().execute(async (trx) => {
      await sql`select id from account where id = ${id}::uuid for no key update`.execute(trx);
      swept = sweep();
      await waitForLocks(engine, 1);
      await switchTold(trx, move, engine.now);
    });
    await swept;
    // It switched before it was taken back, so it goes back.
    expect((await accounts())['A-1']).toMatchObject({ strategy: null, move: null });
    expect(await showMove(engine.db, move)).toMatchObject({ accounts: { switched: 1, undone: 1 } });
  });

  test('an undo waits for the batch that is told, another sweep passes by', async () => {
    const [id = ''] = await book(1);
    const move = await start();
    let all: Promise<unknown> = Promise.resolve();
    await engine.db.transaction().execute(async (trx) => {
      await sql`select id from account where id = ${id}::uuid for no key update`.execute(trx);
      const told = sweep();
      await waitForLocks(engine, 1);
      await sweep();
      const undone = undo(move);
      await waitForLocks(engine, 2);
      all = Promise.all([told, undone]);
    });
    await all;
    expect((await accounts())['A-1']).toMatchObject({ move });
    await sweep();
    expect(await showMove(engine.db, move)).toMatchObject({ state: 'undone', accounts: { told: 1, undone: 1 } });
  });

  test('an account that closes while a sweep waits for it is not told', async () => {
    const [id = ''] = await book(1, 2);
    const move = await start();
    let told: Promise<void> = Promise.resolve();
    await engine.db.transaction().execute(async (trx) => {
      await sql`update account set closed_at = now() where id = ${id}::uuid`.execute(trx);
      told = sweep();
      await waitForLocks(engine, 1);
    });
    await told;
    expect(await accounts()).toMatchObject({ 'A-1': { move: null }, 'A-2': { move } });
    expect(await showMove(engine.db, move)).toMatchObject({ accounts: { told: 1 } });
  });
});
