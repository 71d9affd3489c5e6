/** Promises and how each stands: a function of the set of facts, whatever their order of arrival. */
import type { PromisePart } from './facts.ts';
import { factsOf, type OfKind } from './facts-of.ts';
import type { Entry } from './money/entries.ts';
import {
  addDays,
  type CalendarDate,
  DAY_MS,
  daysBetween,
  type Instant,
  latestOf,
  localDate,
  type Zone,
} from './time.ts';
import { reviewOf, reviewUntil, type WordContext } from './word-context.ts';

/** No day is longer, whatever the clocks do. */
const LONGEST_DAY_MS = 2 * DAY_MS;

/** Days of grace after each promised date. */
const PROMISE_GRACE_DAYS = 2;

/** A part of a promise that is not paid in full. */
export interface OpenPart extends PromisePart {
  /** Minor units that are still to come. */
  left: bigint;
}

/** A promise and how it stands today. */
export interface PromiseState {
  id: string;
  madeAt: Instant;
  parts: PromisePart[];
  /**
   * `in-review`: it exceeds the bounds and waits for a person, quietly. `declined`: the person declined, or did not
   * answer in time; it holds nothing back. `replaced`: a later promise took its place while it ran.
   */
  state: 'running' | 'kept' | 'broken' | 'replaced' | 'in-review' | 'declined';
  /**
   * Running: last day of grace for the next unpaid part. Broken: the same day, missed. Kept: that of the last part. In
   * review: the last day of the review.
   */
  until: CalendarDate;
  /** The first part that is not paid in full, and what is left of it, minor units; null when kept. */
  open: OpenPart | null;
  /** Whether the person may be reminded of its days. */
  reminds: boolean;
  /** Which bounds it exceeds, in words; null when none. */
  exceeds: string | null;
  /** A person is to accept or decline it. */
  asksReview: boolean;
}
type PromiseFact = OfKind<'promise'>;

/** How each promise stands today, in the order in which they were made. */
export function promiseStates(context: WordContext): PromiseState[] {
  const told = factsOf(context.facts, 'promise');
  if (told.length === 0) return [];
  const made = told.length === 1 ? told : [...told].sort((a, b) => a.occurredAt - b.occurredAt);
  const states: PromiseState[] = [];
  /** Opened by the first promise of the delinquency that exceeds the bounds since a person last accepted one. */
  let review: Review | null = null;
  let notKept = 0;
  for (const fact of made) {
    const madeOn = localDate(fact.occurredAt, context.zone);
    const counts = context.since !== null && madeOn >= context.since;
    const exceeds = excessOf(fact, madeOn, counts ? notKept : 0, context);
    const answer = exceeds === null ? null : (reviewOf(context.facts, [fact.id])?.answer ?? null);
    const { id, occurredAt: madeAt, body } = fact;
    const { parts } = body;
    const reminds = body.withoutReminder !== true;
    const byMoney = moneyState(fact, context);
    if (exceeds === null || answer === 'accept' || byMoney.state === 'kept') {
      if (answer === 'accept') review = null;
      if (counts && byMoney.state !== 'kept') notKept += 1;
      states.push({ id, madeAt, parts, reminds, exceeds, ...byMoney, asksReview: false });
      continue;
    }
    if (review === null || !counts) review = { until: reviewUntil(madeOn, context), declined: false };
    review.declined ||= answer === 'decline';
    const state = !review.declined && context.today <= review.until ? 'in-review' : 'declined';
    const asksReview = answer === null && context.today <= reviewUntil(madeOn, context);
    states.push({ id, madeAt, parts, reminds, exceeds, state, until: review.until, open: byMoney.open, asksReview });
  }
  return withReplaced(states);
}

interface Review {
  until: CalendarDate;
  declined: boolean;
}

/** A later promise takes the place of one that runs or waits, unless it was declined itself. */
function withReplaced(states: readonly PromiseState[]): PromiseState[] {
  const last = states.findLastIndex((promise) => promise.state !== 'declined');
  return states.map((promise, index) =>
    index < last && (promise.state === 'running' || promise.state === 'in-review')
      ? { ...promise, state: 'replaced', asksReview: false }
      : promise,
  );
}

/** Whether an amount is below the least part of what was overdue on a date. */
function coversLess(minor: bigint, on: CalendarDate, { bounds, mostOverdue, overdueOn }: WordContext): boolean {
  const least = BigInt(bounds.leastPercent);
  return minor * 100n < mostOverdue * least && minor * 100n < overdueOn(on) * least;
}

/** Which bounds the promise exceeds, in words; null when none. */
function excessOf(fact: PromiseFact, madeOn: CalendarDate, notKept: number, context: WordContext): string | null {
  const { parts } = fact.body;
  const { bounds } = context;
  const days = parts.length > 1 ? bounds.instalmentDays : bounds.promiseDays;
  const furthest = parts.reduce((latest, part) => (part.on > latest ? part.on : latest), madeOn);
  const sum = parts.reduce((total, part) => total + part.minor, 0n);
  const excess: string[] = [];
  if (daysBetween(madeOn, furthest) > days) excess.push(`it reaches further than ${days} days`);
  if (coversLess(sum, madeOn, context)) excess.push(`it covers less than ${bounds.leastPercent} %`);
  if (notKept >= bounds.promises) excess.push(`${notKept} promises were not kept`);
  return excess.length === 0 ? null : excess.join('; ');
}

/**
 * A promise is kept when, by each part's date plus grace, the money received since it was made reaches the sum of the
 * parts so far, or nothing was overdue.
 */
function moneyState(
  fact: PromiseFact,
  { entries, overdueOn, zone, today }: WordContext,
): { state: 'running' | 'kept' | 'broken'; until: CalendarDate; open: OpenPart | null } {
  const { parts } = fact.body;
  let asked = 0n;
  let until = parts[0]?.on ?? today;
  for (const part of parts) {
    asked += part.minor;
    until = addDays(part.on, PROMISE_GRACE_DAYS);
    const received = receivedSince(entries, fact.occurredAt, today < until ? today : until, zone);
    if (received >= asked) continue;
    if (today > until && overdueOn(until) === 0n) continue;
    const left = asked - received < part.minor ? asked - received : part.minor;
    return { state: today > until ? 'broken' : 'running', until, open: { ...part, left } };
  }
  return { state: 'kept', until, open: null };
}

/**
 * Money received since a moment up to the end of a date. Money of which only the day is known came at the end of that
 * day, so that what was promised and paid on one day counts; money taken back went at its beginning.
 */
export function receivedSince(entries: readonly Entry[], since: Instant, through: CalendarDate, zone: Zone): bigint {
  let sum = 0n;
  for (const { at, on, minor } of entries)
    if (on <= through && (at >= since || (minor > 0n && since - at < LONGEST_DAY_MS && latestOf(at, zone) >= since)))
      sum += minor;
  return sum;
}
