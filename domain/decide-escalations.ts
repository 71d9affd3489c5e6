/** Escalation stages (agency, bureau, court) and the duties that outlive a stage (recall, monthly record, thanks, withdrawal). */

import type { Plan } from './decide.ts';
import type { ContactState } from './decide-contacts.ts';
import { effectOf, isOver, isPending, isUnderWay, planStep, priorStages, wasSkipped } from './plan-step.ts';
import type { Ladder, Stage, Step } from './stage.ts';
import { addDays } from './time.ts';

/** Opens escalation stages whose day has come once every contact step before them has ended; time alone never opens one. */
export function planEscalations(ladder: Ladder, plan: Plan, contacts: ContactState): void {
  const { oldest, dpd } = plan.situation.standing;
  const passed = priorStages(ladder, plan);
  const calling = plan.planned.some((planned) => planned.verdict === 'allow' || planned.verdict === 'wait');
  for (const [index, stage] of ladder.entries()) {
    // What was done elsewhere is not done again; what runs beside goes on every month.
    if (stage.kind !== 'escalation' || (index < passed && !stage.parallel)) continue;
    const underWay = isUnderWay(stage, plan);
    if (!underWay) {
      if (oldest !== null && dpd < stage.opensAt) {
        plan.recheckDates.push(addDays(oldest, stage.opensAt));
        continue;
      }
      if (!mayOpen(ladder.slice(0, index), stage, plan, contacts)) continue;
    } else if (oldest !== null && dpd < stage.opensAt) {
      // Part payments took it back below its day: when nothing of it is open any more, that day decides what follows.
      plan.recheckDates.push(addDays(oldest, stage.opensAt));
    }
    const first = underWay && contacts.busy && !stage.parallel;
    if ((stage.parallel && plan.stage !== 'clear') || (first && calling)) plan.parallel.push(stage.name);
    else plan.stage = stage.name;
    // A broken promise went back to calls: the escalation stage goes on when they have ended.
    if (first) waitForContacts(stage, [contacts.open ?? plan.stage], plan, contacts);
    else planSteps(stage, plan, (step) => !step.duty);
  }
}

function waitForContacts(stage: Stage, open: readonly string[], plan: Plan, contacts: ContactState): void {
  plan.why.push({
    code: 'steps-not-ended',
    words: `${stage.name} waits until every step before it has ended (${open.join(', ')})`,
  });
  // The end of a plain message wakes nobody: look again the day after the last one planned, or tomorrow while a task is open.
  plan.recheckDates.push(addDays(contacts.lastPlanned ?? plan.situation.today, 1));
}

function mayOpen(before: Ladder, stage: Stage, plan: Plan, contacts: ContactState): boolean {
  const open = before.filter((stage) => stage.kind === 'contact' && !contacts.ended.has(stage.name));
  if (open.length > 0) {
    waitForContacts(
      stage,
      open.map((stage) => stage.name),
      plan,
      contacts,
    );
    return false;
  }
  const reason = stage.opens?.(plan.situation) ?? null;
  if (reason !== null) plan.why.push(reason);
  return reason === null;
}

function planSteps(stage: Stage, plan: Plan, takes: (step: Step) => boolean): void {
  const { situation } = plan;
  for (const step of stage.steps) {
    if (!takes(step)) continue;
    const skipReason = step.skipReason?.(situation);
    if (skipReason) {
      plan.why.push(skipReason);
      continue;
    }
    const occurrences = step.occurrences?.(situation) ?? [{ occurrence: 1, on: situation.today }];
    for (const occurrence of occurrences) {
      const effect = effectOf(plan, stage.name, step.name, occurrence.occurrence);
      if (wasSkipped(situation, stage.name, step.name, occurrence.occurrence)) continue;
      if (effect && (isOver(effect, step) || (isPending(effect, step) && effect.state !== 'claimed'))) continue;
      planStep(plan, stage, step, occurrence, occurrence.on > situation.today ? occurrence.on : situation.today);
    }
  }
}

/** Steps that are owed whatever stage it is: asked of every stage, also when nothing is overdue; `after` stages only then. */
export function planDuties(ladder: Ladder, plan: Plan): void {
  for (const stage of ladder) {
    if (stage.kind === 'after' && !plan.situation.standing.cured) continue;
    planSteps(stage, plan, (step) => step.duty === true || stage.kind === 'after');
  }
}
