/** The invariants, asked of the tables alone. `npx arrears check` prints the answer; they must hold after every crash. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { COLLECTING, FINAL, LEFT, TO_PERSON } from '../../db/effect-sets.ts';
import type { Database } from '../../db/schema.ts';
import type { CheckView } from '../../domain/contracts/views.ts';
import { EFFECT_EVENTS, EFFECT_STATES, nextState } from '../../domain/effects.ts';
import { INVARIANTS, type Invariant } from '../../domain/invariants.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { type Instant, MINUTE_MS } from '../../domain/time.ts';
import { hasNoTask, isOverdueUnknown } from '../effects/find-unknown.ts';
import { checkMoney } from './check-money.ts';
import { dispatchForEachSend, permitForEachSend, SEND_QUERIES } from './check-sends.ts';

/** Where an invariant does not hold. */
export type Violation = CheckView['violations'][number];
interface Found {
  checked: number;
  violations: Violation[];
}
type Ask = (db: Kysely<Database>, rulebook: Rulebook, now: Instant) => Promise<Found>;

/** Asks all. `now` is business time. At most 1,000 violations each. */
export async function checkInvariants(db: Kysely<Database>, rulebook: Rulebook, now: Instant): Promise<CheckView> {
  const checked = {} as Record<Invariant, number>;
  const violations: Violation[] = [];
  for (const invariant of INVARIANTS) {
    const found = await ASKS[invariant](db, rulebook, now);
    checked[invariant] = found.checked;
    violations.push(...found.violations);
  }
  return { checked, violations };
}

/** Asks those of what left about the permits after one (permit.no): cheap, for production. */
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

/** The number of the newest permit, for `checkSendsSince`. */
export async function newestPermit(db: Kysely<Database>): Promise<bigint> {
  const { rows } = await sql<{ no: bigint }>`select last_value as no from event_order`.execute(db);
  return rows[0]?.no ?? 0n;
}

async function count(db: Kysely<Database>, from: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${from}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** `query` gives account_id, lane, evidence. */
async function find(db: Kysely<Database>, invariant: Invariant, query: RawBuilder<unknown>): Promise<Violation[]> {
  const { rows } = await sql<{ account: string; evidence: string; lane: string | null }>`
    select coalesce(c.code || '/' || a.number, '-') as account, v.lane, v.evidence
    from (${query}) v (account_id, lane, evidence) left join account a on a.id = v.account_id left join creditor c on c.id = a.creditor_id limit 1000`.execute(
    db,
  );
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

/** States as an effect may begin, and steps from one to the next, as `from>to`. */
const BEGINNINGS = [...new Set(['planned', ...EFFECT_EVENTS.flatMap((event) => nextState('planned', event) ?? [])])];
const STEPS = EFFECT_STATES.flatMap((from) => EFFECT_EVENTS.flatMap((event) => `${from}>${nextState(from, event)}`));

/** Every state that an effect was in followed the one before by domain/effects.ts. */
const illegalPaths = sql`
  select e.account_id, e.channel, 'effect ' || e.id || ' went ' || array_to_string(e.path, ' > ') || ', and is ' || e.state from effect e
  where e.path[1] <> all(${BEGINNINGS}) or e.path[cardinality(e.path)] is distinct from e.state or exists (
    select from generate_subscripts(e.path, 1) i where i < cardinality(e.path) and e.path[i] || '>' || e.path[i + 1] <> all(${STEPS}))`;

/** The sweep has so long to open the task. */
const TASK_SLACK_MS = MINUTE_MS;
const unknownWithoutTask = (now: Instant) => sql`
  select e.account_id, e.channel, 'effect ' || e.id || ' is unknown since ' || e.settled_at || ' and nobody is asked to find out' from effect e
  where ${isOverdueUnknown(now - TASK_SLACK_MS)} and ${hasNoTask}`;

/** Something that is to come: a look, the end of what holds it, an effect whose end is open, a task, an agency or a court at work. */
const hasAWay = sql`(a.next_evaluation_at is not null or a.evaluated_version < a.facts_version or a.health = 'held'
  or (select count(*) filter (where f.kind = 'dispute') > count(*) filter (where f.kind = 'dispute-closed') from fact f where f.account_id = a.id)
  or exists (select from court_case k where k.account_id = a.id and k.state = 'filed')
  or exists (select from account_person ap join fact f on f.person_id = ap.person_id where ap.account_id = a.id and (f.kind in ('death', 'bankruptcy')
    or (f.kind = 'hardship' and not exists (select from fact o where o.person_id = f.person_id and o.kind = 'hardship-ended' and o.no > f.no))))
  or exists (select from effect e where e.account_id = a.id and e.state not in ${FINAL} and e.state <> 'superseded')
  or exists (select from task t where t.state = 'open' and (t.account_id = a.id or t.person_id in (select ap.person_id from account_person ap where ap.account_id = a.id)))
  or exists (select from placement o where o.account_id = a.id and o.state <> 'ended'))`;
/** An open account that is late is on its way, or held by something that has an end: none is forgotten. */
const forgotten = sql`
  select a.id, null, 'at stage ' || a.stage || ' nothing is to come' from account a where a.closed_at is null and a.stage not in ('clear', 'closed') and not ${hasAWay}`;

/** Wall seconds that the starter and the sweep may take to open a workflow once it is an account's turn. */
const OPENING_SECONDS = 60;
/** After a large import the starter opens so many workflows a second: as long as it does, those that are next in line are not forgotten. */
const opening = sql`exists (select from account o where o.started_at > clock_timestamp() - make_interval(secs => ${OPENING_SECONDS}))`;
/** An open account whose turn has come has a workflow, and its look is not late. Due on a simulated clock counts from when the clock last moved. */
const withoutWorkflow = (now: Instant) => sql`
    select a.id, null, case when a.started_at is null then 'its turn came at ' || a.next_evaluation_at || ' and no workflow was opened'
      when a.next_evaluation_at is null then 'facts at version ' || a.facts_version || ' were not looked at'
      else 'its look of ' || a.next_evaluation_at || ' is late' end
    from account a cross join clock k
    where a.closed_at is null and (
      (a.next_evaluation_at <= ${new Date(now)} and (case when k.mode = 'simulated' then k.updated_at else greatest(a.next_evaluation_at, a.started_at) end) < clock_timestamp() - make_interval(secs => ${OPENING_SECONDS})
        and (a.started_at is not null or not ${opening}))
      or (a.started_at is not null and a.evaluated_version < a.facts_version and a.stale_since < clock_timestamp() - make_interval(secs => ${OPENING_SECONDS})))`;

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
  'equation-of-money': async (db, _, now) => {
    const { checked, unequal } = await checkMoney(db, now);
    return {
      checked,
      violations: unequal.map((unequal) => ({ invariant: 'equation-of-money', lane: null, ...unequal })),
    };
  },
};
