/** Where an account stands, recomputed from its facts each time: money, promises, disputes, holds. Pure; no state is stepped. */
import { type Delinquency, delinquency } from './dpd.ts';
import type { AccountFact, AccountFactKind, AccountFacts, PersonFact, PersonFactKind, PromisePart } from './facts.ts';
import { addDays, addWorkingDays, type CalendarDate, type Instant, localDate } from './time.ts';

/** Days of grace after each promised date. */
export const PROMISE_GRACE_DAYS = 2;
/** Quiet days after a part payment. */
export const QUIET_DAYS_AFTER_PAYMENT = 3;
/** Working days that an announced payment buys. */
export const ANNOUNCED_WORKING_DAYS = 3;
/** Nothing harsher for so many days after a payment came back. */
export const GENTLE_DAYS_AFTER_REVERSAL = 5;
/** After so many broken promises no machine accepts another. */
export const MOST_BROKEN_PROMISES = 2;

export interface PromiseState {
  id: string;
  madeAt: Instant;
  parts: PromisePart[];
  state: 'running' | 'kept' | 'broken';
  /** Running: the last day of quiet for the next unpaid part. Broken: the day it broke. */
  until: CalendarDate;
}

export interface Standing extends Delinquency {
  /** Money received less money taken back, minor units. */
  received: bigint;
  balance: bigint;
  promises: PromiseState[];
  runningPromise: PromiseState | null;
  brokenPromises: number;
  disputed: boolean;
  /** Last day of the longest hold in force today; null when none. */
  heldUntil: CalendarDate | null;
  /** Last quiet day after an announced payment, if it still counts. */
  announcedUntil: CalendarDate | null;
  lastPaymentAt: Instant | null;
  lastReversalAt: Instant | null;
  chargedOff: boolean;
  hardship: boolean;
  dead: boolean;
  bankrupt: boolean;
  stopped: ReadonlySet<'email' | 'sms' | 'call'>;
  /** The person asked to write only: the same as STOP of calls. */
  cured: boolean;
}

type OfKind<K> = Extract<AccountFact, { kind: K }>;
/** Facts of one kind, in the order in which they were recorded. */
export function factsOf<K extends AccountFactKind>(facts: readonly AccountFact[], kind: K): OfKind<K>[] {
  return facts.filter((fact): fact is OfKind<K> => fact.kind === kind);
}
type OfPersonKind<K> = Extract<PersonFact, { kind: K }>;
export function personFactsOf<K extends PersonFactKind>(facts: readonly PersonFact[], kind: K): OfPersonKind<K>[] {
  return facts.filter((fact): fact is OfPersonKind<K> => fact.kind === kind);
}

/** Money that counts as received at a moment: payments less reversals, plus downward and less upward adjustments of the book. */
export function receivedUntil(facts: readonly AccountFact[], until: Instant): bigint {
  let sum = 0n;
  for (const fact of facts) {
    if (fact.occurredAt > until) continue;
    if (fact.kind === 'payment') sum += fact.body.minor;
    else if (fact.kind === 'reversal') sum -= fact.body.minor;
    else if (fact.kind === 'balance-update') sum -= fact.body.adjustment;
    else if (fact.kind === 'dispute-closed') sum += fact.body.reduceBy ?? 0n;
  }
  return sum;
}

/** A promise is kept when, by each part's date plus grace, the money received since it was made reaches the parts so far. */
function promiseStates(facts: readonly AccountFact[], zone: string, today: CalendarDate): PromiseState[] {
  return factsOf(facts, 'promise').map((fact, index, all) => {
    const { parts } = fact.body;
    const before = receivedUntil(facts, fact.occurredAt - 1);
    let asked = 0n;
    let state: PromiseState['state'] = 'kept';
    let until = parts[0]?.on ?? today;
    for (const part of parts) {
      asked += part.minor;
      until = addDays(part.on, PROMISE_GRACE_DAYS);
      const now = receivedBy(facts, today < until ? today : until, zone) - before;
      if (now >= asked) continue;
      state = today > until ? 'broken' : 'running';
      break;
    }
    // A later promise replaces one that is still running.
    if (state === 'running' && index < all.length - 1) state = 'kept';
    return { id: fact.id, madeAt: fact.occurredAt, parts, state, until };
  });
}

function receivedBy(facts: readonly AccountFact[], date: CalendarDate, zone: string): bigint {
  return receivedUntil(
    facts.filter((fact) => localDate(fact.occurredAt, zone) <= date),
    Number.POSITIVE_INFINITY,
  );
}

/** An unclosed dispute. */
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

function announcedUntil(facts: readonly AccountFact[], lastPaymentAt: Instant | null, zone: string): CalendarDate | null {
  const last = factsOf(facts, 'payment-announced').at(-1);
  const saidPaid = facts.filter((f) => f.kind === 'call-outcome' && f.body.result === 'says-paid').at(-1);
  const at = Math.max(last?.occurredAt ?? 0, saidPaid?.occurredAt ?? 0);
  if (at === 0 || (lastPaymentAt !== null && lastPaymentAt > at)) return null;
  return addWorkingDays(localDate(at, zone), ANNOUNCED_WORKING_DAYS);
}

function stoppedChannels(facts: readonly PersonFact[]): Set<'email' | 'sms' | 'call'> {
  const stopped = new Set<'email' | 'sms' | 'call'>();
  for (const fact of facts) {
    if (fact.kind === 'stop') stopped.add(fact.body.channel);
    if (fact.kind === 'start') stopped.delete(fact.body.channel);
  }
  return stopped;
}

/** Hardship lasts until a person ends it. */
function inHardship(facts: readonly PersonFact[]): boolean {
  const last = facts.filter((fact) => fact.kind === 'hardship' || fact.kind === 'hardship-ended').at(-1);
  return last?.kind === 'hardship';
}

/** Where the account stands at `now`; dates in the creditor's zone. */
export function standingOf(account: AccountFacts, now: Instant): Standing {
  const { facts } = account;
  const { zone } = account.creditor;
  const today = localDate(now, zone);
  const received = receivedUntil(facts, Number.POSITIVE_INFINITY);
  const money = delinquency(account.dues, received, today);
  const promises = promiseStates(facts, zone, today);
  const lastPaymentAt = factsOf(facts, 'payment').at(-1)?.occurredAt ?? null;
  const announced = announcedUntil(facts, lastPaymentAt, zone);
  return {
    ...money,
    received,
    balance: account.balance,
    promises,
    runningPromise: promises.find((promise) => promise.state === 'running') ?? null,
    brokenPromises: promises.filter((promise) => promise.state === 'broken').length,
    disputed: isDisputed(facts),
    heldUntil: holdUntil(facts, today),
    announcedUntil: announced !== null && announced >= today ? announced : null,
    lastPaymentAt,
    lastReversalAt: factsOf(facts, 'reversal').at(-1)?.occurredAt ?? null,
    chargedOff: factsOf(facts, 'charge-off').length > 0,
    hardship: inHardship(account.person.facts),
    dead: personFactsOf(account.person.facts, 'death').length > 0,
    bankrupt: personFactsOf(account.person.facts, 'bankruptcy').length > 0,
    stopped: stoppedChannels(account.person.facts),
    cured: money.overdue === 0n,
  };
}
