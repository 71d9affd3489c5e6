/** What a fact of each kind sets off, wherever it is recorded. */
import type { FactContent, FactKind } from './facts.ts';

/** Facts that the last answer expected. */
const CONFIRMING: ReadonlySet<FactKind> = new Set([
  'agency-accepted',
  'agency-contact',
  'bureau-acknowledged',
  'care-reviewed',
  'complaint-acknowledged',
  // What follows from it is told by facts of its own.
  'reply',
]);
const MONEY: ReadonlySet<FactKind> = new Set([
  'payment',
  'reversal',
  'payment-confirmed',
  'money-compared',
  'dispute-closed',
  'balance-update',
  'closed',
  'ladder-answer',
  'suspense',
  'suspense-ended',
  'payment-misallocated',
  'book-confirmed',
  // Of a closed account, a person must see it.
  'dispute',
]);

/** Whether a fact of the kind changes what is overdue. */
export const movesMoney = (kind: FactKind): boolean => MONEY.has(kind);

/**
 * Whether a fact changes what comes next, so that its accounts are evaluated again. A call that did not reach the right
 * person confirms the plan; where nothing else is planned, the account was waiting for the end of that call.
 */
export function surprises(fact: FactContent): 'always' | 'never' | 'where-nothing-is-to-come' {
  if (CONFIRMING.has(fact.kind)) return 'never';
  if (fact.kind === 'call-outcome' && fact.body.contact !== 'right-party' && fact.body.contact !== 'invalid-number')
    return 'where-nothing-is-to-come';
  return 'always';
}
