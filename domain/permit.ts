/**
 * Leave to do one thing once. Every channel asks for a permit, and `permitFor` makes one only of what the gate allowed, so code that skips the gate does
 * not compile. The claim alone may ask for permits (tests/conformance/architecture.test.ts).
 */
import type { GateAnswer } from './gate.ts';
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

/** What the gate said of one effect, on the facts that the claim just read. */
export interface Judgement {
  readonly effect: { readonly id: string; readonly attempt: number };
  readonly verdict: GateAnswer['verdict'];
  readonly factsVersion: bigint;
  readonly notAfter: Instant;
}

/** How long the call may take that the permit is for. */
export interface CallTime {
  /** When the claim began, on the monotonic clock. */
  started: number;
  /** Business time of the claim. */
  now: Instant;
  leaseSeconds: number;
  /** A simulated clock may jump, so that only the lease bounds the call. */
  simulated: boolean;
}

/** One permit for effects that leave together, in the name of the first; it ends with the earliest of them. Throws unless the gate allowed them all. */
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
