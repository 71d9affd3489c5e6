/**
 * Writes what a claim has decided: dispatches, permits and new states. Makes the accounts of dropped effects due for
 * evaluation.
 */
import { sql, type Transaction } from 'kysely';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { isWrittenChannel } from '../../domain/channels.ts';
import type { DueEffect } from '../../domain/claim.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { holderOf } from '../../domain/gate.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { type NewMessageBody, storeMessageBodies } from '../persons/message-bodies.ts';
import type { Claimed, JudgedRow } from './prepare-claims.ts';

/** Stores dispatches and the messages as written. Runs before storeClaim, whose rows refer to them. */
export async function storeDispatches(
  trx: Transaction<Database>,
  claims: readonly Claimed[],
  now: Instant,
): Promise<void> {
  if (claims.length === 0) return;
  const rows = claims.map((claimed) => dispatchOf(claimed, now));
  await sql`
    insert into dispatch (id, creditor_id, channel, recipient, key, kind, business_date, created_at, sequence)
    select id, creditor_id, channel, recipient, key, kind, business_date, ${new Date(now)}, sequence
    from ${rowsOf(rows, {
      id: 'uuid',
      creditor_id: 'uuid',
      channel: 'text',
      recipient: 'text',
      key: 'text',
      kind: 'text',
      business_date: 'date',
      sequence: 'int',
    })}`.execute(trx);
  await storeMessageBodies(trx, claims.flatMap(bodyOf));
}

function dispatchOf({ dispatchId, channel, recipient, key, effects, facts }: Claimed, now: Instant) {
  const first = effects[0] as DueEffect;
  return {
    id: dispatchId,
    creditor_id: first.creditorId,
    channel,
    recipient: recipient ?? first.personId,
    key,
    kind: `${first.stage}/${first.step}`,
    business_date: localDate(now, (facts[0] as AccountFacts).creditor.zone),
    sequence: first.attempt,
  };
}

/** The stored form of a claim's message. Empty for a file or a folder. */
function bodyOf({ dispatchId, channel, effects, message }: Claimed): NewMessageBody[] {
  if (message === undefined || !isWrittenChannel(channel)) return [];
  const { creditorId, personId } = effects[0] as DueEffect;
  const { to, subject = null, body } = message;
  return [{ dispatchId, creditorId, personId, channel, to, subject, body }];
}

/** Stores permits and new states. The lease runs for `leaseSeconds` of wall time from now. */
export async function storeClaim(
  trx: Transaction<Database>,
  judged: readonly JudgedRow[],
  now: Instant,
  leaseSeconds: number,
): Promise<void> {
  if (judged.length === 0) return;
  await writeVerdicts(trx, judged.map(rowOf), new Date(now), leaseSeconds);
  // Time alone may have changed the answer: an evaluation finds what replaces a dropped effect.
  const dropped = judged.filter(({ state }) => state === 'superseded' || state === 'impossible');
  if (dropped.length > 0) await wakeAccounts(trx, [...new Set(dropped.map(({ effect }) => effect.accountId))], now);
}

function rowOf({ effect, verdict, reasons, state, channel, token, localMinute, ...judged }: JudgedRow) {
  return {
    id: effect.id,
    creditor_id: effect.creditorId,
    account_id: effect.accountId,
    attempt: effect.attempt + 1,
    verdict,
    reasons,
    facts_version: judged.factsVersion,
    not_after: new Date(judged.notAfter),
    local_date: judged.localDate,
    local_minute: localMinute,
    law: judged.law,
    proof: judged.proof,
    state,
    due_at: judged.dueAt === null ? null : new Date(judged.dueAt),
    put_off_to: verdict === 'wait' && judged.dueAt !== null ? new Date(judged.dueAt) : null,
    channel,
    token,
    dispatch_id: judged.dispatchId,
    held: [...new Set(reasons.map(holderOf))],
    reason: reasons.map((reason) => reason.words).join('; ') || null,
  };
}

const COLUMNS = {
  id: 'uuid',
  creditor_id: 'uuid',
  account_id: 'uuid',
  attempt: 'int',
  verdict: 'text',
  reasons: 'jsonb',
  facts_version: 'bigint',
  not_after: 'timestamptz',
  local_date: 'date',
  local_minute: 'int',
  law: 'text',
  proof: 'jsonb',
  state: 'text',
  due_at: 'timestamptz',
  put_off_to: 'timestamptz',
  channel: 'text',
  token: 'uuid',
  dispatch_id: 'uuid',
  held: 'jsonb',
  reason: 'text',
} as const;

async function writeVerdicts(
  trx: Transaction<Database>,
  rows: readonly ReturnType<typeof rowOf>[],
  at: Date,
  leaseSeconds: number,
): Promise<void> {
  await sql`
    with r as (
      select *
      from ${rowsOf(rows, COLUMNS)}),

    permitted as (
      insert into permit (
        id, creditor_id, effect_id, account_id, attempt, verdict, reasons, facts_version,
        given_at, not_after, put_off_to, local_date, local_minute, law, proof, ended, ended_at)
      select
        gen_random_uuid(), creditor_id, id, account_id, attempt, verdict, reasons, facts_version,
        ${at}, not_after, put_off_to, local_date, local_minute, law, proof,
        case state when 'claimed' then null when 'sent' then 'sent' else 'held-back' end,
        case when state <> 'claimed' then ${at}::timestamptz end
      from r
      on conflict (effect_id, attempt) do nothing)

    update effect e
    set state = r.state,
      attempt = r.attempt,
      channel = r.channel,
      due_at = coalesce(r.due_at, e.due_at),
      reason = r.reason,
      held_by = array(select distinct unnest(e.held_by || array(select jsonb_array_elements_text(r.held)))),
      queued_at = null,
      job = null,
      calling_at = null,
      lease_token = r.token,
      lease_until = case when r.token is not null then clock_timestamp() + make_interval(secs => ${leaseSeconds}) end,
      dispatch_id = r.dispatch_id,
      claimed_at = case when r.verdict = 'allow' then ${at}::timestamptz else e.claimed_at end,
      blocked_since = case when r.verdict = 'blocked' then coalesce(e.blocked_since, clock_timestamp()) end,
      settled_at = case when r.state in ('superseded', 'suppressed', 'impossible') then ${at}::timestamptz end
    from r
    where e.id = r.id`.execute(trx);
}

async function wakeAccounts(trx: Transaction<Database>, accountIds: readonly string[], now: Instant): Promise<void> {
  await sql`
    update account
    set next_evaluation_at = least(next_evaluation_at, ${new Date(now)})
    where id = any(${[...accountIds]}::uuid[])
      and closed_at is null`.execute(trx);
}
