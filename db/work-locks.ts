/** Who works on what, in SQL. A lock is in force until its wall time has come; nobody has to free it. */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Instant } from '../domain/time.ts';
import type { Database } from './schema.ts';

/** What a lock of `task t` with its `effect e` names: for a call the person, for all else the task. */
export const CASE_ID: RawBuilder<unknown> = sql`case when e.channel = 'call' then e.person_id else t.id end`;

/** Condition: the lock `l` is in force. */
export const IS_IN_FORCE: RawBuilder<unknown> = sql`l.until_at > clock_timestamp()`;

/** A lock in force. */
export interface WorkLock {
  /** Number of the task through which it was taken. */
  task: bigint;
  holder: string;
  /** Business time. */
  takenAt: Instant;
  /** Wall time. */
  until: Instant;
}

/** The lock in force on the case of a task; null when there is none. */
export async function findWorkLock(db: Kysely<Database>, no: bigint): Promise<WorkLock | null> {
  const { rows } = await sql<WorkLock>`
    select of_lock.no as task, l.holder, l.taken_at as "takenAt", l.until_at as until
    from task t
    left join effect e on e.id = t.effect_id
    join work_lock l on l.case_id = ${CASE_ID}
    join task of_lock on of_lock.id = l.task_id
    where t.no = ${no}
      and ${IS_IN_FORCE}`.execute(db);
  return rows[0] ?? null;
}

/**
 * Locks the case of a task for so many wall minutes, unless somebody else has it. Returns until when; null when
 * somebody else has it.
 */
export async function lockWork(
  trx: Transaction<Database>,
  { no, holder, minutes, now }: { no: bigint; holder: string; minutes: number; now: Instant },
): Promise<Instant | null> {
  const { rows } = await sql<{ until: Instant }>`
    insert into work_lock as l (case_id, task_id, holder, taken_at, until_at)
    select ${CASE_ID}, t.id, ${holder}, ${new Date(now)}, clock_timestamp() + make_interval(mins => ${minutes})
    from task t
    left join effect e on e.id = t.effect_id
    where t.no = ${no}
    on conflict (case_id) do update set
      task_id = excluded.task_id, holder = excluded.holder, until_at = excluded.until_at,
      taken_at = case when ${IS_IN_FORCE} then l.taken_at else excluded.taken_at end
    where lower(l.holder) = lower(excluded.holder)
      or not (${IS_IN_FORCE})
    returning until_at as until`.execute(trx);
  return rows[0]?.until ?? null;
}

/** Frees the case of a task. */
export async function freeWork(trx: Transaction<Database>, no: bigint): Promise<void> {
  await sql`
    delete from work_lock
    where case_id = (
      select ${CASE_ID}
      from task t
      left join effect e on e.id = t.effect_id
      where t.no = ${no})`.execute(trx);
}

/** Removes some locks that ended long ago; others may remove the same ones meanwhile. */
export async function forgetWorkLocks(trx: Transaction<Database>): Promise<void> {
  await sql`
    delete from work_lock
    where case_id in (
      select case_id
      from work_lock
      where until_at < clock_timestamp() - interval '1 hour'
      order by case_id
      limit 20
      for update skip locked)`.execute(trx);
}
