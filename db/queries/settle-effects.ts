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
  result: Settlement['result'];
  surprising: boolean;
}

/** Settles the effects that still hold their token; returns those. The caller has locked persons and accounts. */
export async function settleEffects(trx: Transaction<Database>, settlements: readonly Settlement[], now: Instant): Promise<Settled[]> {
  const rows = settlements.flatMap(({ effectIds, token, result, reason, againAt, ended }) =>
    effectIds.map((id) => ({
      id,
      token,
      result,
      reason,
      state: result !== 'failed' ? result : againAt === null ? 'failed' : 'deferred',
      ended: result === 'failed' ? (ended ?? 'failed') : result,
      again_at: againAt === null ? null : new Date(againAt).toISOString(),
    })),
  );
  const at = new Date(now);
  const settled = await sql<Settled>`
    with r as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, token uuid, result text, reason text, state text, ended text, again_at timestamptz)),
    settled as (
      update effect e set state = r.state, reason = r.reason, settled_at = ${at}, lease_until = null, queued_at = null,
        sent_at = case when r.result = 'sent' then ${at}::timestamptz end, due_at = coalesce(r.again_at, e.due_at)
      from r where e.id = r.id and e.lease_token = r.token and e.state = 'claimed'
      returning e.id, e.account_id, e.person_id, e.creditor_id, e.step, e.stage, e.recipient, r.result, r.ended,
        (r.result = 'unknown' or (r.result = 'failed' and r.again_at is null) or (r.result = 'sent' and e.awaited)) as surprising),
    permits as (
      update permit p set ended = s.ended, ended_at = ${at} from settled s where p.effect_id = s.id and p.ended is null)
    select s.*, c.zone from settled s join creditor c on c.id = s.creditor_id`.execute(trx);
  await endDispatches(trx, settlements, at);
  const done = new Set(settled.rows.map((row) => row.id));
  for (const one of settlements) {
    const late = one.effectIds.filter((id) => !done.has(id));
    if (late.length > 0) await keepEvidence(trx, one, late, at);
  }
  return settled.rows;
}

async function endDispatches(trx: Transaction<Database>, settlements: readonly Settlement[], at: Date): Promise<void> {
  const rows = settlements.map(({ dispatchId, result }) => ({ id: dispatchId, result }));
  await sql`
    update dispatch d set result = r.result, sent_at = case when r.result = 'sent' then ${at}::timestamptz else d.sent_at end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, result text) where d.id = r.id`.execute(trx);
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
