/** Money received on an account: what each fact adds or takes away. db/received.ts has the same rule in SQL. */
import type { AccountFact, AccountFactContent, AccountFactKind } from './facts.ts';
import { type CalendarDate, type Instant, localDate, type Zone } from './time.ts';

/** Kinds of facts that change what counts as received. */
export const RECEIVED_KINDS = [
  'payment',
  'reversal',
  'balance-update',
  'dispute-closed',
] as const satisfies readonly AccountFactKind[];

/**
 * What one fact adds to the money received, in minor units; negative when it takes money back. Whatever lowers the dues
 * counts like a payment: a lower balance in the lender's book, and the reduction of a closed dispute.
 */
export function receivedMinor(fact: AccountFactContent): bigint {
  switch (fact.kind) {
    case 'payment':
      return fact.body.minor;
    case 'reversal':
      return -fact.body.minor;
    case 'balance-update':
      return -fact.body.adjustment;
    case 'dispute-closed':
      return fact.body.reduceBy ?? 0n;
    default:
      return 0n;
  }
}

/**
 * The part of `receivedMinor` that is money: payments less reversals, and payments known only from the book. The
 * reduction of a dispute is not money, and a higher balance in the book is not money returned.
 */
export function paidMinor(fact: AccountFactContent): bigint {
  if (fact.kind === 'dispute-closed') return 0n;
  const minor = receivedMinor(fact);
  return fact.kind === 'balance-update' && minor < 0n ? 0n : minor;
}

function sumOf(facts: readonly AccountFact[], counts: (fact: AccountFact) => boolean): bigint {
  let sum = 0n;
  for (const fact of facts) {
    const minor = receivedMinor(fact);
    if (minor !== 0n && counts(fact)) sum += minor;
  }
  return sum;
}

/** Money received by all facts, minor units. */
export function receivedInAll(facts: readonly AccountFact[]): bigint {
  return sumOf(facts, () => true);
}

/** Money received up to and including a moment. */
export function receivedUntil(facts: readonly AccountFact[], until: Instant): bigint {
  return sumOf(facts, (fact) => fact.occurredAt <= until);
}

/** Money received up to the end of a date. */
export function receivedThrough(facts: readonly AccountFact[], date: CalendarDate, zone: Zone): bigint {
  return sumOf(facts, (fact) => localDate(fact.occurredAt, zone) <= date);
}
