/** Money received on an account: what each fact adds to it or takes from it. db/received.ts says the same in SQL. */
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
 * What one fact adds to the money received, in minor units; negative when it takes money back. Whatever lowers the
 * dues counts like a payment: a lower balance in the lender's book, and what a closed dispute takes off.
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
 * The part of `receivedMinor` that is money: payments less reversals, and the payments that only the book knew of.
 * What a dispute takes off is no money, nor is a higher balance in the book money that went back.
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

/** Money received by all facts. */
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
