/** What came of a call: compare-and-set by the lease token. A late result with an old token is kept as evidence and settles nothing but an `unknown`. */
import { sql, type Transaction } from 'kysely';
import { addDays, type Instant, localDate } from '../../domain/time.ts';
import type { Database } from '../schema.ts';

export interface Settlement {
  dispatchId: string;
  token: string;
  effectIds: string[];
  accountIds: string[];
  result: 'sent' | 'failed' | 'unknown';
  reason: string | null;
  /** A proved non-send is tried again at this business time; null = a person must retry. */
  againAt: Instant | null;
  /** How the permit ended, where it was not the call's own answer. */
  ended?: 'lease-expired';
}
export interface Settled {
  id: string;
  account_id: string;
  person_id: string;
  creditor_id: string;
  step: string;
  stage: string;
  recipient: string | null;
  /** The creditor's zone. */
  zone: string;
  surprising: boolean;
}

/** Settles the effects that still hold the token; returns those. The caller has locked persons and accounts. */
export async function settleEffects(trx: Transaction<Database>, one: Settlement, now: Instant): Promise<Settled[]> {
  const state = one.result === 'failed' ? (one.againAt === null ? 'failed' : 'deferred') : one.result;
  const at = new Date(now);
  const { rows } = await sql<Settled>`
    update effect e set state = ${state}, reason = ${one.reason}, settled_at = ${at}, lease_until = null,
      sent_at = case when ${one.result} = 'sent' then ${at}::timestamptz end,
      due_at = coalesce(${one.againAt === null ? null : new Date(one.againAt)}::timestamptz, e.due_at), queued_at = null
    where e.id = any(${one.effectIds}::uuid[]) and e.lease_token = ${one.token}::uuid and e.state = 'claimed'
    returning e.id, e.account_id, e.person_id, e.creditor_id, e.step, e.stage, e.recipient, (select zone from creditor c where c.id = e.creditor_id) as zone,
      (${one.result} = 'unknown' or (${one.result} = 'failed' and ${one.againAt === null}) or (${one.result} = 'sent' and e.awaited)) as surprising`.execute(
    trx,
  );
  const ended = rows.map((row) => row.id);
  await sql`
    update permit set ended = ${one.result === 'failed' ? (one.ended ?? 'failed') : one.result}, ended_at = ${at} where effect_id = any(${ended}::uuid[]) and ended is null`.execute(
    trx,
  );
  await trx
    .updateTable('dispatch')
    .set({ result: one.result, ...(one.result === 'sent' ? { sent_at: at } : {}) })
    .where('id', '=', one.dispatchId)
    .execute();
  const late = one.effectIds.filter((id) => !ended.includes(id));
  if (late.length > 0) await keepEvidence(trx, one, late, at);
  return rows;
}

async function keepEvidence(trx: Transaction<Database>, one: Settlement, late: readonly string[], at: Date): Promise<void> {
  await sql`
    insert into evidence (id, creditor_id, effect_id, what, body)
    select gen_random_uuid(), creditor_id, id, 'late-result', ${JSON.stringify({ v: 1, result: one.result, reason: one.reason })}::jsonb
    from effect where id = any(${[...late]}::uuid[])`.execute(trx);
  if (one.result !== 'sent') return;
  await sql`
    update effect set state = 'sent', sent_at = ${at}, settled_at = ${at}, reason = 'found sent by a late result'
    where id = any(${[...late]}::uuid[]) and state = 'unknown'`.execute(trx);
}

/** What a file that has left sets going: placements (their id is that of the handover, as the file said), recalls, folders. */
export async function followFiles(trx: Transaction<Database>, settled: readonly Settled[], termDays: number, now: Instant): Promise<void> {
  const at = new Date(now);
  for (const one of settled) {
    if (one.step === 'handover') {
      await trx
        .insertInto('placement')
        .values({
          id: one.id,
          creditor_id: one.creditor_id,
          account_id: one.account_id,
          person_id: one.person_id,
          effect_id: one.id,
          agency: one.recipient ?? '',
          state: 'handed-over',
          handed_over_at: at,
          term_ends_on: addDays(localDate(now, one.zone), termDays),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    } else if (one.step === 'recall') {
      await trx
        .updateTable('placement')
        .set({ state: 'recalled', recalled_at: at })
        .where('account_id', '=', one.account_id)
        .where('state', 'in', ['handed-over', 'accepted'])
        .execute();
    } else if (one.step === 'case-folder') {
      await trx
        .updateTable('court_case')
        .set({ state: 'folder-made' })
        .where('account_id', '=', one.account_id)
        .where('state', '=', 'open')
        .execute();
    }
  }
}
