/** Updates episodes after money moved: a cure ends an episode, a reversal of the curing payment reopens it. */
import { sql, type Transaction } from 'kysely';
import { DROPPABLE } from '../../db/effect-sets.ts';
import { literalsOf } from '../../db/literals.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { COLLECTING_PURPOSES, type Purpose } from '../../domain/channels.ts';
import { standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';
import { withdrawCase } from './apply-fact.ts';

/** Purposes that a cure stops. Reports, recalls and receipts continue. */
const STOPPED_BY_CURE = literalsOf([...COLLECTING_PURPOSES, 'review'] satisfies Purpose[]);

/** Ends or reopens the newest episode of each account. `reopen` allows a cured episode to reopen. */
export async function updateEpisodes(
  trx: Transaction<Database>,
  accounts: ReadonlyMap<string, { reopen: boolean }>,
  now: Instant,
): Promise<void> {
  if (accounts.size === 0) return;
  const facts = await loadStandingFacts(trx, [...accounts.keys()]);
  for (const [id, { reopen }] of accounts) {
    const account = facts.get(id);
    if (!account?.episode) continue;
    const cured = standingOf(account, now).cured || account.closed;
    if (cured && account.episode.curedVersion === null)
      await endEpisode(trx, id, account.episode.no, account.version, now);
    if (!cured && reopen && account.episode.curedVersion !== null) await reopenEpisode(trx, id, account.episode.no);
  }
}

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

async function reopenEpisode(trx: Transaction<Database>, accountId: string, no: number): Promise<void> {
  await sql`
    update episode
    set ended_at = null, cured_version = null
    where account_id = ${accountId}::uuid
      and no = ${no}`.execute(trx);
}
