/**
 * Fills the lanes of the queue with due effects. Some seconds of work stand in the queue; the backlog waits in
 * Postgres, in order of due time.
 */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Channel } from '../../domain/channels.ts';
import type { Instant } from '../../domain/time.ts';
import { crashPoint } from '../../platform/crash-points.ts';
import { acquireDue, type DueJob, dequeue, findDueLanes } from './find-due.ts';

/** What a lane's queue takes now. */
export interface QueueRoom {
  /** Effects that may be added; below 1 when the lane has work enough. */
  effects: number;
  /** Most effects a job. */
  aJob: number;
}

/** What filling works with. */
export interface FillDeps {
  db: Kysely<Database>;
  now(): Promise<Instant>;
  /** A simulated clock makes the order of effects independent of timing. */
  simulated: boolean;
  /** Adds jobs; returns those that the queue did not take. */
  enqueue(jobs: readonly DueJob[]): Promise<readonly Pick<DueJob, 'effectIds'>[]>;
  room(lane: Channel): Promise<QueueRoom>;
  /** Wall milliseconds after which an effect that nobody has claimed is queued again. The queue is only a hint. */
  requeueAfterMs?: number;
}

const REQUEUE_MS = 10_000;

/** Queues due effects, of these accounts or of all. Returns their number. */
export async function enqueueDue(deps: FillDeps, accountIds?: readonly string[]): Promise<number> {
  const now = await deps.now();
  let queued = 0;
  for (const lane of await findDueLanes(deps.db, now, accountIds)) queued += await fillLane(deps, lane, accountIds);
  return queued;
}

/** Queues due effects of one lane, as many as it has room for. Returns their number. */
export async function fillLane(deps: FillDeps, lane: Channel, accountIds?: readonly string[]): Promise<number> {
  const room = await deps.room(lane);
  if (room.effects < 1) return 0;
  const jobs = await acquireDue(deps.db, await deps.now(), {
    lane,
    limit: room.effects,
    aJob: room.aJob,
    requeueAfterMs: deps.requeueAfterMs ?? REQUEUE_MS,
    inOrder: deps.simulated,
    accountIds,
  });
  await crashPoint('due, not queued');
  const refused = jobs.length === 0 ? [] : await deps.enqueue(jobs);
  await dequeue(deps.db, effectsOf(refused));
  return effectsOf(jobs).length - effectsOf(refused).length;
}

const effectsOf = (jobs: readonly Pick<DueJob, 'effectIds'>[]): string[] => jobs.flatMap((job) => job.effectIds);
