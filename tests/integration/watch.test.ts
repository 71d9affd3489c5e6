/** While it works the invariants are asked of what just left: a lane on which one is broken is closed, the others go on. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { watchInvariants } from '../../engine/checks/watch.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';

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
