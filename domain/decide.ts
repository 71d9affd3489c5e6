/**
 * What should happen next to one account: a pure function of the rules, the facts and the moment. It keeps no state:
 * the same facts give the same answer, and what has been done is itself a fact. An evaluation stores the answer; the
 * claim decides again before anything is sent.
 */

import { planDates } from './agreements/quiet.ts';
import { answerRestUntil } from './answers.ts';
import {
  BELOW_FLOOR,
  isBelowContactFloor,
  isWaitingForAllocation,
  isWaitingForDispute,
  SELF_CURE,
  UNREACHABLE,
  WAITS_FOR_ALLOCATION,
  WAITS_FOR_DISPUTE,
  whyNoContact,
} from './attention.ts';
import { isCollecting, isTaskChannel } from './channels.ts';
import { contactMoment, MORNING } from './contact-day.ts';
import { count } from './count.ts';
import { planContacts } from './decide-contacts.ts';
import { planDuties, planEscalations } from './decide-escalations.ts';
import type { AccountFacts } from './facts.ts';
import { limitationAlarms } from './limitation-alarm.ts';
import type { Lacking } from './money/lack.ts';
import { showAmount } from './money.ts';
import { EMPTY_PLAN, joinPlans, type Plan, type PlannedEffect } from './plan.ts';
import { isPressing } from './plan-step.ts';
import {
  announcedUntil,
  breathingSpaceQuietUntil,
  coolingOffUntil,
  returnedPaymentCoolingOffUntil,
} from './policies/cooling-off.ts';
import { restartOf } from './restart.ts';
import type { Rules } from './rules.ts';
import { silenceAhead } from './silence.ts';
import { situationOf, situationWith } from './situation.ts';
import { spreadMinutes } from './spread.ts';
import { findStep, type Reason, type Situation } from './stage.ts';
import type { Standing } from './standing.ts';
import { suspenseWords } from './suspense.ts';
import { addDays, type CalendarDate, HOUR_MS, type Instant, instantAt } from './time.ts';
import { WAITS_FOR_CONTACT_DATA, type Waits, waitsFor } from './waits.ts';

/** Raised with every change of what `decide` answers; an older worker yields when the database has seen a newer one. */
export const DECIDER = 6;

/** The stored answer of an evaluation; gains optional fields only. */
export interface Decision {
  readonly v: 1;
  readonly stage: string;
  /** Escalation stages that run parallel to the stage. */
  readonly parallel: readonly string[];
  /** The episode of this decision; the evaluation opens a new one. null when nothing was ever overdue. */
  readonly episode: { readonly no: number; readonly openedOn: CalendarDate } | null;
  readonly health: 'ok' | 'held' | 'blocked' | 'done';
  readonly why: readonly Reason[];
  readonly planned: readonly PlannedEffect[];
  /** Effects whose open task need not be done any more. */
  readonly lapsed: readonly LapsedTask[];
  readonly nextEvaluationAt: Instant | null;
  /** What the next step waits for, while the health is `held`. */
  readonly waits?: Waits | null;
}

/** An open task that the facts no longer call for. */
export interface LapsedTask {
  /** Id of the effect that opened it. */
  readonly effect: string;
  readonly reason: Reason;
}

/** The plan without the duties, and the stage that the account is in. */
interface Course extends Plan {
  readonly stage: string;
  readonly parallel: readonly string[];
}

/** The two calendars of an account: that of the creditor, and that of contacts with the person. */
type CalendarName = 'creditor' | 'contacts';

/**
 * The moment of an account's evaluation for a date of one of its calendars, before the day's first contact. Spread over
 * an hour by person, so that all accounts of a person are evaluated together.
 */
export function evaluationMoment(date: CalendarDate, facts: AccountFacts, calendar: CalendarName): Instant {
  const minute = MORNING + spreadMinutes(facts.person.number);
  return calendar === 'contacts' ? contactMoment(date, minute, facts) : instantAt(date, minute, facts.creditor.zone);
}

/** Decides for one account. Throws only on a broken ladder; a policy that throws makes the effect `blocked`. */
export function decide(rules: Rules, facts: AccountFacts, now: Instant): Decision {
  const situation = situationOf(facts, now, rules);
  const course = planCourse(rules, situation);
  const idle = isIdle(situation, course);
  const duties = planDuties(rules, situationWith(situation, { planned: course.planned, idle }));
  const plan = joinPlans([course, duties]);
  const wake = nextEvaluation(situation, plan);
  const planned = wake === null ? awaitLast(plan.planned) : plan.planned;
  const waits = course.stage === UNREACHABLE ? WAITS_FOR_CONTACT_DATA : waitsFor(situation, plan);
  return {
    v: 1,
    stage: course.stage,
    parallel: course.parallel,
    episode: situation.episode,
    health: healthOf(situation, plan, waits),
    why: plan.why,
    planned,
    lapsed: lapsedTasks(rules, situation),
    nextEvaluationAt: planned.some(({ awaited }) => awaited) ? null : withAlarm(wake, situation),
    waits,
  };
}

function planCourse(rules: Rules, situation: Situation): Course {
  const { facts, standing } = situation;
  const { nextOverdueOn, position } = standing;
  const ofMoney = position.changesOn === null ? [] : [position.changesOn];
  if (facts.closed) return { ...EMPTY_PLAN, recheckDates: ofMoney, stage: 'closed', parallel: [] };
  const changes = [...ofMoney, ...standing.beginOn, ...planDates(situation)];
  if (!standing.cured) {
    const nothingToAsk = waitsInStage(standing) !== null || isBelowContactFloor(situation);
    return nothingToAsk && !isWithOthers(facts)
      ? leaveAlone(situation, changes)
      : planOverdue(rules, situation, changes);
  }
  return {
    planned: [],
    why: [{ code: 'nothing-overdue', words: 'nothing is overdue' }, ...lackingInBook(situation)],
    recheckDates: nextOverdueOn === null ? changes : [nextOverdueOn, ...changes],
    stage: 'clear',
    parallel: [],
  };
}

/** Money that is believed although the newest book does not have it. */
function lackingInBook({ standing: { position }, facts }: Situation): Reason[] {
  if (position.behind.length + position.contested.length === 0) return [];
  const money = ({ minor, on }: Lacking) => `${showAmount(minor, facts.currency)} of ${on}`;
  return [
    ...position.behind.map((lacking) => ({
      code: 'book-behind',
      words: `book behind until ${lacking.until}: it does not have ${money(lacking)} yet`,
    })),
    ...position.contested.map((lacking) => ({
      code: 'payment-not-in-book',
      words: `${money(lacking)} is not in the book; believed until ${lacking.until}`,
    })),
  ];
}

/** Whether an agency has the account or a court case is prepared: that ends by its own rules. */
const isWithOthers = ({ placements, courtCase }: AccountFacts): boolean =>
  placements.some((placement) => placement.state !== 'ended') ||
  courtCase?.state === 'open' ||
  courtCase?.state === 'folder-made';

/** The stage of an account of which nothing that is late is asked for, while something is owed; null for others. */
function waitsInStage(standing: Standing): string | null {
  if (isWaitingForDispute(standing)) return WAITS_FOR_DISPUTE;
  return isWaitingForAllocation(standing) ? WAITS_FOR_ALLOCATION : null;
}

/** Less than the floor of contact is asked for, or nothing: nothing is planned until more is late or a fact comes. */
function leaveAlone(situation: Situation, changes: readonly CalendarDate[]): Course {
  const { nextOverdueOn } = situation.standing;
  const waiting = waitsInStage(situation.standing);
  const reason = waiting === null ? whyNoContact(situation) : null;
  return {
    planned: [],
    why: [overdueReason(situation), ...lackingInBook(situation), ...(reason ? [reason] : [])],
    recheckDates: nextOverdueOn === null ? changes : [nextOverdueOn, ...changes],
    stage: waiting ?? BELOW_FLOOR,
    parallel: [],
  };
}

/** What is asked for, and for how long it has been late. */
function overdueReason({ standing, facts }: Situation): Reason {
  if (isWaitingForDispute(standing))
    return {
      code: WAITS_FOR_DISPUTE,
      words: 'all that is late is disputed: nothing is asked for until that is answered',
    };
  if (isWaitingForAllocation(standing))
    return {
      code: WAITS_FOR_ALLOCATION,
      words: `${suspenseWords(standing.suspense, facts.currency)}: nothing is asked for until it is allocated`,
    };
  const state = standing.chargedOff ? 'owed after charge-off' : 'overdue';
  return {
    code: 'overdue',
    words: `${showAmount(standing.asked, facts.currency)} ${state}, ${count(standing.dpd, 'day')} late`,
  };
}

/** Open tasks of steps that say that they need not be done any more. */
function lapsedTasks({ ladder }: Rules, situation: Situation): LapsedTask[] {
  const lapsed: LapsedTask[] = [];
  for (const effect of situation.facts.effects) {
    if (effect.state !== 'sent' || effect.doneAt !== null || !isTaskChannel(effect.channel)) continue;
    const reason = findStep(ladder, effect)?.lapses?.(situation, effect) ?? null;
    if (reason !== null) lapsed.push({ effect: effect.id, reason });
  }
  return lapsed;
}

function planOverdue(rules: Rules, situation: Situation, changes: readonly CalendarDate[]): Course {
  const contacts = planContacts(rules, situation);
  const escalations = planEscalations(rules, situation, contacts);
  const plan = joinPlans([contacts, escalations]);
  return {
    planned: plan.planned,
    why: [overdueReason(situation), ...lackingInBook(situation), ...plan.why],
    recheckDates: [...plan.recheckDates, ...endsOfWaits(situation), ...changes],
    stage: escalations.stage ?? contacts.open ?? SELF_CURE,
    parallel: escalations.parallel,
  };
}

/** The day after each hold, promise and cooling off that runs today in either calendar. */
function endsOfWaits(situation: Situation): CalendarDate[] {
  const { standing } = situation;
  const today = earlier(situation.today, situation.contactDay);
  const lastDays = [
    standing.runningPromise?.until,
    standing.heldUntil,
    ...standing.care.map(({ until }) => until),
    announcedUntil(situation),
    coolingOffUntil(situation),
    breathingSpaceQuietUntil(situation),
    returnedPaymentCoolingOffUntil(situation),
    answerRestUntil(situation),
    restartOf(situation)?.waitsUntil,
  ];
  const ends: CalendarDate[] = [];
  for (const until of lastDays) if (until && until >= today) ends.push(addDays(until, 1));
  return ends;
}

/** Whether no collecting effect is planned or pending, and no date could change that. */
function isIdle(situation: Situation, { planned, recheckDates }: Plan): boolean {
  if (planned.some((planned) => isCollecting(planned.purpose))) return false;
  return !isPressing(situation) && nextRecheck(situation, recheckDates) === null;
}

/** Marks the last planned effect as awaited: where no date would wake the account, its end does. */
function awaitLast(planned: readonly PlannedEffect[]): readonly PlannedEffect[] {
  let last: PlannedEffect | null = null;
  for (const effect of planned) {
    if (effect.verdict !== 'allow' && effect.verdict !== 'wait') continue;
    if (last === null || effect.dueAt > last.dueAt) last = effect;
  }
  if (last === null) return planned;
  return planned.map((effect) => (effect === last ? { ...effect, awaited: true } : effect));
}

function healthOf({ facts }: Situation, { planned }: Plan, waits: Waits | null): Decision['health'] {
  if (facts.closed) return 'done';
  if (planned.some((planned) => planned.verdict === 'blocked')) return 'blocked';
  return waits === null ? 'ok' : 'held';
}

function nextEvaluation(situation: Situation, { planned, recheckDates }: Plan): Instant | null {
  const wake = nextRecheck(situation, recheckDates);
  // A blocked intent is asked again within an hour, whenever it was meant to happen.
  const blocked = planned.some((planned) => planned.verdict === 'blocked');
  // Where no date would wake the account and an effect is claimed: the claim may end before this answer is stored, and
  // would then wake nobody.
  const underWay = wake === null && situation.facts.effects.some((effect) => effect.state === 'claimed');
  if (!blocked && !underWay) return wake;
  return Math.min(wake ?? Number.POSITIVE_INFINITY, situation.now + HOUR_MS);
}

/**
 * The next evaluation, or that of the next alarm before the debt is barred or of the end of a silence where it is
 * sooner. Where the end of an effect wakes the account, its evaluation finds the alarm.
 */
function withAlarm(wake: Instant | null, situation: Situation): Instant | null {
  const silence = silenceAhead(situation);
  const dates = [...limitationAlarms(situation), ...(silence === null ? [] : [silence.overOn])];
  const alarm = firstMoment(situation, dates, situation.today, 'creditor');
  return wake === null || alarm === null ? (wake ?? alarm) : Math.min(wake, alarm);
}

/** The next moment at which a date could change the answer. */
function nextRecheck(situation: Situation, dates: readonly CalendarDate[]): Instant | null {
  const { facts, today, contactDay } = situation;
  const inCreditors = firstMoment(situation, dates, today, 'creditor');
  if (facts.person.zone === facts.creditor.zone) return inCreditors;
  const inContacts = firstMoment(situation, dates, contactDay, 'contacts');
  if (inCreditors === null || inContacts === null) return inCreditors ?? inContacts;
  return Math.min(inCreditors, inContacts);
}

/** The first evaluation after now for one of the dates, in a calendar that is at `today`. */
function firstMoment(
  { facts, now }: Situation,
  dates: readonly CalendarDate[],
  today: CalendarDate,
  calendar: CalendarName,
): Instant | null {
  let first: CalendarDate | null = null;
  for (const date of dates) {
    if (date < today || (first !== null && date >= first)) continue;
    if (date === today && evaluationMoment(date, facts, calendar) <= now) continue;
    first = date;
  }
  return first === null ? null : evaluationMoment(first, facts, calendar);
}

const earlier = (a: CalendarDate, b: CalendarDate): CalendarDate => (a < b ? a : b);
