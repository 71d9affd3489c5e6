/** Claims, facts, evaluations and sweeps over shared persons at the same time: one order of locks, no deadlock. */
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { enqueueDue } from '../../engine/effects/fill-queue.ts';
import { useTestEngine } from '../support/fixtures.ts';

const engine = useTestEngine('each test', 24);

describe('locks', () => {
  test('many claims, facts and looks over shared persons never deadlock', async () => {
    const rows = Array.from({ length: 24 }, (_, at) => ({ account: `L-${at}`, person: `LP-${Math.floor(at / 3)}` }));
    const ids = await engine.book(rows);
    // Every account has a second person, who has others.
    await sql`
      insert into account_person (creditor_id, account_id, person_id, role)
      select a.creditor_id, a.id, (select p.id from person p where p.number <> o.number order by md5(p.number || a.number) limit 1), 'joint-debtor'
      from account a join account_person ap on ap.account_id = a.id join person o on o.id = ap.person_id on conflict do nothing`.execute(
      engine.db,
    );
    await engine.look(ids);
    const effects = (await engine.effects('email-1')).map((effect) => effect.id);
    const pick = <T>(list: readonly T[], seed: number): T => list[(seed * 7919) % list.length] as T;
    const ends = performance.now() + 4000;
    let acts = 0;
    const acting = Array.from({ length: 16 }, async (_, who) => {
      for (let turn = who; performance.now() < ends; turn += 16) {
        acts += 1;
        const some = [pick(ids, turn), pick(ids, turn + 1), pick(ids, turn + 5)];
        const name = `harbour/L-${(turn * 5) % 24}`;
        if (turn % 5 === 0) await engine.record('payment', { amount: { currency: 'TWD', minor: '100' } }, name);
        else if (turn % 5 === 1) await engine.record(turn % 2 === 0 ? 'stop' : 'start', { channel: 'sms' }, name);
        else if (turn % 5 === 2) await engine.look([...new Set(some)]);
        else if (turn % 5 === 3)
          await engine.sendClaimed(await engine.claim([pick(effects, turn), pick(effects, turn + 3)]));
        else await enqueueDue({ ...engine.sweepDeps(), enqueue: async (jobs) => jobs });
      }
    });
    await Promise.all(acting);
    const { rows: found } = await sql<{ deadlocks: number }>`
      select deadlocks::int from pg_stat_database where datname = current_database()`.execute(engine.db);
    expect(found[0]?.deadlocks).toBe(0);
    expect(acts).toBeGreaterThan(40);
    expect(await engine.violations()).toEqual([]);
  });
});
