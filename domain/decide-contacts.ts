/** The contact stages: which one is open, and the chain of its steps. */
import type { Plan } from './decide.ts';
import type { KnownEffect } from './facts.ts';
import {
  effectOf,
  isOver,
  isPending,
  isUnderWay,
  MIN_GAP_DAYS,
  planStep,
  priorStages,
  wasSkipped,
} from './plan-step.ts';
import { returnedPaymentCoolingOffUntil } from './policies/cooling-off.ts';
import type { Ladder, Occurrence, Stage, Step } from './stage.ts';
import { addDays, type CalendarDate, type Instant, localDate } from './time.ts';

/** What the escalation stages need to know of the contact stages. */
export interface ContactState {
  /** Name of the last contact stage that is open; null before the first. */
  open: string | null;
  /** Names of contact stages all of whose steps have ended (the open one) or that lapsed or were reached elsewhere. */
  ended: ReadonlySet<string>;
  /** Steps of the open stage have not ended yet. */
  busy: boolean;
  /** Last date on which something is planned in the open stage; null when nothing is. */
  lastPlanned: CalendarDate | null;
}

const later = (a: CalendarDate, b: CalendarDate): CalendarDate => (a > b ? a : b);

/** Plans the open contact stage and finds when the next could open. */
export function planContacts(ladder: Ladder, plan: Plan): ContactState {
  const { stages, left } = contactStages(ladder, plan);
  const passed = priorStages(ladder, plan);
  const before = stages.filter((stage) => ladder.indexOf(stage) < passed).length;
  const last = lastContact(
    ladder.filter((stage) => stage.kind === 'contact'),
    plan,
  );
  const index = Math.max(openIndex(stages, plan, before, last), leastIndex(ladder, stages, plan));
  const stage = stages[index];
  if (stage === undefined) {
    recheckFor(stages[0], plan, []);
    return { open: null, ended: new Set(left), busy: false, lastPlanned: null };
  }
  plan.stage = stage.name;
  // What was done elsewhere is not repeated; a broken promise brings calls all the same.
  const done = index < before && plan.situation.standing.brokenPromises === 0;
  const chain = done ? { dates: [], unfinished: false } : planChain(stage, plan, last);
  // Before the open stage has begun the next cannot open, however old the last contact is.
  recheckFor(stages[index + 1], plan, [...(last && (done || hasBegun(stage, plan)) ? [last.on] : []), ...chain.dates]);
  const ended = new Set([...left, ...stages.slice(0, Math.max(index, before)).map((stage) => stage.name)]);
  if (chain.unfinished) ended.delete(stage.name);
  else ended.add(stage.name);
  return { open: stage.name, ended, busy: chain.unfinished, lastPlanned: chain.dates.at(-1) ?? null };
}

/** The contact stages that this account goes through, and the names of those whose own condition leaves it out: nothing waits for them. */
function contactStages(ladder: Ladder, plan: Plan): { stages: Stage[]; left: string[] } {
  const stages: Stage[] = [];
  const left: string[] = [];
  for (const stage of ladder) {
    if (stage.kind !== 'contact') continue;
    const reason = stage.opens?.(plan.situation) ?? null;
    if (reason === null) stages.push(stage);
    else {
      left.push(stage.name);
      if (plan.situation.standing.dpd >= stage.opensAt) plan.why.push(reason);
    }
  }
  return { stages, left };
}

/** No step back while a placement, notice period or case is open: the last contact stage before it stays. */
function leastIndex(ladder: Ladder, stages: readonly Stage[], plan: Plan): number {
  const open = ladder.findIndex((stage) => stage.kind === 'escalation' && !stage.parallel && isUnderWay(stage, plan));
  return open < 0 ? -1 : stages.filter((stage) => ladder.indexOf(stage) < open).length - 1;
}

interface LastContact {
  on: CalendarDate;
  stage: string;
  step: string;
}

/** Of contacts of the same moment the one that the ladder has later. */
function lastContact(stages: readonly Stage[], plan: Plan): LastContact | null {
  const names = new Set(stages.map((stage) => stage.name));
  let last: (KnownEffect & { sentAt: Instant }) | null = null;
  for (const effect of plan.situation.facts.effects) {
    const { sentAt } = effect;
    if (effect.episode !== plan.episode || !names.has(effect.stage) || sentAt === null) continue;
    if (
      last === null ||
      sentAt > last.sentAt ||
      (sentAt === last.sentAt && placeOf(stages, effect) > placeOf(stages, last))
    )
      last = { ...effect, sentAt };
  }
  return last && { on: localDate(last.sentAt, plan.situation.facts.creditor.zone), stage: last.stage, step: last.step };
}

const placeOf = (stages: readonly Stage[], { stage, step }: KnownEffect): number =>
  stages.flatMap((stage) => stage.steps.map(({ name }) => `${stage.name}/${name}`)).indexOf(`${stage}/${step}`);

/** Something of the stage has happened or is over. */
function hasBegun(stage: Stage, plan: Plan): boolean {
  return (
    plan.situation.facts.effects.some(
      (effect) => effect.episode === plan.episode && effect.stage === stage.name && hasHappened(effect, stage),
    ) || stage.steps.some((step) => wasSkipped(plan.situation, stage.name, step.name, 1))
  );
}

function hasHappened(effect: KnownEffect, stage: Stage): boolean {
  const step = stage.steps.find((step) => step.name === effect.step);
  return step !== undefined && (isOver(effect, step) || isPending(effect, step));
}

/**
 * The last stage that is open: its dpd is reached, the stage before it has begun (or was done elsewhere), and the least gap since the last contact has passed.
 * So an account that arrives old still starts at the first stage.
 */
function openIndex(stages: readonly Stage[], plan: Plan, before: number, last: LastContact | null): number {
  const { standing, today } = plan.situation;
  const gentle = returnedPaymentCoolingOffUntil(plan.situation);
  let open = -1;
  for (const [index, stage] of stages.entries()) {
    if (standing.dpd < stage.opensAt) break;
    const previous = stages[index - 1];
    if (index > before && previous && !hasBegun(previous, plan)) break;
    // A payment came back: nothing harsher than what had begun.
    if (index > before && gentle !== null && today <= gentle && !hasBegun(stage, plan)) break;
    const gap = stage.steps[0]?.gapDays ?? MIN_GAP_DAYS;
    if (index > 0 && index >= before && last && !hasBegun(stage, plan) && today < addDays(last.on, gap)) break;
    open = index;
  }
  return open;
}

/** The day on which the next contact stage could open becomes a wake: its dpd, and the gap after the last contact before it, made or planned. */
function recheckFor(next: Stage | undefined, plan: Plan, contacts: readonly CalendarDate[]): void {
  const { oldest } = plan.situation.standing;
  if (!next || oldest === null) return;
  const opens = addDays(oldest, next.opensAt);
  const gap = next.steps[0]?.gapDays ?? MIN_GAP_DAYS;
  const possible = contacts.map((date) => later(opens, addDays(date, gap)));
  plan.recheckDates.push(possible.find((date, index) => date <= (contacts[index + 1] ?? date)) ?? opens);
}

interface Chain {
  /** Dates on which its steps are planned, in order. */
  dates: CalendarDate[];
  unfinished: boolean;
}

function occurrencesOf(step: Step, plan: Plan): Occurrence[] {
  if (step.occurrences) return step.occurrences(plan.situation);
  const { oldest } = plan.situation.standing;
  return [
    {
      occurrence: 1,
      on: addDays(oldest ?? plan.situation.today, step.day ?? 0),
    },
  ];
}

/** Plans the steps of a stage one after another: each waits for its day and for the gap after the one before it. */
function planChain(stage: Stage, plan: Plan, last: LastContact | null): Chain {
  const chain: Chain = { dates: [], unfinished: false };
  const { today } = plan.situation;
  let previous = last;
  let blocked = false;
  for (const step of stage.steps) {
    if (step.duty) continue;
    const skipReason = step.skipReason?.(plan.situation);
    if (skipReason) {
      plan.why.push(skipReason);
      continue;
    }
    for (const occurrence of occurrencesOf(step, plan)) {
      const effect = effectOf(plan, stage.name, step.name, occurrence.occurrence);
      if (wasSkipped(plan.situation, stage.name, step.name, occurrence.occurrence)) continue;
      if (effect && isOver(effect, step)) continue;
      chain.unfinished = true;
      if (effect && isPending(effect, step) && effect.state !== 'claimed') {
        blocked = true;
        continue;
      }
      const sameStep = previous?.stage === stage.name && previous.step === step.name;
      const gap = previous && !sameStep ? addDays(previous.on, step.gapDays ?? MIN_GAP_DAYS) : occurrence.on;
      const on = later(later(occurrence.on, gap), blocked ? addDays(today, 1) : today);
      const happens = planStep(plan, stage, step, occurrence, on);
      previous = { on: happens, stage: stage.name, step: step.name };
      chain.dates.push(happens);
    }
  }
  return chain;
}
