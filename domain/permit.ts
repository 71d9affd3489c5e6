/** Leave to do one thing once. Only the gate makes a permit, and every channel asks for one, so code that skips the gate does not compile. */
import type { Instant } from './time.ts';

declare const made: unique symbol;
export interface Permit {
  readonly [made]: true;
  readonly effectId: string;
  readonly attempt: number;
  /** The facts it saw. */
  readonly factsVersion: bigint;
  /** Business time after which nothing may leave any more. */
  readonly notAfter: Instant;
  /** The same on the monotonic clock of this process (`performance.now()` milliseconds): checked before the first byte. */
  readonly notAfterMonotonic: number;
}

/** For the gate only (domain/gate.ts and the claim that stores what it said). */
export function makePermit(fields: Omit<Permit, typeof made>): Permit {
  return Object.freeze({ ...fields }) as Permit;
}
