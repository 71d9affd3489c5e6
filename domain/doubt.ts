/** Payments that look like a slip: far more than is owed. */

import type { AccountFact } from './facts.ts';
import { factsOf } from './standing.ts';

/** What is doubtful about a recorded fact, as answers name it. */
export const FAR_ABOVE_OWED = 'far-above-owed';

/** What may be doubtful about a fact. */
export type Doubt = typeof FAR_ABOVE_OWED;

/** Times what is owed. */
const FAR = 10n;

/**
 * Whether a payment is far above what is owed: more than ten times the balance, and not small. Minor units; a balance
 * below zero counts as nothing owed. `floor` is the floor of a first bureau record.
 */
export function isFarAboveOwed(minor: bigint, balance: bigint, floor: bigint): boolean {
  return minor >= floor && minor > FAR * (balance > 0n ? balance : 0n);
}

/**
 * Reversals of payments that came back from a bank. One of a payment that was marked as doubtful takes a slip back: the
 * person has not paid it, so nothing is said of it.
 */
export function returnedPayments(facts: readonly AccountFact[]): ReturnType<typeof factsOf<'reversal'>> {
  const slips = factsOf(facts, 'payment').flatMap(({ body }) => (body.doubtful ? [body.minor] : []));
  return factsOf(facts, 'reversal').filter(({ body }) => {
    const at = slips.indexOf(body.minor);
    if (at >= 0) slips.splice(at, 1);
    return at < 0;
  });
}
