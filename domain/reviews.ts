/** Which promise or announced payment a review is about, by the number of its step: the day on which it was said. */
import { isAnnouncement } from './announcements.ts';
import type { AccountFact } from './facts.ts';
import { type CalendarDate, localDate, type Zone } from './time.ts';

/** The occurrence of a review of what was said on a day: `yyyymmdd`. */
export const reviewNo = (on: CalendarDate): number => Number(on.replaceAll('-', ''));

/** The reviews that a task may ask for. */
export type ReviewKind = 'review-promise' | 'review-announcement';
/** Whether the kind of task asks for a review. */
export const isReviewKind = (kind: string): kind is ReviewKind =>
  kind === 'review-promise' || kind === 'review-announcement';

/** The fact that a review is about: the last that was said on its day; undefined when there is none. */
export function factUnderReview(
  kind: ReviewKind,
  occurrence: number,
  facts: readonly AccountFact[],
  zone: Zone,
): AccountFact | undefined {
  const is = kind === 'review-promise' ? (fact: AccountFact) => fact.kind === 'promise' : isAnnouncement;
  return facts
    .filter((fact) => is(fact) && reviewNo(localDate(fact.occurredAt, zone)) === occurrence)
    .sort((a, b) => a.occurredAt - b.occurredAt)
    .at(-1);
}
