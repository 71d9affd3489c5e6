/** Time passes for the accounts of a test engine, as loops, lanes and sweeps would have it. */
import { sql } from 'kysely';
import type { Instant } from '../../domain/time.ts';
import type { TestEngine } from './test-engine.ts';

/** Evaluates, claims and sends what is due, moment by moment, and ends at `until`. */
export async function live(engine: TestEngine, until: Instant): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ at: number | null }>`
      select (extract(epoch from min(least(
        case when a.evaluated_version < a.facts_version then ${new Date(engine.now)}::timestamptz end,
        a.next_evaluation_at,
        (select min(e.due_at) from effect e where e.account_id = a.id and e.state in ('planned', 'deferred'))))) * 1000
      )::float8 as at
      from account a`.execute(engine.db);
    const next = rows[0]?.at ?? null;
    if (next === null || next > until) break;
    engine.now = Math.max(engine.now, next);
    const { rows: due } = await sql<{ id: string }>`
      select id
      from account
      where next_evaluation_at <= ${new Date(engine.now)}
        or evaluated_version < facts_version`.execute(engine.db);
    if (due.length > 0) await engine.look(due.map(({ id }) => id));
    await engine.sendDue();
  }
  engine.now = Math.max(engine.now, until);
}
