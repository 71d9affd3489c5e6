/** Effects that are due: taken into the queue and out of it. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { BY_SHARED_FILE, CLAIMABLE, IN_WRITING } from '../../db/effect-sets.ts';
import { epochIsOpen } from '../../db/epoch.ts';
import { literalsOf } from '../../db/literals.ts';
import type { Database } from '../../db/schema.ts';
import { type Channel, PERSON_CHANNELS } from '../../domain/channels.ts';
import type { Instant } from '../../domain/time.ts';

export interface DueJob {
  id: string;
  channel: Channel;
  attempt: number;
}

/**
 * Takes effects that are due and not in the queue (or whose job got lost) and marks them queued. Batches by SKIP
 * LOCKED: any number of workers may sweep. Of what is due to one organisation one effect is enough: its claim gathers
 * the rest into one file. `inOrder`: for a simulated clock.
 */
export async function acquireDue(
  db: Kysely<Database>,
  now: Instant,
  options: { limit: number; requeueAfterMs: number; accountIds?: readonly string[]; inOrder?: boolean },
): Promise<DueJob[]> {
  const ordered = options.inOrder ? inOrder(new Date(now)) : sql``;
  const requeued = sql`clock_timestamp() - make_interval(secs => ${options.requeueAfterMs / 1000})`;
  const only = options.accountIds ? sql`and e.account_id = any(${[...options.accountIds]}::uuid[])` : sql``;
  const { rows } = await sql<DueJob>`
    with due as (
      select e.id
      from effect e
      left join lane l on l.name = e.channel
      where e.state in ${CLAIMABLE}
        and e.due_at <= ${new Date(now)}
        and l.closed_since is null
        and ${epochIsOpen}
        and (l.paused_until is null or l.paused_until < clock_timestamp())
        ${only}
        ${ordered}
        and (e.channel not in ${BY_SHARED_FILE} or e.id in (
          select distinct on (o.creditor_id, o.channel, o.recipient, o.step) o.id
          from effect o
          where o.channel in ${BY_SHARED_FILE}
            and o.state in ${CLAIMABLE}
            and o.due_at <= ${new Date(now)}
          order by o.creditor_id, o.channel, o.recipient, o.step, o.id))
        and (e.queued_at is null or e.queued_at < ${requeued})
      order by e.due_at
      limit ${options.limit}
      for no key update of e skip locked)

    update effect e
    set queued_at = clock_timestamp()
    from due
    where e.id = due.id
    returning e.id, e.channel, e.attempt + 1 as attempt`.execute(db);
  return rows;
}

/** Channels that reach a person, in order, and those that wait for one before them. */
const WAYS = sql`array[${sql.join(PERSON_CHANNELS.map((channel) => sql.lit(channel)))}]`;
const LATER_WAYS = literalsOf(PERSON_CHANNELS.slice(1));

/**
 * Makes the result independent of timing, for a simulated clock: skips a person while one of their accounts waits for
 * an evaluation, and of the channels that share caps acquires the next only when the one before is settled.
 */
function inOrder(now: Date): RawBuilder<unknown> {
  return sql`
        and not exists (
          select from account_person ap
          join account a on a.id = ap.account_id
          where ap.person_id = e.person_id
            and ((a.evaluated_version < a.facts_version
                and (a.started_at is not null or a.next_evaluation_at <= ${now}))
              or (a.next_evaluation_at <= ${now} and a.closed_at is null)))
        and (e.channel not in ${LATER_WAYS} or not exists (
          select from effect o
          left join lane ol on ol.name = o.channel
          where o.person_id = e.person_id
            and o.creditor_id = e.creditor_id
            and o.channel in ${IN_WRITING}
            and array_position(${WAYS}, o.channel) < array_position(${WAYS}, e.channel)
            and (o.state = 'claimed'
              or (o.state in ${CLAIMABLE} and o.due_at <= ${now} and ol.closed_since is null))))`;
}

/**
 * A job that could not be queued is due again at the next sweep. A row that somebody holds is being claimed or settled:
 * waiting for it could deadlock, since these are locked in no order.
 */
export async function dequeue(db: Kysely<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await dequeueWhere(db, sql`id = any(${[...ids]}::uuid[])`);
}

const WAITS = sql`state in ${CLAIMABLE} and queued_at is not null`;

/** What waits on the lane is queued anew by the next sweep: its jobs were dropped, or will be. */
export async function dequeueLane(db: Kysely<Database>, lane: string): Promise<void> {
  await dequeueWhere(db, sql`channel = ${lane} and ${WAITS}`);
}

/** The same for every lane. */
export async function dequeueAll(db: Kysely<Database>): Promise<void> {
  await dequeueWhere(db, WAITS);
}

async function dequeueWhere(db: Kysely<Database>, condition: RawBuilder<unknown>): Promise<void> {
  await sql`
    with waiting as (
      select id
      from effect
      where ${condition}
      for no key update skip locked)

    update effect e
    set queued_at = null
    from waiting
    where e.id = waiting.id`.execute(db);
}
