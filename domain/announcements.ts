/**
 * Announced payments ("I have paid") and how each stands: a function of the set of facts, whatever their order of
 * arrival.
 */
import type { AccountFact } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { isPayment, isReversal } from './money/entries.ts';
import { addDays, addWorkingDays, type CalendarDate, latestOf, localDate, type Zone } from './time.ts';
import { reviewOf, reviewUntil, type WordContext } from './word-context.ts';

/** Working days before an announcement from which a payment settles it: people announce what they paid before. */
export const SETTLES_WORKING_DAYS = 3;

/** An announced payment that no money has settled. */
export interface Announcement {
  /** Day on which it was announced. */
  on: CalendarDate;
  /** The facts that announce it on that day. */
  ids: readonly string[];
  /**
   * `awaited`: demands wait for the money. `in-review`: it exceeds the bounds and waits for a person, quietly. `proof`:
   * the person declined, or did not answer in time; proof of payment is asked for, once in a delinquency. `over`: it
   * holds nothing back any more.
   */
  state: 'awaited' | 'in-review' | 'proof' | 'over';
  /** Last day without demands. */
  until: CalendarDate;
  /** First day on which proof is asked for; null unless `proof`. */
  proofOn: CalendarDate | null;
  /** Which bounds it exceeds, in words; null when none. */
  exceeds: string | null;
  /** A person is to accept or decline it. */
  asksReview: boolean;
}

/** Whether the fact says that a payment is under way or made. */
export const isAnnouncement = (fact: AccountFact): boolean =>
  fact.kind === 'payment-announced' || (fact.kind === 'call-outcome' && fact.body.result === 'says-paid');

/** The last announced payment that no money has settled; null when there is none. */
export function lastAnnouncement(context: WordContext): Announcement | null {
  const days = announcedDays(context.facts, context.zone);
  if (days.length === 0) return null;
  let current: Announcement | null = null;
  let review: { until: CalendarDate; declinedOn: CalendarDate | null } | null = null;
  let unsettled = 0;
  for (const [on, ids] of days) {
    if (isSettled(on, context)) {
      current = null;
      continue;
    }
    const counts = context.since !== null && on >= context.since;
    // Said again while it is awaited anyway: the same word.
    if (current !== null && on <= current.until) {
      current = withIds(current, ids);
      continue;
    }
    const reviewed = reviewOf(context.facts, ids);
    const exceeds = counts && unsettled >= context.bounds.announcements;
    if (!exceeds || reviewed?.answer === 'accept') {
      const from = exceeds && reviewed !== null ? localDate(reviewed.at, context.zone) : on;
      current = awaited(on, ids, from, context);
      if (counts) unsettled += 1;
      if (exceeds) review = null;
      continue;
    }
    const first: boolean = review === null;
    review ??= { until: reviewUntil(on, context), declinedOn: null };
    if (reviewed !== null) review.declinedOn ??= localDate(reviewed.at, context.zone);
    const asksReview = reviewed === null && context.today <= reviewUntil(on, context);
    const words = `${unsettled} announced payments did not come`;
    current = { ...exceeding(on, review, first, context), on, ids, exceeds: words, asksReview };
  }
  return current;
}

const withIds = (said: Announcement, ids: readonly string[]): Announcement => ({ ...said, ids: [...said.ids, ...ids] });

function awaited(on: CalendarDate, ids: readonly string[], from: CalendarDate, context: WordContext): Announcement {
  const until = addWorkingDays(from, context.bounds.announcementDays, context.isWorkingDay);
  const state = until < context.today ? 'over' : 'awaited';
  return { on, ids, state, until, proofOn: null, exceeds: null, asksReview: false };
}

/** `first`: the first that exceeds the bounds since a person last accepted one. Only it buys the days of a proof. */
function exceeding(
  on: CalendarDate,
  review: { until: CalendarDate; declinedOn: CalendarDate | null },
  first: boolean,
  { today, bounds, isWorkingDay }: WordContext,
): Pick<Announcement, 'state' | 'until' | 'proofOn'> {
  if (review.declinedOn === null && today <= review.until)
    return { state: 'in-review', until: review.until, proofOn: null };
  if (!first) return { state: 'over', until: addDays(on, -1), proofOn: null };
  const proofOn = review.declinedOn ?? addDays(review.until, 1);
  const until = addWorkingDays(proofOn, bounds.announcementDays, isWorkingDay);
  return today <= until ? { state: 'proof', until, proofOn } : { state: 'over', until, proofOn: null };
}

/** The days on which a payment was announced, first to last, with the facts of each. */
function announcedDays(facts: readonly AccountFact[], zone: Zone): [CalendarDate, string[]][] {
  if (factsOf(facts, 'payment-announced').length + factsOf(facts, 'call-outcome').length === 0) return [];
  const days = new Map<CalendarDate, string[]>();
  for (const fact of facts) {
    if (!isAnnouncement(fact)) continue;
    const on = localDate(fact.occurredAt, zone);
    days.set(on, [...(days.get(on) ?? []), fact.id]);
  }
  return days.size === 0 ? [] : [...days].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Whether money settles it: a payment dated from a few working days before it on that did not come back. */
function isSettled(on: CalendarDate, { entries, zone, isWorkingDay }: WordContext): boolean {
  const from = addWorkingDays(on, -SETTLES_WORKING_DAYS, isWorkingDay);
  let returnedAt = Number.NEGATIVE_INFINITY;
  for (const entry of entries) if (entry.at > returnedAt && isReversal(entry)) returnedAt = entry.at;
  for (const entry of entries) {
    if (entry.on < from || !isPayment(entry)) continue;
    if (entry.at > returnedAt || latestOf(entry.at, zone) > returnedAt) return true;
  }
  return false;
}
