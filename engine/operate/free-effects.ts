/**
 * Frees stuck effects: each returns to `planned` through `nextState`, and its claim is judged anew. An effect freed
 * once is sent at most once.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { RETRYABLE } from '../../db/effect-sets.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { type EffectState, isClaimable, nextState } from '../../domain/effects.ts';
import type { Instant } from '../../domain/time.ts';
import { clearLanes } from '../effects/lane-pauses.ts';
import { raiseVersions } from '../facts/record-facts.ts';

/** What was freed, and whom to nudge. */
export interface Freed {
  /** Effects that are planned again, due now. */
  readonly effects: readonly string[];
  /** Lanes that were opened again. */
  readonly lanes: readonly string[];
  /** Accounts to nudge. */
  readonly nudge: readonly string[];
}

/** The empty result. */
export const NOTHING_FREED: Freed = { effects: [], lanes: [], nudge: [] };

/** Joins results; each id and name appears once. */
export function joinFreed(all: readonly Freed[]): Freed {
  return {
    effects: [...new Set(all.flatMap((freed) => freed.effects))],
    lanes: [...new Set(all.flatMap((freed) => freed.lanes))],
    nudge: [...new Set(all.flatMap((freed) => freed.nudge))],
  };
}

interface StuckRow {
  id: string;
  state: EffectState;
  channel: string;
}

/** Frees an account's stuck effects, or only the one named, and opens the lanes on which they failed. */
export async function freeEffects(
  trx: Transaction<Database>,
  accountId: string,
  now: Instant,
  only?: string,
): Promise<Freed> {
  await lockAccounts(trx, [accountId]);
  const stuck = await lockStuck(trx, accountId, only);
  const effects = stuck.filter(({ state }) => nextState(state, isClaimable(state) ? 'wanted' : 'retry') === 'planned');
  const ids = effects.map((effect) => effect.id);
  await sql`
    update effect
    set state = 'planned',
      due_at = least(due_at, ${new Date(now)}::timestamptz),
      planned_at = clock_timestamp(),
      queued_at = null,
      blocked_since = null,
      reason = null,
      settled_at = null
    where id = any(${ids}::uuid[])`.execute(trx);
  const failedOn = effects.filter((effect) => effect.state === 'failed').map((effect) => effect.channel);
  const lanes = await clearLanes(trx, [...new Set(failedOn)]);
  await raiseVersions(trx, [accountId]);
  return { effects: ids, lanes, nudge: [accountId] };
}

async function lockStuck(db: Kysely<Database>, accountId: string, only: string | undefined): Promise<StuckRow[]> {
  const { rows } = await sql<StuckRow>`
    select id, state, channel
    from effect
    where account_id = ${accountId}::uuid
      and (state in ${RETRYABLE} or blocked_since is not null)
      ${only === undefined ? sql`` : sql`and id = ${only}::uuid`}
    order by id
    for no key update`.execute(db);
  return rows;
}
