/** Bulk restarts: one person proposes them, a second one approves them, anybody named may cancel what is left. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Act, isSamePerson } from '../../domain/act.ts';
import { hasLapsed } from '../../domain/bulk-restart.ts';
import { Problem } from '../../domain/problems.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { askedAccounts } from './judge-restarts.ts';
import { lockRestarts } from './lock-restarts.ts';

/** Most accounts of one bulk restart: judging them takes a minute of one request. */
export const MOST_ACCOUNTS = 50_000;
/** Rows an insert. */
const ROWS = 5000;

/** What is proposed: the accounts of a creditor that pass every check, the longest asked about first. */
export interface Proposal {
  creditor: string;
  reason: string;
  /** How contact data, creditor, owner and authority were verified. */
  evidence: string;
  /** Most accounts. */
  limit?: number | undefined;
}

/**
 * Proposes a bulk restart and returns its number. Throws `unknown-creditor`, and `not-allowed-now` when none can be
 * taken.
 */
export async function proposeRestart(
  db: Kysely<Database>,
  rulebook: Rulebook,
  { creditor, reason, evidence, limit = MOST_ACCOUNTS }: Proposal,
  { now, actor }: Act,
): Promise<bigint> {
  const known = await db.selectFrom('creditor').select('id').where('code', '=', creditor).executeTakeFirst();
  if (!known) throw new Problem('unknown-creditor', { creditor });
  const ids = await readyAccounts(db, rulebook, { creditor, limit }, now);
  return inTransaction(db, async (trx) => {
    const { no } = await trx
      .insertInto('restart_batch')
      .values({
        ...{ creditor_id: known.id, reason, evidence },
        ...{ proposed_by: actor.name, proposed_at: new Date(now) },
      })
      .returning('no')
      .executeTakeFirstOrThrow();
    const taken = await insertItems(trx, no, known.id, ids);
    if (taken === 0)
      throw new Problem('not-allowed-now', {
        reason: `no account of ${creditor} can be taken`,
        remedy: `npx arrears restart plan --creditor ${creditor} shows what waits and why.`,
      });
    return no;
  });
}

async function readyAccounts(
  db: Kysely<Database>,
  rulebook: Rulebook,
  { creditor, limit }: { creditor: string; limit: number },
  now: Act['now'],
): Promise<string[]> {
  const ids: string[] = [];
  let after: bigint | null = 0n;
  while (after !== null && ids.length < limit) {
    const part = await askedAccounts(db, rulebook, { creditor, after }, now);
    ids.push(...part.accounts.filter(({ covered, faults }) => !covered && faults.length === 0).map(({ id }) => id));
    after = part.next;
  }
  return ids.slice(0, limit);
}

/** Returns how many were inserted: another proposal may have taken some meanwhile. */
async function insertItems(
  trx: Transaction<Database>,
  no: bigint,
  creditorId: string,
  ids: readonly string[],
): Promise<number> {
  let taken = 0;
  for (let at = 0; at < ids.length; at += ROWS) {
    const { numAffectedRows } = await sql`
      insert into restart_item (batch_no, account_id, creditor_id, rank)
      select ${no}, n.id, ${creditorId}::uuid, n.place + ${at}
      from unnest(${ids.slice(at, at + ROWS)}::uuid[]) with ordinality as n (id, place)
      on conflict do nothing`.execute(trx);
    taken += Number(numAffectedRows ?? 0n);
  }
  return taken;
}

/**
 * Approves a bulk restart: its accounts begin again, so many on a working day. Throws `unknown-restart`, `own-approval`
 * when the actor proposed it, `not-allowed-now` when it is approved, cancelled or lapsed.
 */
export async function approveRestart(db: Kysely<Database>, no: bigint, { now, actor }: Act): Promise<void> {
  await inTransaction(db, async (trx) => {
    const batch = await lockBatch(trx, no);
    if (batch.approved_at !== null) throw over(no, 'approved already');
    if (batch.cancelled_at !== null) throw over(no, 'cancelled');
    if (batch.ended_at !== null || hasLapsed(batch.proposed_at, now)) throw over(no, 'lapsed');
    if (isSamePerson(batch.proposed_by, actor.name)) throw new Problem('own-approval', { name: actor.name });
    await trx
      .updateTable('restart_batch')
      .set({ approved_by: actor.name, approved_at: new Date(now) })
      .where('no', '=', no)
      .execute();
  });
}

/**
 * Cancels what is left: its accounts go back to their tasks. Throws `unknown-restart`, `not-allowed-now` when it is
 * over.
 */
export async function cancelRestart(
  db: Kysely<Database>,
  no: bigint,
  reason: string,
  { now, actor }: Act,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const row = await trx.selectFrom('restart_batch').select('creditor_id').where('no', '=', no).executeTakeFirst();
    if (!row) throw new Problem('unknown-restart', { batch: String(no) });
    await lockRestarts(trx, row.creditor_id);
    const batch = await lockBatch(trx, no);
    if (batch.ended_at !== null) throw over(no, batch.cancelled_at === null ? 'over' : 'cancelled already');
    const at = new Date(now);
    await trx
      .updateTable('restart_batch')
      .set({ cancelled_by: actor.name, cancelled_at: at, cancel_reason: reason, ended_at: at })
      .where('no', '=', no)
      .execute();
    await giveBack(trx, [no]);
  });
}

/** The accounts that wait go back to their tasks. */
async function giveBack(trx: Transaction<Database>, nos: readonly bigint[]): Promise<void> {
  await trx
    .updateTable('restart_item')
    .set({ state: 'cancelled' })
    .where('batch_no', 'in', nos)
    .where('state', '=', 'waiting')
    .execute();
}

/** Ends proposals that nobody approved in time, unless somebody did meanwhile. */
export async function endLapsed(db: Kysely<Database>, lapsed: readonly bigint[], now: Act['now']): Promise<void> {
  if (lapsed.length === 0) return;
  await inTransaction(db, async (trx) => {
    const ended = await trx
      .updateTable('restart_batch')
      .set({ ended_at: new Date(now) })
      .where('no', 'in', lapsed)
      .where('approved_at', 'is', null)
      .where('ended_at', 'is', null)
      .returning('no')
      .execute();
    if (ended.length > 0)
      await giveBack(
        trx,
        ended.map(({ no }) => no),
      );
  });
}

async function lockBatch(trx: Transaction<Database>, no: bigint) {
  const batch = await trx
    .selectFrom('restart_batch')
    .select(['proposed_by', 'proposed_at', 'approved_at', 'cancelled_at', 'ended_at'])
    .where('no', '=', no)
    .forUpdate()
    .executeTakeFirst();
  if (!batch) throw new Problem('unknown-restart', { batch: String(no) });
  return batch;
}

const over = (no: bigint, how: string): Problem =>
  new Problem('not-allowed-now', {
    reason: `bulk restart ${no} is ${how}`,
    remedy: `npx arrears restart ${no} shows it.`,
  });
