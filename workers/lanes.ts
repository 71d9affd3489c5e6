/**
 * The lanes, one BullMQ worker each. A job names an effect; the claim decides, the channel sends, the result is
 * recorded.
 */
import type { Channel } from '../domain/channels.ts';
import type { Claimed } from '../engine/effects/prepare-claims.ts';
import { type SendDeps, sendClaimed } from '../engine/effects/send.ts';
import { crashPoint } from '../platform/crash-points.ts';
import type { Lanes } from '../platform/queue.ts';

/** Jobs that one process runs at once per lane. Agency and bureau files are written one after another. */
const CONCURRENCY: Readonly<Record<Channel, number>> = {
  email: 20,
  sms: 20,
  call: 20,
  desk: 5,
  agency: 1,
  bureau: 1,
  court: 2,
};

interface LaneDeps extends SendDeps {
  /**
   * Batched: claims requested within a few milliseconds share a transaction. Each claim is carried out by exactly one
   * job.
   */
  claimFor(effectId: string): Promise<Claimed[]>;
}

/** Starts working on every lane. */
export function startLaneWorkers(lanes: Lanes, deps: LaneDeps): void {
  for (const channel of Object.keys(CONCURRENCY) as Channel[]) {
    lanes.work(channel, CONCURRENCY[channel], async (effectId) => {
      await crashPoint('queued, not claimed');
      for (const claimed of await deps.claimFor(effectId)) await sendClaimed(deps, claimed);
    });
  }
}

/**
 * Distributes the claims of a batch. Each goes to a job that asked for one of its effects, otherwise to the first job.
 */
export function assignToJobs(effectIds: readonly string[], claims: readonly Claimed[]): Claimed[][] {
  const shares: Claimed[][] = effectIds.map(() => []);
  for (const claimed of claims) {
    const asked = effectIds.findIndex((id) => claimed.effects.some((effect) => effect.id === id));
    (shares[Math.max(asked, 0)] as Claimed[]).push(claimed);
  }
  return shares;
}
