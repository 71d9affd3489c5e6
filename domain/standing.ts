/**
 * Where an account stands, recomputed from its facts each time: money, promises, disputes, holds. Pure; it keeps no
 * state.
 */
import type { PersonChannel } from './channels.ts';
import { contactDay } from './contact-day.ts';
import { type Delinquency, delinquency } from './dpd.ts';
import type { AccountFact, AccountFactKind, Due, PersonFact, PromisePart, StandingFacts } from './facts.ts';
import { paidMinor, receivedInAll, receivedThrough, receivedUntil } from './received.ts';
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
  balance: bigint;
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
/** Facts of one kind, in the order in which they were recorded. */
export function factsOf<K extends AccountFactKind>(facts: readonly AccountFact[], kind: K): OfKind<K>[] {
  return facts.filter((fact): fact is OfKind<K> => fact.kind === kind);
}

/**
 * A promise is kept when, by each part's date plus grace, the money received since it was made reaches the sum of the
 * parts so far, or nothing was overdue.
 */
function promiseStates(
  facts: readonly AccountFact[],
  dues: readonly Due[],
  zone: string,
  today: CalendarDate,
): PromiseState[] {
  return factsOf(facts, 'promise').map((fact, index, all) => {
    const { parts } = fact.body;
    const before = receivedUntil(facts, fact.occurredAt - 1);
    let asked = 0n;
    let state: PromiseState['state'] = 'kept';
    let until = parts[0]?.on ?? today;
    for (const part of parts) {
      asked += part.minor;
      until = addDays(part.on, PROMISE_GRACE_DAYS);
      const now = receivedThrough(facts, today < until ? today : until, zone) - before;
      if (now >= asked) continue;
      if (today > until && delinquency(dues, receivedThrough(facts, until, zone), until).overdue === 0n) continue;
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

/** Whether money came in: a payment, or a lower balance in the book. */
const isPayment = (fact: AccountFact): boolean => paidMinor(fact) > 0n;
const isAnnouncement = (fact: AccountFact): boolean =>
  fact.kind === 'payment-announced' || (fact.kind === 'call-outcome' && fact.body.result === 'says-paid');

/** Booked means recorded after the announcement: the bank may date the payment earlier. */
function announcedOn(facts: readonly AccountFact[], zone: string): CalendarDate | null {
  const index = facts.findLastIndex(isAnnouncement);
  const last = facts[index];
  if (last === undefined || facts.slice(index).some(isPayment)) return null;
  return localDate(last.occurredAt, zone);
}

function latest(facts: readonly AccountFact[], is: (fact: AccountFact) => boolean): Instant | null {
  let at: Instant | null = null;
  for (const fact of facts) if ((at === null || fact.occurredAt > at) && is(fact)) at = fact.occurredAt;
  return at;
}
const isReversal = (fact: AccountFact): boolean => fact.kind === 'reversal';

/**
 * After a charge-off the balance is asked for; days past due count from the charge-off unless an older due is
 * uncovered.
 */
function chargedOffMoney(
  money: Delinquency,
  account: StandingFacts,
  today: CalendarDate,
): Delinquency & { asked: bigint } {
  const chargeOff = account.facts.findLast((fact) => fact.kind === 'charge-off');
  if (!chargeOff || account.balance <= 0n) return { ...money, asked: chargeOff ? 0n : money.overdue };
  const oldest = money.oldest !== null && money.oldest < chargeOff.body.on ? money.oldest : chargeOff.body.on;
  return { ...money, oldest, dpd: Math.max(0, daysBetween(oldest, today)), asked: account.balance };
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
  const received = receivedInAll(facts);
  const money = chargedOffMoney(delinquency(account.dues, received, today), account, today);
  const promises = promiseStates(facts, account.dues, zone, today);
  return {
    ...money,
    received,
    balance: account.balance,
    promises,
    runningPromise: promises.find((promise) => promise.state === 'running') ?? null,
    brokenPromises: promises.filter((promise) => promise.state === 'broken').length,
    disputed: isDisputed(facts),
    heldUntil: holdIn(facts, [today, contactDay(now, account)]),
    announcedOn: announcedOn(facts, zone),
    lastPaymentAt: latest(facts, isPayment),
    lastReversalAt: latest(facts, isReversal),
    chargedOff: facts.some((fact) => fact.kind === 'charge-off'),
    hardship: inHardship(account.person.facts),
    dead: account.person.facts.some((fact) => fact.kind === 'death'),
    bankrupt: account.person.facts.some((fact) => fact.kind === 'bankruptcy'),
    optedOut: optedOutChannels(account.person.facts),
    cured: money.asked === 0n,
  };
}
