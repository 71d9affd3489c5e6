/** What a claim needs from the tables: which effects are due together, and the rows it writes. */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { BY_SHARED_FILE, CLAIMABLE, TO_PERSON } from '../../db/effect-sets.ts';
import { epochHolds, type SeenMark } from '../../db/epoch.ts';
import type { Database } from '../../db/schema.ts';
import type { Channel, Purpose } from '../../domain/channels.ts';
import type { Instant } from '../../domain/time.ts';

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

/**
 * The effects named, and with each everything due on the same channel to the same person (messages, and calls, which share caps) or organisation (files).
 * Three branches, each by an index of its own: one condition over all would read the whole table.
 */
function togetherWith(effectIds: readonly string[], now: Instant): RawBuilder<unknown> {
  return sql`
    w as (select id, creditor_id, person_id, channel, recipient from effect where id = any(${[...effectIds]}::uuid[])),
    together as (
      select id from w
      union
      select e.id from w join effect e on e.person_id = w.person_id and e.channel = w.channel and e.creditor_id = w.creditor_id
      where w.channel in ${TO_PERSON} and e.state in ${CLAIMABLE} and e.due_at <= ${new Date(now)}
      union
      select e.id from (select distinct creditor_id, channel, recipient from w where channel in ${BY_SHARED_FILE}) o
      join effect e on e.creditor_id = o.creditor_id and e.channel = o.channel and e.recipient = o.recipient
      where e.state in ${CLAIMABLE} and e.due_at <= ${new Date(now)})`;
}

/** Persons of what goes together with the effects named: to be locked first. */
export async function personsOf(
  trx: Transaction<Database>,
  effectIds: readonly string[],
  now: Instant,
): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    with ${togetherWith(effectIds, now)} select distinct person_id from effect where id in (select id from together)`.execute(
    trx,
  );
  return rows.map((row) => row.person_id);
}

/**
 * What goes together with the effects named and is claimable now, of persons that are locked: what was planned for others meanwhile waits for its own
 * claim. Nothing of a lane that is closed or rests, nor in a database older than what was seen of it. Locks the rows in id order; the accounts are locked already.
 */
export async function lockDue(
  trx: Transaction<Database>,
  effectIds: readonly string[],
  personIds: readonly string[],
  now: Instant,
  seen: SeenMark | null,
): Promise<DueEffect[]> {
  const { rows } = await sql<DueEffect>`
    with ${togetherWith(effectIds, now)}
    select ${COLUMNS} from effect e
    where e.id in (select id from together) and e.state in ${CLAIMABLE} and e.due_at <= ${new Date(now)}
      and e.person_id = any(${[...personIds]}::uuid[]) and not exists (
        select from lane l where l.name = e.channel and (l.closed_since is not null or l.paused_until > clock_timestamp()))
      and ${epochHolds(seen)}
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
export async function storeClaim(
  trx: Transaction<Database>,
  judged: readonly Judged[],
  now: Instant,
  leaseSeconds: number,
): Promise<void> {
  if (judged.length === 0) return;
  const rows = judged.map(({ effect, ...item }) => ({
    id: effect.id,
    creditor_id: effect.creditorId,
    account_id: effect.accountId,
    attempt: effect.attempt + 1,
    verdict: item.verdict,
    reasons: item.reasons,
    facts_version: item.factsVersion.toString(),
    not_after: new Date(item.notAfter).toISOString(),
    local_date: item.localDate,
    local_minute: item.localMinute,
    state: item.state,
    due_at: item.dueAt === null ? null : new Date(item.dueAt).toISOString(),
    channel: item.channel,
    token: item.token,
    dispatch_id: item.dispatchId,
    held: [...new Set(item.reasons.map((reason) => reason.policy))],
    reason: item.reasons.map((reason) => reason.words).join('; ') || null,
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
      claimed_at = case when r.verdict = 'allow' then ${new Date(now)}::timestamptz else e.claimed_at end,
      blocked_since = case when r.verdict = 'blocked' then coalesce(e.blocked_since, clock_timestamp()) end,
      settled_at = case when r.state in ('superseded', 'suppressed', 'impossible') then ${new Date(now)}::timestamptz end
    from r where e.id = r.id`.execute(trx);
  // Time alone may have changed the answer: what took the place of a dropped effect is found by a look.
  const dropped = judged
    .filter((judged) => judged.state === 'superseded' || judged.state === 'impossible')
    .map((judged) => judged.effect.accountId);
  if (dropped.length > 0)
    await sql`update account set next_evaluation_at = least(next_evaluation_at, ${new Date(now)}) where id = any(${[...new Set(dropped)]}::uuid[]) and closed_at is null`.execute(
      trx,
    );
}
