/**
 * Where an account stands, recomputed from its facts each time: money, promises, disputes, holds. Pure; it keeps no
 * state.
 */
import type { PersonChannel } from './channels.ts';
import { contactDay } from './contact-day.ts';
import { slipReversals } from './doubt.ts';
import { type Delinquency, delinquency } from './dpd.ts';
import type { AccountFact, AccountFactKind, PersonFact, PromisePart, StandingFacts } from './facts.ts';
import type { Entry } from './money/entries.ts';
import { type Position, positionOf } from './money/position.ts';
import { addDays, type CalendarDate, daysBetween, type Instant, localDate } from './time.ts';

/** Days of grace after each promised date. */
const PROMISE_GRACE_DAYS = 2;
/** Days of cooling off after a payment. */
export const COOLING_OFF_DAYS_AFTER_PAYMENT = 3;
/** Working days without demands after an announced payment. */
export const ANNOUNCED_WORKING_DAYS = 3;
/** Days of cooling off after a payment came back: no new contact stage opens and no escalation step goes ahead. */
export const COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT = 5;
/** Broken promises after which no machine accepts another. */
export const MAX_BROKEN_PROMISES = 2;

/** A promise and how it stands today. */
interface PromiseState {
  id: string;
  madeAt: Instant;
  parts: PromisePart[];
  /** `replaced`: a later promise took its place while it ran. */
  state: 'running' | 'kept' | 'broken' | 'replaced';
  /** Running: last day of grace for the next unpaid part. Broken: the same day, missed. Kept: that of the last part. */
  until: CalendarDate;
}

/** Where an account stands at one moment. */
export interface Standing extends Delinquency {
  /** Money received less money taken back, minor units. */
  received: bigint;
  /** Everything owed, minor units; negative when too much was paid. */
  balance: bigint;
  position: Position;
  /** Minor units asked for: the overdue amount, or the balance once charged off. */
  asked: bigint;
  promises: PromiseState[];
  runningPromise: PromiseState | null;
  brokenPromises: number;
  disputed: boolean;
  /** Last day of the longest hold in force today; null when none. */
  heldUntil: CalendarDate | null;
  /** Day of the last announced payment; null when there is none, or money has come in since. */
  announcedOn: CalendarDate | null;
  /** Latest payment, including payments implied by the book. */
  lastPaymentAt: Instant | null;
  /** Money that was taken back, told or by the book, oldest first; without slips that were put right. */
  reversals: readonly Entry[];
  lastReversalAt: Instant | null;
  chargedOff: boolean;
  hardship: boolean;
  dead: boolean;
  bankrupt: boolean;
  optedOut: ReadonlySet<PersonChannel>;
  /** Nothing is asked for any more. */
  cured: boolean;
}

type OfKind<K> = Extract<AccountFact, { kind: K }>;
/** Facts of one kind, in order. */
export function factsOf<K extends AccountFactKind>(facts: readonly AccountFact[], kind: K): OfKind<K>[] {
  return facts.filter((fact): fact is OfKind<K> => fact.kind === kind);
}

/** Money received from a moment on, through a date; the whole of the days on which it came in. */
function receivedSince(entries: readonly Entry[], from: Instant, through: CalendarDate): bigint {
  let sum = 0n;
  for (const { at, on, minor } of entries) if (at >= from && on <= through) sum += minor;
  return sum;
}

/**
 * A promise is kept when, by each part's date plus grace, the money received since it was made reaches the sum of the
 * parts so far, or nothing was overdue.
 */
function promiseStates(account: StandingFacts, { entries }: Position, today: CalendarDate): PromiseState[] {
  return factsOf(account.facts, 'promise').map((fact, index, all) => {
    const { parts } = fact.body;
    let asked = 0n;
    let state: PromiseState['state'] = 'kept';
    let until = parts[0]?.on ?? today;
    for (const part of parts) {
      asked += part.minor;
      until = addDays(part.on, PROMISE_GRACE_DAYS);
      if (receivedSince(entries, fact.occurredAt, today < until ? today : until) >= asked) continue;
      if (today > until && delinquency(positionOf(account, until).open, until, account.grace).overdue === 0n) continue;
      state = today > until ? 'broken' : 'running';
      break;
    }
    // A later promise replaces a running one.
    if (state === 'running' && index < all.length - 1) state = 'replaced';
    return { id: fact.id, madeAt: fact.occurredAt, parts, state, until };
  });
}

/** Whether a dispute is open. */
function isDisputed(facts: readonly AccountFact[]): boolean {
  return factsOf(facts, 'dispute').length > factsOf(facts, 'dispute-closed').length;
}

function holdUntil(facts: readonly AccountFact[], today: CalendarDate): CalendarDate | null {
  let until: CalendarDate | null = null;
  for (const fact of facts) {
    if (fact.kind === 'hold-released') until = null;
    if (fact.kind !== 'hold' || fact.body.until < today || (fact.body.from ?? today) > today) continue;
    if (until === null || fact.body.until > until) until = fact.body.until;
  }
  return until;
}

/** A hold lasts until its last day is over in the creditor's calendar and in that of contacts with the person. */
function holdIn(facts: readonly AccountFact[], [today, contactDay]: [CalendarDate, CalendarDate]): CalendarDate | null {
  const until = holdUntil(facts, today);
  return contactDay < today ? (until ?? holdUntil(facts, contactDay)) : until;
}

/** Whether money came in: a payment, or one known from the book. */
const isPayment = ({ kind, minor }: Entry): boolean => (kind === 'payment' || kind === 'book') && minor > 0n;
/** Whether money was taken back: told, or by the book. */
const isReversal = ({ kind, minor }: Entry): boolean =>
  minor < 0n && (kind === 'reversal' || kind === 'returned' || kind === 'book');
function reversalsOf(entries: readonly Entry[], facts: readonly AccountFact[]): Entry[] {
  const reversals = entries.filter(isReversal);
  if (reversals.length === 0) return reversals;
  const slips = slipReversals(facts);
  return reversals.filter(({ id }) => id === null || !slips.has(id));
}
const isAnnouncement = (fact: AccountFact): boolean =>
  fact.kind === 'payment-announced' || (fact.kind === 'call-outcome' && fact.body.result === 'says-paid');

/** Days before an announcement within which a payment may be the one that it means: the bank may date it earlier. */
const ANNOUNCED_BEFORE_DAYS = 3;

function announcedOn(facts: readonly AccountFact[], { entries }: Position, zone: string): CalendarDate | null {
  const last = facts.findLast(isAnnouncement);
  if (last === undefined) return null;
  const on = localDate(last.occurredAt, zone);
  const from = addDays(on, -ANNOUNCED_BEFORE_DAYS);
  return entries.some((entry) => isPayment(entry) && entry.on >= from) ? null : on;
}

function latest(entries: readonly Entry[], is: (entry: Entry) => boolean): Instant | null {
  let at: Instant | null = null;
  for (const entry of entries) if ((at === null || entry.at > at) && is(entry)) at = entry.at;
  return at;
}

/**
 * After a charge-off the balance is asked for; days past due count from the charge-off unless an older due is
 * uncovered.
 */
function chargedOffMoney(
  money: Delinquency,
  facts: readonly AccountFact[],
  balance: bigint,
  today: CalendarDate,
): Delinquency & { asked: bigint } {
  const chargeOff = facts.findLast((fact) => fact.kind === 'charge-off');
  if (!chargeOff || balance <= 0n) return { ...money, asked: chargeOff ? 0n : money.overdue };
  const oldest = money.oldest !== null && money.oldest < chargeOff.body.on ? money.oldest : chargeOff.body.on;
  return { ...money, oldest, dpd: Math.max(0, daysBetween(oldest, today)), asked: balance };
}

function optedOutChannels(facts: readonly PersonFact[]): Set<PersonChannel> {
  const optedOut = new Set<PersonChannel>();
  for (const fact of facts) {
    if (fact.kind === 'stop') optedOut.add(fact.body.channel);
    if (fact.kind === 'start') optedOut.delete(fact.body.channel);
  }
  return optedOut;
}

/** Hardship lasts until a person ends it. */
function inHardship(facts: readonly PersonFact[]): boolean {
  const last = facts.filter((fact) => fact.kind === 'hardship' || fact.kind === 'hardship-ended').at(-1);
  return last?.kind === 'hardship';
}

/** Where the account stands at `now`; dates in the creditor's zone. */
export function standingOf(account: StandingFacts, now: Instant): Standing {
  const { facts } = account;
  const { zone } = account.creditor;
  const today = localDate(now, zone);
  const position = positionOf(account, today);
  const { entries, balance } = position;
  const money = chargedOffMoney(delinquency(position.open, today, account.grace), facts, balance, today);
  const promises = promiseStates(account, position, today);
  return {
    ...money,
    received: entries.reduce((sum, { minor }) => sum + minor, 0n),
    balance,
    position,
    promises,
    runningPromise: promises.find((promise) => promise.state === 'running') ?? null,
    brokenPromises: promises.filter((promise) => promise.state === 'broken').length,
    disputed: isDisputed(facts),
    heldUntil: holdIn(facts, [today, contactDay(now, account)]),
    announcedOn: announcedOn(facts, position, zone),
    lastPaymentAt: latest(entries, isPayment),
    reversals: reversalsOf(entries, facts),
    lastReversalAt: latest(entries, isReversal),
    chargedOff: facts.some((fact) => fact.kind === 'charge-off'),
    hardship: inHardship(account.person.facts),
    dead: account.person.facts.some((fact) => fact.kind === 'death'),
    bankrupt: account.person.facts.some((fact) => fact.kind === 'bankruptcy'),
    optedOut: optedOutChannels(account.person.facts),
    cured: money.asked === 0n,
  };
}
