/** Open tasks that may come next, with what their order depends on. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { moneyOfAccount } from '../../db/account-money.ts';
import { literalsOf } from '../../db/literals.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { CASE_ID, IS_IN_FORCE } from '../../db/work-locks.ts';
import type { CreditorTerms } from '../../domain/contracts/creditor.ts';
import type { PersonFactKind } from '../../domain/facts.ts';
import { floorsOf } from '../../domain/floors.ts';
import type { Language } from '../../domain/letter.ts';
import { standingOf } from '../../domain/standing.ts';
import { TASK_KINDS, TASKS, type TaskKind } from '../../domain/tasks.ts';
import { addDays, DAY_MS, type Instant, localDate } from '../../domain/time.ts';
import { inOrderOfWork, type Ranked, type Weighed } from '../../domain/worklist/priority.ts';
import { MAKER } from './list-tasks.ts';

/** Of each creditor and kind so many tasks are weighed, those that are due first. */
export const MOST_WEIGHED = 200;
/** A promise is asked about so long after it was made, at most. */
const PROMISE_DAYS = 120;

/** Whose tasks are wanted. */
export interface WorkFilter {
  kind?: string | undefined;
  creditor?: string | undefined;
  /** The person's language. */
  language?: Language | undefined;
  /** Number of one task; overrides the other filters. */
  no?: bigint | undefined;
}

/** An open task with what a taker needs. */
export interface Candidate extends Weighed {
  id: string;
  account: string | null;
  person: string | null;
  accountId: string | null;
  personId: string | null;
  /** The step of a call that may need the gate; null for all other tasks. */
  call: { stage: string; step: string; purpose: string } | null;
  currency: string | null;
  /** Who asked for it, where a second person must do it; null for all other tasks. */
  askedBy: string | null;
  /** Who may do it by the creditor's terms; null for tasks of anybody. */
  reviewers: string[] | null;
  /** Members of staff complained of, where the task is about complaints. */
  complainedOf: string[];
  /** Who works on it now. */
  holder: string | null;
  takenAt: Instant | null;
  heldUntil: Instant | null;
}

interface CandidateRow extends Omit<Candidate, 'name' | 'brokeToday' | 'callFloor' | 'priority' | 'overdue'> {
  overdue: bigint | null;
  creditorId: string;
  hasPromise: boolean;
}

/** The tasks in the order in which they should be done. Tasks that somebody works on are left out unless `held`. */
export async function readWork(
  db: Kysely<Database>,
  filter: WorkFilter,
  now: Instant,
  { held }: { held: boolean },
): Promise<Ranked<Candidate>[]> {
  const rows = await readRows(db, filter, now, held);
  const floors = await floorsByCreditor(db);
  const promised = rows.flatMap(({ hasPromise, accountId }) => (hasPromise && accountId !== null ? [accountId] : []));
  const broken = await brokenToday(db, [...new Set(promised)], now);
  const candidates = rows.map(({ creditorId, hasPromise: _, overdue, ...row }) => ({
    ...row,
    overdue: overdue ?? 0n,
    name: row.account ?? row.person ?? '',
    brokeToday: row.accountId !== null && broken.has(row.accountId),
    callFloor: floors.get(creditorId) ?? 1n,
  }));
  return inOrderOfWork(candidates, now);
}

/** The floor of calls of each creditor. */
async function floorsByCreditor(db: Kysely<Database>): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ id: string; currency: string; floors: CreditorTerms['floors'] | null }>`
    select id, currency, terms->'floors' as floors
    from creditor`.execute(db);
  return new Map(rows.map(({ id, currency, floors }) => [id, floorsOf(floors ?? {}, currency).call]));
}

/** The accounts with a promise whose last day of grace was yesterday. */
async function brokenToday(db: Kysely<Database>, accountIds: readonly string[], now: Instant): Promise<Set<string>> {
  const facts = await loadStandingFacts(db, accountIds);
  const broke = [...facts].filter(([, account]) => {
    const today = localDate(now, account.creditor.zone);
    return standingOf(account, now).promises.some(
      ({ state, until }) => state === 'broken' && addDays(until, 1) === today,
    );
  });
  return new Set(broke.map(([id]) => id));
}

/** Whether there is a row, asked of each task by index: an `exists` may be answered by a scan of the whole table. */
const isThere = (from: RawBuilder<unknown>) => sql`coalesce((select true from ${from} limit 1), false)`;

const kindsOf = (doer: string) => literalsOf(TASK_KINDS.filter((kind) => TASKS[kind].doer === doer));
const SECOND_PERSON = kindsOf('second-person');
const REVIEWERS = kindsOf('reviewer');
const UNINVOLVED = kindsOf('uninvolved');

/** Facts after which somebody is in care; that it may have ended since does not matter. */
const IN_CARE: RawBuilder<unknown> = literalsOf([
  'hardship',
  'distress',
  'death',
  'bankruptcy',
  'care-hold',
] satisfies PersonFactKind[]);

/** What is read of a task once, so that the chosen ones are not searched again. */
const TASK_COLUMNS = sql`t.id, t.no, t.kind, t.opened_at, t.due_at, t.wished_at, t.creditor_id, t.account_id, t.person_id,
  t.effect_id, t.asked_by, t.state`;

/**
 * Recursive CTE `soonest`: the tasks of each creditor and kind that are due first, and call-backs whose time has come.
 */
function soonest(filter: WorkFilter, now: Instant): RawBuilder<unknown> {
  const [creditor, kind, language] = [filter.creditor ?? null, filter.kind ?? null, filter.language ?? null];
  const speaks = sql`
    (${language}::text is null or exists (
      select
      from person p
      where p.id = t.person_id
        and p.language = ${language}))`;
  return sql`
    kinds as (
      (
        select creditor_id, kind
        from task
        where state = 'open'
        order by creditor_id, kind
        limit 1)
      union all
      select n.creditor_id, n.kind
      from kinds k
      cross join lateral (
        select t.creditor_id, t.kind
        from task t
        where t.state = 'open'
          and (t.creditor_id, t.kind) > (k.creditor_id, k.kind)
        order by t.creditor_id, t.kind
        limit 1) n),

    soonest as (
      select s.*
      from kinds k
      join creditor c on c.id = k.creditor_id
      cross join lateral (
        select ${TASK_COLUMNS}
        from task t
        where t.state = 'open'
          and t.creditor_id = k.creditor_id
          and t.kind = k.kind
          and ${speaks}
        order by t.due_at, t.no
        limit ${MOST_WEIGHED}) s
      where (${creditor}::text is null or c.code = ${creditor})
        and (${kind}::text is null or k.kind = ${kind})
      union
      (
        select ${TASK_COLUMNS}
        from task t
        where t.state = 'open'
          and t.wished_at <= ${new Date(now)}
          and ${speaks}
          and (${creditor}::text is null or t.creditor_id = (select id from creditor where code = ${creditor}))
          and (${kind}::text is null or t.kind = ${kind})
        order by t.wished_at, t.no
        limit ${MOST_WEIGHED}))`;
}

const onlyTask = (no: bigint): RawBuilder<unknown> => sql`
    soonest as (
      select ${TASK_COLUMNS}
      from task t
      where t.no = ${no}
        and t.state = 'open')`;

async function readRows(
  db: Kysely<Database>,
  filter: WorkFilter,
  now: Instant,
  held: boolean,
): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`
    with recursive ${filter.no === undefined ? soonest(filter, now) : onlyTask(filter.no)}

    select
      t.id, t.no, t.kind, t.opened_at as "openedAt", t.due_at as "dueAt", t.wished_at as "wishedAt",
      c.code || '/' || a.number as account, p.number as person, t.account_id as "accountId", p.id as "personId",
      t.creditor_id as "creditorId", a.currency, money.overdue,
      case when t.kind in ${SECOND_PERSON} then ${MAKER} end as "askedBy",
      case when t.kind in ${REVIEWERS} then coalesce(c.terms->'careReviewers', '[]') end as reviewers,
      case when t.kind in ${UNINVOLVED} then array(
        select f.body->>'staff'
        from fact f
        where f.person_id = t.person_id
          and f.kind = 'complaint'
          and f.body->>'staff' is not null) else '{}' end as "complainedOf",
      s.ability, s.willingness,
      case when e.channel = 'call' then jsonb_build_object('stage', e.stage, 'step', e.step, 'purpose', e.purpose) end
        as call,
      ${isThere(sql`fact f where f.person_id = p.id and f.kind in ${IN_CARE}`)} as "inCare",
      ${isThere(sql`task near
        where near.account_id = t.account_id
          and near.state = 'open'
          and near.kind = ${'limitation-near' satisfies TaskKind}`)} as "limitationNear",
      ${isThere(sql`fact f
        where f.account_id = t.account_id
          and f.kind = 'promise'
          and f.occurred_at > ${new Date(now - PROMISE_DAYS * DAY_MS)}`)} as "hasPromise",
      l.holder, l.taken_at as "takenAt", l.until_at as "heldUntil"
    from soonest t
    join creditor c on c.id = t.creditor_id
    left join effect e on e.id = t.effect_id
    left join account a on a.id = t.account_id
    left join account_person ap on ap.account_id = t.account_id and ap.role = 'debtor'
    left join person p on p.id = coalesce(t.person_id, e.person_id, ap.person_id)
    left join account_score s on s.account_id = t.account_id
    left join work_lock l on l.case_id = ${CASE_ID} and ${IS_IN_FORCE}
    ${moneyOfAccount(now)}
    where ${held ? sql`true` : sql`l.case_id is null`}`.execute(db);
  return rows;
}
