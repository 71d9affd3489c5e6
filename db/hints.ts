/**
 * Hints by NOTIFY that the facts of accounts have changed. One worker gets each hint and evaluates the accounts. A hint
 * may be lost: the sweep finds the same accounts.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** Most accounts in one hint; more than these are a bulk act, which is left to the sweep at its rate. */
const MOST = 200;
/** Wall seconds since its last heartbeat in which a worker gets hints. */
const ALIVE_SECONDS = 6;

/** The name under which a worker listens. */
export const channelOf = (workerId: string): string => `evaluate_${workerId.replaceAll('-', '')}`;

/** Leaves a hint to one worker that is alive and decides by the newest rules. */
export async function leaveHint(db: Kysely<Database>, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0 || accountIds.length > MOST) return;
  await sql`
    select pg_notify('evaluate_' || replace(id::text, '-', ''), ${accountIds.join(' ')})
    from worker
    where seen_at > clock_timestamp() - make_interval(secs => ${ALIVE_SECONDS})
      and decider = (select max(decider) from worker)
    order by random()
    limit 1`.execute(db);
}

/** The accounts that a hint names. */
export const accountsOf = (hint: string): string[] => hint.split(' ');
