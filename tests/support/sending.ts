/** What sending and queueing need in tests that drive the engine without worker processes. */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { HeldClaim } from '../../engine/effects/claim.ts';
import type { QueueRoom } from '../../engine/effects/fill-queue.ts';
import type { DueJob } from '../../engine/effects/find-due.ts';
import { markCalling } from '../../engine/effects/leases.ts';
import type { Claimed } from '../../engine/effects/prepare-claims.ts';

/** Marks each claim alone. */
export const markWith =
  (db: Kysely<Database>) =>
  async (claimed: Claimed): Promise<boolean> => {
    const [held = false] = await markCalling(db, [claimed]);
    return held;
  };

/** Claims that a test may hold as long as it likes. */
export const unhurried = (claims: readonly HeldClaim[]): HeldClaim[] =>
  claims.map((claimed) => ({ ...claimed, beginBy: Number.POSITIVE_INFINITY }));

/** A queue that always has room. */
export const wideRoom = async (): Promise<QueueRoom> => ({ effects: 500, aJob: 100 });

/** The effects of the jobs. */
export const effectsOf = (jobs: readonly DueJob[]): string[] => jobs.flatMap((job) => job.effectIds);
