/** Ends episodes and opens them again. When: engine/facts/settle-accounts.ts. */
import { sql, type Transaction } from 'kysely';
import { DROPPABLE } from '../../db/effect-sets.ts';
import { literalsOf } from '../../db/literals.ts';
import type { Database } from '../../db/schema.ts';
import { COLLECTING_PURPOSES, type Purpose } from '../../domain/channels.ts';
import type { Instant } from '../../domain/time.ts';
import { withdrawCase } from './apply-fact.ts';

/** Purposes that a cure stops. Reports, recalls and receipts continue. */
const STOPPED_BY_CURE = literalsOf([...COLLECTING_PURPOSES, 'review'] satisfies Purpose[]);

/** Ends an episode and stops what was planned or queued, in the transaction of the money. Counts what it stopped. */
export async function endEpisode(
  trx: Transaction<Database>,
  accountId: string,
  no: number,
  version: bigint,
  now: Instant,
): Promise<void> {
  const at = new Date(now);
  const { rows } = await sql<{ id: string }>`
    update effect
    set state = 'superseded', reason = 'cured', settled_at = ${at}, blocked_since = null
    where account_id = ${accountId}::uuid
      and state in ${DROPPABLE}
      and purpose in ${STOPPED_BY_CURE}
    returning id`.execute(trx);
  await sql`
    update episode
    set ended_at = ${at}, cured_version = ${version}, stopped_in_flight = stopped_in_flight + ${rows.length}
    where account_id = ${accountId}::uuid
      and no = ${no}`.execute(trx);
  await withdrawCase(trx, accountId, 'paid', at);
}

/** Opens a cured episode again. */
export async function reopenEpisode(trx: Transaction<Database>, accountId: string, no: number): Promise<void> {
  await sql`
    update episode
    set ended_at = null, cured_version = null
    where account_id = ${accountId}::uuid
      and no = ${no}`.execute(trx);
}
