/** Overdue amount and days past due in SQL, for lists of accounts: the rule of domain/dpd.ts. */
import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../domain/time.ts';
import { changesReceived, receivedMinor } from './received.ts';

/**
 * Lateral joins over `account a` and `creditor c` that yield `money.overdue` (minor units), `money.oldest` (date of the
 * oldest due not covered; null when nothing is overdue) and `money.dpd`. `now` is business time.
 */
export function moneyOfAccount(now: Instant): RawBuilder<unknown> {
  return sql`
    cross join lateral (select (${new Date(now)}::timestamptz at time zone c.zone)::date as today) day
    cross join lateral (
      select greatest(0, coalesce(sum(${receivedMinor}), 0)) as received
      from fact f
      where f.account_id = a.id
        and ${changesReceived}) got
    cross join lateral (
      select greatest(0, coalesce(sum(o.minor), 0) - got.received)::bigint as overdue,
        min(o.due_on) filter (where o.upto > got.received) as oldest,
        coalesce(day.today - min(o.due_on) filter (where o.upto > got.received), 0) as dpd
      from (
        select d.due_on, d.minor, sum(d.minor) over (order by d.due_on) as upto
        from due d
        where d.account_id = a.id
          and d.due_on < day.today) o) money`;
}
