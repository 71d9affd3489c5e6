/** Frees what is stuck: back to planned, through the one function of an effect's life; the claim asks the gate again. Freed once means sent once. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { CLAIMABLE, RETRYABLE } from '../../db/effect-sets.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import { type EffectState, isClaimable, nextState } from '../../domain/effects.ts';
import { Problem } from '../../domain/problems.ts';
import type { StuckCode } from '../../domain/stuck.ts';
import type { Instant } from '../../domain/time.ts';
import { isUuid } from '../../domain/uuid.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import { findAccount } from '../facts/find-subject.ts';
import { raiseVersions } from '../facts/record-facts.ts';
import { findStuck } from './find-stuck.ts';

export interface Freed {
  /** Effects that are planned again, due now. */
  effects: string[];
  /** Lanes that were opened again. */
  lanes: string[];
  /** Accounts to nudge. */
  nudge: string[];
}

interface Row {
  id: string;
  account_id: string;
  state: EffectState;
  channel: string;
  blocked_since: Instant | null;
}

/** Frees one effect. Throws `unknown-effect`, or `not-allowed-now` when it is not stuck. */
export async function retryEffect(db: Kysely<Database>, effectId: string, act: Act): Promise<Freed> {
  return inTransaction(db, async (trx) => {
    const account = await accountOf(trx, effectId);
    const freed = await freeEffects(trx, account, act.now, effectId);
    if (freed.effects.length === 0) throw notAllowedNow('this effect is not stuck', 'npx arrears stuck shows what is.');
    return freed;
  });
}

/** Throws `unknown-effect`. */
export async function accountOf(trx: Transaction<Database>, effectId: string): Promise<string> {
  const row = isUuid(effectId)
    ? await trx.selectFrom('effect').select('account_id').where('id', '=', effectId).executeTakeFirst()
    : undefined;
  if (!row) throw new Problem('unknown-effect', { effect: effectId.replace(/[^\w-]/g, '?').slice(0, 60) });
  return row.account_id;
}

/** Frees everything of one account and has it looked at again. */
export async function retryAccount(db: Kysely<Database>, name: string, act: Act): Promise<Freed> {
  const { accountId } = await findAccount(db, name);
  return inTransaction(db, (trx) => freeEffects(trx, accountId, act.now));
}

/** Frees everything that is stuck for one reason. */
export async function retryCause(db: Kysely<Database>, code: StuckCode, act: Act): Promise<Freed> {
  const stuck = await findStuck(db, act.now, { code });
  const freed: Freed = { effects: [], lanes: [], nudge: [] };
  if (code === 'lane-closed') {
    const lanes = await db.selectFrom('lane').select('name').where('closed_since', 'is not', null).execute();
    for (const { name } of lanes) add(freed, await openLane(db, name, act));
  }
  for (const name of new Set(stuck.flatMap((stuck) => (stuck.account === null ? [] : [stuck.account]))))
    add(freed, await retryAccount(db, name, act));
  return freed;
}

function add(all: Freed, more: Freed): void {
  for (const key of ['effects', 'lanes', 'nudge'] as const) all[key] = [...new Set([...all[key], ...more[key]])];
}

/** Also opens the lanes that the freed effects need. */
export async function freeEffects(
  trx: Transaction<Database>,
  accountId: string,
  now: Instant,
  only?: string,
): Promise<Freed> {
  await lockAccounts(trx, [accountId]);
  const { rows } = await sql<Row>`
    select id, account_id, state, channel, blocked_since from effect
    where account_id = ${accountId}::uuid and (state in ${RETRYABLE} or blocked_since is not null) ${only === undefined ? sql`` : sql`and id = ${only}::uuid`}
    order by id for no key update`.execute(trx);
  const effects = rows.filter((row) => nextState(row.state, isClaimable(row.state) ? 'wanted' : 'retry') === 'planned');
  await sql`
    update effect set state = 'planned', due_at = least(due_at, ${new Date(now)}::timestamptz), planned_at = clock_timestamp(), queued_at = null,
      blocked_since = null, reason = null, settled_at = null
    where id = any(${effects.map((row) => row.id)}::uuid[])`.execute(trx);
  const lanes = await clearLanes(trx, [
    ...new Set(effects.filter((row) => row.state === 'failed').map((row) => row.channel)),
  ]);
  await raiseVersions(trx, [accountId]);
  return { effects: effects.map((row) => row.id), lanes, nudge: [accountId] };
}

async function clearLanes(db: Kysely<Database>, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await db
    .updateTable('lane')
    .set({ closed_since: null, reason: null, paused_until: null, troubles: 0 })
    .where('name', 'in', [...names])
    .where((eb) => eb.or([eb('closed_since', 'is not', null), eb('paused_until', 'is not', null)]))
    .returning('name')
    .execute();
  return rows.map((row) => row.name);
}

/** Opens a lane again and frees what failed on it. */
export async function openLane(db: Kysely<Database>, lane: string, act: Act): Promise<Freed> {
  const freed: Freed = { effects: [], lanes: await clearLanes(db, [lane]), nudge: [] };
  // Jobs that came while it was closed were dropped.
  await sql`
    with waiting as (
      select id from effect where channel = ${lane} and state in ${CLAIMABLE} and queued_at is not null for no key update skip locked)
    update effect e set queued_at = null from waiting where e.id = waiting.id`.execute(db);
  const failed = await db
    .selectFrom('effect')
    .select(['id', 'account_id'])
    .where('channel', '=', lane as 'sms')
    .where('state', '=', 'failed')
    .execute();
  for (const row of failed)
    add(freed, await inTransaction(db, (trx) => freeEffects(trx, row.account_id, act.now, row.id)));
  return freed;
}

/** Closes a lane: nothing more leaves by it until a person opens it. */
export async function closeLane(db: Kysely<Database>, lane: string, reason: string): Promise<void> {
  await sql`
    insert into lane (name, closed_since, reason) values (${lane}, clock_timestamp(), ${reason})
    on conflict (name) do update set closed_since = coalesce(lane.closed_since, excluded.closed_since), reason = excluded.reason`.execute(
    db,
  );
}

/** Sets a refused file aside: it shows as stuck no more. False when there is no such file. */
export async function releaseFile(db: Kysely<Database>, fileId: string, act: Act): Promise<boolean> {
  const row = await db
    .updateTable('intake_file')
    .set({ released_by: act.actor.name })
    .where('id', '=', fileId)
    .where('state', '=', 'refused')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
