/** What people decided about the classes of an account, and whether the person asks for such a decision. */
import type { AccountFact, AccountFactBodies } from '../facts.ts';
import { factsOf } from '../facts-of.ts';
import type { CalendarDate } from '../time.ts';

/** Whether the person wants a human decision and nobody has decided since. */
export function isContested(facts: readonly AccountFact[]): boolean {
  const contested = factsOf(facts, 'classes-contested').at(-1);
  if (contested === undefined) return false;
  const reviewed = factsOf(facts, 'classes-reviewed').at(-1);
  return reviewed === undefined || reviewed.occurredAt < contested.occurredAt;
}

/** The decision that holds on a day: the last, unless its last day is over. */
export function decisionOn(
  facts: readonly AccountFact[],
  today: CalendarDate,
): AccountFactBodies['classes-reviewed'] | null {
  const last = factsOf(facts, 'classes-reviewed').at(-1)?.body;
  return last === undefined || (last.until !== undefined && last.until < today) ? null : last;
}
