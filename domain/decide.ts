/**
 * What should happen next to one account: a pure function of the ladder, the facts and the moment. Nothing is stepped: the same facts give the same
 * answer, and what has been done is itself a fact. The look stores the answer; the claim asks again before anything leaves.
 */

import type { Channel, Purpose } from './channels.ts';
import { planContacts } from './decide-contacts.ts';
import { planDuties, planMeasures } from './decide-measures.ts';
import type { EffectKey } from './effect-key.ts';
import type { AccountFacts, FactKind } from './facts.ts';
import type { Held } from './gate.ts';
import { hash32 } from './hash.ts';
import { showAmount } from './money.ts';
import { POLICIES } from './policies/index.ts';
import type { Policy } from './policies/policy.ts';
import { gentleUntil, quietUntil } from './policies/quiet.ts';
import { situationOf } from './situation.ts';
import type { Ladder, Reason, Situation } from './stage.ts';
import { addDays, type CalendarDate, HOUR_MS, type Instant, instantAt } from './time.ts';
import { mayHaveLeft } from './want.ts';

/** Raised with every change of what `decide` answers; older workers step aside when the database has seen a newer one. */
export const DECIDER = 2;

export interface Wanted extends EffectKey {
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
  /** Measures that run on beside the stage. */
  beside: string[];
  /** The episode it speaks of; a new one is opened by the look. null when nothing was ever overdue. */
  episode: { no: number; openedOn: CalendarDate } | null;
  health: 'ok' | 'held' | 'blocked' | 'done';
  why: Reason[];
  wanted: Wanted[];
  nextLookAt: Instant | null;
}

/** What the planners fill in. */
export interface Plan {
  situation: Situation;
  policies: readonly Policy[];
  episode: number;
  stage: string;
  beside: string[];
  why: Reason[];
  wanted: Wanted[];
  /** Dates in the creditor's zone on which the answer could change without a new fact. */
  wakes: CalendarDate[];
}

/** Looks come before the first lawful hour, spread over an hour by account. */
const LOOK_MINUTE = 6 * 60;
const LOOK_SLOTS = 12;

/** The moment of a look on a date. */
export function lookMoment(date: CalendarDate, facts: AccountFacts): Instant {
  return instantAt(date, LOOK_MINUTE + (hash32(facts.number) % LOOK_SLOTS) * 5, facts.creditor.zone);
}

/** Decides for one account. Throws only on a broken ladder; a policy that throws makes the intent `blocked`. */
export function decide(
  ladder: Ladder,
  facts: AccountFacts,
  now: Instant,
  policies: readonly Policy[] = POLICIES,
): Decision {
  const wanted: Wanted[] = [];
  const situation: Situation = { ...situationOf(facts, now), wanted };
  const { episode, standing } = situation;
  const plan: Plan = {
    situation,
    policies,
    episode: episode?.no ?? 0,
    stage: 'clear',
    beside: [],
    why: [],
    wanted,
    wakes: [],
  };
  if (facts.closed) plan.stage = 'closed';
  else if (standing.cured) clear(plan);
  else pursue(ladder, plan);
  planDuties(ladder, { ...plan, situation: { ...situation, idle: isIdle(plan) } });
  const nextLookAt = nextLook(plan);
  if (nextLookAt === null) awaitLast(plan.wanted);
  return {
    v: 1,
    stage: plan.stage,
    beside: plan.beside,
    episode,
    health: healthOf(plan),
    why: plan.why,
    wanted: plan.wanted,
    nextLookAt,
  };
}

function clear(plan: Plan): void {
  const { standing } = plan.situation;
  plan.why.push({ code: 'nothing-overdue', words: 'nothing is overdue' });
  if (standing.nextOverdueOn !== null) plan.wakes.push(standing.nextOverdueOn);
}

function pursue(ladder: Ladder, plan: Plan): void {
  const { standing, facts, today } = plan.situation;
  plan.why.push({
    code: 'overdue',
    words: `${showAmount(standing.asked, facts.currency)} ${standing.chargedOff ? 'owed after charge-off' : 'overdue'}, ${standing.dpd} days late`,
  });
  const contacts = planContacts(ladder, plan);
  planMeasures(ladder, plan, contacts);
  const quiet = [standing.runningPromise?.until, standing.heldUntil, standing.announcedUntil];
  for (const until of [...quiet, quietUntil(plan.situation), gentleUntil(plan.situation)]) {
    if (until && until >= today) plan.wakes.push(addDays(until, 1));
  }
}

const PRESSING: readonly Purpose[] = ['demand', 'notice', 'handover'];

/** Nothing presses or waits for its end, and no date could change that. */
function isIdle(plan: Plan): boolean {
  const { facts } = plan.situation;
  if (plan.wanted.some((wanted) => PRESSING.includes(wanted.purpose))) return false;
  if (
    facts.effects.some(
      (effect) => effect.episode === plan.episode && PRESSING.includes(effect.purpose) && mayHaveLeft(effect),
    )
  )
    return false;
  return nextWake(plan) === null;
}

/** Where no date would wake the account, the end of the last effect does. */
function awaitLast(wanted: readonly Wanted[]): void {
  const open = wanted.filter((wanted) => wanted.verdict === 'allow' || wanted.verdict === 'wait');
  const last = open.reduce<Wanted | null>(
    (late, wanted) => (late === null || wanted.dueAt > late.dueAt ? wanted : late),
    null,
  );
  if (last !== null) last.awaited = true;
}

function healthOf(plan: Plan): Decision['health'] {
  if (plan.situation.facts.closed) return 'done';
  if (plan.wanted.some((wanted) => wanted.verdict === 'blocked')) return 'blocked';
  const pressing = plan.wanted.filter((wanted) => wanted.verdict !== 'keep' && wanted.purpose !== 'report');
  return pressing.length > 0 && pressing.every((wanted) => wanted.held.some((held) => held.policy !== 'lawful-hours'))
    ? 'held'
    : 'ok';
}

function nextLook({ wakes, situation, wanted }: Plan): Instant | null {
  const wake = nextWake({ wakes, situation });
  // A blocked intent is asked again in an hour, whenever it was meant to happen.
  const blocked = wanted.some((wanted) => wanted.verdict === 'blocked');
  // Where no date would wake the account and something is just being sent: that may end before this answer is stored, and then nobody would hear of it.
  const underWay = wake === null && situation.facts.effects.some((effect) => effect.state === 'claimed');
  if (!blocked && !underWay) return wake;
  return Math.min(wake ?? Number.POSITIVE_INFINITY, situation.now + HOUR_MS);
}

/** The first moment ahead at which a date could change the answer. */
function nextWake({ wakes, situation: { facts, now, today } }: Pick<Plan, 'wakes' | 'situation'>): Instant | null {
  let first: CalendarDate | null = null;
  for (const date of wakes) {
    if (date < today || (first !== null && date >= first) || (date === today && lookMoment(date, facts) <= now))
      continue;
    first = date;
  }
  return first === null ? null : lookMoment(first, facts);
}
