/**
 * Finds everything that is stuck in one query, with cause, start and remedy. Where a machine should have acted, the
 * limits are wall seconds; a simulated clock stands still meanwhile, so its last step starts the wait. Where a person
 * should have acted, they are business time.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { moneyOfAccount } from '../../db/account-money.ts';
import { CLAIMABLE } from '../../db/effect-sets.ts';
import { epochIsOpen } from '../../db/epoch.ts';
import { literalsOf } from '../../db/literals.ts';
import { isPutOffAgain, reasonsOfPermit } from '../../db/put-off.ts';
import type { Database } from '../../db/schema.ts';
import type { StuckRow } from '../../domain/contracts/answer.ts';
import type { StuckCode } from '../../domain/stuck.ts';
import { ALARM_TASKS, type TaskKind } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';
import { bankLinesLeft } from './bank-causes.ts';
import { BOOK_REMEDIES, bookCauses } from './book-causes.ts';
import { callBackMissed, isMissed } from './call-back-cause.ts';
import { type Cause, NONE, select } from './cause.ts';
import { contactFileLate } from './contact-causes.ts';
import { calendarEnds, lawUnknown } from './law-causes.ts';
import { isCovered, restartWaits } from './restart-causes.ts';

/** Wall seconds after which a machine should have acted. */
export const MACHINE_SECONDS = 10;
/** Wall seconds by which a cycle, or an evaluation on the wall clock, may be late. */
const LATE_EVALUATION_SECONDS = 60;
/** Seconds without a sign of life after which a worker counts as gone. */
const WORKER_SECONDS = 15;
/** Seconds after which an effect that waits for a busy lane counts as stuck. */
const BUSY_SECONDS = 300;
/** Days of business time in which an agency must acknowledge a recall. */
const RECALL_DAYS = 2;
/** Days of business time: a next step that waits longer is listed, whoever decided it. */
const LONG_HOLD_DAYS = 180;
const MAX_ROWS = 1000;
/** Its own cause: the person, not the ladder, is what waits. */
const FIND_DATA = 'find-contact-data' satisfies TaskKind;
const ALARMS = literalsOf(ALARM_TASKS);
const RESTART = 'restart-review' satisfies TaskKind;

/** The remedy for each cause. `{x}` is filled in. */
export const REMEDIES: Readonly<Record<StuckCode, string>> = {
  'database-older':
    'take in again what came since the backup, then: npx arrears release --database --as NAME (docs/operating.md, After a restore)',
  'evaluation-late': 'see that workers and Temporal run (npx arrears dev), then: npx arrears retry {account}',
  'facts-not-evaluated': 'see that workers and Temporal run (npx arrears dev), then: npx arrears retry {account}',
  'lease-expired': 'start a worker (npx arrears dev); it asks the channel what became of it',
  'send-failed': 'mend the lane, then: npx arrears retry {effect}',
  'outcome-unknown': 'ask the provider, then: npx arrears retry {effect} --found sent (or unsent) --as NAME',
  blocked: 'mend what failed, then: npx arrears retry {effect}',
  'lane-closed': 'mend the lane, then: npx arrears retry --lane {lane}',
  'not-taken': 'start a worker (npx arrears dev)',
  'put-off':
    'see what holds it: npx arrears explain {account}; mend the rule or the zone of the person, then: npx arrears retry {account}',
  'cycle-late': 'see that workers and Temporal run (npx arrears dev)',
  'contact-file-late':
    'see that a worker of the lane agency runs (npx arrears dev) and what stops the lane: npx arrears contact-files',
  'file-refused': 'ask the sender for a correct file, or set it aside: npx arrears retry {file} --as NAME',
  'bank-lines-left':
    'see that a worker runs (npx arrears dev) and what its log says of a sweep; matching goes on by itself',
  ...BOOK_REMEDIES,
  'task-late': 'do the task: npx arrears outcome {task}, or npx arrears tasks',
  'call-back-missed': 'call the person now: npx arrears tasks {task}; who has it: npx arrears work team',
  'alarm-unanswered':
    'raise it to the supervisor now; whoever looks after the person says so: npx arrears outcome {task} done --reason WORDS --as NAME',
  unreachable: 'add the address or number that is found, or say that none is to be had: npx arrears tasks {task}',
  'recall-not-acknowledged':
    'ask the agency, then: npx arrears record {account} recall-acknowledged --placement {placement}',
  'held-long': 'see whether it is meant: npx arrears explain {account}',
  'restart-waits':
    'import a newer book: npx arrears import FILE; what is put off and why: npx arrears restart, and with its number; what is left may be cancelled',
  'law-unknown':
    'give the country of the person: npx arrears import FILE; or cover it by rules of your own (docs/operating.md)',
  'calendar-ends': 'take a release that knows the next year, or give the closed days: npx arrears creditor add FILE',
};

/** A stuck row before its remedy is filled in. */
type FoundRow = Omit<StuckRow, 'cause' | 'remedy'> & {
  words: string;
  lane: string | null;
  placement: string | null;
  instruction: bigint | null;
};

/** Finds what is stuck, longest first, up to a limit. `only` restricts the rows to one account or one cause. */
export async function findStuck(
  db: Kysely<Database>,
  now: Instant,
  only?: { accountId?: string; code?: StuckCode },
): Promise<StuckRow[]> {
  const ends = await calendarEnds(db, now);
  const { rows } = await sql<FoundRow>`
    with k as (
      select mode = 'simulated' as simulated, updated_at as moved_at
      from clock),

    found as (${sql.join([...causes(new Date(now)), select(ends)], sql` union all `)}),

    kept as (
      select *
      from found
      where ${only?.accountId === undefined ? sql`true` : sql`account_id = ${only.accountId}::uuid`}
        and ${only?.code === undefined ? sql`true` : sql`code = ${only.code}`}
      order by since, code, words
      limit ${MAX_ROWS})

    select
      c.code || '/' || a.number as account, kept.code, kept.words, kept.since, a.currency, money.overdue as money,
      kept.effect, kept.task, kept.file, kept.lane, kept.placement, kept.instruction
    from kept
    left join account a on a.id = kept.account_id
    left join creditor c on c.id = a.creditor_id
    ${moneyOfAccount(now)}
    order by kept.since, kept.code, c.code, a.number, kept.words`.execute(db);
  return rows.map(toStuck);
}

function toStuck({ words, lane, placement, instruction, ...row }: FoundRow): StuckRow {
  const named: Record<string, string | null> = {
    account: row.account,
    effect: row.effect,
    file: row.file,
    task: row.task === null ? null : String(row.task),
    lane,
    placement,
    instruction: instruction === null ? null : String(instruction),
  };
  const remedy = REMEDIES[row.code].replace(/\{(\w+)\}/g, (_, name: string) => named[name] ?? '');
  return { ...row, cause: words, money: row.account === null ? null : row.money, remedy };
}

/** A business moment as wall time: on a simulated clock, the clock's last step. */
const since = (moment: RawBuilder<unknown>) => sql`case when k.simulated then k.moved_at else ${moment} end`;
/** Condition: the moment lies more than `seconds` of wall time in the past. */
const longAgo = (moment: RawBuilder<unknown>, seconds: number) =>
  sql`${moment} < clock_timestamp() - make_interval(secs => ${seconds})`;

function causes(now: Date): RawBuilder<unknown>[] {
  return [
    databaseOlder,
    ...evaluationCauses(now),
    ...effectCauses(now),
    contactFileLate,
    bankLinesLeft,
    ...bookCauses(now),
    putOff,
    lawUnknown,
    ...peopleCauses(now),
  ].map(select);
}

const databaseOlder: Cause = {
  code: 'database-older',
  account: NONE,
  words: sql`'nothing leaves by any lane: ' || ep.reason`,
  since: sql`ep.closed_since`,
  from: sql`epoch ep
    where ep.closed_since is not null`,
};

const nobodyWorks = sql`not exists (
  select
  from worker
  where seen_at > clock_timestamp() - make_interval(secs => ${WORKER_SECONDS}))`;
const noWorker = sql`case when ${nobodyWorks} then '; no worker is alive' else '' end`;

function evaluationCauses(now: Date): Cause[] {
  const seconds = sql`case when k.simulated then ${MACHINE_SECONDS}::int else ${LATE_EVALUATION_SECONDS}::int end`;
  // An imported account may have been due long before its workflow was opened: its lateness begins with the workflow.
  const late = since(sql`greatest(a.next_evaluation_at, a.started_at)`);
  return [
    {
      code: 'evaluation-late',
      account: sql`a.id`,
      words: sql`'the look at this account is late; its workflow is gone or cannot look' || ${noWorker}`,
      since: late,
      from: sql`account a
        where a.next_evaluation_at <= ${now}
          and a.closed_at is null
          and (a.started_at is not null or k.simulated or ${nobodyWorks})
          and ${late} < clock_timestamp() - make_interval(secs => ${seconds})`,
    },
    {
      code: 'facts-not-evaluated',
      account: sql`a.id`,
      words: sql`'facts came that no look has seen' || ${noWorker}`,
      since: sql`a.stale_since`,
      from: sql`account a
        where a.evaluated_version < a.facts_version
          and a.stale_since is not null
          and a.started_at is not null
          and ${longAgo(sql`a.stale_since`, MACHINE_SECONDS)}`,
    },
    {
      code: 'cycle-late',
      account: NONE,
      words: sql`'the ' || y.kind || ' of ' || y.recipient || ' is late'`,
      since: since(sql`y.next_evaluation_at`),
      from: sql`cycle y
        where y.next_evaluation_at <= ${now}
          and ${longAgo(since(sql`y.next_evaluation_at`), LATE_EVALUATION_SECONDS)}`,
    },
  ];
}

const what = sql`e.stage || '/' || e.step || ' #' || e.occurrence`;
function effectCauses(now: Date): Cause[] {
  const account = sql`e.account_id`;
  const effect = sql`e.id`;
  // Not from `queued_at`: an effect is queued again and again until a worker claims it.
  const due = sql`greatest(${since(sql`e.due_at`)}, e.planned_at)`;
  return [
    {
      code: 'lease-expired',
      account,
      effect,
      words: sql`${what} || ' was claimed and its worker is gone'`,
      since: sql`e.lease_until`,
      from: sql`effect e
        where e.state = 'claimed'
          and ${longAgo(sql`e.lease_until`, 1)}`,
    },
    {
      code: 'send-failed',
      account,
      effect,
      words: sql`${what} || ' could not be sent by ' || e.channel || ': ' || coalesce(e.reason, 'no reason given')`,
      since: sql`coalesce(e.settled_at, e.due_at)`,
      from: sql`effect e
        where e.state = 'failed'`,
    },
    {
      code: 'outcome-unknown',
      account,
      effect,
      words: sql`'nobody knows whether ' || ${what} || ' left by ' || e.channel
        || ': ' || coalesce(e.reason, 'no answer')`,
      since: sql`coalesce(e.settled_at, e.due_at)`,
      from: sql`effect e
        where e.state = 'unknown'`,
    },
    {
      code: 'blocked',
      account,
      effect,
      words: sql`${what} || ' is blocked: ' || coalesce(e.reason, 'a rule failed')`,
      since: sql`e.blocked_since`,
      from: sql`effect e
        where e.blocked_since is not null
          and e.state in ${CLAIMABLE}`,
    },
    {
      code: 'lane-closed',
      account,
      effect,
      lane: sql`l.name`,
      words: sql`'the lane ' || l.name || ' is closed: ' || coalesce(l.reason, 'no reason given')`,
      since: sql`l.closed_since`,
      from: sql`lane l
        left join effect e on e.channel = l.name
          and e.state in ${CLAIMABLE}
          and e.due_at <= ${now}
          and e.blocked_since is null
        where l.closed_since is not null`,
    },
    {
      code: 'not-taken',
      account,
      effect,
      words: sql`${what} || case
        when l.paused_until > clock_timestamp() then ' waits: the lane ' || l.name || ' is busy'
        when e.queued_at is null then ' is due and not queued'
        else ' is queued and nobody takes it' end || ${noWorker}`,
      since: due,
      from: sql`effect e
        left join lane l on l.name = e.channel
        where e.state in ${CLAIMABLE}
          and e.due_at <= ${now}
          and e.blocked_since is null
          and l.closed_since is null
          and ${epochIsOpen}
          and ${longAgo(due, MACHINE_SECONDS)}
          and (coalesce(l.paused_until, '-infinity') < clock_timestamp() or ${longAgo(due, BUSY_SECONDS)})`,
    },
  ];
}

const heldLong = (now: Date): Cause => ({
  code: 'held-long',
  account: sql`a.id`,
  words: sql`'the next step waits until ' || (a.held_until at time zone own.zone)::date || ': ' || a.held_because`,
  since: sql`a.held_since`,
  from: sql`account a
    join creditor own on own.id = a.creditor_id
    where a.held_until > ${now}::timestamptz + make_interval(days => ${LONG_HOLD_DAYS})
      and a.closed_at is null`,
});

const putOff: Cause = {
  code: 'put-off',
  account: sql`e.account_id`,
  effect: sql`e.id`,
  words: sql`${what} || ' is put off again and again for the same reason: ' || ${reasonsOfPermit}`,
  since: sql`b.given_at`,
  from: sql`effect e
    join permit p on p.effect_id = e.id and p.attempt = e.attempt
    join permit b on b.effect_id = e.id and b.attempt = e.attempt - 1
    where e.state in ${CLAIMABLE}
      and ${isPutOffAgain}`,
};

function peopleCauses(now: Date): Cause[] {
  return [
    heldLong(now),
    restartWaits,
    {
      code: 'file-refused',
      account: NONE,
      file: sql`i.id`,
      words: sql`'the ' || i.kind || ' file of ' || i.sender || ' was refused: ' || coalesce(i.reason, '')`,
      since: sql`i.taken_at`,
      from: sql`intake_file i
        where i.state = 'refused'
          and i.released_by is null
          and not exists (
            select
            from intake_file n
            where n.creditor_id = i.creditor_id
              and n.kind = i.kind
              and n.sender = i.sender
              and n.state = 'taken'
              and n.id > i.id)`,
    },
    {
      code: 'task-late',
      account: sql`coalesce(t.account_id, (
        select ap.account_id
        from account_person ap
        where ap.person_id = t.person_id
          and ap.role = 'debtor'
        order by 1
        limit 1))`,
      task: sql`t.no`,
      words: sql`'task ' || t.no || ' (' || t.kind || ') waits for a person'`,
      since: sql`t.due_at`,
      from: sql`task t
        where t.state = 'open'
          and t.kind <> ${FIND_DATA}
          and t.kind not in ${ALARMS}
          and t.due_at < ${now}
          and not (t.kind = ${RESTART} and ${isCovered})
          and not (${isMissed(now)})`,
    },
    callBackMissed(now),
    {
      code: 'alarm-unanswered',
      account: sql`(
        select ap.account_id
        from account_person ap
        where ap.person_id = t.person_id
          and ap.role = 'debtor'
        order by 1
        limit 1)`,
      task: sql`t.no`,
      words: sql`'nobody has answered the alarm about a risk of self-harm (task ' || t.no || ', ' || t.kind || ')'`,
      since: sql`t.due_at`,
      from: sql`task t
        where t.state = 'open'
          and t.kind in ${ALARMS}
          and t.due_at <= ${now}`,
    },
    {
      code: 'unreachable',
      account: sql`t.account_id`,
      task: sql`t.no`,
      words: sql`'nothing reaches the person; contact data were asked for at ' || t.opened_at || ' (task ' || t.no || ')'`,
      since: sql`t.due_at`,
      from: sql`task t
        where t.state = 'open'
          and t.kind = ${FIND_DATA}
          and t.due_at < ${now}`,
    },
    {
      code: 'recall-not-acknowledged',
      account: sql`p.account_id`,
      placement: sql`p.id`,
      words: sql`'agency ' || p.agency || ' has not acknowledged the recall'`,
      since: sql`p.recalled_at`,
      from: sql`placement p
        where p.state = 'recalled'
          and p.recalled_at < ${now}::timestamptz - make_interval(days => ${RECALL_DAYS})`,
    },
  ];
}
