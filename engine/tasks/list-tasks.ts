/** Tasks for people as a list. */
import { type Kysely, sql } from 'kysely';
import { moneyOfAccount } from '../../db/account-money.ts';
import type { Database } from '../../db/schema.ts';
import type { TaskRow } from '../../domain/contracts/answer.ts';
import type { TaskKind, TaskState } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';

/**
 * The person who asked for `task t`: the name on the task, else whoever proposed the last plan, of a task about one, or
 * last worked on the account by hand. Somebody else must approve it.
 */
export const MAKER = sql<string | null>`coalesce(t.asked_by, (
  select f.recorded_by
  from fact f
  where f.account_id = t.account_id
    and f.recorded_by is not null
    and case when t.kind = ${sql.lit('approve-plan' satisfies TaskKind)}
      then f.kind = 'plan-proposed'
      else f.kind in ('call-outcome', 'step-skipped', 'bureau-correction') end
  order by f.version desc
  limit 1))`;

/** The bulk restart that answers `task t` when its turn comes; null where none does. */
const COVERED_BY = sql<
  string | null
>`case when t.kind = ${'restart-review' satisfies TaskKind} and t.state = 'open' then (
  select 'bulk restart ' || b.no || case when b.approved_at is null then ', proposed' else ', approved' end
  from restart_item i
  join restart_batch b on b.no = i.batch_no
  where i.account_id = t.account_id
    and i.state = 'waiting') end`;

/** Which tasks to list. `no` overrides the other filters. */
interface TaskFilter {
  kind?: string | undefined;
  account?: string | undefined;
  state?: TaskState | undefined;
  no?: bigint | undefined;
  /** Number of the last task of the previous page. */
  after?: number | undefined;
  limit: number;
}
/** Lists tasks, soonest due first. Returns no personal values. */
export async function listTasks(db: Kysely<Database>, filter: TaskFilter, now: Instant): Promise<TaskRow[]> {
  const where = [
    sql`t.state = ${filter.state ?? 'open'}`,
    ...(filter.kind === undefined ? [] : [sql`t.kind = ${filter.kind}`]),
    ...(filter.account === undefined ? [] : [sql`${filter.account} in (a.number, c.code || '/' || a.number)`]),
    ...(filter.after === undefined
      ? []
      : [sql`(t.due_at, t.no) > (select due_at, no from task where no = ${filter.after})`]),
  ];
  const { rows } = await sql<TaskRow>`
    select
      t.no, t.kind, t.state, c.code || '/' || a.number as account, p.number as person, e.stage, e.occurrence, t.reason,
      a.currency,
      case when a.id is null then null else money.overdue end as overdue,
      case when a.id is null then null else money.dpd end as dpd,
      ${MAKER} as "askedBy", ${COVERED_BY} as "coveredBy",
      t.opened_at as "openedAt", t.due_at as "dueAt", t.ended_at as "endedAt", t.ended_by as "endedBy"
    from task t
    join creditor c on c.id = t.creditor_id
    left join account a on a.id = t.account_id
    left join effect e on e.id = t.effect_id
    left join person p on p.id = coalesce(t.person_id, e.person_id)
    ${moneyOfAccount(now)}
    where ${filter.no === undefined ? sql.join(where, sql` and `) : sql`t.no = ${filter.no}`}
    order by t.due_at, t.no
    limit ${filter.limit}`.execute(db);
  return rows;
}
