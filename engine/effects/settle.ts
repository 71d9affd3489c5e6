/** What came of a call: compare-and-set by the lease token. A late result with an old token is kept as evidence and overwrites nothing that is settled. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { nextState, statesBefore } from '../../domain/effects.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { addDays, type Instant, localDate } from '../../domain/time.ts';

export interface Settlement {
  dispatchId: string;
  token: string;
  effectIds: string[];
  accountIds: string[];
  result: 'sent' | 'failed' | 'busy' | 'unknown';
  reason: string | null;
  /** A proved non-send is tried again at this business time; null = a person must retry. */
  againAt: Instant | null;
  /** How the permit ended, where it was not the call's own answer. */
  ended?: 'lease-expired';
  /** When nobody knows: the channel can be asked. */
  askable?: boolean;
  /** The lane that was called; for how long it asked to be left alone. */
  lane?: { name: string; retryAfterMs: number | null };
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

const EVENTS = {
  sent: 'sent',
  unknown: 'no-answer',
  failed: 'proved-non-send',
  busy: 'busy',
  again: 'try-again',
} as const;

/** Settles the effects that still hold their token, and what a late result can settle; returns those. The caller has locked persons and accounts. */
export async function settleEffects(
  trx: Transaction<Database>,
  settlements: readonly Settlement[],
  now: Instant,
): Promise<Settled[]> {
  const rows = settlements.flatMap(
    ({ dispatchId, effectIds, token, result, reason, againAt, ended, askable = false }) =>
      effectIds.map((id) => ({
        id,
        token,
        result,
        reason,
        askable,
        dispatch_id: dispatchId,
        state: nextState('claimed', EVENTS[result === 'failed' && againAt !== null ? 'again' : result]),
        late: lateState(result, againAt),
        ended: result === 'failed' ? (ended ?? 'failed') : result,
        again_at: againAt === null ? null : new Date(againAt).toISOString(),
      })),
  );
  const at = new Date(now);
  const settled = await sql<Settled>`
    with r as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, token uuid, result text, reason text, state text, ended text, again_at timestamptz,
        askable boolean)),
    settled as (
      update effect e set state = r.state, reason = r.reason, settled_at = ${at}, queued_at = null,
        lease_until = null, query_at = case when r.result = 'unknown' and r.askable then greatest(e.lease_until, clock_timestamp()) end, queries = 0,
        sent_at = case when r.result = 'sent' then ${at}::timestamptz end, due_at = coalesce(r.again_at, e.due_at)
      from r where e.id = r.id and e.lease_token = r.token and e.state = 'claimed'
      returning e.id, e.account_id, e.person_id, e.creditor_id, e.step, e.stage, e.recipient, r.result, r.ended,
        (r.result = 'unknown' or (r.result = 'failed' and r.again_at is null) or (r.result = 'sent' and e.awaited)) as surprising),
    permits as (
      update permit p set ended = s.ended, ended_at = ${at} from settled s where p.effect_id = s.id and p.ended is null)
    select s.*, c.zone from settled s join creditor c on c.id = s.creditor_id`.execute(trx);
  await endDispatches(trx, settlements, at);
  const done = new Set(settled.rows.map((row) => row.id));
  const late = rows.filter((row) => !done.has(row.id));
  return late.length === 0 ? settled.rows : [...settled.rows, ...(await settleLate(trx, late, at))];
}

/** A dispatch that is known to have left stays so, whatever is said later; and what is proved not to have left does not become unknown again. */
async function endDispatches(trx: Transaction<Database>, settlements: readonly Settlement[], at: Date): Promise<void> {
  const rows = settlements.map(({ dispatchId, result }) => ({ id: dispatchId, result }));
  await sql`
    update dispatch d set result = r.result, sent_at = case when r.result = 'sent' then ${at}::timestamptz else d.sent_at end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, result text)
    where d.id = r.id and d.result is distinct from 'sent' and (r.result <> 'unknown' or d.result is null)`.execute(
    trx,
  );
}

type Late = Pick<Settlement, 'token' | 'result' | 'reason'> & {
  id: string;
  late: string | null;
  again_at: string | null;
  dispatch_id: string;
};

/** What becomes of an `unknown` that is found out later. */
function lateState(result: Settlement['result'], againAt: Instant | null): string | null {
  if (result === 'unknown') return null;
  if (result === 'sent') return nextState('unknown', 'found-sent');
  return nextState('unknown', againAt === null ? 'found-unsent' : 'try-again');
}

/** Keeps late results as evidence. That it left settles whatever was held to be open or unsent; that it did not settles the `unknown` of the same lease. */
async function settleLate(trx: Transaction<Database>, late: readonly Late[], at: Date): Promise<Settled[]> {
  const rows = JSON.stringify(late);
  await sql`
    insert into evidence (id, creditor_id, effect_id, what, body)
    select gen_random_uuid(), e.creditor_id, e.id, 'late-result', jsonb_build_object('v', 1, 'result', r.result, 'reason', r.reason, 'state', e.state)
    from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, result text, reason text) join effect e on e.id = r.id`.execute(
    trx,
  );
  const found = await sql<Settled>`
    with settled as (
      update effect e set state = r.late, settled_at = ${at}, sent_at = case when r.result = 'sent' then ${at}::timestamptz end, queued_at = null,
        dispatch_id = case r.result when 'sent' then r.dispatch_id else e.dispatch_id end, query_at = null, due_at = coalesce(r.again_at, e.due_at), blocked_since = null,
        reason = case when r.result = 'sent' then 'found sent: ' || coalesce(r.reason, 'its result came late') else r.reason end
      from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, token uuid, result text, reason text, late text, again_at timestamptz, dispatch_id uuid)
      where e.id = r.id and ((r.result = 'sent' and e.state = any(${statesBefore('found-sent')}))
        or (r.result in ('failed', 'busy') and e.state = 'unknown' and e.lease_token = r.token))
      returning e.id, e.account_id, e.person_id, e.creditor_id, e.step, e.stage, e.recipient, case r.result when 'sent' then 'sent' else 'failed' end as result,
        true as surprising)
    select s.*, c.zone from settled s join creditor c on c.id = s.creditor_id`.execute(trx);
  for (const ended of ['sent', 'failed'] as const)
    await endLastPermit(
      trx,
      found.rows.filter((row) => row.result === ended).map((row) => row.id),
      ended,
    );
  return found.rows;
}

/** What is known now of the last permit under which something may have left. */
export async function endLastPermit(
  trx: Transaction<Database>,
  effectIds: readonly string[],
  ended: 'sent' | 'failed',
): Promise<void> {
  if (effectIds.length === 0) return;
  await sql`
    update permit p set ended = ${ended}, ended_at = coalesce(p.ended_at, p.given_at) where (p.effect_id, p.attempt) in (
      select effect_id, max(attempt) from permit
      where effect_id = any(${[...effectIds]}::uuid[]) and (ended is null or ended in ('unknown', 'lease-expired', 'failed', 'busy'))
      group by effect_id)`.execute(trx);
}

/** What a file that has left sets going: placements (their id is that of the handover, as the file said), recalls, folders. */
export async function followFiles(
  trx: Transaction<Database>,
  settled: readonly Settled[],
  { now, rulebook }: { now: Instant; rulebook: Rulebook },
): Promise<void> {
  const at = new Date(now);
  for (const effect of settled) {
    if (effect.step === 'handover') {
      const { terms } = rulebook.rulesFor({ accountId: effect.account_id, creditor: { id: effect.creditor_id } });
      await trx
        .insertInto('placement')
        .values({
          id: effect.id,
          creditor_id: effect.creditor_id,
          account_id: effect.account_id,
          person_id: effect.person_id,
          effect_id: effect.id,
          agency: effect.recipient ?? '',
          state: 'handed-over',
          handed_over_at: at,
          term_ends_on: addDays(localDate(now, effect.zone), terms.placementDays),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    } else if (effect.step === 'recall') {
      await trx
        .updateTable('placement')
        .set({ state: 'recalled', recalled_at: at })
        .where('account_id', '=', effect.account_id)
        .where('state', 'in', ['handed-over', 'accepted'])
        .execute();
    } else if (effect.step === 'case-folder') {
      await trx
        .updateTable('court_case')
        .set({ state: 'folder-made' })
        .where('account_id', '=', effect.account_id)
        .where('state', '=', 'open')
        .execute();
    }
  }
}
