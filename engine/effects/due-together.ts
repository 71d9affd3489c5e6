/** The effects that a claim covers: those named, and all that are due together with them. */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { BY_SHARED_FILE, CLAIMABLE, TO_PERSON } from '../../db/effect-sets.ts';
import { epochHolds, type SeenMark } from '../../db/epoch.ts';
import type { Database } from '../../db/schema.ts';
import type { DueEffect } from '../../domain/claim.ts';
import type { Instant } from '../../domain/time.ts';

const COLUMNS = sql`
  e.id, e.creditor_id as "creditorId", e.account_id as "accountId", e.person_id as "personId",
  e.episode, e.stage, e.step, e.occurrence, e.channel, e.purpose, e.recipient, e.task, e.attempt`;

/**
 * The named effects, with everything due on the same channel to the same person (messages, and calls, which share caps)
 * or organisation (files). `offset 0` keeps each search of one person or organisation on its index, whatever the
 * planner believes of a young table.
 */
function togetherWith(effectIds: readonly string[], now: Instant): RawBuilder<unknown> {
  const due = sql`e.state in ${CLAIMABLE} and e.due_at <= ${new Date(now)}`;
  return sql`
    named as (
      select id, creditor_id, person_id, channel, recipient
      from effect
      where id = any(${[...effectIds]}::uuid[])),

    organisation as (
      select distinct creditor_id, channel, recipient
      from named
      where channel in ${BY_SHARED_FILE}),

    together as (
      select id, person_id
      from named
      union
      select e.id, e.person_id
      from (
        select distinct person_id, channel, creditor_id
        from named
        where channel in ${TO_PERSON}) n
      cross join lateral (
        select id, person_id, creditor_id, state, due_at
        from effect
        where person_id = n.person_id
          and channel = n.channel
        offset 0) e
      where e.creditor_id = n.creditor_id
        and ${due}
      union
      select found.id, found.person_id
      from organisation o
      cross join lateral (
        select e.id, e.person_id
        from effect e
        where e.creditor_id = o.creditor_id
          and e.channel = o.channel
          and e.recipient = o.recipient
          and ${due}
        offset 0) found)`;
}

/** Finds the persons of all effects due together with those named. They are locked first. */
export async function personsOf(
  trx: Transaction<Database>,
  effectIds: readonly string[],
  now: Instant,
): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    with ${togetherWith(effectIds, now)}
    select distinct person_id
    from together`.execute(trx);
  return rows.map((row) => row.person_id);
}

/**
 * Locks, in id order, the effects due together with those named that are claimable now. The accounts are already
 * locked. Covers only the persons given, who are locked: effects planned for others meanwhile wait for their own claim.
 * Returns nothing of a closed or resting lane, and nothing in a database older than the mark seen.
 */
export async function lockDue(
  trx: Transaction<Database>,
  effectIds: readonly string[],
  personIds: readonly string[],
  now: Instant,
  seen: SeenMark | null,
): Promise<DueEffect[]> {
  const { rows } = await sql<DueEffect>`
    with ${togetherWith(effectIds, now)}
    select ${COLUMNS}
    from effect e
    where e.id = any(array(select id from together))
      and e.state in ${CLAIMABLE}
      and e.due_at <= ${new Date(now)}
      and e.person_id = any(${[...personIds]}::uuid[])
      and not exists (
        select
        from lane l
        where l.name = e.channel
          and (l.closed_since is not null or l.paused_until > clock_timestamp()))
      and ${epochHolds(seen)}
    order by e.id
    for no key update of e`.execute(trx);
  return rows;
}
