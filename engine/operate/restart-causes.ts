/** Bulk restarts that cannot go on, and the tasks that they answer. */
import { sql } from 'kysely';
import { type Cause, NONE } from './cause.ts';

/** Condition: an approved bulk restart answers `task t` when its turn comes. */
export const isCovered = sql`exists (
  select
  from restart_item i
  join restart_batch b on b.no = i.batch_no
  where i.account_id = t.account_id
    and i.state = 'waiting'
    and b.approved_at is not null)`;

/** A bulk restart of which every account that is left was put off. */
export const restartWaits: Cause = {
  code: 'restart-waits',
  account: NONE,
  words: sql`'bulk restart ' || b.no || ' cannot go on: ' || left_over.accounts || ' accounts wait for a newer book'`,
  since: sql`left_over.judged_on::timestamp at time zone own.zone`,
  from: sql`restart_batch b
    join creditor own on own.id = b.creditor_id
    cross join lateral (
      select count(*) as accounts, count(i.reason) as put_off, min(i.judged_on) as judged_on
      from restart_item i
      where i.batch_no = b.no
        and i.state = 'waiting') left_over
    where b.approved_at is not null
      and b.ended_at is null
      and left_over.accounts > 0
      and left_over.accounts = left_over.put_off`,
};
