/** Due effects: marked as queued, and unmarked again. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { BY_SHARED_FILE, CLAIMABLE, IN_WRITING } from '../../db/effect-sets.ts';
import { epochIsOpen } from '../../db/epoch.ts';
import { literalsOf } from '../../db/literals.ts';
import type { Database } from '../../db/schema.ts';
import { type Channel, PERSON_CHANNELS } from '../../domain/channels.ts';
import type { Instant } from '../../domain/time.ts';

/** A queue job for one due effect. */
export interface DueJob {
  id: string;
  channel: Channel;
  attempt: number;
}

/**
 * Finds due effects that are not queued (or whose job was lost) and marks them queued. SKIP LOCKED lets any number of
 * workers sweep. Of the effects due to one organisation, one per step is enough: its claim gathers the rest into one
 * file. `inOrder` is for a simulated clock.
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

/** The channels to a person in their order, and those that wait for an earlier one. */
const WAYS = sql`array[${sql.join(PERSON_CHANNELS.map((channel) => sql.lit(channel)))}]`;
const LATER_WAYS = literalsOf(PERSON_CHANNELS.slice(1));

/**
 * Makes the order independent of timing. A person's effects wait until all of the person's accounts are evaluated. A
 * channel that shares caps waits until the channels before it are through.
 */
function inOrder(now: Date): RawBuilder<unknown> {
  return sql`
        and not exists (
          select
          from account_person ap
          join account a on a.id = ap.account_id
          where ap.person_id = e.person_id
            and ap.role = 'debtor'
            and ((a.evaluated_version < a.facts_version
                and (a.started_at is not null or a.next_evaluation_at <= ${now}))
              or (a.next_evaluation_at <= ${now} and a.closed_at is null)))
        and (e.channel not in ${LATER_WAYS} or not exists (
          select
          from effect o
          left join lane ol on ol.name = o.channel
          where o.person_id = e.person_id
            and o.creditor_id = e.creditor_id
            and o.channel in ${IN_WRITING}
            and array_position(${WAYS}, o.channel) < array_position(${WAYS}, e.channel)
            and (o.state = 'claimed'
              or (o.state in ${CLAIMABLE} and o.due_at <= ${now} and ol.closed_since is null))))`;
}

/**
 * Makes jobs that could not be queued due again at the next sweep. Locked rows are skipped: they are being claimed or
 * settled, and waiting for them could deadlock because these rows are locked in no fixed order.
 */
export async function dequeue(db: Kysely<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await dequeueWhere(db, sql`id = any(${[...ids]}::uuid[])`);
}

const WAITS = sql`state in ${CLAIMABLE} and queued_at is not null`;

/** Lets the next sweep queue a lane's waiting effects again. Their earlier jobs were dropped, or will be. */
export async function dequeueLane(db: Kysely<Database>, lane: string): Promise<void> {
  await dequeueWhere(db, sql`channel = ${lane} and ${WAITS}`);
}

/** Does the same for every lane. */
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
