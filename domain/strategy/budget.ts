/**
 * The budget of a ladder: contacts in an episode may cost so many percent of what is asked for now. A step that would
 * exceed it is left out, and the ladder goes on. It never holds back notices, receipts, duties, a call that the person
 * asked for, or the first contact of an episode: nobody comes to an agency unasked. What is under way stays, also when
 * the amount falls; where it grows, what was left out is planned again.
 */
import { canReach } from '../attention.ts';
import { isPersonChannel, type PersonChannel } from '../channels.ts';
import { hasBegun } from '../effects.ts';
import type { KnownEffect } from '../facts.ts';
import { factsOf } from '../facts-of.ts';
import { showAmount } from '../money.ts';
import { effectsOfStage } from '../situation.ts';
import type { Reason, Situation, Stage, Step } from '../stage.ts';
import { episodeNo, isOfCurrentDue, isOver, isPending } from '../step-progress.ts';

/** The contact stage with its demands kept within the budget. */
export function withinBudget(stage: Stage, percent: number): Stage {
  const { name } = stage;
  const steps = stage.steps.map((step): Step => {
    if (!isLimited(step)) return step;
    return {
      ...step,
      skipReason: (situation) => step.skipReason?.(situation) ?? overBudget(situation, name, step, percent),
    };
  });
  const limited = steps.filter(isLimited);
  return {
    ...stage,
    steps,
    opens: (situation) => stage.opens?.(situation) ?? allLeftOut(situation, name, limited),
  };
}

const isLimited = ({ purpose, duty }: Step): boolean => purpose === 'demand' && duty !== true;

/** Why a stage is passed over that has not begun: the next one would wait for it for ever. */
function allLeftOut(situation: Situation, stage: string, steps: readonly Step[]): Reason | null {
  const begun = effectsOfStage(situation, stage).some(
    (effect) => hasBegun(effect.state) && isOfCurrentDue(effect, situation),
  );
  if (begun) return null;
  const reasons = steps.map((step) => step.skipReason?.(situation) ?? null);
  if (reasons.includes(null)) return null;
  return reasons.find((reason) => reason?.code === OVER_BUDGET) ?? null;
}

const OVER_BUDGET = 'over-budget';

/** Why the next contact of a step is left out; null where it fits the budget or none limits it. */
function overBudget(situation: Situation, stage: string, step: Step, percent: number): Reason | null {
  const { facts, standing } = situation;
  const channel = step.channels.find(
    (known): known is PersonChannel => isPersonChannel(known) && canReach(situation, known),
  );
  const cost = channel === undefined ? undefined : facts.creditor.costs?.[channel];
  if (cost === undefined || isFirstContact(situation)) return null;
  const spent = spentInEpisode(situation);
  if ((spent + cost) * 100n <= standing.asked * BigInt(percent)) return null;
  if (staysAnyway(situation, stage, step)) return null;
  const amount = (minor: bigint) => showAmount(minor, facts.currency);
  const limit = `more than ${percent} % of ${amount(standing.asked)}`;
  const words = `${stage}/${step.name} is left out: contacts cost ${amount(spent)} so far, and with ${amount(cost)} for this ${limit}`;
  return { code: OVER_BUDGET, words };
}

/** Whether the step is under way or over, or the person asked for it. */
function staysAnyway(situation: Situation, stage: string, step: Step): boolean {
  const known = effectsOfStage(situation, stage).filter((effect) => effect.step === step.name);
  if (known.some((effect) => isPending(effect, step))) return true;
  const occurrences = step.occurrences?.(situation);
  if (occurrences === undefined)
    return known.some((effect) => isOver(effect, step) && isOfCurrentDue(effect, situation));
  const over = new Set(known.flatMap((effect) => (isOver(effect, step) ? [effect.occurrence] : [])));
  return occurrences.every(({ occurrence, asked }) => asked === true || over.has(occurrence));
}

/** Whether no demand has begun in this episode, and none is planned before. */
function isFirstContact(situation: Situation): boolean {
  const episode = episodeNo(situation);
  const isDemand = ({ purpose }: Pick<KnownEffect, 'purpose'>) => purpose === 'demand';
  return (
    !situation.planned.some(isDemand) &&
    !situation.facts.effects.some((effect) => effect.episode === episode && isDemand(effect) && hasBegun(effect.state))
  );
}

/**
 * What contacts of this episode cost so far, minor units: what left or may have left, and calls that were made or are
 * asked of a caller. A message about several accounts counts for each.
 */
function spentInEpisode(situation: Situation): bigint {
  const { effects, facts, creditor } = situation.facts;
  const episode = episodeNo(situation);
  let called: ReadonlySet<string> | null = null;
  let spent = 0n;
  for (const effect of effects) {
    const { channel, state, doneAt, id } = effect;
    if (effect.episode !== episode || !isPersonChannel(channel) || !hasBegun(state)) continue;
    if (channel === 'call' && doneAt !== null) {
      called ??= new Set(factsOf(facts, 'call-outcome').map(({ body }) => body.effect));
      if (!called.has(id)) continue;
    }
    spent += creditor.costs?.[channel] ?? 0n;
  }
  return spent;
}
