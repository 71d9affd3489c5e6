/** Effects in state `unknown`: which to query, and which to give to a person. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import type { Channel } from '../../domain/channels.ts';
import { taskDueAt } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';
import { UNKNOWN_DEADLINE_MS, UNKNOWN_TASK } from '../../domain/unknown.ts';
import { LEASE_COLUMNS, type Lease } from './leases.ts';

/** Time after which an unknown effect becomes a task for a person. */
export const UNKNOWN_DEADLINE = sql`make_interval(secs => ${UNKNOWN_DEADLINE_MS / 1000}::int)`;
/** Longest pause between two queries about one effect, in wall seconds. */
const LONGEST_PAUSE_SECONDS = 600;

/** Condition: `effect e` is unknown and past its deadline at business time `now`. */
export const isOverdueUnknown = (now: Instant): RawBuilder<unknown> =>
  sql`e.state = 'unknown' and e.settled_at + ${UNKNOWN_DEADLINE} <= ${new Date(now)}`;
/**
 * Condition: neither `effect e` nor another effect of its message has an open task. A message is queried as a whole.
 */
export const hasNoTask = sql`not exists (
  select
  from task t
  join effect o on o.id = t.effect_id
  where o.dispatch_id = e.dispatch_id
    and t.kind = ${UNKNOWN_TASK}
    and t.state = 'open')`;

/**
 * Finds unknown effects of these lanes whose next query is due, and records the query. None is queried before its
 * lease has passed: until then the call may still arrive. SKIP LOCKED lets any number of workers query.
 */
export async function acquireUnknown(db: Kysely<Database>, lanes: readonly Channel[], limit: number): Promise<Lease[]> {
  const pauseSeconds = sql`least(power(2, least(e.queries, 20)), ${LONGEST_PAUSE_SECONDS}::int)`;
  const { rows } = await sql<Lease>`
    with open as (
      select id
      from effect
      where state = 'unknown'
        and query_at < clock_timestamp()
        and channel = any(${[...lanes]}::text[])
      order by query_at
      limit ${limit}
      for no key update skip locked)

    update effect e
    set queries = e.queries + 1,
      query_at = clock_timestamp() + make_interval(secs => ${pauseSeconds})
    from open, dispatch d
    where e.id = open.id
      and d.id = e.dispatch_id
    returning ${LEASE_COLUMNS}`.execute(db);
  return rows;
}

/**
 * Opens a task for each message whose outcome is still unknown at its deadline, and withdraws the tasks of messages
 * that were settled otherwise.
 */
export async function ensureUnknownTasks(db: Kysely<Database>, now: Instant): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select distinct on (e.dispatch_id) e.id
    from effect e
    where ${isOverdueUnknown(now)}
      and ${hasNoTask}
    order by e.dispatch_id, e.id`.execute(db);
  const opened = rows.map(({ id }) => ({ id: uuidv7(), effect_id: id }));
  if (opened.length > 0)
    await sql`
      insert into task (id, creditor_id, account_id, person_id, effect_id, kind, opened_at, due_at, reason)
      select r.id, e.creditor_id, e.account_id, e.person_id, e.id, ${UNKNOWN_TASK}, ${new Date(now)},
        ${new Date(taskDueAt(UNKNOWN_TASK, now))},
        'nobody knows whether ' || e.stage || '/' || e.step || ' left by ' || e.channel
          || ': ask there for the key ' || coalesce(d.key, '-')
      from ${rowsOf(opened, { id: 'uuid', effect_id: 'uuid' })}
      join effect e on e.id = r.effect_id and e.state = 'unknown'
      left join dispatch d on d.id = e.dispatch_id
      order by r.id
      on conflict (effect_id) do update
      set state = 'open',
        opened_at = excluded.opened_at,
        due_at = excluded.due_at,
        reason = excluded.reason,
        ended_at = null,
        ended_by = null,
        outcome = null
      where task.kind = ${UNKNOWN_TASK}
        and task.state <> 'open'`.execute(db);
  await sql`
    update task t
    set state = 'withdrawn', ended_at = ${new Date(now)}, reason = 'it was found out otherwise'
    from effect e
    where e.id = t.effect_id
      and t.kind = ${UNKNOWN_TASK}
      and t.state = 'open'
      and e.state <> 'unknown'`.execute(db);
}
