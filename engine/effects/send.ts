/** Sends a claimed message or file, then records the result. */

import { type Kysely, sql } from 'kysely';
import type { ChannelAdapter, Outgoing, SendResult } from '../../channels/channel.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Channel } from '../../domain/channels.ts';
import type { Permit } from '../../domain/permit.ts';
import { MAX_ATTEMPTS } from '../../domain/plan-step.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { HOUR_MS, type Instant } from '../../domain/time.ts';
import { crashPoint } from '../../platform/crash-points.ts';
import { raiseVersions } from '../facts/record-facts.ts';
import { applySent } from './apply-sent.ts';
import type { HeldClaim } from './claim.ts';
import { pauseLanes } from './lane-pauses.ts';
import type { Claimed } from './prepare-claims.ts';
import { type Settled, type Settlement, settleEffects } from './settle.ts';

/** What sending works with. */
export interface SendDeps {
  db: Kysely<Database>;
  channels: Readonly<Partial<Record<Channel, ChannelAdapter>>>;
  now(): Promise<Instant>;
  nudge(accountIds: readonly string[]): Promise<void>;
  /** Records the result of a claim. Results within a few milliseconds share a transaction. */
  settle(settlement: Settlement): Promise<void>;
  /** Sets the calling mark; false when the lease has passed (engine/effects/leases.ts). */
  markCalling(claimed: Claimed): Promise<boolean>;
  /** Turns a claim into the channel's input. Files are built here. */
  outgoing(claimed: Claimed): Promise<Outgoing>;
  warn(words: string, fields: Record<string, unknown>): void;
}

/** What settling works with. */
interface SettleDeps extends Pick<SendDeps, 'db' | 'now' | 'nudge'> {
  /** Declares the consequences of a sent step. */
  rulebook: Rulebook;
}

/** Business time from a first proved non-send to the next try. It grows with each failure. */
const AGAIN_AFTER_MS = HOUR_MS / 2;
/** Most calls under one permit on an `at-least-once` channel. */
const MAX_REPEATS = 3;

/** A call that has ended. */
export interface Call {
  result: SendResult;
  /** Wall milliseconds. */
  ms: number;
}

/** Sends what is already claimed and records the result. */
export async function sendClaimed(deps: SendDeps, claimed: HeldClaim): Promise<void> {
  await recordCall(deps, claimed, await callClaimed(deps, claimed));
}

/** Calls the channel. Null when the claim is too old to begin. */
export async function callClaimed(deps: SendDeps, claimed: HeldClaim): Promise<Call | null> {
  await crashPoint('claimed, not called');
  const began = performance.now();
  if (began > claimed.beginBy) return null;
  const result = await send(deps, claimed);
  return { result, ms: performance.now() - began };
}

/** Hands the result of a call to `settle`. A claim whose call was not begun is given back. */
export async function recordCall(deps: SendDeps, claimed: Claimed, call: Call | null): Promise<void> {
  if (call === null) return deps.settle({ ...settlementOf(claimed), result: 'not-begun', reason: null, againAt: null });
  const { result } = call;
  await crashPoint('called, not recorded');
  if (result.kind !== 'sent')
    deps.warn('not sent', {
      dispatch: claimed.dispatchId,
      lane: claimed.channel,
      result: result.kind,
      reason: result.reason,
    });
  await deps.settle({
    ...settlementOf(claimed),
    result: result.kind === 'not-sent' ? 'failed' : result.kind,
    reason: result.kind === 'sent' ? null : result.reason,
    againAt: result.kind === 'not-sent' ? await againAt(deps, claimed) : null,
    askable: deps.channels[claimed.channel]?.unasked !== true,
    lane: { name: claimed.channel, retryAfterMs: result.kind === 'busy' ? result.retryAfterMs : null },
  });
}

const settlementOf = ({ dispatchId, token, effects }: Claimed) => ({
  dispatchId,
  token,
  effectIds: effects.map((effect) => effect.id),
  accountIds: [...new Set(effects.map((effect) => effect.accountId))],
});

/** When a proved non-send is tried again; null after the last try. */
async function againAt({ db, now }: SendDeps, claimed: Claimed): Promise<Instant | null> {
  const failures = 1 + (await failuresBefore(db, claimed));
  return failures < MAX_ATTEMPTS ? (await now()) + AGAIN_AFTER_MS * failures : null;
}

/** Counts the proved non-sends so far. Attempts that a policy deferred do not count. */
async function failuresBefore(db: Kysely<Database>, { effects }: Claimed): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n
    from permit
    where effect_id = any(${effects.map((effect) => effect.id)}::uuid[])
      and ended = 'failed'
    group by effect_id
    order by n desc
    limit 1`.execute(db);
  return rows[0]?.n ?? 0;
}

async function send(deps: SendDeps, claimed: Claimed): Promise<SendResult> {
  const adapter = deps.channels[claimed.channel];
  if (!adapter) return { kind: 'not-sent', reason: `no channel ${claimed.channel} is configured` };
  let outgoing: Outgoing;
  try {
    outgoing = await deps.outgoing(claimed);
  } catch (error) {
    // Nothing was sent: a message that could not be written is a proved non-send.
    return { kind: 'not-sent', reason: `could not be written: ${error instanceof Error ? error.message : 'error'}` };
  }
  if (adapter.unasked && !(await deps.markCalling(claimed)))
    return { kind: 'not-sent', reason: 'the lease had passed before the first byte' };
  await crashPoint('marked, not called');
  let result = await call(adapter, claimed.permit, outgoing);
  for (
    let times = 1;
    result.kind === 'unknown' && mayRepeat(adapter, claimed.permit) && times < MAX_REPEATS;
    times += 1
  ) {
    const again = await call(adapter, claimed.permit, outgoing);
    // A refusal now does not prove that the earlier call did not arrive.
    if (again.kind === 'sent') result = again;
  }
  return result;
}

async function call(adapter: ChannelAdapter, permit: Permit, outgoing: Outgoing): Promise<SendResult> {
  try {
    return await adapter.send(permit, outgoing);
  } catch {
    return { kind: 'unknown', reason: 'the channel failed without saying whether anything left' };
  }
}

/** Repeated calls under one key and permit count as one send. */
const mayRepeat = (adapter: ChannelAdapter, permit: Permit): boolean =>
  adapter.policy === 'at-least-once' && performance.now() < permit.notAfterMonotonic;

/**
 * Rounds in which each dispatch has a single result: of two results of a call, such as the sweep's and the worker's own,
 * the second comes late.
 */
function roundsOf(settlements: readonly Settlement[]): Settlement[][] {
  const rounds: Map<string, Settlement>[] = [];
  for (const settlement of settlements) {
    const free = rounds.find((round) => !round.has(settlement.dispatchId));
    const round = free ?? new Map<string, Settlement>();
    if (free === undefined) rounds.push(round);
    round.set(settlement.dispatchId, settlement);
  }
  return rounds.map((round) => [...round.values()]);
}

/** Records the results of claims with their consequences, and nudges the accounts whose answer may change. */
export async function settle(deps: SettleDeps, settlements: readonly Settlement[]): Promise<void> {
  const now = await deps.now();
  const nudges = await inTransaction(deps.db, async (trx) => {
    await lockAccounts(trx, [...new Set(settlements.flatMap((settlement) => settlement.accountIds))]);
    const settled: Settled[] = [];
    for (const round of roundsOf(settlements)) settled.push(...(await settleEffects(trx, round, now)));
    await pauseLanes(trx, settlements);
    await applySent(
      trx,
      settled.filter((effect) => effect.result === 'sent'),
      { now, rulebook: deps.rulebook },
    );
    const surprised = [
      ...new Set(settled.filter((settled) => settled.surprising).map((settled) => settled.account_id)),
    ];
    if (surprised.length > 0) await raiseVersions(trx, surprised);
    return surprised;
  });
  await crashPoint('recorded, workflow not told');
  if (nudges.length > 0) await deps.nudge(nudges);
}
