/** Tables keep room for updates, vacuum follows their changes, and keys that carry a guarantee outlive every year. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { bySystem } from '../../domain/act.ts';
import { DAY_MS } from '../../domain/time.ts';
import { acceptEvent, parseEnvelope } from '../../engine/facts/accept-event.ts';
import { saveProviderLog } from '../../engine/restore/reconcile.ts';
import { openPool } from '../../platform/pool.ts';
import { event } from '../support/api.ts';
import { useDatabase, useTestEngine } from '../support/fixtures.ts';
import { START } from '../support/test-engine.ts';

/** Unique keys that say that something has happened. */
const GUARANTEES = ['effect', 'permit', 'fact', 'event_inbox', 'dispatch', 'accepted_elsewhere'] as const;

describe('settings of tables', () => {
  const database = useDatabase('all tests');

  test('tables that are updated often keep room on each page and are vacuumed by what changed', async () => {
    const { rows } = await sql<{ table: string; settings: string[] }>`
      select relname as table, reloptions as settings
      from pg_class
      where relkind = 'r'
        and relname in ('effect', 'account', 'permit', 'dispatch', 'person')`.execute(database.db);
    expect(rows).toHaveLength(5);
    for (const { settings } of rows)
      expect(settings).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^fillfactor=[89]0$/),
          'autovacuum_vacuum_scale_factor=0.02',
          'autovacuum_analyze_scale_factor=0.02',
        ]),
      );
  });

  test('no table is partitioned: a bare key is unique over all time', async () => {
    const { rows } = await sql`
      select relname
      from pg_class
      where relnamespace = 'public'::regnamespace
        and (relkind = 'p' or relispartition)`.execute(database.db);
    expect(rows).toEqual([]);
  });

  test('results of a tenth of all permits and dispatches, and marks of effects, leave the indexes alone', async () => {
    await database.db.connection().execute(async (own) => {
      await sql`set session_replication_role = replica`.execute(own);
      await sql`
        insert into effect (
          id, creditor_id, account_id, person_id, episode, stage, step, occurrence, channel, purpose, due_at)
        select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 'reminder', 'email-1', i,
          'email', 'demand', now()
        from generate_series(1, 5000) i`.execute(own);
      await sql`
        insert into permit (
          id, creditor_id, effect_id, account_id, attempt, verdict, reasons, facts_version, given_at, not_after,
          local_date, local_minute)
        select gen_random_uuid(), creditor_id, id, account_id, 1, 'allow', '[]', 1, now(), now(), now(), 600
        from effect`.execute(own);
      await sql`
        insert into dispatch (id, creditor_id, channel, recipient, key, kind, business_date, created_at)
        select id, creditor_id, channel, person_id, id, 'reminder/email-1', now(), now()
        from effect`.execute(own);
      await sql`update permit set ended = 'sent', ended_at = now() where no % 10 = 0`.execute(own);
      await sql`
        update dispatch set result = 'sent', sent_at = now()
        where id in (select id from effect where occurrence % 10 = 0)`.execute(own);
      await sql`update effect set queued_at = now() where occurrence % 10 = 0`.execute(own);
      await sql`select pg_stat_force_next_flush()`.execute(own);
      const { rows } = await sql<{ table: string; share: number }>`
        select relname as table, n_tup_hot_upd::float8 / n_tup_upd as share
        from pg_stat_user_tables
        where relname in ('effect', 'permit', 'dispatch')
        order by 1`.execute(own);
      expect(rows.map(({ table }) => table)).toEqual(['dispatch', 'effect', 'permit']);
      for (const { share } of rows) expect(share).toBeGreaterThan(0.8);
    });
  });
});

describe('two years later', () => {
  const engine = useTestEngine('each test');
  const log = [{ key: 'message-1', at: START, covers: ['a'.repeat(40)] }];
  const paid = parseEnvelope(event('payment', 'harbour/A-1', { amount: { currency: 'TWD', minor: '143400' } }));
  /** What happened once: a message, a payment by event, a line of a provider's log. */
  const happen = async () => {
    await engine.dueEmail();
    await engine.sendDue();
    await acceptEvent(engine.db, paid, bySystem('bank', engine.now));
    await saveProviderLog(engine.db, 'email', log);
    engine.now = START + 2 * 365 * DAY_MS;
    // As vacuum leaves them.
    const pool = openPool(engine.database.url, { size: 1 });
    await pool.query('vacuum (freeze, analyze)');
    await pool.end();
  };

  test.each(GUARANTEES)('a row of %s, inserted again under another id, is refused by the database', async (table) => {
    await happen();
    const own = ['event_inbox', 'accepted_elsewhere'].includes(table) ? {} : { id: randomUUID() };
    const named = table === 'fact' ? sql`t.external_id is not null` : sql`true`;
    const again = sql`
      insert into ${sql.table(table)}
      select (jsonb_populate_record(t, ${JSON.stringify(own)}::jsonb)).*
      from ${sql.table(table)} t
      where ${named}
      limit 1`;
    await expect(again.execute(engine.db)).rejects.toMatchObject({ code: '23505' });
  });

  test('told again, it is the duplicate that it is: nothing is recorded, nothing leaves', async () => {
    await happen();
    const before = await engine.effects();
    const answer = await acceptEvent(engine.db, paid, bySystem('bank', engine.now));
    expect(answer).toMatchObject({ repeated: true, nudge: [] });
    expect(await saveProviderLog(engine.db, 'email', log)).toBe(0);
    await engine.sendDue();
    expect(await engine.claim(before.map(({ id }) => id))).toEqual([]);
    expect(await engine.effects()).toEqual(before);
    expect(engine.letters()).toHaveLength(1);
  });
});
