/** Counts for a screen: where the accounts stand, what was sent, what was held back and why, what came in. */
import { type Kysely, sql } from 'kysely';
import { standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';
import { moneyOfAccount } from '../account-money.ts';
import { CLAIMABLE, COLLECTING, LEFT } from '../effect-sets.ts';
import { loadStandingFacts } from '../load-facts.ts';
import type { Database } from '../schema.ts';

type Counts = Record<string, number>;
/** Counts, except where a field says otherwise. */
interface Summary {
  accounts: number;
  stages: {
    /** Accounts by the stage of their last evaluation. */
    now: Counts;
    /** Open accounts by the escalation stages that run beside that stage. */
    parallel: Counts;
    /** Accounts on which the stage has ever acted. */
    reached: Counts;
  };
  /** Accounts whose newest episode ended cured. */
  cured: number;
  /** Accounts that a policy holds. */
  held: number;
  effects: Counts;
  sentByChannel: Counts;
  /** Effects that each policy ever held back. */
  heldBack: Counts;
  /** Minor units as text, by currency. Received: payments less reversals, and payments that only the book shows. */
  money: { currency: string; balance: string; overdue: string; received: string }[];
  promises: { running: number; kept: number; broken: number };
  /** Must be 0. */
  contactsAfterPayment: number;
  /** Effects, planned or queued, that a cure stopped. */
  paymentRaces: number;
  sentTwice: number;
  /** Effects that are due without a block or a closed lane, or whose lease has expired. */
  lost: number;
  tasksOpen: number;
  workers: number;
}

async function counts(db: Kysely<Database>, query: ReturnType<typeof sql>): Promise<Counts> {
  const { rows } = await sql<{ key: string; n: number }>`
    select key, count(*)::int as n
    from (${query}) q (key)
    group by key
    order by key`.execute(db);
  return Object.fromEntries(rows.map((row) => [row.key, row.n]));
}

async function single(db: Kysely<Database>, query: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select (${query})::int as n`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Wall seconds without a sign of life after which a worker is not counted. */
const ALIVE_SECONDS = 15;

/** Summarises the database. `now` is business time. */
export async function summarize(db: Kysely<Database>, now: Instant): Promise<Summary> {
  return {
    accounts: await single(db, sql`select count(*) from account`),
    stages: {
      now: await counts(db, sql`select stage from account`),
      parallel: await counts(
        db,
        sql`
          select jsonb_array_elements_text(last.answer->'parallel')
          from account a
          cross join lateral (
            select d.answer
            from decision d
            where d.account_id = a.id
            order by d.evaluation_number desc
            limit 1) last
          where a.closed_at is null`,
      ),
      reached: await counts(
        db,
        sql`
          select distinct on (account_id, stage) stage
          from effect
          where state in ${LEFT}
            and (purpose in ${COLLECTING} or purpose = 'report')`,
      ),
    },
    cured: await single(
      db,
      sql`
        select count(*)
        from account a
        where (
          select e.cured_version is not null
          from episode e
          where e.account_id = a.id
          order by e.no desc
          limit 1)`,
    ),
    held: await single(db, sql`select count(*) from account where health = 'held'`),
    effects: await counts(db, sql`select state from effect`),
    sentByChannel: await counts(
      db,
      sql`select distinct on (coalesce(dispatch_id, id)) channel from effect where state = 'sent'`,
    ),
    heldBack: await counts(db, sql`select unnest(held_by) from effect`),
    money: await money(db, now),
    promises: await promises(db, now),
    contactsAfterPayment: await single(
      db,
      sql`
        select count(distinct e.id)
        from effect e
        join episode ep on ep.account_id = e.account_id and ep.no = e.episode
        join permit p on p.effect_id = e.id and p.ended in ${LEFT}
        where e.state in ${LEFT}
          and e.purpose in ${COLLECTING}
          and p.facts_version >= ep.cured_version`,
    ),
    paymentRaces: await single(db, sql`select coalesce(sum(stopped_in_flight), 0) from episode`),
    lost: await single(db, lost(new Date(now))),
    sentTwice: await single(
      db,
      sql`select count(*) from (select 1 from permit where ended in ${LEFT} group by effect_id having count(*) > 1) t`,
    ),
    tasksOpen: await single(db, sql`select count(*) from task where state = 'open'`),
    workers: await single(
      db,
      sql`select count(*) from worker where seen_at > clock_timestamp() - make_interval(secs => ${ALIVE_SECONDS})`,
    ),
  };
}

function lost(now: Date): ReturnType<typeof sql> {
  return sql`
    select count(*)
    from effect e
    left join lane l on l.name = e.channel
    where (e.state in ${CLAIMABLE} and e.due_at <= ${now} and e.blocked_since is null and l.closed_since is null)
      or (e.state = 'claimed' and e.lease_until < clock_timestamp())`;
}

async function money(db: Kysely<Database>, now: Instant): Promise<Summary['money']> {
  const { rows } = await sql<Summary['money'][number]>`
    select a.currency, sum(a.balance)::text as balance, sum(money.overdue)::text as overdue,
      sum(a.received)::text as received
    from account a
    join creditor c on c.id = a.creditor_id
    ${moneyOfAccount(now)}
    group by a.currency
    order by a.currency`.execute(db);
  return rows;
}

async function promises(db: Kysely<Database>, now: Instant): Promise<Summary['promises']> {
  const { rows } = await sql<{ account_id: string }>`
    select distinct account_id
    from fact
    where kind = 'promise'`.execute(db);
  const sum = { running: 0, kept: 0, broken: 0 };
  for (const account of (
    await loadStandingFacts(
      db,
      rows.map((row) => row.account_id),
    )
  ).values()) {
    for (const { state } of standingOf(account, now).promises) if (state !== 'replaced') sum[state] += 1;
  }
  return sum;
}
