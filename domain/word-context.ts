/** What the state of a person's own word depends on, and what a person of the staff said about it. */
import type { ArrangementBounds } from './arrangements.ts';
import type { AccountFact, AccountFactBodies } from './facts.ts';
import { factsOf } from './facts-of.ts';
import type { Entry } from './money/entries.ts';
import { addWorkingDays, type CalendarDate, type Instant, type Zone } from './time.ts';

/** What the state of a person's word depends on. */
export interface WordContext {
  facts: readonly AccountFact[];
  /** Changes of the money received. */
  entries: readonly Entry[];
  /** What was overdue at the end of a date, minor units. */
  overdueOn(date: CalendarDate): bigint;
  /** All that the dues ask, minor units: more was never overdue. */
  mostOverdue: bigint;
  /** The creditor's. */
  zone: Zone;
  today: CalendarDate;
  /** First day of the delinquency: what was said before it is not counted. null when nothing is overdue. */
  since: CalendarDate | null;
  bounds: ArrangementBounds;
  isWorkingDay(date: CalendarDate): boolean;
}

type Review = AccountFactBodies['arrangement-reviewed'];
/** What a person last said about one of these facts, and the fact that says it; null while nobody has. */
export function reviewOf(
  facts: readonly AccountFact[],
  ids: readonly string[],
): { answer: Review['answer']; at: Instant } | null {
  let found: { answer: Review['answer']; at: Instant } | null = null;
  for (const fact of factsOf(facts, 'arrangement-reviewed'))
    if (ids.includes(fact.body.of) && (!found || fact.occurredAt >= found.at))
      found = { answer: fact.body.answer, at: fact.occurredAt };
  return found;
}

/** Last day of the review of what was said on `on`. */
export const reviewUntil = (on: CalendarDate, { bounds, isWorkingDay }: WordContext): CalendarDate =>
  addWorkingDays(on, bounds.reviewDays, isWorkingDay);
