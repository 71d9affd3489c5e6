/** Persons who asked to be called at a time, and whom nobody has called. */
import { type RawBuilder, sql } from 'kysely';
import { CALL_BACK_MISSED_MS } from '../../domain/call-backs.ts';
import type { Cause } from './cause.ts';

/** Condition: `task t` is a call-back that nobody made in time. */
export const isMissed = (now: Date): RawBuilder<unknown> =>
  sql`coalesce(t.wished_at < ${new Date(now.getTime() - CALL_BACK_MISSED_MS)}, false)`;

/** A call-back that is an hour late. */
export const callBackMissed = (now: Date): Cause => ({
  code: 'call-back-missed',
  account: sql`t.account_id`,
  task: sql`t.no`,
  words: sql`'the person asked to be called, and nobody has (task ' || t.no || ')'`,
  since: sql`t.wished_at`,
  from: sql`task t
    where t.state = 'open'
      and t.wished_at is not null
      and ${isMissed(now)}`,
});
