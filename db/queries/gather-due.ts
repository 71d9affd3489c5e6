/** What a claim needs from the tables: which effects are due together, and the rows it writes. */
import { sql, type Transaction } from 'kysely';
import type { Channel, Purpose } from '../../domain/channels.ts';
import type { Instant } from '../../domain/time.ts';
import type { Database } from '../schema.ts';

export interface DueEffect {
  id: string;
  creditorId: string;
  accountId: string;
  personId: string;
  episode: number;
  stage: string;
  step: string;
  occurrence: number;
  channel: Channel;
  purpose: Purpose;
  recipient: string | null;
  task: string | null;
  attempt: number;
}

const COLUMNS = sql`e.id, e.creditor_id as "creditorId", e.account_id as "accountId", e.person_id as "personId", e.episode, e.stage, e.step, e.occurrence,
  e.channel, e.purpose, e.recipient, e.task, e.attempt`;

/** Persons of the effects named, and of everything else that is due to the same organisation when the effects go into a file. */
export async function personsOf(trx: Transaction<Database>, effectIds: readonly string[], now: Instant): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select distinct e.person_id from effect e where e.id = any(${[...effectIds]}::uuid[])
    union
    select distinct o.person_id from effect e join effect o on o.creditor_id = e.creditor_id and o.channel = e.channel and o.recipient = e.recipient
    where e.id = any(${[...effectIds]}::uuid[]) and e.channel in ('agency', 'bureau') and o.state in ('planned', 'deferred') and o.due_at <= ${new Date(now)}`.execute(
    trx,
  );
  return rows.map((row) => row.person_id);
}

/**
 * The effects named that are claimable now, and with each everything due on the same channel to the same person (messages) or organisation (files).
 * Locks the rows in id order; the persons and accounts are locked already.
 */
export async function lockDue(trx: Transaction<Database>, effectIds: readonly string[], now: Instant): Promise<DueEffect[]> {
  const { rows } = await sql<DueEffect>`
    select ${COLUMNS} from effect e
    where e.state in ('planned', 'deferred') and e.due_at <= ${new Date(now)} and (
      e.id = any(${[...effectIds]}::uuid[])
      or exists (select from effect w where w.id = any(${[...effectIds]}::uuid[]) and w.channel = e.channel and w.creditor_id = e.creditor_id
        and ((w.channel in ('email', 'sms') and w.person_id = e.person_id) or (w.channel in ('agency', 'bureau') and w.recipient = e.recipient))))
    order by e.id for no key update of e`.execute(trx);
  return rows;
}

export interface Judged {
  effect: DueEffect;
  /** What the gate said, as the permit stores it. */
  verdict: 'allow' | 'wait' | 'refuse' | 'blocked';
  state: string;
  dueAt: Instant | null;
  channel: Channel;
  reasons: readonly { policy: string; code: string; words: string }[];
  factsVersion: bigint;
  notAfter: Instant;
  localDate: string;
  localMinute: number;
  token: string | null;
  dispatchId: string | null;
}

/** Writes permits and new states of a claim. `leaseUntil` is wall time. */
export async function storeClaim(trx: Transaction<Database>, judged: readonly Judged[], now: Instant, leaseSeconds: number): Promise<void> {
  if (judged.length === 0) return;
  const rows = judged.map(({ effect, ...one }) => ({
    id: effect.id,
    creditor_id: effect.creditorId,
    account_id: effect.accountId,
    attempt: effect.attempt + 1,
    verdict: one.verdict,
    reasons: one.reasons,
    facts_version: one.factsVersion.toString(),
    not_after: new Date(one.notAfter).toISOString(),
    local_date: one.localDate,
    local_minute: one.localMinute,
    state: one.state,
    due_at: one.dueAt === null ? null : new Date(one.dueAt).toISOString(),
    channel: one.channel,
    token: one.token,
    dispatch_id: one.dispatchId,
    held: [...new Set(one.reasons.map((reason) => reason.policy))],
    reason: one.reasons.map((reason) => reason.words).join('; ') || null,
  }));
  await sql`
    with r as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, creditor_id uuid, account_id uuid, attempt int, verdict text, reasons jsonb,
        facts_version bigint, not_after timestamptz, local_date date, local_minute int, state text, due_at timestamptz, channel text, token uuid,
        dispatch_id uuid, held jsonb, reason text)),
    p as (
      insert into permit (id, creditor_id, effect_id, account_id, attempt, verdict, reasons, facts_version, given_at, not_after, local_date, local_minute, ended, ended_at)
      select gen_random_uuid(), creditor_id, id, account_id, attempt, verdict, reasons, facts_version, ${new Date(now)}, not_after, local_date, local_minute,
        case state when 'claimed' then null when 'sent' then 'sent' else 'held-back' end, case when state <> 'claimed' then ${new Date(now)}::timestamptz end from r
      on conflict (effect_id, attempt) do nothing)
    update effect e set state = r.state, attempt = r.attempt, channel = r.channel, due_at = coalesce(r.due_at, e.due_at), reason = r.reason, queued_at = null,
      held_by = array(select distinct unnest(e.held_by || array(select jsonb_array_elements_text(r.held)))), lease_token = r.token, dispatch_id = r.dispatch_id,
      lease_until = case when r.token is not null then clock_timestamp() + make_interval(secs => ${leaseSeconds}) end, calling_at = null,
      blocked_since = case when r.verdict = 'blocked' then coalesce(e.blocked_since, clock_timestamp()) end,
      settled_at = case when r.state in ('superseded', 'suppressed', 'impossible') then ${new Date(now)}::timestamptz end
    from r where e.id = r.id`.execute(trx);
  // Time alone may have changed the answer: what took the place of a dropped effect is found by a look.
  const dropped = judged.filter((one) => one.state === 'superseded' || one.state === 'impossible').map((one) => one.effect.accountId);
  if (dropped.length > 0)
    await sql`update account set next_look_at = least(next_look_at, ${new Date(now)}) where id = any(${[...new Set(dropped)]}::uuid[]) and closed_at is null`.execute(
      trx,
    );
}
