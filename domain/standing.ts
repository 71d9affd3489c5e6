/**
 * Where an account stands, recomputed from its facts each time: money, promises, disputes, holds. Pure; it keeps no
 * state.
 */
import { type Agreement, agreementsOf, lastAccepted } from './agreements/agreements.ts';
import { type Announcement, lastAnnouncement } from './announcements.ts';
import { DEFAULT_ARRANGEMENTS } from './arrangements.ts';
import { type Asked, askedOn, overdueOn } from './asked.ts';
import { workingDaysOf } from './calendars/creditor-days.ts';
import { type HoldInForce, holdsInForce } from './care/in-force.ts';
import type { PersonChannel } from './channels.ts';
import { contactDay } from './contact-day.ts';
import { type Debits, debitsOn } from './debits.ts';
import { slipReversals } from './doubt.ts';
import type { AccountFact, PersonFact, PersonFactBodies, StandingFacts } from './facts.ts';
import { factsOf, type OfKind } from './facts-of.ts';
import { Kept } from './kept.ts';
import { type Entry, isPayment, isReversal } from './money/entries.ts';
import type { Position } from './money/position.ts';
import { sumOf } from './money/settle.ts';
import { type PromiseState, promiseStates } from './promises.ts';

import { type CalendarDate, type Instant, localDate } from './time.ts';

import { channelsRefused, wishesOf } from './wishes.ts';

import type { WordContext } from './word-context.ts';

/** Days of cooling off after a payment. */
export const COOLING_OFF_DAYS_AFTER_PAYMENT = 3;
/** Days of cooling off after a payment came back: no new contact stage opens and no escalation step goes ahead. */
export const COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT = 5;
/** Broken promises after which no machine accepts another. */
export const MAX_BROKEN_PROMISES = 2;

/** Where an account stands at one moment. */
export interface Standing extends Asked {
  /** Money received less money taken back, minor units. */
  received: bigint;
  /** Everything owed, minor units; negative when too much was paid. */
  balance: bigint;
  promises: PromiseState[];
  /** The promise that keeps demands away today: it runs, or it waits for a person's review. */
  runningPromise: PromiseState | null;
  brokenPromises: number;
  /** Repayment plans, in the order in which they were proposed. */
  agreements: readonly Agreement[];
  /** The plan that was accepted last, however it stands; null when none was. */
  agreement: Agreement | null;
  /** Last day of the longest hold in force today; null when none. */
  heldUntil: CalendarDate | null;
  /**
   * Days ahead on which a hold, a charge-off or a debit that is known already begins to count, or its answer is late.
   */
  beginOn: readonly CalendarDate[];
  /** The last announced payment that no money has settled; null when there is none. */
  announcement: Announcement | null;
  /** Latest payment, including payments implied by the book. */
  lastPaymentAt: Instant | null;
  /** Money that was taken back, told or by the book, oldest first; without slips that were put right. */
  reversals: readonly Entry[];
  lastReversalAt: Instant | null;
  chargedOff: boolean;
  /** Holds on the person that are in force, gravest first. */
  care: readonly HoldInForce[];
  /** Who speaks for the person; null when nobody does. */
  represented: PersonFactBodies['represented']['by'] | null;
  /** The person demands that contact ends. */
  ceased: boolean;
  /** What is to be drawn from the person's bank account, and what became of it. */
  debits: Debits;
  /** Channels that the person does not want to be used, by STOP or by preference. */
  optedOut: ReadonlySet<PersonChannel>;
}

/** The last day of the longest hold in force, and the days on which others begin. A release ends all before it. */
function holdsOn(
  facts: readonly AccountFact[],
  today: CalendarDate,
): { until: CalendarDate | null; begin: CalendarDate[] } {
  let until: CalendarDate | null = null;
  let begin: CalendarDate[] = [];
  if (factsOf(facts, 'hold').length === 0) return { until, begin };
  for (const fact of facts) {
    if (fact.kind === 'hold-released') {
      until = null;
      begin = [];
    }
    if (fact.kind !== 'hold' || fact.body.until < today) continue;
    if ((fact.body.from ?? today) > today) begin.push(fact.body.from ?? today);
    else if (until === null || fact.body.until > until) until = fact.body.until;
  }
  return { until, begin };
}

/** A hold lasts until its last day is over in the creditor's calendar and in that of contacts with the person. */
function holdsOf(facts: readonly AccountFact[], today: CalendarDate, contactDay: CalendarDate) {
  const holds = holdsOn(facts, today);
  return holds.until === null && contactDay < today ? { ...holds, until: holdsOn(facts, contactDay).until } : holds;
}

const NO_ENTRIES: readonly Entry[] = [];
function reversalsOf(entries: readonly Entry[], facts: readonly AccountFact[]): readonly Entry[] {
  if (!entries.some(isReversal)) return NO_ENTRIES;
  const reversals = entries.filter(isReversal);
  const slips = slipReversals(facts);
  return reversals.filter(({ id }) => id === null || !slips.has(id));
}

type ChargeOff = OfKind<'charge-off'>;
/** The charge-off in force, and the days on which others begin to count: each counts from its own date on. */
function chargeOffsOf(
  facts: readonly AccountFact[],
  today: CalendarDate,
): { inForce: ChargeOff | null; begin: CalendarDate[] } {
  let inForce: ChargeOff | null = null;
  const begin: CalendarDate[] = [];
  for (const fact of factsOf(facts, 'charge-off')) {
    if (fact.body.on > today) begin.push(fact.body.on);
    else if (inForce === null || fact.body.on >= inForce.body.on) inForce = fact;
  }
  return { inForce, begin };
}

function latest(entries: readonly Entry[], is: (entry: Entry) => boolean): Instant | null {
  let at: Instant | null = null;
  for (const entry of entries) if ((at === null || entry.at > at) && is(entry)) at = entry.at;
  return at;
}

const NO_CHANNELS: ReadonlySet<PersonChannel> = new Set();

type Wished = Pick<Standing, 'represented' | 'ceased' | 'optedOut'>;
/** What the person asked for, and who speaks for them. */
function wishedBy(facts: readonly PersonFact[]): Wished {
  const { represented, ceased } = wishesOf(facts);
  const refused = channelsRefused(facts);
  return {
    represented: represented.findLast(({ until }) => until === null)?.by ?? null,
    ceased: ceased.some(({ until }) => until === null),
    optedOut: refused.length === 0 ? NO_CHANNELS : new Set(refused),
  };
}

/** What a standing depends on beside the account's facts: of the moment, only the dates that it is. */
interface Question {
  readonly opening: StandingFacts['opening'];
  readonly creditor: StandingFacts['creditor'];
  readonly grace: StandingFacts['grace'];
  readonly personFacts: readonly PersonFact[];
  /** First day of the episode that is open; null when none is. */
  readonly openedOn: CalendarDate | null;
  readonly today: CalendarDate;
  readonly contactDay: CalendarDate;
}
interface Answered {
  readonly question: Question;
  readonly standing: Standing;
}

const isSame = (a: Question, b: Question): boolean =>
  a.today === b.today &&
  a.personFacts === b.personFacts &&
  a.openedOn === b.openedOn &&
  a.contactDay === b.contactDay &&
  a.opening === b.opening &&
  a.creditor === b.creditor &&
  a.grace === b.grace;

/** The last answer about the same facts: a fact that has just been told, its evaluation and its claim ask the same. */
const answered = new Kept<readonly AccountFact[], Answered>();

/** Where the account stands at `now`; dates in the creditor's zone, terms in its working days. */
export function standingOf(account: StandingFacts, now: Instant): Standing {
  const { opening, creditor, grace, episode, facts } = account;
  const question: Question = {
    opening,
    creditor,
    grace,
    personFacts: account.person.facts,
    openedOn: episode !== null && episode.curedVersion === null ? episode.openedOn : null,
    today: localDate(now, creditor.zone),
    contactDay: contactDay(now, account),
  };
  const last = answered.get(facts);
  if (last !== null && isSame(last.question, question)) return last.standing;
  return answered.set(facts, { question, standing: answer(account, question) }).standing;
}

/** What the state of the person's word depends on. `since`: the first day of the delinquency. */
function wordContext(
  account: StandingFacts,
  { entries, dues }: Position,
  { today, since }: Pick<WordContext, 'today' | 'since'>,
): WordContext {
  const { facts, creditor } = account;
  return {
    facts,
    entries,
    overdueOn: (date) => overdueOn(account, date),
    zone: creditor.zone,
    today,
    since,
    mostOverdue: sumOf(dues),
    bounds: creditor.arrangements ?? DEFAULT_ARRANGEMENTS,
    isWorkingDay: workingDaysOf(creditor),
  };
}

function answer(account: StandingFacts, { openedOn, today, contactDay }: Question): Standing {
  const { facts } = account;
  const chargeOffs = chargeOffsOf(facts, today);
  const holds = holdsOf(facts, today, contactDay);
  const {
    overdue,
    dpd,
    oldest,
    open,
    late,
    nextOverdueOn,
    asked,
    position,
    undisputed,
    suspense,
    apart,
    disputed,
    cured,
  } = askedOn(account, today, chargeOffs.inForce?.body.on ?? null);
  const { entries } = position;
  const word = wordContext(account, position, { today, since: openedOn ?? oldest });
  const promises = promiseStates(word);
  const agreements = agreementsOf({ facts, entries, zone: account.creditor.zone, today });
  const { represented, ceased, optedOut } = wishedBy(account.person.facts);
  const debits = debitsOn(facts, today, word.isWorkingDay);
  return {
    overdue,
    dpd,
    oldest,
    open,
    late,
    nextOverdueOn,
    asked,
    position,
    undisputed,
    suspense,
    apart,
    disputed,
    cured,
    received: sumOf(entries),
    balance: position.balance,
    promises,
    runningPromise: promises.find(({ state }) => state === 'running' || state === 'in-review') ?? null,
    brokenPromises: promises.filter((promise) => promise.state === 'broken').length,
    agreements,
    agreement: lastAccepted(agreements),
    heldUntil: holds.until,
    beginOn: [...holds.begin, ...chargeOffs.begin, ...debits.beginOn],
    announcement: lastAnnouncement(word),
    lastPaymentAt: latest(entries, isPayment),
    reversals: reversalsOf(entries, facts),
    lastReversalAt: latest(entries, isReversal),
    chargedOff: chargeOffs.inForce !== null,
    care: holdsInForce(account.person.facts, { today, contactDay, zone: account.creditor.zone, account }),
    represented,
    ceased,
    debits,
    optedOut,
  };
}
