/**
 * What should happen next to one account: a pure function of the ladder, the facts and the moment. Nothing is stepped: the same facts give the same
 * answer, and what has been done is itself a fact. The look stores the answer; the claim asks again before anything leaves.
 */

import { type Channel, isCollecting, type Purpose } from './channels.ts';
import { planContacts } from './decide-contacts.ts';
import { planDuties, planEscalations } from './decide-escalations.ts';
import type { EffectKey } from './effect-key.ts';
import type { AccountFacts, FactKind } from './facts.ts';
import type { Held } from './gate.ts';
import { showAmount } from './money.ts';
import { mayHaveLeft } from './plan-step.ts';
import { coolingOffUntil, returnedPaymentCoolingOffUntil } from './policies/cooling-off.ts';
import { POLICIES } from './policies/index.ts';
import type { Policy } from './policies/policy.ts';
import { situationOf } from './situation.ts';
import { spreadMinutes } from './spread.ts';
import type { Ladder, Reason, Situation } from './stage.ts';
import { addDays, type CalendarDate, HOUR_MS, type Instant, instantAt } from './time.ts';

/** Raised with every change of what `decide` answers; older workers step aside when the database has seen a newer one. */
export const DECIDER = 2;

export interface PlannedEffect extends EffectKey {
  /** null when there is no way to reach the person: the step ends as impossible. */
  channel: Channel | null;
  purpose: Purpose;
  recipient: string | null;
  task: string | null;
  /** Nothing else will wake the account: when this has left it is looked at again. */
  awaited: boolean;
  /** The moment after every policy's wait, business time. */
  dueAt: Instant;
  verdict: 'allow' | 'wait' | 'refuse' | 'blocked' | 'impossible' | 'keep';
  held: Held[];
  liftedBy: FactKind[];
}
/** The stored answer of a look; gains optional fields only. */
export interface Decision {
  v: 1;
  stage: string;
  /** Escalation stages that run on beside the stage. */
  parallel: string[];
  /** The episode it speaks of; a new one is opened by the look. null when nothing was ever overdue. */
  episode: { no: number; openedOn: CalendarDate } | null;
  health: 'ok' | 'held' | 'blocked' | 'done';
  why: Reason[];
  planned: PlannedEffect[];
  nextEvaluationAt: Instant | null;
}

/** What the planners fill in. */
export interface Plan {
  situation: Situation;
  policies: readonly Policy[];
  episode: number;
  stage: string;
  parallel: string[];
  why: Reason[];
  planned: PlannedEffect[];
  /** Dates in the creditor's zone on which the answer could change without a new fact. */
  recheckDates: CalendarDate[];
}

/** Looks come before the first lawful hour, spread over an hour by account. */
const EVALUATION_MINUTE = 6 * 60;

/** The moment of a look on a date. */
export function evaluationMoment(date: CalendarDate, facts: AccountFacts): Instant {
  return instantAt(date, EVALUATION_MINUTE + spreadMinutes(facts.number), facts.creditor.zone);
}

/** Decides for one account. Throws only on a broken ladder; a policy that throws makes the intent `blocked`. */
export function decide(
  ladder: Ladder,
  facts: AccountFacts,
  now: Instant,
  policies: readonly Policy[] = POLICIES,
): Decision {
  const planned: PlannedEffect[] = [];
  const situation: Situation = { ...situationOf(facts, now), planned };
  const { episode, standing } = situation;
  const plan: Plan = {
    situation,
    policies,
    episode: episode?.no ?? 0,
    stage: 'clear',
    parallel: [],
    why: [],
    planned,
    recheckDates: [],
  };
  if (facts.closed) plan.stage = 'closed';
  else if (standing.cured) planCured(plan);
  else planOverdue(ladder, plan);
  planDuties(ladder, { ...plan, situation: { ...situation, idle: isIdle(plan) } });
  const nextEvaluationAt = nextEvaluation(plan);
  if (nextEvaluationAt === null) awaitLast(plan.planned);
  return {
    v: 1,
    stage: plan.stage,
    parallel: plan.parallel,
    episode,
    health: healthOf(plan),
    why: plan.why,
    planned: plan.planned,
    nextEvaluationAt,
  };
}

function planCured(plan: Plan): void {
  const { standing } = plan.situation;
  plan.why.push({ code: 'nothing-overdue', words: 'nothing is overdue' });
  if (standing.nextOverdueOn !== null) plan.recheckDates.push(standing.nextOverdueOn);
}

function planOverdue(ladder: Ladder, plan: Plan): void {
  const { standing, facts, today } = plan.situation;
  plan.why.push({
    code: 'overdue',
    words: `${showAmount(standing.asked, facts.currency)} ${standing.chargedOff ? 'owed after charge-off' : 'overdue'}, ${standing.dpd} days late`,
  });
  const contacts = planContacts(ladder, plan);
  planEscalations(ladder, plan, contacts);
  const quiet = [standing.runningPromise?.until, standing.heldUntil, standing.announcedUntil];
  for (const until of [...quiet, coolingOffUntil(plan.situation), returnedPaymentCoolingOffUntil(plan.situation)]) {
    if (until && until >= today) plan.recheckDates.push(addDays(until, 1));
  }
}

/** Nothing presses or waits for its end, and no date could change that. */
function isIdle(plan: Plan): boolean {
  const { facts } = plan.situation;
  if (plan.planned.some((planned) => isCollecting(planned.purpose))) return false;
  if (
    facts.effects.some(
      (effect) => effect.episode === plan.episode && isCollecting(effect.purpose) && mayHaveLeft(effect),
    )
  )
    return false;
  return nextRecheck(plan) === null;
}

/** Where no date would wake the account, the end of the last effect does. */
function awaitLast(planned: readonly PlannedEffect[]): void {
  const open = planned.filter((planned) => planned.verdict === 'allow' || planned.verdict === 'wait');
  const last = open.reduce<PlannedEffect | null>(
    (late, planned) => (late === null || planned.dueAt > late.dueAt ? planned : late),
    null,
  );
  if (last !== null) last.awaited = true;
}

function healthOf(plan: Plan): Decision['health'] {
  if (plan.situation.facts.closed) return 'done';
  if (plan.planned.some((planned) => planned.verdict === 'blocked')) return 'blocked';
  const pressing = plan.planned.filter((planned) => planned.verdict !== 'keep' && planned.purpose !== 'report');
  return pressing.length > 0 && pressing.every((planned) => planned.held.some((held) => held.policy !== 'lawful-hours'))
    ? 'held'
    : 'ok';
}

function nextEvaluation({ recheckDates, situation, planned }: Plan): Instant | null {
  const wake = nextRecheck({ recheckDates, situation });
  // A blocked intent is asked again in an hour, whenever it was meant to happen.
  const blocked = planned.some((planned) => planned.verdict === 'blocked');
  // Where no date would wake the account and something is just being sent: that may end before this answer is stored, and then nobody would hear of it.
  const underWay = wake === null && situation.facts.effects.some((effect) => effect.state === 'claimed');
  if (!blocked && !underWay) return wake;
  return Math.min(wake ?? Number.POSITIVE_INFINITY, situation.now + HOUR_MS);
}

/** The first moment ahead at which a date could change the answer. */
function nextRecheck({
  recheckDates,
  situation: { facts, now, today },
}: Pick<Plan, 'recheckDates' | 'situation'>): Instant | null {
  let first: CalendarDate | null = null;
  for (const date of recheckDates) {
    if (date < today || (first !== null && date >= first) || (date === today && evaluationMoment(date, facts) <= now))
      continue;
    first = date;
  }
  return first === null ? null : evaluationMoment(first, facts);
}
