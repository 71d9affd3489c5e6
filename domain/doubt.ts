/** Payments that look like a slip: far more than is owed. */

import type { AccountFact } from './facts.ts';
import { factsOf } from './facts-of.ts';

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
 * Ids of reversals that take a slip back: a payment that was marked as doubtful. The person has not paid it, so nothing
 * came back from a bank.
 */
export function slipReversals(facts: readonly AccountFact[]): ReadonlySet<string> {
  const slips: bigint[] = [];
  for (const { body } of factsOf(facts, 'payment')) if (body.doubtful) slips.push(body.minor);
  const taken = new Set<string>();
  for (const { id, body } of factsOf(facts, 'reversal')) {
    const at = slips.indexOf(body.minor);
    if (at < 0) continue;
    slips.splice(at, 1);
    taken.add(id);
  }
  return taken;
}
