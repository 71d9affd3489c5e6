/** The contact stages: which one is open, and the chain of its steps. */
import { whyNoContact } from './attention.ts';
import { contactDay } from './contact-day.ts';
import { hasBegun } from './effects.ts';
import type { KnownEffect } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { EMPTY_PLAN, type Plan, type PlannedEffect, situationAfter } from './plan.ts';
import {
  countsFrom,
  daysLate,
  isLive,
  isOwnStep,
  MIN_GAP_DAYS,
  planStep,
  priorStages,
  wasSkipped,
} from './plan-step.ts';
import { returnedPaymentCoolingOffUntil } from './policies/cooling-off.ts';
import type { Rules } from './rules.ts';
import { begunAnewOn } from './silence.ts';
import { effectsOfStage, inCalendarOf, situationWith } from './situation.ts';
import type { Ladder, Occurrence, Reason, Situation, Stage, Step } from './stage.ts';
import { effectOf, isOfCurrentDue, isOver, isPending } from './step-progress.ts';
import { addDays, type CalendarDate, daysBetween, type Instant } from './time.ts';

/** The plan of the contact stages, and what the escalation stages need to know about them. */
export interface ContactPlan extends Plan {
  /** Why nobody is contacted, so that no escalation stage opens either; null when contact stages are planned. */
  readonly standstill: Reason | null;
  /** Name of the last open contact stage, or of the state that keeps it; null before the first. */
  readonly open: string | null;
  /** Names of the contact stages that are over: all steps ended, lapsed, or reached before the import. */
  readonly ended: ReadonlySet<string>;
  /** The open stage has steps that have not ended, or stages begun anew after a silence follow it. */
  readonly busy: boolean;
  /** Last planned date in the open stage; null when nothing is planned. */
  readonly lastPlanned: CalendarDate | null;
}

const later = (a: CalendarDate, b: CalendarDate): CalendarDate => (a > b ? a : b);

/**
 * The situation as the contact stages see it. While a notice period, a placement or a case is open, what was said in
 * the episode stands. Otherwise a due that became the oldest begins them anew: what was said spoke of an earlier one.
 * After a long silence a person begins them anew, as for an account that is one day late, whatever was open before.
 */
export function contactSituation(ladder: Ladder, situation: Situation): Situation {
  const { episode, since } = situation;
  if (!episode || since === null) return situation;
  const anew = begunAnew(situation);
  if (anew !== null && anew > since) return situationWith(situation, { since: anew });
  if (since === episode.openedOn) return situation;
  const stands = ladder.some((stage) => stage.kind === 'escalation' && !stage.parallel && isLive(stage, situation));
  return stands ? situationWith(situation, { since: episode.openedOn }) : situation;
}

/** The day from which days count since a person began them anew after a long silence; null when nobody did. */
function begunAnew({ facts, episode }: Situation): CalendarDate | null {
  const on = episode && begunAnewOn(facts, episode.openedOn);
  return on && addDays(on, -1);
}

/** Stages that were passed before the import, for dues that were late then. */
function passedStages(ladder: Ladder, situation: Situation): number {
  const { facts, since } = situation;
  const { arrival } = facts;
  return arrival && since !== null && since >= arrival.asOf ? 0 : priorStages(ladder, situation);
}

/** The contact stages while nobody is contacted: none is planned or waited for. */
function noContacts(ladder: Ladder, situation: Situation, reason: Reason): ContactPlan {
  const { dpd, oldest } = situation.standing;
  const names = ladder.filter((stage) => stage.kind === 'contact').map((stage) => stage.name);
  const ahead = ladder.filter((stage) => stage.opensAt > dpd);
  const recheckDates = oldest === null ? [] : ahead.map((stage) => addDays(oldest, stage.opensAt));
  const ended = new Set(names);
  return {
    planned: [],
    why: [reason],
    recheckDates,
    standstill: reason,
    open: reason.code,
    ended,
    busy: false,
    lastPlanned: null,
  };
}

/** Plans the open contact stage and finds when the next one could open. */
export function planContacts(rules: Rules, whole: Situation): ContactPlan {
  const { ladder } = rules;
  const reason = whyNoContact(whole);
  if (reason !== null) return noContacts(ladder, whole, reason);
  const situation = contactSituation(ladder, whole);
  const { stages, left, why } = contactStages(ladder, situation);
  const passed = passedStages(ladder, situation);
  const before = stages.filter((stage) => ladder.indexOf(stage) < passed).length;
  const last = lastContact(ladder, situation);
  const index = Math.max(openIndex(stages, situation, before, last), leastIndex(ladder, stages, situation));
  const stage = stages[index];
  if (stage === undefined) {
    const recheckDates = openingDates(stages[0], situation, []);
    const ended = new Set(left);
    return { planned: [], why, recheckDates, standstill: null, open: null, ended, busy: false, lastPlanned: null };
  }
  // Stages passed before the import are not repeated; a broken promise brings calls all the same.
  const done = index < before && situation.standing.brokenPromises === 0;
  const chain = done ? NO_CHAIN : planChain(rules, situation, stage, last);
  // The next stage cannot open before the open one has begun, however old the last contact is.
  const contacts = last && (done || stageHasBegun(stage, situation)) ? [last.on, ...chain.dates] : chain.dates;
  const ended = new Set([...left, ...stages.slice(0, Math.max(index, before)).map((stage) => stage.name)]);
  if (chain.unfinished) ended.delete(stage.name);
  else ended.add(stage.name);
  return {
    planned: chain.planned,
    why: [...why, ...chain.why],
    recheckDates: openingDates(stages[index + 1], situation, contacts),
    standstill: null,
    open: stage.name,
    ended,
    // Begun anew, all of them come before an escalation goes on that was open before.
    busy: chain.unfinished || (begunAnew(whole) !== null && index < stages.length - 1),
    lastPlanned: chain.dates.at(-1) ?? null,
  };
}

/**
 * The contact stages of this account, and the names of those whose own condition excludes it: nothing waits for them.
 */
function contactStages(ladder: Ladder, situation: Situation): { stages: Stage[]; left: string[]; why: Reason[] } {
  const stages: Stage[] = [];
  const left: string[] = [];
  const why: Reason[] = [];
  for (const stage of ladder) {
    if (stage.kind !== 'contact') continue;
    const reason = stage.opens?.(situation) ?? null;
    if (reason === null) stages.push(stage);
    else {
      left.push(stage.name);
      if (daysLate(situation) >= stage.opensAt) why.push(reason);
    }
  }
  return { stages, left, why };
}

/** The last contact stage before an open placement, notice period or case: the account does not fall back behind it. */
function leastIndex(ladder: Ladder, stages: readonly Stage[], situation: Situation): number {
  const anew = begunAnew(situation) !== null;
  const open = ladder.findIndex((stage) => {
    if (stage.kind !== 'escalation' || stage.parallel || !isLive(stage, situation)) return false;
    return !anew || effectsOfStage(situation, stage.name).some((effect) => isOfCurrentDue(effect, situation));
  });
  return open < 0 ? -1 : stages.filter((stage) => ladder.indexOf(stage) < open).length - 1;
}

interface LastContact {
  on: CalendarDate;
  stage: string;
  step: string;
}

/**
 * The last step of the ladder that was taken in the episode or is under way; of two at the same moment, the later on
 * the ladder. News such as that of a returned payment is none: no gap is planned around it.
 */
function lastContact(ladder: Ladder, situation: Situation): LastContact | null {
  let last: KnownEffect | null = null;
  let lastAt: Instant = Number.NEGATIVE_INFINITY;
  for (const stage of ladder) {
    if (stage.kind !== 'contact') continue;
    for (const effect of effectsOfStage(situation, stage.name)) {
      // While a message is on its way it has no moment of sending, and the gap after it counts all the same.
      const at = effect.sentAt ?? (hasBegun(effect.state) ? effect.dueAt : null);
      if (at === null || at < lastAt || !isOwnStep(stage, effect.step)) continue;
      if (last !== null && at === lastAt && placeOf(ladder, effect) <= placeOf(ladder, last)) continue;
      last = effect;
      lastAt = at;
    }
  }
  return last && { on: contactDay(lastAt, situation.facts), stage: last.stage, step: last.step };
}

const placeOf = (stages: readonly Stage[], { stage, step }: KnownEffect): number =>
  stages.flatMap((stage) => stage.steps.map(({ name }) => `${stage.name}/${name}`)).indexOf(`${stage}/${step}`);

/** Whether a step of the stage has happened for the due that is asked for now, is over or was skipped. */
function stageHasBegun(stage: Stage, situation: Situation): boolean {
  return (
    effectsOfStage(situation, stage.name).some(
      (effect) => hasHappened(effect, stage) && isOfCurrentDue(effect, situation),
    ) ||
    (factsOf(situation.facts.facts, 'step-skipped').length > 0 &&
      stage.steps.some((step) =>
        wasSkipped(situation, stage.name, step.name, currentOccurrence(stage, step, situation)),
      ))
  );
}

/** Whether a later step of the stage has happened for the due that is asked for now: nothing milder follows it. */
function isPast(stage: Stage, step: Step, situation: Situation): boolean {
  const later = stage.steps.slice(stage.steps.indexOf(step) + 1).map(({ name }) => name);
  return effectsOfStage(situation, stage.name).some(
    (effect) => later.includes(effect.step) && hasHappened(effect, stage) && isOfCurrentDue(effect, situation),
  );
}

/** Number of the step's occurrence for the due that is asked for now: after those that spoke of earlier dues. */
function currentOccurrence(stage: Stage, step: Step, situation: Situation): number {
  let occurrence = 1;
  for (;;) {
    const effect = effectOf(situation, stage.name, step.name, occurrence);
    if (!effect || !isOver(effect, step) || isOfCurrentDue(effect, situation)) return occurrence;
    if (isPast(stage, step, situation)) return occurrence;
    occurrence += 1;
  }
}

function hasHappened(effect: KnownEffect, stage: Stage): boolean {
  const step = stage.steps.find((step) => step.name === effect.step);
  return step !== undefined && (isOver(effect, step) || isPending(effect, step));
}

/**
 * Index of the last open stage: its dpd is reached in the creditor's calendar and in that of contacts, the stage before
 * it has begun (or was passed before the import), and the minimum gap since the last contact is over. An account that
 * arrives old therefore starts at the first stage.
 */
function openIndex(stages: readonly Stage[], situation: Situation, before: number, last: LastContact | null): number {
  const { contactDay: today } = situation;
  const from = countsFrom(situation);
  // In both calendars: the creditor's and that of contacts.
  const late = from === null ? 0 : Math.min(daysLate(situation), daysBetween(from, today));
  const coolingOffUntil = returnedPaymentCoolingOffUntil(situation);
  let open = -1;
  let previousHasBegun = true;
  for (const [index, stage] of stages.entries()) {
    if (late < stage.opensAt || !previousHasBegun) break;
    const begun = index < before || stageHasBegun(stage, situation);
    // Cooling off after a returned payment: no stage opens that had not begun.
    if (index > before && coolingOffUntil !== null && today <= coolingOffUntil && !begun) break;
    const gap = stage.steps[0]?.gapDays ?? MIN_GAP_DAYS;
    if (index > 0 && last && !begun && today < addDays(last.on, gap)) break;
    previousHasBegun = begun;
    open = index;
  }
  return open;
}

/**
 * The day on which the next contact stage could open: its dpd is reached and the gap after the last contact before it,
 * made or planned, is over.
 */
function openingDates(
  next: Stage | undefined,
  situation: Situation,
  contacts: readonly CalendarDate[],
): CalendarDate[] {
  const from = countsFrom(situation);
  if (!next || from === null) return [];
  const opens = addDays(from, next.opensAt);
  const gap = next.steps[0]?.gapDays ?? MIN_GAP_DAYS;
  const possible = contacts.map((date) => later(opens, addDays(date, gap)));
  return [possible.find((date, index) => date <= (contacts[index + 1] ?? date)) ?? opens];
}

/** Why a step waits whose forerunner has left and not ended, such as a call without an outcome. */
const BEFORE: Reason = { code: 'step-not-ended', words: 'the step before it has not ended' };

interface Chain extends Plan {
  /** Planned dates of its steps, in order. */
  readonly dates: readonly CalendarDate[];
  readonly unfinished: boolean;
}
const NO_CHAIN: Chain = { ...EMPTY_PLAN, dates: [], unfinished: false };

function occurrencesOf(stage: Stage, step: Step, situation: Situation): Occurrence[] {
  if (step.occurrences) return step.occurrences(situation);
  const from = countsFrom(situation) ?? situation.today;
  const occurrence = { occurrence: currentOccurrence(stage, step, situation), on: addDays(from, step.day ?? 0) };
  return [step.minute === undefined ? occurrence : { ...occurrence, minute: step.minute }];
}

/**
 * Plans the steps of a stage one after another: each waits for its day and for the gap after the previous one, and sees
 * the effects planned before it.
 */
function planChain(rules: Rules, situation: Situation, stage: Stage, last: LastContact | null): Chain {
  const planned: PlannedEffect[] = [];
  const why: Reason[] = [];
  const dates: CalendarDate[] = [];
  let unfinished = false;
  let previous = last;
  let blocked = false;
  let seen = situation;
  for (const step of stage.steps) {
    if (step.duty) continue;
    if (seen.planned.length < situation.planned.length + planned.length) seen = situationAfter(situation, planned);
    const here = inCalendarOf(step, seen);
    const skipReason = step.skipReason?.(here);
    if (skipReason) {
      why.push(skipReason);
      continue;
    }
    for (const occurrence of occurrencesOf(stage, step, here)) {
      const effect = effectOf(here, stage.name, step.name, occurrence.occurrence);
      if (wasSkipped(here, stage.name, step.name, occurrence.occurrence)) continue;
      if (effect && isOver(effect, step)) continue;
      unfinished = true;
      if (effect && isPending(effect, step) && effect.state !== 'claimed') {
        blocked = true;
        continue;
      }
      const sameStep = previous?.stage === stage.name && previous.step === step.name;
      const gap = previous && !sameStep ? addDays(previous.on, step.gapDays ?? MIN_GAP_DAYS) : occurrence.on;
      const own = later(occurrence.on, gap);
      const waits = blocked && own <= here.today;
      const on = waits ? addDays(here.today, 1) : later(own, here.today);
      const next = planStep(rules, here, stage, step, waits ? { ...occurrence, waitsFor: BEFORE } : occurrence, on);
      const happens = contactDay(next.dueAt, here.facts);
      previous = { on: happens, stage: stage.name, step: step.name };
      planned.push(next);
      dates.push(happens);
    }
  }
  return { planned, why, recheckDates: [], dates, unfinished };
}
