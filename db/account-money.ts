/** Overdue amount and days past due in SQL, for lists of accounts: the rule of domain/dpd.ts. */
import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../domain/time.ts';

/**
 * Lateral joins over `account a` and `creditor c` that yield `money.overdue` (minor units, without what is disputed or
 * in suspense), `money.oldest` (date of the oldest unpaid due of that; null when nothing is overdue) and `money.dpd`.
 * `now` is business time.
 */
export function moneyOfAccount(now: Instant): RawBuilder<unknown> {
  return sql`
    cross join lateral (select (${new Date(now)}::timestamptz at time zone c.zone)::date as today) day
    cross join lateral (
      select coalesce(a.grace_days, max((p->>'graceDays')::int), 0) as days, coalesce(max((p->>'tolerance')::bigint), 0) as tolerance
      from jsonb_array_elements(coalesce(c.terms->'products', '[]')) p
      where p->>'code' = a.product) grace
    cross join lateral (
      select coalesce(sum(d.minor - d.disputed), 0)::bigint as overdue,
        min(d.due_on) as oldest,
        coalesce(day.today - min(d.due_on), 0) as dpd
      from due d
      where d.account_id = a.id
        and d.due_on + grace.days < day.today
        and d.minor - d.disputed > grace.tolerance) money`;
}
