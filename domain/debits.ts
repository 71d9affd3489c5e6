/**
 * Debits in flight: what is to be drawn from a person's bank account, and what became of it. A function of the set of
 * facts, whatever their order of arrival. A debit that fails for lack of funds says nothing about a person's will.
 */
import { type Debit, ENDING_FAILURES } from './debit-facts.ts';
import type { AccountFact } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { addDays, addWorkingDays, type CalendarDate } from './time.ts';

/** Nothing is asked from so many days before a debit on: the person was told of it. */
export const QUIET_DAYS_BEFORE = 10;
/** Working days within which a debit is answered; then it counts as unanswered. */
export const SETTLES_WORKING_DAYS = 5;

/** A debit of which nobody has told what became of it, with the days on which nothing is asked. */
export interface DebitInFlight extends Debit {
  readonly from: CalendarDate;
  /** The last one; after it the debit is unanswered. */
  readonly until: CalendarDate;
}

const NONE: readonly Debit[] = [];

/** All debits of an account, in the order of their scheduling. */
export function debitsOf(facts: readonly AccountFact[]): readonly Debit[] {
  const scheduled = factsOf(facts, 'debit-scheduled');
  if (scheduled.length === 0) return NONE;
  const seen = new Set<string>();
  return scheduled.flatMap(({ body, occurredAt }) => {
    const { debit, minor, on, mandate, dues } = body;
    if (seen.has(debit)) return [];
    seen.add(debit);
    return [{ debit, minor, on, mandate, dues, scheduledAt: occurredAt, ...endOf(facts, debit) }];
  });
}

/** Money that came outweighs every other word; a failure that came outweighs the wish to cancel. */
function endOf(facts: readonly AccountFact[], debit: string): Pick<Debit, 'state' | 'failure' | 'endedAt'> {
  const collected =
    factsOf(facts, 'debit-collected').find(({ body }) => body.debit === debit) ?? paymentOf(facts, debit);
  if (collected !== undefined) return { state: 'collected', failure: null, endedAt: collected.occurredAt };
  const failed = factsOf(facts, 'debit-failed').find(({ body }) => body.debit === debit);
  if (failed !== undefined) return { state: 'failed', failure: failed.body.reason, endedAt: failed.occurredAt };
  const cancelled = factsOf(facts, 'debit-cancelled').find(({ body }) => body.debit === debit);
  if (cancelled !== undefined) return { state: 'cancelled', failure: null, endedAt: cancelled.occurredAt };
  return { state: 'scheduled', failure: null, endedAt: null };
}

/** The payment that a debit became: its reference is the debit. */
function paymentOf(facts: readonly AccountFact[], debit: string) {
  const others = new Set(factsOf(facts, 'payment-misallocated').map(({ body }) => body.payment));
  return factsOf(facts, 'payment').find(({ id, body }) => body.reference === debit && !others.has(id));
}

/** The debits that nobody has answered, in time or not. */
export function debitsInFlight(
  facts: readonly AccountFact[],
  isWorkingDay: (date: CalendarDate) => boolean,
): readonly DebitInFlight[] {
  return debitsOf(facts)
    .filter(({ state }) => state === 'scheduled')
    .map((debit) => ({
      ...debit,
      from: addDays(debit.on, -QUIET_DAYS_BEFORE),
      until: addWorkingDays(debit.on, SETTLES_WORKING_DAYS, isWorkingDay),
    }));
}

/** The mandates in force, in the order in which they were given. */
export function mandatesOf(facts: readonly AccountFact[]): readonly string[] {
  if (factsOf(facts, 'mandate-given').length === 0) return [];
  const inForce = new Set<string>();
  const mandates = new Map(debitsOf(facts).map(({ debit, mandate }) => [debit, mandate]));
  for (const { kind, body } of facts) {
    if (kind === 'mandate-given') inForce.add(body.mandate);
    else if (kind === 'mandate-withdrawn' && body.mandate === undefined) inForce.clear();
    else if (kind === 'mandate-withdrawn') inForce.delete(body.mandate ?? '');
    else if (kind === 'debit-failed' && ENDING_FAILURES.includes(body.reason))
      inForce.delete(mandates.get(body.debit) ?? '');
  }
  return [...inForce];
}

/** The debits of an account as its standing has them. */
export interface Debits {
  readonly all: readonly Debit[];
  /** Nobody has told what became of them, and they may still be answered. */
  readonly pending: readonly DebitInFlight[];
  /** Nobody has told in time what became of them. */
  readonly unanswered: readonly DebitInFlight[];
  /** The last quiet day of a pending debit whose quiet days have begun; null when there is none. */
  readonly quietUntil: CalendarDate | null;
  /** Days ahead on which quiet days begin, or a debit counts as unanswered. */
  readonly beginOn: readonly CalendarDate[];
}

const NO_DEBITS: Debits = { all: [], pending: [], unanswered: [], quietUntil: null, beginOn: [] };

/** The debits of an account on a date of the creditor's zone. */
export function debitsOn(
  facts: readonly AccountFact[],
  today: CalendarDate,
  isWorkingDay: (date: CalendarDate) => boolean,
): Debits {
  if (factsOf(facts, 'debit-scheduled').length === 0) return NO_DEBITS;
  const inFlight = debitsInFlight(facts, isWorkingDay);
  const pending = inFlight.filter(({ until }) => until >= today);
  const quiet = pending.filter(({ from }) => from <= today).map(({ until }) => until);
  return {
    ...{ all: debitsOf(facts), pending, unanswered: inFlight.filter(({ until }) => until < today) },
    quietUntil: quiet.sort().at(-1) ?? null,
    beginOn: pending.flatMap(({ from, until }) => [from, addDays(until, 1)]).filter((on) => on > today),
  };
}
