/** Leases: claims whose outcome is still to be recorded. */
import { type Kysely, sql } from 'kysely';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import type { Channel } from '../../domain/channels.ts';
import type { EffectState } from '../../domain/effects.ts';
import type { Claimed } from './prepare-claims.ts';

/** The claim of one effect whose outcome is still unknown. */
export interface Lease {
  /** Id of the effect. */
  id: string;
  channel: Channel;
  state: EffectState;
  key: string | null;
  /** The mark that is set before the first byte is written. */
  calling: boolean;
  lease_token: string;
  dispatch_id: string;
  account_id: string;
}

/** Columns of a lease, from `effect e` and its `dispatch d`. */
export const LEASE_COLUMNS = sql`
  e.id, e.channel, e.state, d.key, e.calling_at is not null as calling, e.lease_token, e.dispatch_id, e.account_id`;

/** Finds claims of these lanes whose lease has run out (wall time). */
export async function findExpiredLeases(
  db: Kysely<Database>,
  lanes: readonly Channel[],
  limit: number,
): Promise<Lease[]> {
  const { rows } = await sql<Lease>`
    select ${LEASE_COLUMNS}
    from effect e
    left join dispatch d on d.id = e.dispatch_id
    where e.state = 'claimed'
      and e.lease_until < clock_timestamp()
      and e.channel = any(${[...lanes]}::text[])
    order by e.lease_until
    limit ${limit}`.execute(db);
  return rows;
}

/**
 * Marks claims whose call is about to begin, on channels that cannot be queried. Answers for each whether its lease
 * still held. From here on a marked claim may have been sent, even if this process dies.
 */
export async function markCalling(db: Kysely<Database>, claims: readonly Claimed[]): Promise<boolean[]> {
  const leases = claims.flatMap(({ effects, token }) => effects.map(({ id }) => ({ id, token })));
  const { rows } = await sql<{ id: string }>`
    with held as (
      select e.id
      from ${rowsOf(leases, { id: 'uuid', token: 'uuid' })}
      join effect e on e.id = r.id
      where e.lease_token = r.token
        and e.state = 'claimed'
        and e.lease_until > clock_timestamp()
      order by e.id
      for no key update of e)

    update effect e
    set calling_at = clock_timestamp()
    from held
    where e.id = held.id
    returning e.id`.execute(db);
  const marked = new Set(rows.map((row) => row.id));
  return claims.map(({ effects }) => effects.every(({ id }) => marked.has(id)));
}
