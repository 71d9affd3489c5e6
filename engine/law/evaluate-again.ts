/**
 * After the date of a published version, every open account is evaluated again: what the rules before refused without
 * end may be allowed now. Before it, nothing need be done: steps planned ahead are judged by the rules of their day.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Instant } from '../../domain/time.ts';
import { askForEvaluation } from '../facts/record-facts.ts';
import { hasBegunEverywhere } from './house-versions.ts';

/** Accounts a sweep. */
const BATCH = 500;

/** Has the next open accounts evaluated again, for the oldest version whose date has begun everywhere. */
export async function evaluateUnderNewRules({ db, now: clock }: { db: Kysely<Database>; now(): Promise<Instant> }) {
  const now = await clock();
  await inTransaction(db, async (trx) => {
    const due = await trx
      .selectFrom('house_rules')
      .select(['version', 'holds_from', 'evaluated_up_to'])
      .where('revision', 'is not', null)
      .where('evaluated_at', 'is', null)
      .orderBy('holds_from')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!due || !hasBegunEverywhere(due.holds_from, now)) return;
    const { rows } = await sql<{ id: string }>`
      select id
      from account
      where closed_at is null
        and (${due.evaluated_up_to}::uuid is null or id > ${due.evaluated_up_to}::uuid)
      order by id
      limit ${BATCH}
      for no key update`.execute(trx);
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await askForEvaluation(trx, ids);
    const last = ids.length < BATCH;
    await trx
      .updateTable('house_rules')
      .set({ evaluated_up_to: ids.at(-1) ?? due.evaluated_up_to, ...(last ? { evaluated_at: new Date(now) } : {}) })
      .where('version', '=', due.version)
      .execute();
  });
}
