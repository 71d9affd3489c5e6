/** Accounts and cycles whose evaluation is late or has never run. Each is nudged by one worker at a time. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Instant } from '../../domain/time.ts';

const ago = (ms: number): RawBuilder<Date> => sql`clock_timestamp() - make_interval(secs => ${ms / 1000})`;

/** Finds accounts whose next evaluation is past or whose facts are newer than the last one. Marks them nudged. */
export async function acquireStale(
  db: Kysely<Database>,
  now: Instant,
  options: { limit: number; staleMs: number; againMs: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with stale as (
      select id
      from account
      where (started_at is not null or closed_at is not null)
        and (next_evaluation_at <= ${new Date(now)}
          or (evaluated_version < facts_version and stale_since < ${ago(options.staleMs)}))
        and (nudged_at is null or nudged_at < ${ago(options.againMs)})
      order by next_evaluation_at nulls first
      limit ${options.limit}
      for no key update skip locked)

    update account a
    set nudged_at = clock_timestamp()
    from stale
    where a.id = stale.id
    returning a.id`.execute(db);
  return rows.map((row) => row.id);
}

/** Finds due accounts that have no workflow yet, in order of due time. Marks them started and nudged. */
export async function acquireUnstarted(db: Kysely<Database>, now: Instant, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with fresh as (
      select id
      from account
      where started_at is null
        and closed_at is null
        and next_evaluation_at <= ${new Date(now)}
      order by next_evaluation_at
      limit ${limit}
      for no key update skip locked)

    update account a
    set started_at = clock_timestamp(), nudged_at = clock_timestamp()
    from fresh
    where a.id = fresh.id
    returning a.id`.execute(db);
  return rows.map((row) => row.id);
}

/** Finds cycles that are due or have no workflow yet. Marks them started and nudged. */
export async function acquireDueCycles(db: Kysely<Database>, now: Instant, againMs: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update cycle
    set started_at = coalesce(started_at, clock_timestamp()), nudged_at = clock_timestamp()
    where (next_evaluation_at <= ${new Date(now)} or started_at is null)
      and (nudged_at is null or nudged_at < ${ago(againMs)})
    returning id`.execute(db);
  return rows.map((row) => row.id);
}
