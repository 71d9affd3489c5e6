/**
 * Accounts and cycles whose evaluation is late or has never run, and loops that know less than the rows of their
 * accounts. Each is nudged by one worker at a time.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { HOUR_MS, type Instant } from '../../domain/time.ts';
import { loopIsBehind, missedItsTime } from '../evaluate/told-loops.ts';

const ago = (ms: number): RawBuilder<Date> => sql`clock_timestamp() - make_interval(secs => ${ms / 1000})`;

/** An account to evaluate: in place, or by its loop. */
export interface StaleAccount {
  id: string;
  inPlace: boolean;
}

/**
 * Finds accounts whose facts are newer than their last evaluation, which are evaluated in place; but those whose loop
 * has missed its time are left to it. Finds loops that were told otherwise than the rows of their accounts say, or were
 * told nothing, `behind` at most. Marks all of them nudged.
 */
export async function acquireStale(
  db: Kysely<Database>,
  now: Instant,
  options: { limit: number; behind: number; staleMs: number; againMs: number },
): Promise<StaleAccount[]> {
  const notNudged = sql`(nudged_at is null or nudged_at < ${ago(options.againMs)})`;
  const { rows } = await sql<StaleAccount>`
    with stale as (
      select id, ${missedItsTime(now)} is not true as in_place
      from account a
      where (started_at is not null or closed_at is not null)
        and (${missedItsTime(now)}
          or (evaluated_version < facts_version and stale_since < ${ago(options.staleMs)}))
        and ${notNudged}
      order by next_evaluation_at nulls first
      limit ${options.limit}
      for no key update skip locked),

    behind as (
      select id, false as in_place
      from account a
      where ${loopIsBehind}
        and ${notNudged}
      order by told_over is null, nudged_at nulls first
      limit ${options.behind}
      for no key update skip locked),

    found as (
      select id, bool_and(in_place) as in_place
      from (select * from stale union all select * from behind) f
      group by id)

    update account a
    set nudged_at = clock_timestamp()
    from found
    where a.id = found.id
    returning a.id, found.in_place as "inPlace"`.execute(db);
  return rows;
}

/** A loop that waits for a fact only misses no timer: it is looked for in Temporal after this time, so once a day. */
const SILENT_MS = 23 * HOUR_MS;

/** Finds loops that wait for a fact only and have shown no life for so long. Marks them as alive. */
export async function acquireSilent(db: Kysely<Database>, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with silent as (
      select id
      from account
      where told_over = false
        and told_wakes_at is null
        and alive_at < ${ago(SILENT_MS)}
      order by alive_at
      limit ${limit}
      for no key update skip locked)

    update account a
    set alive_at = clock_timestamp()
    from silent
    where a.id = silent.id
    returning a.id`.execute(db);
  return rows.map((row) => row.id);
}

/** Lets the next sweep look again for loops that were not found running. */
export async function forgetAlive(db: Kysely<Database>, ids: readonly string[]): Promise<void> {
  await sql`
    update account
    set alive_at = '-infinity'
    where id in (
      select id
      from account
      where id = any(${[...ids]}::uuid[])
      for no key update skip locked)`.execute(db);
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
