/** Queries of the simulated clock: whether everything due is settled, and when the next thing becomes due. */
import { type Kysely, sql } from 'kysely';
import { CLAIMABLE } from '../../db/effect-sets.ts';
import { epochIsOpen } from '../../db/epoch.ts';
import type { Database } from '../../db/schema.ts';
import type { Instant } from '../../domain/time.ts';
import { isLeaving } from '../contacts/send-contact-file.ts';
import { overtaken } from '../contacts/stop-permits.ts';
import { hasNoTask, isOverdueUnknown, UNKNOWN_DEADLINE } from './find-unknown.ts';

/** True when nothing that is due at `now` is still open: the simulated clock may move on. */
export async function isSettled(db: Kysely<Database>, now: Instant): Promise<boolean> {
  const at = new Date(now);
  const dueEffect = sql`
    select
    from effect e
    left join lane l on l.name = e.channel
    where e.state in ${CLAIMABLE}
      and e.due_at <= ${at}
      and l.closed_since is null
      and ${epochIsOpen}`;
  const unknownEffect = sql`
    select
    from effect e
    where e.state = 'unknown'
      and ((e.query_at is not null and e.queries = 0) or (${isOverdueUnknown(now)} and ${hasNoTask}))`;
  const staleAccount = sql`
    select
    from account
    where evaluated_version < facts_version
      and (started_at is not null or next_evaluation_at <= ${at})`;
  const firedTimer = sql`
    select
    from account
    where told_wakes_at <= ${at}`;
  const dueAccount = sql`
    select
    from account
    where next_evaluation_at <= ${at}
      and closed_at is null`;
  const { rows } = await sql<{ open: boolean }>`
    select exists (${dueEffect})
      or exists (select from effect where state = 'claimed')
      or exists (${unknownEffect})
      or exists (${staleAccount})
      or exists (${dueAccount})
      or exists (${firedTimer})
      or exists (select from contact_file f where ${isLeaving} and f.failure is null)
      or exists (select from ${overtaken(now)})
      or exists (select from cycle where next_evaluation_at <= ${at}) as open`.execute(db);
  return rows[0]?.open === false;
}

/** The next moment at which anything becomes due; null when nothing is planned. */
export async function nextDue(db: Kysely<Database>, now: Instant): Promise<Instant | null> {
  const at = new Date(now);
  const nextDeadline = sql`
    select min(settled_at) + ${UNKNOWN_DEADLINE}
    from effect
    where state = 'unknown'
      and settled_at + ${UNKNOWN_DEADLINE} > ${at}`;
  const { rows } = await sql<{ next: number | null }>`
    select (extract(epoch from least(
      (select min(due_at) from effect where state in ${CLAIMABLE} and due_at > ${at}),
      (select min(next_evaluation_at) from account where next_evaluation_at > ${at}),
      (select min(told_wakes_at) from account where told_wakes_at > ${at}),
      (${nextDeadline}),
      (select min(next_evaluation_at) from cycle where next_evaluation_at > ${at})
    )) * 1000)::float8 as next`.execute(db);
  return rows[0]?.next ?? null;
}
