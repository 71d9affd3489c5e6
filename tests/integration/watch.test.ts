/**
 * While it works the invariants are asked of what just left: a lane on which one is broken is closed, the others go on.
 */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { watchInvariants } from '../../engine/checks/watch.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { forgetting } from '../support/forgetting.ts';

const engine = useTestEngine('each test', 4);

test('a lane on which something left twice is closed and says why', async () => {
  const said: object[] = [];
  const round = watchInvariants({
    db: engine.db,
    rulebook: RULEBOOK,
    warn: (words, fields) => void said.push({ words, ...fields }),
  });
  await round();
  await engine.look(
    await engine.book([{ account: 'A-1' }, { account: 'A-2', person: 'P-2', email: '', phone: '+886 912 345 678' }]),
  );
  await engine.sendDue();
  await round();
  expect(said).toEqual([]);
  const { id } = await engine.effect('email-1');
  await sql`
    insert into permit (id, creditor_id, effect_id, account_id, attempt, verdict, reasons, facts_version, given_at, not_after, local_date, local_minute, ended)
    select gen_random_uuid(), creditor_id, effect_id, account_id, 2, verdict, reasons, facts_version, given_at, not_after, local_date, local_minute, 'sent'
    from permit where effect_id = ${id}::uuid`.execute(engine.db);
  await round();
  expect(said).toMatchObject([{ invariant: 'one-send-per-key', lane: 'email', account: 'harbour/A-1' }]);
  const closed = await findStuck(engine.db, engine.now, { code: 'lane-closed' });
  expect(closed.map((stuck) => stuck.cause)).toEqual([
    expect.stringContaining('the lane email is closed: one-send-per-key'),
  ]);
});

test('what was there before the watch began is the business of check', async () => {
  await engine.look(await engine.book([{}]));
  await engine.sendDue();
  await sql`update permit set local_minute = 1400`.execute(engine.db);
  const said: string[] = [];
  const round = watchInvariants({ db: engine.db, rulebook: RULEBOOK, warn: (words) => void said.push(words) });
  await round();
  await round();
  expect(said).toEqual([]);
});

test('what left against the law closes its lane once its call has ended', async () => {
  const said: object[] = [];
  const warn = (words: string, fields: object) => void said.push({ words, ...fields });
  const round = watchInvariants({ db: engine.db, rulebook: RULEBOOK, warn });
  await round();
  await upsertCreditors(engine.db, [{ ...TEST_CREDITOR, terms: { ...TEST_CREDITOR.terms, actsAs: 'agency' } }]);
  const ids = await engine.book([{}]);
  await sql`update person set country = 'US', region = 'CA'`.execute(engine.db);
  engine.chosen = forgetting();
  await engine.look(ids);
  await engine.sendDue();
  for (let times = 0; times < 19; times += 1) await round();
  expect(said).toEqual([]);
  await round();
  expect(said).toContainEqual(
    expect.objectContaining({
      invariant: 'lawful-when-sent',
      lane: 'email',
      account: 'harbour/A-1',
      evidence: expect.stringContaining('against US-EMAIL-01'),
    }),
  );
});
