/** What a fact of a kind sets going, wherever facts are recorded. */
import type { FactContent, FactKind } from './facts.ts';
import { RECEIVED_KINDS } from './received.ts';

/** Facts that only say what the last answer expected. */
const CONFIRMING: ReadonlySet<FactKind> = new Set([
  'agency-accepted',
  'agency-contact',
  'bureau-acknowledged',
  'care-reviewed',
]);
const MONEY: ReadonlySet<FactKind> = new Set([...RECEIVED_KINDS, 'closed', 'ladder-answer']);

/** Whether overdue must be recomputed after a fact of the kind. */
export const movesMoney = (kind: FactKind): boolean => MONEY.has(kind);

/**
 * Whether a fact changes what comes next, so that its accounts are looked at anew. A call that did not reach the right person confirms what was planned; where
 * nothing is to come, its end was what the account waited for.
 */
export function surprises(fact: FactContent): 'always' | 'never' | 'where-nothing-is-to-come' {
  if (CONFIRMING.has(fact.kind)) return 'never';
  if (fact.kind === 'call-outcome' && fact.body.contact !== 'right-party' && fact.body.contact !== 'invalid-number')
    return 'where-nothing-is-to-come';
  return 'always';
}
