/** The six invariants, asked of the tables alone. `npx arrears check` prints the answer; it must hold after every crash. */
import { type Kysely, sql } from 'kysely';
import { MOST_A_DAY, MOST_A_WEEK } from '../../domain/policies/contact-caps.ts';
import { WINDOW_CLOSES, WINDOW_OPENS } from '../../domain/policies/lawful-hours.ts';
import type { Instant } from '../../domain/time.ts';
import type { Database } from '../schema.ts';
import { checkMoney } from './check-money.ts';

export const INVARIANTS = [
  'one-send-per-key',
  'none-after-cure',
  'permit-for-each-send',
  'workflow-for-each-due-account',
  'hours-and-caps',
  'equation-of-money',
] as const;
export type Invariant = (typeof INVARIANTS)[number];

export interface Violation {
  invariant: Invariant;
  /** `creditor/number` */
  account: string;
  /** What shows it, in words and ids. */
  evidence: string;
}
export interface CheckAnswer {
  /** How many things each invariant was asked of. */
  checked: Record<Invariant, number>;
  violations: Violation[];
}
interface Found {
  checked: number;
  violations: Violation[];
}
type Ask = (db: Kysely<Database>, now: Instant) => Promise<Found>;

/** Asks all six. `now` is business time. At most 1,000 violations each. */
export async function checkInvariants(db: Kysely<Database>, now: Instant): Promise<CheckAnswer> {
  const checked = {} as Record<Invariant, number>;
  const violations: Violation[] = [];
  for (const invariant of INVARIANTS) {
    const found = await ASKS[invariant](db, now);
    checked[invariant] = found.checked;
    violations.push(...found.violations);
  }
  return { checked, violations };
}

const SENT = sql`('sent', 'unknown')`;
/** What presses on a person; receipts, reports, undoing and reviews are no contacts about the debt. */
const PRESSING = sql`('demand', 'notice', 'handover')`;

async function count(db: Kysely<Database>, from: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${from}`.execute(db);
  return rows[0]?.n ?? 0;
}

async function find(db: Kysely<Database>, invariant: Invariant, query: ReturnType<typeof sql>): Promise<Violation[]> {
  const { rows } = await sql<{ account: string; evidence: string }>`
    select coalesce(c.code || '/' || a.number, '-') as account, v.evidence
    from (${query}) v (account_id, evidence) left join account a on a.id = v.account_id left join creditor c on c.id = a.creditor_id limit 1000`.execute(
    db,
  );
  return rows.map((row) => ({ invariant, ...row }));
}

/** An effect leaves at most once: one permit that ended sent (or unknown), and no message key that went out twice. */
const oneSendPerKey: Ask = async (db) => ({
  checked: await count(db, sql`effect where state in ${SENT}`),
  violations: await find(
    db,
    'one-send-per-key',
    sql`
    select p.account_id, 'effect ' || p.effect_id || ' left ' || count(*) || ' times' from permit p
    where p.ended in ${SENT} group by p.account_id, p.effect_id having count(*) > 1
    union all
    select min(e.account_id::text)::uuid, 'message key ' || d.key || ' went out ' || count(distinct d.id) || ' times' from dispatch d left join effect e on e.dispatch_id = d.id
    where d.result in ${SENT} group by d.creditor_id, d.channel, d.key having count(distinct d.id) > 1`,
  ),
});

/** Nothing that presses left on a permit that had seen the cure of its episode, or later facts. */
const noneAfterCure: Ask = async (db) => ({
  checked: await count(db, sql`effect where state in ${SENT} and purpose in ${PRESSING}`),
  violations: await find(
    db,
    'none-after-cure',
    sql`
    select e.account_id, 'effect ' || e.id || ' left on a permit at version ' || p.facts_version || ', cured at version ' || ep.cured_version
    from effect e join episode ep on ep.account_id = e.account_id and ep.no = e.episode
    join permit p on p.effect_id = e.id and p.ended in ${SENT}
    where e.state in ${SENT} and e.purpose in ${PRESSING} and p.facts_version >= ep.cured_version`,
  ),
});

/** Every send has a permit that allowed it (or, after a restore, one that stands for a lost one), and every permit has an end unless its lease runs. */
const permitForEachSend: Ask = async (db) => ({
  checked: await count(db, sql`permit`),
  violations: await find(
    db,
    'permit-for-each-send',
    sql`
    select e.account_id, 'effect ' || e.id || ' is ' || e.state || ' without a permit' from effect e
    where e.state in ${SENT} and not exists (select from permit p where p.effect_id = e.id and p.verdict in ('allow', 'elsewhere'))
    union all
    select p.account_id, 'permit ' || p.id || ' has no end' from permit p join effect e on e.id = p.effect_id
    where p.ended is null and not (e.state = 'claimed' and e.attempt = p.attempt)`,
  ),
});

/** Wall seconds that the starter and the sweep may take to open a workflow once it is an account's turn. */
const OPENING_SECONDS = 60;
/** After a large import the starter opens so many workflows a second: as long as it does, those that are next in line are not forgotten. */
const opening = sql`exists (select from account o where o.started_at > clock_timestamp() - make_interval(secs => ${OPENING_SECONDS}))`;
/** An open account whose turn has come has a workflow, and its look is not late. Due on a governed clock counts from when the clock last moved. */
const workflowForEachDueAccount: Ask = async (db, now) => ({
  checked: await count(db, sql`account where closed_at is null`),
  violations: await find(
    db,
    'workflow-for-each-due-account',
    sql`
    select a.id, case when a.started_at is null then 'its turn came at ' || a.next_look_at || ' and no workflow was opened'
      when a.next_look_at is null then 'facts at version ' || a.facts_version || ' were not looked at'
      else 'its look of ' || a.next_look_at || ' is late' end
    from account a cross join clock k
    where a.closed_at is null and (
      (a.next_look_at <= ${new Date(now)} and (case when k.mode = 'governed' then k.updated_at else greatest(a.next_look_at, a.started_at) end) < clock_timestamp() - make_interval(secs => ${OPENING_SECONDS})
        and (a.started_at is not null or not ${opening}))
      or (a.started_at is not null and a.looked_version < a.facts_version and a.stale_since < clock_timestamp() - make_interval(secs => ${OPENING_SECONDS})))`,
  ),
});

/** No demand left outside the lawful hours, or as more than the second contact of a day or the seventh in seven days. Proved from the permits; those lost by a restore prove nothing. */
const hoursAndCaps: Ask = async (db) => ({
  checked: await count(db, sql`effect where state in ${SENT} and channel in ('email', 'sms', 'call')`),
  violations: await find(
    db,
    'hours-and-caps',
    sql`
    with sent as (
      select distinct on (coalesce(e.dispatch_id, e.id)) coalesce(e.dispatch_id, e.id) as contact, e.id, e.account_id, e.person_id, e.purpose, p.local_date, p.local_minute, p.given_at
      from effect e join permit p on p.effect_id = e.id and p.ended in ${SENT} and p.verdict = 'allow'
      where e.state in ${SENT} and e.channel in ('email', 'sms', 'call')
      order by coalesce(e.dispatch_id, e.id), e.purpose = 'demand' desc, e.id),
    counted as (
      select s.*, (select count(*) from sent o where o.person_id = s.person_id and o.purpose <> 'receipt' and o.local_date = s.local_date and (o.given_at, o.contact) <= (s.given_at, s.contact)) as that_day,
        (select count(*) from sent o where o.person_id = s.person_id and o.purpose <> 'receipt' and o.local_date > s.local_date - 7 and (o.given_at, o.contact) <= (s.given_at, s.contact)) as that_week
      from sent s)
    select account_id, 'effect ' || id || ' left at minute ' || local_minute || ' of ' || local_date from counted where local_minute < ${WINDOW_OPENS}::int or local_minute >= ${WINDOW_CLOSES}::int
    union all
    select account_id, 'effect ' || id || ' was contact ' || that_day || ' of ' || local_date || ' and ' || that_week || ' in seven days' from counted
    where purpose = 'demand' and (that_day > ${MOST_A_DAY}::int or that_week > ${MOST_A_WEEK}::int)`,
  ),
});

const ASKS: Readonly<Record<Invariant, Ask>> = {
  'one-send-per-key': oneSendPerKey,
  'none-after-cure': noneAfterCure,
  'permit-for-each-send': permitForEachSend,
  'workflow-for-each-due-account': workflowForEachDueAccount,
  'hours-and-caps': hoursAndCaps,
  'equation-of-money': async (db, now) => {
    const { checked, unequal } = await checkMoney(db, now);
    return { checked, violations: unequal.map((one) => ({ invariant: 'equation-of-money', ...one })) };
  },
};
