/** Checks the invariants against the tables alone, for `npx arrears check`. They must hold after every crash. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { CLAIMABLE, COLLECTING, FINAL, LEFT, TO_PERSON } from '../../db/effect-sets.ts';
import { epochIsOpen } from '../../db/epoch.ts';
import { isPutOffAgain, reasonsOfPermit } from '../../db/put-off.ts';
import type { Database } from '../../db/schema.ts';
import { BELOW_FLOOR } from '../../domain/attention.ts';
import type { CheckView } from '../../domain/contracts/views.ts';
import { EFFECT_EVENTS, EFFECT_STATES, nextState } from '../../domain/effects.ts';
import { INVARIANTS, type Invariant } from '../../domain/invariants.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { DAY_MS, type Instant, MINUTE_MS } from '../../domain/time.ts';
import { hasNoTask, isOverdueUnknown } from '../effects/find-unknown.ts';
import { checkClasses } from './check-classes.ts';
import { checkDemands } from './check-demands.ts';
import { checkMoney } from './check-money.ts';
import { dispatchForEachSend, permitForEachSend, SEND_QUERIES } from './check-sends.ts';
import { judgeSendsBetween, judgeSendsSince, type SendsJudged } from './judge-sends.ts';

/** A place where an invariant does not hold. */
export type Violation = CheckView['violations'][number];
interface Found {
  checked: number;
  violations: Violation[];
  notProvable?: CheckView['notProvable'];
}
type Ask = (db: Kysely<Database>, rulebook: Rulebook, now: Instant, since: Instant) => Promise<Found>;

/** Days of which `arrears check` judges the sends again, unless told otherwise: workers did so when they left. */
export const JUDGED_DAYS = 31;

/**
 * Checks every invariant, at business time `now`. Each query returns at most 1,000 violations. `since`: from when on
 * sends are judged again.
 */
export async function checkInvariants(
  db: Kysely<Database>,
  rulebook: Rulebook,
  now: Instant,
  since: Instant = now - JUDGED_DAYS * DAY_MS,
): Promise<CheckView> {
  const checked = {} as Record<Invariant, number>;
  const violations: Violation[] = [];
  const notProvable: CheckView['notProvable'] = [];
  for (const invariant of INVARIANTS) {
    const found = await ASKS[invariant](db, rulebook, now, since);
    checked[invariant] = found.checked;
    violations.push(...found.violations);
    notProvable.push(...(found.notProvable ?? []));
  }
  return { checked, violations, notProvable };
}

/** Judges again what left on permits in the range of `permit.no`, its start excluded. */
export async function checkLawBetween(
  db: Kysely<Database>,
  rulebook: Rulebook,
  after: bigint,
  upTo: bigint,
): Promise<Violation[]> {
  return lawFound(await judgeSendsBetween(db, rulebook, after, upTo)).violations;
}

function lawFound({ checked, breaches, notProvable }: SendsJudged): Found {
  const invariant = 'lawful-when-sent';
  return {
    checked,
    violations: breaches.map((breach) => ({ invariant, ...breach })),
    notProvable: [...notProvable].map(([why, count]) => ({ invariant, why, count })),
  };
}

/** Checks what left on permits with a higher `permit.no`. Cheap enough for production. */
export async function checkSendsSince(
  db: Kysely<Database>,
  rulebook: Rulebook,
  permitNo: bigint,
): Promise<Violation[]> {
  const found = Object.entries(SEND_QUERIES).map(([name, query]) =>
    find(db, name as Invariant, query(sql`p.no > ${permitNo}`, rulebook)),
  );
  return (await Promise.all(found)).flat();
}

/** The last number drawn for a permit or a fact, for `checkSendsSince`. */
export async function newestPermit(db: Kysely<Database>): Promise<bigint> {
  const { rows } = await sql<{ no: bigint }>`
    select case when is_called then last_value else 0 end as no
    from event_order`.execute(db);
  return rows[0]?.no ?? 0n;
}

async function count(db: Kysely<Database>, from: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${from}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** `query` yields the columns account_id, lane, evidence. */
async function find(db: Kysely<Database>, invariant: Invariant, query: RawBuilder<unknown>): Promise<Violation[]> {
  const { rows } = await sql<{ account: string; evidence: string; lane: string | null }>`
    select coalesce(c.code || '/' || a.number, '-') as account, v.lane, v.evidence
    from (${query}) v (account_id, lane, evidence)
    left join account a on a.id = v.account_id
    left join creditor c on c.id = a.creditor_id
    order by 1, v.lane, v.evidence
    limit 1000`.execute(db);
  return rows.map((row) => ({ invariant, ...row }));
}

const ask =
  (
    invariant: Invariant,
    from: RawBuilder<unknown>,
    query: (now: Instant, rulebook: Rulebook) => RawBuilder<unknown>,
  ): Ask =>
  async (db, rulebook, now) => ({
    checked: await count(db, from),
    violations: await find(db, invariant, query(now, rulebook)),
  });

/** States in which an effect may begin, and the permitted steps between states, as `from>to`. */
const BEGINNINGS = [...new Set(['planned', ...EFFECT_EVENTS.flatMap((event) => nextState('planned', event) ?? [])])];
const STEPS = EFFECT_STATES.flatMap((from) => EFFECT_EVENTS.flatMap((event) => `${from}>${nextState(from, event)}`));

/** domain/effects.ts permits every step that an effect made from state to state. */
const illegalPaths = sql`
  select e.account_id, e.channel,
    'effect ' || e.id || ' went ' || array_to_string(e.path, ' > ') || ', and is ' || e.state
  from effect e
  where e.path[1] <> all(${BEGINNINGS})
    or e.path[cardinality(e.path)] is distinct from e.state
    or exists (
      select
      from generate_subscripts(e.path, 1) i
      where i < cardinality(e.path)
        and e.path[i] || '>' || e.path[i + 1] <> all(${STEPS}))`;

/** Time that the sweep has to open the task. */
const TASK_SLACK_MS = MINUTE_MS;
const unknownWithoutTask = (now: Instant) => sql`
  select e.account_id, e.channel,
    'effect ' || e.id || ' is unknown since ' || e.settled_at || ' and nobody is asked to find out'
  from effect e
  where ${isOverdueUnknown(now - TASK_SLACK_MS)}
    and ${hasNoTask}`;

const disputeIsOpen = sql`(
  select count(*) filter (where f.kind = 'dispute') > count(*) filter (where f.kind = 'dispute-closed')
  from fact f
  where f.account_id = a.id)`;
const personIsVulnerable = sql`exists (
  select
  from account_person ap
  join fact f on f.person_id = ap.person_id
  where ap.account_id = a.id
    and ap.role = 'debtor'
    and (f.kind in ('death', 'bankruptcy') or (f.kind = 'hardship' and not exists (
      select
      from fact o
      where o.person_id = f.person_id
        and o.kind = 'hardship-ended'
        and o.no > f.no)) or f.kind = 'distress' and not exists (
      select
      from fact o
      where o.person_id = f.person_id
        and o.kind = 'distress-ended'
        and o.body->'distress' ? f.id::text) or f.kind = 'complaint' and not exists (
      select
      from fact o
      where o.person_id = f.person_id
        and o.kind = 'complaint-closed'
        and o.body->>'of' = f.id::text) or f.kind = 'care-hold' and not exists (
      select
      from fact o
      where o.person_id = f.person_id
        and o.kind = 'care-hold-lifted'
        and o.body->>'type' = f.body->>'type'
        and o.occurred_at >= f.occurred_at)))`;
const taskIsOpen = sql`exists (
  select
  from task t
  where t.state = 'open'
    and (t.account_id = a.id
      or t.person_id in (
        select ap.person_id
        from account_person ap
        where ap.account_id = a.id
          and ap.role = 'debtor')))`;
/** `account a` waits for an evaluation, a policy, a court, an effect, a task, an agency, or the end of a hold. */
const hasAWay = sql`(a.next_evaluation_at is not null
  or a.evaluated_version < a.facts_version
  or a.health = 'held'
  or ${disputeIsOpen}
  or exists (select from court_case k where k.account_id = a.id and k.state = 'filed')
  or ${personIsVulnerable}
  or exists (select from effect e where e.account_id = a.id and e.state not in ${FINAL} and e.state <> 'superseded')
  or ${taskIsOpen}
  or exists (select from placement o where o.account_id = a.id and o.state <> 'ended'))`;
/** No open account that is late is forgotten: each has a next step, or waits for something. */
const forgotten = sql`
  select a.id, null, 'at stage ' || a.stage || ' nothing is to come'
  from account a
  where a.closed_at is null
    and a.stage not in ('clear', 'closed', ${BELOW_FLOOR})
    and not ${hasAWay}`;

/** Wall seconds that the starter and the sweep may take to open a workflow, or to evaluate, once an account is due. */
const OPENING_SECONDS = 60;
const openingBegan = sql`clock_timestamp() - make_interval(secs => ${OPENING_SECONDS})`;
/** The starter is still opening workflows, as after a large import: an account without one may be next. */
const opening = sql`exists (select from account o where o.started_at > ${openingBegan})`;
/** Wall time since which an evaluation is due. On a simulated clock it counts from when the clock last moved. */
const dueSince = sql`(case when k.mode = 'simulated' then k.updated_at
  else greatest(a.next_evaluation_at, a.started_at) end)`;
/** An open account that is due has a workflow, and its evaluation is not late. */
const withoutWorkflow = (now: Instant) => sql`
    select a.id, null, case
      when a.started_at is null then 'its turn came at ' || a.next_evaluation_at || ' and no workflow was opened'
      when a.next_evaluation_at is null then 'facts at version ' || a.facts_version || ' were not looked at'
      else 'its look of ' || a.next_evaluation_at || ' is late' end
    from account a
    cross join clock k
    where a.closed_at is null
      and ((a.next_evaluation_at <= ${new Date(now)}
          and ${dueSince} < ${openingBegan}
          and (a.started_at is not null or not ${opening}))
        or (a.started_at is not null
          and a.evaluated_version < a.facts_version
          and a.stale_since < ${openingBegan}))`;

/** Wall seconds in which the queue and a worker take what is due. */
const TAKING_SECONDS = 300;
/** On a simulated clock, an effect is due since the clock last moved. */
const effectDueSince = sql`(case when k.mode = 'simulated' then k.updated_at
  else greatest(e.due_at, e.planned_at) end)`;
/**
 * What is due and wanted leaves, or its lane or the effect itself names what holds it. Nothing is put off at the moment
 * to which it had been put off for the same reason.
 */
const silent = (now: Instant) => sql`
  select e.account_id, e.channel, 'effect ' || e.id || ' is due since ' || e.due_at || ' and is neither sent nor held'
  from effect e
  cross join clock k
  left join lane l on l.name = e.channel
  where e.state in ${CLAIMABLE}
    and e.due_at <= ${new Date(now)}
    and e.blocked_since is null
    and l.closed_since is null
    and coalesce(l.paused_until, '-infinity') < clock_timestamp()
    and ${epochIsOpen}
    and ${effectDueSince} < clock_timestamp() - make_interval(secs => ${TAKING_SECONDS})
  union all
  select p.account_id, e.channel, 'effect ' || e.id || ' was put off to ' || b.put_off_to || ' and then to '
    || p.put_off_to || ' for the same reason: ' || ${reasonsOfPermit}
  from permit p
  join permit b on b.effect_id = p.effect_id and b.attempt = p.attempt - 1
  join effect e on e.id = p.effect_id
  where ${isPutOffAgain}`;

/** What has a bank line is the line: its parts that count add up to it, and each is the payment of its account. */
const unequalLines = sql`
  select null::uuid, null, 'bank line ' || l.no || ' is ' || l.minor || ', its parts are ' || parts.sum
  from bank_line l
  cross join lateral (
    select coalesce(sum((f.body->>'minor')::bigint), 0) as sum
    from bank_allocation p
    join fact f on f.id = p.payment_id and f.account_id = p.account_id and (f.body->>'minor')::bigint = p.minor
    where p.line_id = l.id
      and p.ended_by is null) parts
  where l.direction = 'in'
    and parts.sum <> case when l.state in ('matched', 'allocated') then l.minor else 0 end`;

/** The state of an instruction is what the facts about it say. */
const otherInstructions = sql`
  select i.account_id, null, 'instruction ' || i.no || ' is ' || i.state || ', its facts say ' || told.state
  from book_instruction i
  cross join lateral (
    select case
      when count(*) filter (where f.kind = 'book-instructed') <> 1 then 'nothing'
      when bool_or(f.kind = 'book-confirmed') then 'confirmed'
      when bool_or(f.kind = 'book-withdrawn') then 'withdrawn'
      when bool_or(f.kind = 'book-rejected') then 'rejected'
      else 'open' end as state
    from fact f
    where f.account_id = i.account_id
      and f.kind in ('book-instructed', 'book-confirmed', 'book-withdrawn', 'book-rejected')
      and f.body->>'instruction' = i.id::text) told
  where i.state <> told.state`;

const mayHaveLeft = sql`effect where state in ${LEFT}`;
const ASKS: Readonly<Record<Invariant, Ask>> = {
  'one-send-per-key': ask('one-send-per-key', mayHaveLeft, (_, rulebook) =>
    SEND_QUERIES['one-send-per-key'](sql`true`, rulebook),
  ),
  'none-after-cure': ask(
    'none-after-cure',
    sql`effect where state in ${LEFT} and purpose in ${COLLECTING}`,
    (_, rulebook) => SEND_QUERIES['none-after-cure'](sql`true`, rulebook),
  ),
  'none-against-facts': ask('none-against-facts', mayHaveLeft, (_, rulebook) =>
    SEND_QUERIES['none-against-facts'](sql`true`, rulebook),
  ),
  'permit-for-each-send': ask('permit-for-each-send', sql`permit`, () => permitForEachSend),
  'dispatch-for-each-send': ask('dispatch-for-each-send', mayHaveLeft, () => dispatchForEachSend),
  'legal-path': ask('legal-path', sql`effect`, () => illegalPaths),
  'unknown-has-task': ask('unknown-has-task', sql`effect where state = 'unknown'`, unknownWithoutTask),
  'account-has-a-way': ask('account-has-a-way', sql`account where closed_at is null`, () => forgotten),
  'workflow-for-each-due-account': ask(
    'workflow-for-each-due-account',
    sql`account where closed_at is null`,
    withoutWorkflow,
  ),
  'hours-and-caps': ask(
    'hours-and-caps',
    sql`effect where state in ${LEFT} and channel in ${TO_PERSON}`,
    (_, rulebook) => SEND_QUERIES['hours-and-caps'](sql`true`, rulebook),
  ),
  'lawful-when-sent': async (db, rulebook, _, since) =>
    lawFound(await judgeSendsSince(db, rulebook, await newestPermit(db), since)),
  'due-leaves-or-is-held': ask('due-leaves-or-is-held', sql`effect where state in ${CLAIMABLE}`, silent),
  'no-disputed-demand': async (db) => {
    const { checked, demands } = await checkDemands(db);
    return {
      checked,
      violations: demands.map((demand) => ({ invariant: 'no-disputed-demand', ...demand })),
    };
  },
  'bank-lines-add-up': ask('bank-lines-add-up', sql`bank_line`, () => unequalLines),
  'instructions-follow': ask('instructions-follow', sql`book_instruction`, () => otherInstructions),
  'classes-follow': async (db, _, now) => {
    const { checked, unequal } = await checkClasses(db, now);
    return {
      checked,
      violations: unequal.map((unequal) => ({ invariant: 'classes-follow', lane: null, ...unequal })),
    };
  },
  'equation-of-money': async (db, _, now) => {
    const { checked, unequal } = await checkMoney(db, now);
    return {
      checked,
      violations: unequal.map((unequal) => ({ invariant: 'equation-of-money', lane: null, ...unequal })),
    };
  },
};
