/**
 * The sweep, run by every worker: repairs due effects without a job, expired leases, stale evaluations, accounts
 * without a workflow and loops that were told otherwise, carries on moves between strategies, matches bank lines that
 * an upload left, and scores accounts again. Each step is safe to run twice.
 */
import type { ChannelAdapter } from '../../channels/channel.ts';
import type { Channel } from '../../domain/channels.ts';
import { groupBy } from '../../domain/group.ts';
import { crashPoint } from '../../platform/crash-points.ts';
import { Slots } from '../../platform/slots.ts';
import { evaluateUnderNewRules } from '../law/evaluate-again.ts';
import { matchNewLines } from '../payments/match-new-lines.ts';
import { type ReleaseDeps, releaseRestarts } from '../restarts/release-restarts.ts';
import { type RescoreDeps, rescoreDue } from '../score/rescore.ts';
import { carryOnMoves } from '../strategy/carry-on-moves.ts';
import { raiseAlarms } from '../tasks/care-tasks.ts';
import { enqueueDue, type FillDeps } from './fill-queue.ts';
import { acquireUnknown, ensureUnknownTasks } from './find-unknown.ts';
import { findExpiredLeases, type Lease } from './leases.ts';
import type { Settlement } from './settle.ts';
import { acquireDueCycles, acquireSilent, acquireStale, acquireUnstarted, forgetAlive } from './stale-accounts.ts';

/** What a sweep works with. */
export interface SweepDeps extends FillDeps, Pick<ReleaseDeps, 'rulebook'>, Pick<RescoreDeps, 'scorer'> {
  /** Channels that this process asks what became of a call. */
  channels: Readonly<Partial<Record<Channel, ChannelAdapter>>>;
  /** Evaluates accounts in place. */
  evaluate(accountIds: readonly string[]): Promise<void>;
  /** Wakes the loops of accounts, and opens those that are missing. */
  wake(accountIds: readonly string[]): Promise<void>;
  /** Of these accounts, those whose loop does not run in Temporal. */
  findMissing(accountIds: readonly string[]): Promise<string[]>;
  /** Records the result of a claim (engine/effects/send.ts). */
  settle(settlement: Settlement): Promise<void>;
  nudgeCycles(ids: readonly string[]): Promise<void>;
  /** Most workflows to open in one sweep. */
  startsASweep: number;
  /** Most loops to look for in Temporal in one sweep. */
  checksASweep: number;
}

const BATCH = 500;
/** Why a claim ended whose lease ran out. */
export const WORKER_GONE = 'its worker was gone';
/** Queries to providers at once. */
const ASKED_AT_ONCE = 20;
/** Wall milliseconds until a nudge without effect is repeated. */
const NUDGE_AGAIN_MS = 3_000;
/** Wall milliseconds that a timer or a hint may take before the sweep does its work. */
export const STALE_MS = 3_000;

/**
 * Evaluates stale accounts in place, but wakes the loops of those that have missed their time: Temporal stays the life
 * of each account. Wakes loops that are behind, opens the workflows of due accounts and nudges due cycles.
 */
export async function nudgeStale(deps: SweepDeps): Promise<void> {
  const now = await deps.now();
  // A simulated clock waits for everything due, so late evaluations get no grace period.
  const grace = deps.simulated ? 0 : STALE_MS;
  const stale = await acquireStale(deps.db, deps.simulated ? now : now - grace, {
    limit: BATCH,
    behind: deps.startsASweep,
    staleMs: grace,
    againMs: NUDGE_AGAIN_MS,
  });
  const fresh = await acquireUnstarted(deps.db, now, deps.startsASweep);
  const inPlace = stale.filter((account) => account.inPlace).map((account) => account.id);
  const woken = [...fresh, ...stale.filter((account) => !account.inPlace).map((account) => account.id)];
  if (woken.length > 0) await deps.wake(woken);
  if (inPlace.length > 0) await deps.evaluate(inPlace);
  const cycles = await acquireDueCycles(deps.db, now, NUDGE_AGAIN_MS);
  if (cycles.length > 0) await deps.nudgeCycles(cycles);
}

/** The lanes whose channel this process may ask. */
const askable = ({ channels }: SweepDeps): Channel[] => Object.keys(channels) as Channel[];

/**
 * Settles claims whose worker is gone by querying their channel. A claim that the channel cannot answer for becomes
 * unknown and is never sent again by a machine.
 */
export async function freeExpired(deps: SweepDeps): Promise<number> {
  return settleAsked(deps, await findExpiredLeases(deps.db, askable(deps), BATCH), WORKER_GONE);
}

/** Queries the provider for effects in state `unknown`, where the channel can be queried. */
export async function askUnknown(deps: SweepDeps): Promise<number> {
  return settleAsked(deps, await acquireUnknown(deps.db, askable(deps), BATCH), 'its channel was asked');
}

async function settleAsked(deps: SweepDeps, leases: readonly Lease[], reason: string): Promise<number> {
  let settled = 0;
  await each(
    [...groupBy(leases, (lease) => lease.lease_token).values()],
    async (group) => {
      const result = await askResult(deps, group[0] as Lease);
      if (result === null || (result === 'unknown' && (group[0] as Lease).state === 'unknown')) return;
      await crashPoint('asked, not settled');
      await deps.settle(await settlementOf(deps, group, result, reason));
      settled += 1;
    },
    ASKED_AT_ONCE,
  );
  return settled;
}

/** Looks for loops that wait for a fact only: one that was terminated, or that Temporal has lost, is opened again. */
export async function reopenMissing(deps: SweepDeps): Promise<void> {
  const silent = await acquireSilent(deps.db, deps.checksASweep);
  if (silent.length === 0) return;
  // Until its own evaluation, or an answer of Temporal, says that a loop lives, the next sweep looks for it again.
  let missing: readonly string[] = silent;
  try {
    missing = await deps.findMissing(silent);
  } finally {
    if (missing.length > 0) await forgetAlive(deps.db, missing);
  }
  if (missing.length > 0) await deps.wake(missing);
}

/** Opens and withdraws the tasks for unknown effects, and raises alarms that nobody answers. */
export async function ensureTasks(deps: Pick<SweepDeps, 'db' | 'now'>): Promise<void> {
  const now = await deps.now();
  await ensureUnknownTasks(deps.db, now);
  await raiseAlarms(deps.db, now);
}

/** Runs `act` on every item, `atOnce` at a time, even after failures. Throws the first error at the end. */
async function each<T>(items: readonly T[], act: (item: T) => Promise<void>, atOnce = 1): Promise<void> {
  const errors: unknown[] = [];
  const slots = new Slots(atOnce);
  const acts = items.map(async (item) => {
    await slots.acquire();
    await act(item)
      .catch((error: unknown) => errors.push(error))
      .finally(() => slots.release());
  });
  await Promise.all(acts);
  if (errors.length > 0) throw errors[0];
}

/** The result of a claim. Null when the query failed: the next sweep queries again. */
async function askResult(deps: SweepDeps, lease: Lease): Promise<Settlement['result'] | null> {
  const adapter = deps.channels[lease.channel];
  // A claim without the calling mark never reached the first byte.
  if (lease.key === null || (adapter?.unasked && !lease.calling)) return 'failed';
  if (adapter === undefined || adapter.unasked) return 'unknown';
  const answer = await adapter.ask(lease.key).catch(() => null);
  return answer === null ? null : answer === 'sent' ? 'sent' : answer === 'not-sent' ? 'failed' : 'unknown';
}

async function settlementOf(
  deps: SweepDeps,
  group: readonly Lease[],
  result: Settlement['result'],
  reason: string,
): Promise<Settlement> {
  const first = group[0] as Lease;
  return {
    dispatchId: first.dispatch_id,
    token: first.lease_token,
    effectIds: group.map((lease) => lease.id),
    accountIds: [...new Set(group.map((lease) => lease.account_id))],
    result,
    reason,
    againAt: result === 'failed' ? await deps.now() : null,
    askable: deps.channels[first.channel]?.unasked !== true,
    ended: 'lease-expired',
  };
}

/** Wall seconds after which lines that an upload left unmatched are matched here. */
const LEFT_SECONDS = 5;

/** Matches bank lines whose upload did not end. Their accounts are stale then, as after an import. */
async function matchLeftLines({ db, now }: SweepDeps): Promise<void> {
  await matchNewLines(db, { now, nudge: async () => undefined }, { olderSeconds: LEFT_SECONDS });
}

/** Runs one whole sweep. */
export async function sweep(deps: SweepDeps): Promise<void> {
  const acts = [
    evaluateUnderNewRules,
    carryOnMoves,
    releaseRestarts,
    freeExpired,
    askUnknown,
    ensureTasks,
    matchLeftLines,
    nudgeStale,
    enqueueDue,
    reopenMissing,
    rescoreDue,
  ];
  await each<(deps: SweepDeps) => Promise<unknown>>(acts, async (act) => void (await act(deps)));
}
