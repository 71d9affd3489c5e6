/**
 * Settles the results of calls by compare-and-set on the lease token. A late result is kept as evidence. It may settle
 * an open, unknown or unsent effect, and never revokes a send.
 */
import { sql, type Transaction } from 'kysely';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { nextState, RESULT_EVENTS, statesBefore } from '../../domain/effects.ts';
import type { WhenSent } from '../../domain/stage.ts';
import type { Instant } from '../../domain/time.ts';

/** The result of one call, for all effects that it covers. */
export interface Settlement {
  dispatchId: string;
  token: string;
  effectIds: string[];
  accountIds: string[];
  /** `not-begun`: the claim was given back before its call. */
  result: 'sent' | 'failed' | 'busy' | 'unknown' | 'not-begun';
  reason: string | null;
  /** When a proved non-send is tried again, in business time. Null: a person must retry. */
  againAt: Instant | null;
  /** How the permit ended, when not by the answer to the call. */
  ended?: 'lease-expired';
  /** Whether the channel can be queried about an unknown result. */
  askable?: boolean;
  /** The lane that was called, and the pause that it asked for. */
  lane?: { name: string; retryAfterMs: number | null };
}
/** An effect that was settled just now. */
export interface Settled {
  id: string;
  account_id: string;
  person_id: string;
  creditor_id: string;
  step: string;
  stage: string;
  recipient: string | null;
  /** What follows now, as declared when it was planned. */
  when_sent: WhenSent | null;
  /** The creditor's zone. */
  zone: string;
  result: Settlement['result'];
  surprising: boolean;
}

/** Columns of `effect e` that make a `Settled`. */
export const SETTLED_COLUMNS = sql`
  e.id, e.account_id, e.person_id, e.creditor_id, e.stage, e.step, e.recipient,
  e.when_sent`;

/**
 * Settles the effects that still hold their token, and those that a late result can settle. Returns the settled
 * effects. The caller has locked persons and accounts.
 */
export async function settleEffects(
  trx: Transaction<Database>,
  settlements: readonly Settlement[],
  now: Instant,
): Promise<Settled[]> {
  const results = settlements.flatMap(resultsOf);
  const at = new Date(now);
  const settled = await settleHeld(trx, results, at);
  await endDispatches(trx, settlements, at);
  const done = new Set(settled.map((effect) => effect.id));
  const late = results.filter((result) => !done.has(result.id));
  return late.length === 0 ? settled : [...settled, ...(await settleLate(trx, late, at))];
}

/** Expands a settlement into one result per effect. */
function resultsOf({ dispatchId, effectIds, token, result, reason, againAt, ended, askable = false }: Settlement) {
  return effectIds.map((id) => ({
    id,
    token,
    result,
    reason,
    askable,
    dispatch_id: dispatchId,
    state: nextState('claimed', RESULT_EVENTS[result === 'failed' && againAt !== null ? 'again' : result]),
    late: lateState(result, againAt),
    ended: endOf(result, ended),
    again_at: againAt === null ? null : new Date(againAt),
  }));
}
type Result = ReturnType<typeof resultsOf>[number];

/** How the permit of a call ended. */
function endOf(result: Settlement['result'], ended: Settlement['ended']): string {
  if (result === 'not-begun') return 'held-back';
  return result === 'failed' ? (ended ?? 'failed') : result;
}

/** Settles the effects still claimed under the result's token. */
async function settleHeld(trx: Transaction<Database>, results: readonly Result[], at: Date): Promise<Settled[]> {
  const { rows } = await sql<Settled>`
    with r as (
      select *
      from ${rowsOf(results, {
        id: 'uuid',
        token: 'uuid',
        result: 'text',
        reason: 'text',
        state: 'text',
        ended: 'text',
        again_at: 'timestamptz',
        askable: 'boolean',
      })}),

    settled as (
      update effect e
      set state = r.state,
        reason = r.reason,
        settled_at = ${at},
        sent_at = case when r.result = 'sent' then ${at}::timestamptz end,
        due_at = coalesce(r.again_at, e.due_at),
        queued_at = null,
        lease_until = null,
        query_at = case when r.result = 'unknown' and r.askable then greatest(e.lease_until, clock_timestamp()) end,
        queries = 0
      from r
      where e.id = r.id
        and e.lease_token = r.token
        and e.state = 'claimed'
      returning ${SETTLED_COLUMNS}, r.result, r.ended,
        (r.result = 'unknown'
          or (r.result = 'failed' and r.again_at is null)
          or (r.result = 'sent' and (e.awaited or e.when_sent is not null))) as surprising),

    permits as (
      update permit p
      set ended = s.ended, ended_at = ${at}
      from settled s
      where p.effect_id = s.id
        and p.ended is null)

    select s.*, c.zone
    from settled s
    join creditor c on c.id = s.creditor_id`.execute(trx);
  return rows;
}

/**
 * Writes the results to the dispatches. A dispatch known as sent stays sent, and one with a result does not become
 * unknown again.
 */
async function endDispatches(trx: Transaction<Database>, settlements: readonly Settlement[], at: Date): Promise<void> {
  const rows = settlements.map(({ dispatchId, result }) => ({ id: dispatchId, result }));
  await sql`
    update dispatch d
    set result = r.result,
      sent_at = case when r.result = 'sent' then ${at}::timestamptz else d.sent_at end
    from ${rowsOf(rows, { id: 'uuid', result: 'text' })}
    where d.id = r.id
      and d.result is distinct from 'sent'
      and (r.result <> 'unknown' or d.result is null)`.execute(trx);
}

/** The next state of an `unknown` effect when its result arrives late. */
function lateState(result: Settlement['result'], againAt: Instant | null): string | null {
  if (result === 'unknown') return null;
  if (result === 'sent') return nextState('unknown', 'found-sent');
  return nextState('unknown', againAt === null && result !== 'not-begun' ? 'found-unsent' : 'try-again');
}

/**
 * Keeps late results as evidence. A late `sent` settles any effect recorded as open or unsent. A late non-send settles
 * only an `unknown` of the same lease.
 */
async function settleLate(trx: Transaction<Database>, late: readonly Result[], at: Date): Promise<Settled[]> {
  await saveEvidence(trx, late);
  const { rows: found } = await sql<Settled>`
    with settled as (
      update effect e
      set state = r.late,
        settled_at = ${at},
        sent_at = case when r.result = 'sent' then ${at}::timestamptz end,
        due_at = coalesce(r.again_at, e.due_at),
        queued_at = null,
        query_at = null,
        blocked_since = null,
        dispatch_id = case r.result when 'sent' then r.dispatch_id else e.dispatch_id end,
        reason = case when r.result = 'sent'
          then 'found sent: ' || coalesce(r.reason, 'its result came late')
          else r.reason end
      from ${rowsOf(late, {
        id: 'uuid',
        token: 'uuid',
        result: 'text',
        reason: 'text',
        late: 'text',
        again_at: 'timestamptz',
        dispatch_id: 'uuid',
      })}
      where e.id = r.id
        and ((r.result = 'sent' and e.state = any(${statesBefore('found-sent')}))
          or (r.result in ('failed', 'busy', 'not-begun') and e.state = 'unknown' and e.lease_token = r.token))
      returning ${SETTLED_COLUMNS},
        case r.result when 'sent' then 'sent' else 'failed' end as result,
        true as surprising)

    select s.*, c.zone
    from settled s
    join creditor c on c.id = s.creditor_id`.execute(trx);
  for (const ended of ['sent', 'failed'] as const)
    await endLastPermit(
      trx,
      found.filter((effect) => effect.result === ended).map((effect) => effect.id),
      ended,
    );
  return found;
}

async function saveEvidence(trx: Transaction<Database>, late: readonly Result[]): Promise<void> {
  await sql`
    insert into evidence (id, creditor_id, effect_id, what, body)
    select gen_random_uuid(), e.creditor_id, e.id, 'late-result',
      jsonb_build_object('v', 1, 'result', r.result, 'reason', r.reason, 'state', e.state)
    from ${rowsOf(late, { id: 'uuid', result: 'text', reason: 'text' })}
    join effect e on e.id = r.id`.execute(trx);
}

/** Ends the last permit under which the effect may have been sent, with the result known now. */
export async function endLastPermit(
  trx: Transaction<Database>,
  effectIds: readonly string[],
  ended: 'sent' | 'failed',
): Promise<void> {
  if (effectIds.length === 0) return;
  await sql`
    update permit p
    set ended = ${ended}, ended_at = coalesce(p.ended_at, p.given_at)
    where (p.effect_id, p.attempt) in (
      select effect_id, max(attempt)
      from permit
      where effect_id = any(${[...effectIds]}::uuid[])
        and (ended is null or ended in ('unknown', 'lease-expired', 'failed', 'busy'))
      group by effect_id)`.execute(trx);
}
