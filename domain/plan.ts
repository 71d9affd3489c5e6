/**
 * The parts of a decision. Every planner returns its own plan and changes nothing that another reads; `decide` joins
 * them in order.
 */
import type { Channel, Purpose } from './channels.ts';
import type { EffectKey } from './effect-key.ts';
import type { EffectEvent } from './effects.ts';
import type { FactKind } from './facts.ts';
import type { Held } from './gate.ts';
import { situationWith } from './situation.ts';
import type { Reason, Situation, WhenSent } from './stage.ts';
import type { CalendarDate, Instant } from './time.ts';

/** An effect that a decision plans. */
export interface PlannedEffect extends Readonly<EffectKey> {
  /** null when the person cannot be reached: the step ends as impossible. */
  readonly channel: Channel | null;
  readonly purpose: Purpose;
  readonly recipient: string | null;
  readonly task: string | null;
  /** What follows when it was sent; null for nothing. */
  readonly whenSent: WhenSent | null;
  /** Nothing else will wake the account: it is evaluated again when this effect has ended. */
  readonly awaited: boolean;
  /** When it is due after every policy's wait, business time. */
  readonly dueAt: Instant;
  readonly verdict: 'allow' | 'wait' | 'refuse' | 'blocked' | 'impossible' | 'keep';
  readonly held: readonly Held[];
  readonly liftedBy: readonly FactKind[];
}

/** The event that a verdict triggers on an existing effect. */
export const VERDICT_EVENT: Readonly<Record<Exclude<PlannedEffect['verdict'], 'keep'>, EffectEvent>> = {
  allow: 'wanted',
  wait: 'wanted',
  refuse: 'refuse',
  blocked: 'wanted',
  impossible: 'no-way',
};

/** What a planner returns. */
export interface Plan {
  readonly planned: readonly PlannedEffect[];
  readonly why: readonly Reason[];
  /** Dates in the creditor's zone on which the answer could change without a new fact. */
  readonly recheckDates: readonly CalendarDate[];
}

/** The plan of nothing. */
export const EMPTY_PLAN: Plan = { planned: [], why: [], recheckDates: [] };

/** Joins plans in order. Plain loops: `decide` joins plans all the time, and `flatMap` is several times slower. */
export function joinPlans(plans: readonly Plan[]): Plan {
  let only = EMPTY_PLAN;
  let filled = 0;
  for (const plan of plans) {
    if (plan === EMPTY_PLAN) continue;
    only = plan;
    filled += 1;
  }
  if (filled < 2) return only;
  const planned: PlannedEffect[] = [];
  const why: Reason[] = [];
  const recheckDates: CalendarDate[] = [];
  for (const plan of plans) {
    for (const effect of plan.planned) planned.push(effect);
    for (const reason of plan.why) why.push(reason);
    for (const date of plan.recheckDates) recheckDates.push(date);
  }
  return { planned, why, recheckDates };
}

/** The situation as later stages and steps see it: with `planned`. */
export function situationAfter(situation: Situation, planned: readonly PlannedEffect[]): Situation {
  return planned.length === 0 ? situation : situationWith(situation, { planned: situation.planned.concat(planned) });
}
