/** Questions of the sweep and of the governor of the business clock: what is due, what is stale, what comes next. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { BY_SHARED_FILE, CLAIMABLE, IN_WRITING } from '../../db/effect-sets.ts';
import { epochIsOpen } from '../../db/epoch.ts';
import type { Database } from '../../db/schema.ts';
import type { Channel } from '../../domain/channels.ts';
import type { EffectState } from '../../domain/effects.ts';
import type { Instant } from '../../domain/time.ts';
import { hasNoTask, isOverdueUnknown, UNKNOWN_DEADLINE } from './find-unknown.ts';

export interface DueJob {
  id: string;
  channel: Channel;
  attempt: number;
}

/**
 * Takes effects that are due and not in the queue (or whose job got lost) and marks them queued. Batches by SKIP LOCKED: any number of workers may sweep.
 * Of what is due to one organisation one effect is enough: its claim gathers the rest into one file. `inOrder`: for a simulated clock.
 */
export async function acquireDue(
  db: Kysely<Database>,
  now: Instant,
  options: { limit: number; requeueAfterMs: number; accountIds?: readonly string[]; inOrder?: boolean },
): Promise<DueJob[]> {
  const ordered = options.inOrder ? inOrder(new Date(now)) : sql``;
  const only = options.accountIds ? sql`and e.account_id = any(${[...options.accountIds]}::uuid[])` : sql``;
  const { rows } = await sql<DueJob>`
    with due as (
      select e.id from effect e left join lane l on l.name = e.channel
      where e.state in ${CLAIMABLE} and e.due_at <= ${new Date(now)} and l.closed_since is null and ${epochIsOpen}
        and (l.paused_until is null or l.paused_until < clock_timestamp()) ${only} ${ordered}
        and (e.channel not in ${BY_SHARED_FILE} or e.id in (
          select distinct on (o.creditor_id, o.channel, o.recipient, o.step) o.id from effect o
          where o.channel in ${BY_SHARED_FILE} and o.state in ${CLAIMABLE} and o.due_at <= ${new Date(now)}
          order by o.creditor_id, o.channel, o.recipient, o.step, o.id))
        and (e.queued_at is null or e.queued_at < clock_timestamp() - make_interval(secs => ${options.requeueAfterMs / 1000}))
      order by e.due_at limit ${options.limit} for no key update of e skip locked)
    update effect e set queued_at = clock_timestamp() from due where e.id = due.id returning e.id, e.channel, e.attempt + 1 as attempt`.execute(
    db,
  );
  return rows;
}

/**
 * Timing decides nothing: nothing is taken of a person of whom an account is still to be looked at, and of the ways to a person that share caps the next one
 * only when the one before is through.
 */
function inOrder(now: Date): RawBuilder<unknown> {
  return sql`
    and not exists (
      select from account_person ap join account a on a.id = ap.account_id
      where ap.person_id = e.person_id and ((a.evaluated_version < a.facts_version and (a.started_at is not null or a.next_evaluation_at <= ${now}))
        or (a.next_evaluation_at <= ${now} and a.closed_at is null)))
    and (e.channel not in ('sms', 'call') or not exists (
      select from effect o left join lane ol on ol.name = o.channel
      where o.person_id = e.person_id and o.creditor_id = e.creditor_id and o.channel in ${IN_WRITING}
        and array_position(array['email', 'sms', 'call'], o.channel) < array_position(array['email', 'sms', 'call'], e.channel)
        and (o.state = 'claimed' or (o.state in ${CLAIMABLE} and o.due_at <= ${now} and ol.closed_since is null))))`;
}

/** A job that could not be queued is due again at the next sweep. */
export async function dequeue(db: Kysely<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  // A row that somebody holds is being claimed or settled; waiting for it could deadlock, since these are locked in no order.
  await sql`
    with refused as (select id from effect where id = any(${[...ids]}::uuid[]) for no key update skip locked)
    update effect e set queued_at = null from refused where e.id = refused.id`.execute(db);
}

/** Accounts whose next look lies in the past or whose facts are newer than their last look; marks them nudged so that one worker nudges at a time. */
export async function acquireStale(
  db: Kysely<Database>,
  now: Instant,
  options: { limit: number; staleMs: number; againMs: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with stale as (
      select id from account
      where (started_at is not null or closed_at is not null)
        and (next_evaluation_at <= ${new Date(now)} or (evaluated_version < facts_version and stale_since < clock_timestamp() - make_interval(secs => ${options.staleMs / 1000})))
        and (nudged_at is null or nudged_at < clock_timestamp() - make_interval(secs => ${options.againMs / 1000}))
      order by next_evaluation_at nulls first limit ${options.limit} for no key update skip locked)
    update account a set nudged_at = clock_timestamp() from stale where a.id = stale.id returning a.id`.execute(db);
  return rows.map((row) => row.id);
}

/** Accounts that have no workflow yet and whose time has come, in order of due time. */
export async function acquireUnstarted(db: Kysely<Database>, now: Instant, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with fresh as (
      select id from account where started_at is null and closed_at is null and next_evaluation_at <= ${new Date(now)}
      order by next_evaluation_at limit ${limit} for no key update skip locked)
    update account a set started_at = clock_timestamp(), nudged_at = clock_timestamp() from fresh where a.id = fresh.id returning a.id`.execute(
    db,
  );
  return rows.map((row) => row.id);
}

/** Cycles whose next look has come or which have no workflow yet. */
export async function acquireDueCycles(db: Kysely<Database>, now: Instant, againMs: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update cycle set started_at = coalesce(started_at, clock_timestamp()), nudged_at = clock_timestamp()
    where (next_evaluation_at <= ${new Date(now)} or started_at is null) and (nudged_at is null or nudged_at < clock_timestamp() - make_interval(secs => ${againMs / 1000}))
    returning id`.execute(db);
  return rows.map((row) => row.id);
}

/** A claim of which it is to be found out what became. */
export interface ExpiredLease {
  id: string;
  channel: Channel;
  state: EffectState;
  key: string | null;
  calling: boolean;
  lease_token: string;
  dispatch_id: string;
  account_id: string;
}

/** Claims whose lease has run out (wall time). */
export async function findExpiredLeases(db: Kysely<Database>, limit: number): Promise<ExpiredLease[]> {
  const { rows } = await sql<ExpiredLease>`
    select e.id, e.channel, e.state, d.key, e.calling_at is not null as calling, e.lease_token, e.dispatch_id, e.account_id
    from effect e left join dispatch d on d.id = e.dispatch_id
    where e.state = 'claimed' and e.lease_until < clock_timestamp() order by e.lease_until limit ${limit}`.execute(db);
  return rows;
}

/** Is anything that is due at `now` still open? The simulated clock stands still while it is. */
export async function isSettled(db: Kysely<Database>, now: Instant): Promise<boolean> {
  const at = new Date(now);
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from effect e left join lane l on l.name = e.channel where e.state in ${CLAIMABLE} and e.due_at <= ${at} and l.closed_since is null and ${epochIsOpen})
      or exists (select from effect where state = 'claimed')
      or exists (select from effect e where e.state = 'unknown' and ((e.query_at is not null and e.queries = 0) or (${isOverdueUnknown(now)} and ${hasNoTask})))
      or exists (select from account where evaluated_version < facts_version and (started_at is not null or next_evaluation_at <= ${at}))
      or exists (select from account where next_evaluation_at <= ${at} and closed_at is null)
      or exists (select from cycle where next_evaluation_at <= ${at}) as open`.execute(db);
  return rows[0]?.open === false;
}

/** The next moment at which anything becomes due; null when nothing is planned. */
export async function nextDue(db: Kysely<Database>, now: Instant): Promise<Instant | null> {
  const at = new Date(now);
  const { rows } = await sql<{ next: number | null }>`
    select (extract(epoch from least(
      (select min(due_at) from effect where state in ${CLAIMABLE} and due_at > ${at}),
      (select min(next_evaluation_at) from account where next_evaluation_at > ${at}),
      (select min(settled_at) + ${UNKNOWN_DEADLINE} from effect where state = 'unknown' and settled_at + ${UNKNOWN_DEADLINE} > ${at}),
      (select min(next_evaluation_at) from cycle where next_evaluation_at > ${at}))) * 1000)::float8 as next`.execute(
    db,
  );
  return rows[0]?.next ?? null;
}
