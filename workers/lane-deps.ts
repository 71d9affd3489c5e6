/** What the lanes work with: claims, marks and results that share transactions. */
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { type ClaimDeps, claim, type HeldClaim } from '../engine/effects/claim.ts';
import { type FillDeps, fillLane } from '../engine/effects/fill-queue.ts';
import { dequeue, takeJob } from '../engine/effects/find-due.ts';
import { markCalling } from '../engine/effects/leases.ts';
import type { Claimed } from '../engine/effects/prepare-claims.ts';
import { type SendDeps, settle } from '../engine/effects/send.ts';
import type { Settlement } from '../engine/effects/settle.ts';
import { outgoingFor } from '../engine/files/build-files.ts';
import { collect } from '../platform/collector.ts';
import type { LaneDeps } from './lanes.ts';

const CLAIMS = { waitMs: 2, most: 100, inFlight: 3 };
const RESULTS = { waitMs: 2, most: 200, inFlight: 1 };
const MARKS = { waitMs: 1, most: 200, inFlight: 2 };

interface LaneParts extends Pick<SendDeps, 'channels' | 'now' | 'nudge' | 'settle' | 'warn'> {
  db: Kysely<Database>;
  claims: ClaimDeps;
  queue: FillDeps;
}

/** The whole of what a lane asks of the engine. */
export function laneDepsOf({ claims, queue, ...parts }: LaneParts): LaneDeps {
  const { db, warn } = parts;
  return {
    ...parts,
    outgoing: (claimed) => outgoingFor(db, claims.rulebook, claimed),
    take: (job) => takeJob(db, job),
    giveBack: (effectIds) => dequeue(db, effectIds),
    fill: (lane) =>
      fillLane(queue, lane).then(
        () => undefined,
        (error: unknown) =>
          warn('a lane could not be filled', { lane, reason: error instanceof Error ? error.message : 'error' }),
      ),
    claimFor: collect(async (ids: string[]) => assignClaims(ids, await claim(claims, ids)), CLAIMS),
    markCalling: collect((some: Claimed[]) => markCalling(db, some), MARKS),
  };
}

/** Records results; those that arrive while others are recorded share a transaction. */
export function collectResults(deps: Parameters<typeof settle>[0]): (settlement: Settlement) => Promise<void> {
  return collect((some: Settlement[]) => settle(deps, some).then(() => some.map(() => undefined)), RESULTS);
}

/**
 * Distributes the claims of a batch, each to a single request: for an effect that it covers, otherwise the first. An
 * effect may be requested twice, by two jobs: a lane that rested is queued anew while this process holds its effects.
 */
export function assignClaims(effectIds: readonly string[], claims: readonly HeldClaim[]): HeldClaim[][] {
  const shares = new Map<string | undefined, HeldClaim[]>(effectIds.map((id) => [id, []]));
  for (const claimed of claims) {
    const asked = claimed.effects.find((effect) => shares.has(effect.id))?.id ?? effectIds[0];
    shares.get(asked)?.push(claimed);
  }
  return effectIds.map((id) => {
    const share = shares.get(id) ?? [];
    shares.delete(id);
    return share;
  });
}
