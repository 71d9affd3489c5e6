/**
 * Escalation stages (agency, bureau, court) and duties that outlive a stage (recall, monthly record, thanks,
 * withdrawal).
 */

import type { ContactPlan } from './decide-contacts.ts';
import { EMPTY_PLAN, joinPlans, type Plan, type PlannedEffect, situationAfter } from './plan.ts';
import { countsFrom, daysLate, isUnderWay, planStep, priorStages, wasSkipped } from './plan-step.ts';
import type { Rules } from './rules.ts';
import { voidDates } from './served.ts';
import { inCalendarOf } from './situation.ts';
import type { Ladder, Reason, Situation, Stage, Step } from './stage.ts';
import { effectOf, isOver, isPending } from './step-progress.ts';
import { addDays, type CalendarDate } from './time.ts';

/** The plan of the escalation stages, and which of them are open. */
interface EscalationPlan extends Plan {
  /** Name of the last open stage; null when none is open, or all run parallel to another stage. */
  readonly stage: string | null;
  /** Names of the open stages that run parallel to it. */
  readonly parallel: readonly string[];
}

/**
 * Opens escalation stages whose day has come and whose preceding contact steps have all ended; time alone never opens
 * one.
 */
export function planEscalations(rules: Rules, situation: Situation, contacts: ContactPlan): EscalationPlan {
  const { ladder } = rules;
  const passed = priorStages(ladder, situation);
  const calling = contacts.planned.some((planned) => planned.verdict === 'allow' || planned.verdict === 'wait');
  const plans: Plan[] = [];
  const parallel: string[] = [];
  let here = situationAfter(situation, contacts.planned);
  let current: string | null = null;
  for (const [index, stage] of ladder.entries()) {
    // Stages passed before the import are not done again; a parallel stage goes on every month.
    if (stage.kind !== 'escalation' || (index < passed && !stage.parallel)) continue;
    const { open, waits, plan } = planEscalation(rules, here, stage, index, contacts);
    plans.push(plan);
    here = situationAfter(here, plan.planned);
    if (!open) continue;
    const beside = stage.parallel && (current ?? contacts.open) !== null;
    if (beside || (waits && calling)) parallel.push(stage.name);
    else current = stage.name;
  }
  const { planned, why, recheckDates } = joinPlans(plans);
  return { planned, why, recheckDates, stage: current, parallel };
}

interface Escalation {
  open: boolean;
  /** Whether the open stage waits for contact steps. */
  waits: boolean;
  plan: Plan;
}

function planEscalation(
  rules: Rules,
  situation: Situation,
  stage: Stage,
  index: number,
  contacts: ContactPlan,
): Escalation {
  const from = countsFrom(situation);
  const day = from !== null && daysLate(situation) < stage.opensAt ? addDays(from, stage.opensAt) : null;
  if (!isUnderWay(stage, situation)) {
    if (day !== null || contacts.standstill !== null)
      return { open: false, waits: false, plan: day === null ? EMPTY_PLAN : recheckOn(day) };
    const standstill = whatStandsAgainst(situation, stage, rules.ladder.slice(0, index), contacts);
    if (standstill !== null) return { open: false, waits: false, plan: standstill };
    return { open: true, waits: false, plan: planSteps(rules, situation, stage, sortedSteps(stage).others) };
  }
  // A broken promise reopened calls: the escalation stage goes on when they have ended.
  const waits = contacts.busy && !stage.parallel;
  const plan = waits
    ? waitForContacts(situation, stage, contacts.open === null ? [] : [contacts.open], contacts)
    : planSteps(rules, situation, stage, sortedSteps(stage).others);
  // Part payments brought it below its day: once none of its effects is open, that day decides what follows.
  return { open: true, waits, plan: day === null ? plan : joinPlans([recheckOn(day), plan]) };
}

const recheckOn = (date: CalendarDate): Plan => ({ planned: [], why: [], recheckDates: [date] });

/** What keeps the stage closed; null when it may open. */
function whatStandsAgainst(situation: Situation, stage: Stage, before: Ladder, contacts: ContactPlan): Plan | null {
  const open = before.filter((stage) => stage.kind === 'contact' && !contacts.ended.has(stage.name));
  if (open.length > 0) {
    const names = open.map((stage) => stage.name);
    return waitForContacts(situation, stage, names, contacts);
  }
  const reason = stage.opens?.(situation) ?? null;
  return reason && { planned: [], why: [reason], recheckDates: [] };
}

function waitForContacts(situation: Situation, stage: Stage, open: readonly string[], contacts: ContactPlan): Plan {
  const words = `${stage.name} waits until every step before it has ended (${open.join(', ')})`;
  return {
    planned: [],
    why: [{ code: 'steps-not-ended', words }],
    // The end of a plain message wakes nobody: evaluate again the day after the last planned one, or tomorrow while a
    // task is open.
    recheckDates: [addDays(contacts.lastPlanned ?? situation.today, 1)],
  };
}

/** The steps of a stage that go on whatever the stage, and its others. */
interface SortedSteps {
  readonly duties: readonly Step[];
  readonly others: readonly Step[];
}
/** Stages never change, so their steps are sorted once. */
const sorted = new WeakMap<Stage, SortedSteps>();

function sortedSteps(stage: Stage): SortedSteps {
  const before = sorted.get(stage);
  if (before !== undefined) return before;
  const isDuty = (step: Step): boolean => step.duty === true || stage.kind === 'after';
  const steps = {
    duties: stage.steps.filter(isDuty),
    others: stage.steps.filter((step) => !step.duty),
  };
  sorted.set(stage, steps);
  return steps;
}

/** Each step sees the effects planned before it. */
function planSteps(rules: Rules, situation: Situation, stage: Stage, steps: readonly Step[]): Plan {
  if (steps.length === 0) return EMPTY_PLAN;
  const planned: PlannedEffect[] = [];
  const why: Reason[] = [];
  const recheckDates: CalendarDate[] = [];
  let seen = situation;
  for (const step of steps) {
    if (seen.planned.length < situation.planned.length + planned.length) seen = situationAfter(situation, planned);
    const here = inCalendarOf(step, seen);
    if (step.purpose === 'notice') for (const date of voidDates(here, stage.name, step.name)) recheckDates.push(date);
    const skipReason = step.skipReason?.(here);
    if (skipReason) {
      why.push(skipReason);
      continue;
    }
    const occurrences = step.occurrences?.(here) ?? [{ occurrence: 1, on: here.today }];
    for (const occurrence of occurrences) {
      const effect = effectOf(here, stage.name, step.name, occurrence.occurrence);
      if (wasSkipped(here, stage.name, step.name, occurrence.occurrence)) continue;
      if (effect && (isOver(effect, step) || (isPending(effect, step) && effect.state !== 'claimed'))) continue;
      const on = occurrence.on > here.today ? occurrence.on : here.today;
      planned.push(planStep(rules, here, stage, step, occurrence, on));
      if (occurrence.goesOn) recheckDates.push(on);
      // Nobody tells that a notice was not proved: it is looked at again when it would be void.
      if (step.purpose === 'notice') recheckDates.push(addDays(on, situation.terms.noticeReturnDays + 1));
    }
  }
  return planned.length + why.length + recheckDates.length === 0 ? EMPTY_PLAN : { planned, why, recheckDates };
}

/**
 * Plans the duties of every stage, whatever stage the account is in and also when nothing is overdue; `after` stages
 * only when nothing is.
 */
export function planDuties(rules: Rules, situation: Situation): Plan {
  const plans: Plan[] = [];
  let here = situation;
  for (const stage of rules.ladder) {
    if (stage.kind === 'after' && !situation.standing.cured) continue;
    const { duties } = sortedSteps(stage);
    if (duties.length === 0 || stage.concerns?.(here) === false) continue;
    const plan = planSteps(rules, here, stage, duties);
    plans.push(plan);
    here = situationAfter(here, plan.planned);
  }
  return joinPlans(plans);
}
