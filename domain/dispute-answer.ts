/** By when the open disputes of an account are to be answered. */
import type { AccountFacts } from './facts.ts';
import { answerDue } from './law/answer-clocks.ts';
import type { Rules } from './rules.ts';
import { standingOf } from './standing.ts';
import { endOfDay, type Instant, localDate } from './time.ts';

/**
 * The end, at the creditor, of the earliest last day that a law gives for an open dispute; null where none gives one.
 */
export function disputesAnsweredBy({ packs }: Pick<Rules, 'packs'>, facts: AccountFacts, now: Instant): Instant | null {
  const { zone } = facts.creditor;
  const days = (standingOf(facts, now).disputed?.disputes ?? []).flatMap(
    ({ since }) => answerDue(packs, 'dispute', localDate(since, zone))?.on ?? [],
  );
  return days.length === 0 ? null : Math.min(...days.map((day) => endOfDay(day, zone)));
}
