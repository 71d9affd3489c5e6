/**
 * The sweep, run by every worker: repairs due effects without a job, expired leases, stale evaluations and accounts
 * without a workflow. Each step is safe to run twice.
 */
import type { Kysely } from 'kysely';
import type { ChannelAdapter } from '../../channels/channel.ts';
import type { Database } from '../../db/schema.ts';
import type { Channel } from '../../domain/channels.ts';
import { groupBy } from '../../domain/group.ts';
import type { Instant } from '../../domain/time.ts';
import { crashPoint } from '../../platform/crash-points.ts';
import { acquireDue, type DueJob, dequeue } from './find-due.ts';
import { acquireUnknown, ensureUnknownTasks } from './find-unknown.ts';
import { findExpiredLeases, type Lease } from './leases.ts';
import type { Settlement } from './settle.ts';
import { acquireDueCycles, acquireStale, acquireUnstarted } from './stale-accounts.ts';

/** What a sweep works with. */
export interface SweepDeps {
  db: Kysely<Database>;
  now(): Promise<Instant>;
  /** Channels that this process asks what became of a call. */
  channels: Readonly<Partial<Record<Channel, ChannelAdapter>>>;
  /** Adds jobs; returns those that the queue did not take. */
  enqueue(jobs: readonly DueJob[]): Promise<readonly Pick<DueJob, 'id'>[]>;
  nudge(accountIds: readonly string[]): Promise<void>;
  /** Records the result of a claim (engine/effects/send.ts). */
  settle(settlement: Settlement): Promise<void>;
  nudgeCycles(ids: readonly string[]): Promise<void>;
  /** A simulated clock waits for everything due, so late evaluations get no grace period. */
  simulated: boolean;
  /** Wall milliseconds after which an unclaimed job is queued again. The queue is only a hint. */
  requeueAfterMs?: number;
  /** Most workflows to open in one sweep. */
  startsASweep: number;
}

const BATCH = 500;
const REQUEUE_MS = 10_000;
/** Wall milliseconds until a nudge without effect is repeated. */
const NUDGE_AGAIN_MS = 3_000;
const STALE_MS = 3_000;

/** Queues due effects. Returns the number of jobs added. */
export async function enqueueDue(
  deps: Pick<SweepDeps, 'db' | 'now' | 'enqueue' | 'simulated' | 'requeueAfterMs'>,
  accountIds?: readonly string[],
): Promise<number> {
  const now = await deps.now();
  const jobs = await acquireDue(deps.db, now, {
    limit: BATCH,
    requeueAfterMs: deps.requeueAfterMs ?? REQUEUE_MS,
    inOrder: deps.simulated,
    ...(accountIds ? { accountIds } : {}),
  });
  await crashPoint('due, not queued');
  const refused = jobs.length === 0 ? [] : await deps.enqueue(jobs);
  await dequeue(
    deps.db,
    refused.map((job) => job.id),
  );
  return jobs.length - refused.length;
}

/** Nudges stale accounts and due cycles, and opens the workflows of due accounts. */
export async function nudgeStale(deps: SweepDeps): Promise<void> {
  const now = await deps.now();
  const grace = deps.simulated ? 0 : STALE_MS;
  const ids = await acquireStale(deps.db, deps.simulated ? now : now - grace, {
    limit: BATCH,
    staleMs: grace,
    againMs: NUDGE_AGAIN_MS,
  });
  const fresh = await acquireUnstarted(deps.db, now, deps.startsASweep);
  if (ids.length + fresh.length > 0) await deps.nudge([...fresh, ...ids]);
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
  return settleAsked(deps, await findExpiredLeases(deps.db, askable(deps), BATCH), 'its worker was gone');
}

/** Queries the provider for effects in state `unknown`, where the channel can be queried. */
export async function askUnknown(deps: SweepDeps): Promise<number> {
  return settleAsked(deps, await acquireUnknown(deps.db, askable(deps), BATCH), 'its channel was asked');
}

async function settleAsked(deps: SweepDeps, leases: readonly Lease[], reason: string): Promise<number> {
  let settled = 0;
  await each([...groupBy(leases, (lease) => lease.lease_token).values()], async (group) => {
    const result = await askResult(deps, group[0] as Lease);
    if (result === null || (result === 'unknown' && (group[0] as Lease).state === 'unknown')) return;
    await crashPoint('asked, not settled');
    await deps.settle(await settlementOf(deps, group, result, reason));
    settled += 1;
  });
  return settled;
}

/** Opens and withdraws the tasks for unknown effects. */
export async function ensureTasks(deps: Pick<SweepDeps, 'db' | 'now'>): Promise<void> {
  await ensureUnknownTasks(deps.db, await deps.now());
}

/** Runs `act` on every item, even after failures. Throws the first error at the end. */
async function each<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const errors: unknown[] = [];
  for (const item of items) await act(item).catch((error: unknown) => errors.push(error));
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

/** Runs one whole sweep. */
export async function sweep(deps: SweepDeps): Promise<void> {
  await each([freeExpired, askUnknown, ensureTasks, nudgeStale, enqueueDue], async (act) => void (await act(deps)));
}
