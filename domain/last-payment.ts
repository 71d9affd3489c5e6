/** The last payment as letters, files and statements name it: the latest by date of all that is known. */
import type { StandingFacts } from './facts.ts';
import type { Standing } from './standing.ts';
import { type CalendarDate, type Instant, localDate } from './time.ts';

/** A payment by its date in the creditor's zone. */
export interface LastPayment {
  on: CalendarDate;
  /** Minor units. */
  minor: bigint;
}

interface Candidate extends LastPayment {
  cameBack: boolean;
}

/**
 * The latest of the payments told as facts, the payment that the lender's book names as its last, and the payments
 * known from the book alone. Null when none is known, or when money came back at the same time or after it.
 */
export function lastPaymentOf(account: StandingFacts, standing: Standing): LastPayment | null {
  const returnedAt = lastReturn(account, standing);
  // Of two on one date, the one that was told as such says its amount best.
  const known = [
    toldPayment(account, returnedAt),
    namedPayment(account, returnedAt),
    impliedPayment(account, standing, returnedAt),
  ].filter((candidate) => candidate !== null);
  const last = known.reduce<Candidate | null>(
    (latest, candidate) => (latest === null || candidate.on > latest.on ? candidate : latest),
    null,
  );
  return last === null || last.cameBack ? null : { on: last.on, minor: last.minor };
}

/** When money last came back, of before the import too; the beginning of time when it never did. */
function lastReturn({ facts }: StandingFacts, { lastReversalAt }: Standing): Instant {
  let at = lastReversalAt ?? Number.NEGATIVE_INFINITY;
  for (const fact of facts) if (fact.kind === 'reversal' && fact.occurredAt > at) at = fact.occurredAt;
  return at;
}

function toldPayment({ facts, creditor }: StandingFacts, returnedAt: Instant): Candidate | null {
  let last: Extract<(typeof facts)[number], { kind: 'payment' }> | null = null;
  for (const fact of facts)
    if (fact.kind === 'payment' && (last === null || fact.occurredAt >= last.occurredAt)) last = fact;
  if (last === null) return null;
  const on = localDate(last.occurredAt, creditor.zone);
  return { on, minor: last.body.minor, cameBack: returnedAt >= last.occurredAt };
}

/** What a row of the book still names after money came back has not come back. */
function namedPayment({ bookPayment, creditor }: StandingFacts, returnedAt: Instant): Candidate | null {
  if (!bookPayment) return null;
  const { on, minor, asOf } = bookPayment;
  return { on, minor, cameBack: Number.isFinite(returnedAt) && localDate(returnedAt, creditor.zone) > asOf };
}

/**
 * A payment known from the book alone has the date of the book. Where the book of that date or a later one names its
 * last payment, that is the payment, with its true date.
 */
function impliedPayment({ bookPayment }: StandingFacts, { position }: Standing, returnedAt: Instant): Candidate | null {
  const last = position.entries.findLast((entry) => entry.kind === 'book' && entry.minor > 0n);
  if (last === undefined || (bookPayment && bookPayment.asOf >= last.on && bookPayment.on <= last.on)) return null;
  return { on: last.on, minor: last.minor, cameBack: returnedAt >= last.at };
}
