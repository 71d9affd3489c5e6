/** Retries on a person's request: one effect, one account, or everything stuck for one cause. */
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import type { Channel } from '../../domain/channels.ts';
import { Problem } from '../../domain/problems.ts';
import type { StuckCode } from '../../domain/stuck.ts';
import { isUuid } from '../../domain/uuid.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import { findAccount } from '../facts/find-subject.ts';
import { findStuck } from './find-stuck.ts';
import { type Freed, freeEffects, joinFreed } from './free-effects.ts';
import { openLane } from './lanes.ts';

/** Frees one effect. Throws `unknown-effect`, or `not-allowed-now` when it is not stuck. */
export async function retryEffect(db: Kysely<Database>, effectId: string, act: Act): Promise<Freed> {
  return inTransaction(db, async (trx) => {
    const account = await accountOf(trx, effectId);
    const freed = await freeEffects(trx, account, act.now, effectId);
    if (freed.effects.length === 0) throw notAllowedNow('this effect is not stuck', 'npx arrears stuck shows what is.');
    return freed;
  });
}

/** Finds the account of an effect. Throws `unknown-effect`. */
export async function accountOf(trx: Transaction<Database>, effectId: string): Promise<string> {
  const effect = isUuid(effectId)
    ? await trx.selectFrom('effect').select('account_id').where('id', '=', effectId).executeTakeFirst()
    : undefined;
  if (!effect) throw new Problem('unknown-effect', { effect: effectId.replace(/[^\w-]/g, '?').slice(0, 60) });
  return effect.account_id;
}

/** Frees everything stuck on an account and has the account evaluated again. */
export async function retryAccount(db: Kysely<Database>, name: string, act: Act): Promise<Freed> {
  const { accountId } = await findAccount(db, name);
  return inTransaction(db, (trx) => freeEffects(trx, accountId, act.now));
}

/** Frees the stuck effects of every account that is stuck for this cause. */
export async function retryCause(db: Kysely<Database>, code: StuckCode, act: Act): Promise<Freed> {
  const stuck = await findStuck(db, act.now, { code });
  const freed: Freed[] = [];
  if (code === 'lane-closed') for (const lane of await closedLanes(db)) freed.push(await openLane(db, lane, act));
  for (const name of new Set(stuck.flatMap(({ account }) => (account === null ? [] : [account]))))
    freed.push(await retryAccount(db, name, act));
  return joinFreed(freed);
}

async function closedLanes(db: Kysely<Database>): Promise<Channel[]> {
  const lanes = await db
    .selectFrom('lane')
    .select('name')
    .where('closed_since', 'is not', null)
    .orderBy('name')
    .execute();
  return lanes.map((lane) => lane.name as Channel);
}
