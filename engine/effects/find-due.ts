/** Due effects: marked as queued, and unmarked again. */
import { randomUUID } from 'node:crypto';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { CLAIMABLE, IN_WRITING } from '../../db/effect-sets.ts';
import { epochIsOpen } from '../../db/epoch.ts';
import { literalsOf } from '../../db/literals.ts';
import type { Database } from '../../db/schema.ts';
import { CHANNELS, type Channel, isSharedFileChannel, PERSON_CHANNELS } from '../../domain/channels.ts';
import { groupBy } from '../../domain/group.ts';
import type { Instant } from '../../domain/time.ts';

/** A job of the queue: due effects of one lane that are claimed together. */
export interface DueJob {
  id: string;
  channel: Channel;
  effectIds: string[];
}

/** Which effects to acquire. */
interface DueSearch {
  lane: Channel;
  /** Most effects. */
  limit: number;
  /** Most effects a job. */
  aJob: number;
  /** Wall milliseconds after which the job of a waiting effect is taken for lost. */
  requeueAfterMs: number;
  /** Only effects of these accounts. */
  accountIds?: readonly string[] | undefined;
  /** For a simulated clock: makes the order independent of timing. */
  inOrder?: boolean;
}

const ofAccounts = (accountIds: readonly string[] | undefined): RawBuilder<unknown> =>
  accountIds ? sql`and e.account_id = any(${[...accountIds]}::uuid[])` : sql``;

/** The lanes that have due effects. */
export async function findDueLanes(
  db: Kysely<Database>,
  now: Instant,
  accountIds?: readonly string[],
): Promise<Channel[]> {
  const { rows } = await sql<{ lane: Channel }>`
    select lane
    from unnest(${[...CHANNELS]}::text[]) as lane
    where ${epochIsOpen}
      and exists (
        select
        from effect e
        where e.channel = lane
          and e.state in ${CLAIMABLE}
          and e.due_at <= ${new Date(now)}
          ${ofAccounts(accountIds)})`.execute(db);
  return rows.map((row) => row.lane);
}

/**
 * Finds due effects of a lane that are in no job, or whose job was lost, and marks them as queued. A job that may still
 * wait in the queue keeps its id, so that adding it again adds nothing. SKIP LOCKED lets any number of workers sweep.
 * Of the effects due to an organisation, the first of each step is enough: its claim gathers the rest into a file.
 */
export async function acquireDue(db: Kysely<Database>, now: Instant, search: DueSearch): Promise<DueJob[]> {
  const requeued = sql`clock_timestamp() - make_interval(secs => ${search.requeueAfterMs / 1000})`;
  const jobs = Array.from({ length: Math.ceil(search.limit / search.aJob) }, () => randomUUID());
  const { rows } = await sql<{ id: string; job: string; no: bigint }>`
    with due as (
      select e.id, e.person_id, e.due_at
      from effect e
      left join lane l on l.name = e.channel
      where e.channel = ${search.lane}
        and e.state in ${CLAIMABLE}
        and e.due_at <= ${new Date(now)}
        and l.closed_since is null
        and ${epochIsOpen}
        and (l.paused_until is null or l.paused_until < clock_timestamp())
        ${ofAccounts(search.accountIds)}
        ${search.inOrder ? inOrder(new Date(now)) : sql``}
        ${isSharedFileChannel(search.lane) ? firstOfEachFile(search.lane, now) : sql``}
        and (e.queued_at is null or e.queued_at < ${requeued})
      order by e.due_at
      limit ${search.limit}
      for no key update of e skip locked),

    numbered as (
      select id, row_number() over (order by due_at, person_id, id) as no
      from due)

    update effect e
    set queued_at = clock_timestamp(),
      job = coalesce(e.job, (${jobs}::uuid[])[1 + (n.no - 1) / ${search.aJob}::int])
    from numbered n
    where e.id = n.id
    returning e.id, e.job, n.no`.execute(db);
  const ordered = rows.sort((a, b) => Number(a.no - b.no));
  return [...groupBy(ordered, (row) => row.job)].map(([id, effects]) => ({
    id,
    channel: search.lane,
    effectIds: effects.map((effect) => effect.id),
  }));
}

/** The first effect of each file that is due to leave. */
const firstOfEachFile = (lane: Channel, now: Instant): RawBuilder<unknown> => sql`
        and e.id in (
          select distinct on (o.creditor_id, o.recipient, o.step) o.id
          from effect o
          where o.channel = ${lane}
            and o.state in ${CLAIMABLE}
            and o.due_at <= ${new Date(now)}
          order by o.creditor_id, o.recipient, o.step, o.id)`;

/**
 * Takes a job's effects out of the queue: those that still wait under it. A worker that is gone before it has claimed
 * them is noticed by the time at which they were taken.
 */
export async function takeJob(db: Kysely<Database>, job: Pick<DueJob, 'id' | 'effectIds'>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with waiting as (
      select id
      from effect
      where id = any(${[...job.effectIds]}::uuid[])
        and job = ${job.id}::uuid
        and state in ${CLAIMABLE}
      order by id
      for no key update)

    update effect e
    set queued_at = clock_timestamp(), job = null
    from waiting
    where e.id = waiting.id
    returning e.id`.execute(db);
  const taken = new Set(rows.map((row) => row.id));
  return job.effectIds.filter((id) => taken.has(id));
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
    set queued_at = null, job = null
    from waiting
    where e.id = waiting.id`.execute(db);
}
