/** A preview of a move between strategies: both decisions of each account, compared. Changes nothing. */
import { beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import type { LawfulRulebook } from '../../domain/rules.ts';
import { followPublished } from '../../engine/law/follow-rules.ts';
import type { MoveTerms } from '../../engine/strategy/moves.ts';
import { previewMove } from '../../engine/strategy/preview-move.ts';
import { readClasses } from '../../engine/strategy/read-classes.ts';
import { rulebookWith } from '../../stages/rules.ts';
import { Untouched } from '../support/bad-input.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { publishShipped } from '../support/strategies.ts';

const engine = useTestEngine('each test');
let rulebook: LawfulRulebook;
let gentle: string;
let standard: string;
beforeEach(async () => {
  rulebook = rulebookWith(SHIPPED_RULES);
  engine.chosen = rulebook;
  const names = ['gentle', 'standard'] as const;
  [gentle = '', standard = ''] = await publishShipped(engine.db, names);
  await followPublished(engine.db, rulebook);
});

const row = (n: number, more = {}) => ({ account: `A-${n}`, person: `P-${n}`, email: `p${n}@example.com`, ...more });
const book = (...numbers: number[]) => engine.book(numbers.map((n) => row(n)));
const preview = (terms: Partial<MoveTerms> & { after?: string } = {}) =>
  previewMove(engine.db, rulebook, { creditor: 'harbour', from: null, to: gentle, ...terms }, engine.now);

test('counts what accounts would feel, names some by number, and changes nothing', async () => {
  await engine.look(await book(1, 2));
  await engine.book([row(3, { dues: '', account: 'A-3' }), row(4, { creditor: 'lantern' })]);
  const untouched = new Untouched(engine.database);
  await untouched.remember();
  const names = ['harbour/A-1', 'harbour/A-2'];
  expect(await preview()).toEqual({
    ...{ creditor: 'harbour', from: null, to: gentle, accounts: 3, unchanged: 1, failed: 0 },
    kinds: [
      { kind: 'contacted', accounts: 0, examples: [] },
      { kind: 'skipped', accounts: 2, examples: names },
      { kind: 'escalated', accounts: 0, examples: [] },
      { kind: 'relieved', accounts: 2, examples: names },
    ],
    segments: [{ segment: 'everybody', accounts: 3 }],
    next: null,
  });
  await untouched.check();
});

test('of a strategy that writes the ladder of the code out finds no difference, both ways', async () => {
  const ids = (await book(1, 2, 3)).sort();
  expect(await preview({ to: standard })).toMatchObject({ accounts: 3, unchanged: 3, failed: 0 });
  await sql`update account set strategy = ${standard}, segment = 'everybody', segment_since = '2026-03-02'`.execute(
    engine.db,
  );
  const back = { from: standard, to: null };
  expect(await preview(back)).toMatchObject({ accounts: 3, unchanged: 3, segments: [] });
  expect(await preview({ ...back, after: ids.toSorted()[1] ?? '' })).toMatchObject({ accounts: 1 });
  expect(await preview()).toMatchObject({ accounts: 0 });
});

test('counts accounts under a strategy that this process does not know as failed', async () => {
  await book(1);
  await sql`update account set strategy = ${standard}`.execute(engine.db);
  const known = rulebook.strategies.named(gentle);
  rulebook.strategies.renew(2, known === undefined ? [] : [known]);
  expect(await preview({ from: standard, to: gentle })).toMatchObject({ accounts: 1, failed: 1 });
});

test('reads the stored classes; unknown where there are none', async () => {
  const [first = '', second = ''] = await book(1, 2);
  await sql`
    insert into account_score (account_id, creditor_id, ability, willingness)
    select id, creditor_id, 'high', 'low'
    from account
    where id = ${first}::uuid
    on conflict (account_id) do update set ability = 'high', willingness = 'low'`.execute(engine.db);
  expect(await readClasses(engine.db, [first, second])).toEqual(
    new Map([
      [first, { ability: 'high', willingness: 'low' }],
      [second, { ability: 'unknown', willingness: 'unknown' }],
    ]),
  );
  expect(await readClasses(engine.db, [])).toEqual(new Map());
});

test('is refused as the move would be', async () => {
  await expect(preview({ to: null })).rejects.toMatchObject({ code: 'invalid-request' });
  await sql`update strategy_version set retired_by = 'ann', retired_at = now() where id = ${gentle}`.execute(engine.db);
  await expect(preview()).rejects.toMatchObject({ code: 'not-allowed-now' });
  rulebook.strategies.renew(2, []);
  await expect(preview({ to: standard })).rejects.toMatchObject({ code: 'unknown-strategy' });
});
