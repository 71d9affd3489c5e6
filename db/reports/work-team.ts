/** What a supervisor sees of the team: open tasks by kind, who has which, what each did today. No personal values. */
import { type Kysely, sql } from 'kysely';
import { CALL_BACK_MISSED_MS } from '../../domain/call-backs.ts';
import { DAY_MS, type Instant } from '../../domain/time.ts';
import type { Database } from '../schema.ts';
import { IS_IN_FORCE } from '../work-locks.ts';

interface Kinds {
  kind: string;
  open: number;
  dueToday: number;
  late: number;
  oldest: Instant;
}
interface Held {
  task: bigint;
  kind: string;
  account: string | null;
  holder: string;
  since: Instant;
  until: Instant;
}
interface Missed {
  task: bigint;
  account: string | null;
  wishedAt: Instant;
}
/** The rows of the view of a team. */
export interface Team {
  kinds: Kinds[];
  held: Held[];
  doneToday: { name: string; tasks: number }[];
  missedCallBacks: Missed[];
}

const today = (now: Instant) => sql`(${new Date(now)}::timestamptz at time zone c.zone)::date`;

/** The team at `now`, of one creditor or of all. */
export async function readTeam(db: Kysely<Database>, creditor: string | null, now: Instant): Promise<Team> {
  const ofCreditor = sql`(${creditor}::text is null or c.code = ${creditor})`;
  const kinds = await sql<Kinds>`
    select t.kind, count(*)::int as open,
      count(*) filter (where (t.due_at at time zone c.zone)::date = ${today(now)})::int as "dueToday",
      count(*) filter (where t.due_at < ${new Date(now)})::int as late,
      min(t.opened_at) as oldest
    from task t
    join creditor c on c.id = t.creditor_id
    where t.state = 'open'
      and ${ofCreditor}
    group by t.kind
    order by t.kind`.execute(db);
  const held = await sql<Held>`
    select t.no as task, t.kind, c.code || '/' || a.number as account, l.holder, l.taken_at as since,
      l.until_at as until
    from work_lock l
    join task t on t.id = l.task_id
    join creditor c on c.id = t.creditor_id
    left join account a on a.id = t.account_id
    where ${IS_IN_FORCE}
      and t.state = 'open'
      and ${ofCreditor}
    order by l.taken_at, t.no`.execute(db);
  const done = await sql<{ name: string; tasks: number }>`
    select t.ended_by as name, count(*)::int as tasks
    from task t
    join creditor c on c.id = t.creditor_id
    where t.state = 'done'
      and t.ended_at >= ${new Date(now - 2 * DAY_MS)}
      and (t.ended_at at time zone c.zone)::date = ${today(now)}
      and t.ended_by is not null
      and ${ofCreditor}
    group by t.ended_by
    order by count(*) desc, t.ended_by`.execute(db);
  return {
    kinds: kinds.rows,
    held: held.rows,
    doneToday: done.rows,
    missedCallBacks: await missed(db, ofCreditor, now),
  };
}

/** Call-backs that nobody made in time, the oldest wish first. */
async function missed(db: Kysely<Database>, ofCreditor: ReturnType<typeof today>, now: Instant): Promise<Missed[]> {
  const { rows } = await sql<Missed>`
    select t.no as task, c.code || '/' || a.number as account, t.wished_at as "wishedAt"
    from task t
    join creditor c on c.id = t.creditor_id
    left join account a on a.id = t.account_id
    where t.state = 'open'
      and t.wished_at < ${new Date(now - CALL_BACK_MISSED_MS)}
      and ${ofCreditor}
    order by t.wished_at, t.no
    limit 100`.execute(db);
  return rows;
}
