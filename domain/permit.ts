/**
 * Permission to do one thing once. Every channel needs a permit, and `permitFor` makes one only for what the gate
 * allowed, so code that skips the gate does not compile. Only the claim may ask for permits, and files that are no
 * contact: of contacts that the gate has judged, of instructions to the book (tests/conformance/architecture.test.ts).
 */
import type { GateAnswer } from './gate.ts';
import type { Instant } from './time.ts';

declare const made: unique symbol;
/** Permission to carry out one effect, or several that are sent together. */
export interface Permit {
  readonly [made]: true;
  readonly effectId: string;
  readonly attempt: number;
  /** Version of the facts it was decided on. */
  readonly factsVersion: bigint;
  /** Business time after which nothing may be sent. */
  readonly notAfter: Instant;
  /**
   * `notAfter` or the end of the lease, whichever is sooner, on this process's monotonic clock (`performance.now()`
   * milliseconds): checked before the first byte.
   */
  readonly notAfterMonotonic: number;
}

/** The gate's verdict on one effect, by the facts that the claim has just read. */
export interface Judgement {
  readonly effect: { readonly id: string; readonly attempt: number };
  readonly verdict: GateAnswer['verdict'];
  readonly factsVersion: bigint;
  readonly notAfter: Instant;
}

/** What limits the duration of the call that the permit is for. */
export interface CallTime {
  /** When the claim began, on the monotonic clock. */
  started: number;
  /** Business time of the claim. */
  now: Instant;
  leaseSeconds: number;
  /** A simulated clock may jump, so only the lease limits the call. */
  simulated: boolean;
}

/**
 * One permit for effects that are sent together, in the name of the first; it ends with the earliest of them. Throws
 * unless the gate allowed them all.
 */
export function permitFor(judged: readonly Judgement[], call: CallTime): Permit {
  const [first] = judged;
  if (first === undefined || judged.some(({ verdict }) => verdict !== 'allow'))
    throw new Error('no permit: the gate did not allow it');
  const { effect, factsVersion } = first;
  const notAfter = Math.min(...judged.map((judgement) => judgement.notAfter));
  const callMs = call.simulated ? Number.POSITIVE_INFINITY : notAfter - call.now;
  return Object.freeze({
    effectId: effect.id,
    attempt: effect.attempt + 1,
    factsVersion,
    notAfter,
    notAfterMonotonic: call.started + Math.min(call.leaseSeconds * 1000, callMs),
  }) as Permit;
}
