/** How far the steps of an episode have come, from the effects that are known of it. */
import { hasBegun, isFinal } from './effects.ts';
import type { KnownEffect } from './facts.ts';
import { effectsOfStage } from './situation.ts';
import type { Situation, Step } from './stage.ts';
import { localDate } from './time.ts';

/** Number of the decision's episode; 0 when nothing was ever overdue. */
export const episodeNo = ({ episode }: Situation): number => episode?.no ?? 0;

/** The known effect of an occurrence in this episode. */
export function effectOf(
  situation: Situation,
  stage: string,
  step: string,
  occurrence: number,
): KnownEffect | undefined {
  for (const effect of effectsOfStage(situation, stage))
    if (effect.occurrence === occurrence && effect.step === step) return effect;
  return undefined;
}

/** Whether the effect has ended: sent (a task: and done), impossible or given up. */
export function isOver(effect: KnownEffect, step: Step): boolean {
  if (!isFinal(effect.state)) return false;
  return !(effect.state === 'sent' && step.task !== undefined && effect.doneAt === null);
}

/** Whether it left or may have left and has not ended: nothing after it may go ahead. */
export function isPending(effect: KnownEffect, step: Step): boolean {
  return hasBegun(effect.state) && !isOver(effect, step);
}

/**
 * Whether the effect happened after the due that is asked for now, in the creditor's zone; before, it spoke of another.
 */
export function isOfCurrentDue({ sentAt, dueAt }: KnownEffect, { facts, since, episode }: Situation): boolean {
  // All effects of an episode are later than the due that opened it.
  if (since === null || since <= (episode?.openedOn ?? since)) return true;
  return localDate(sentAt ?? dueAt, facts.creditor.zone) > since;
}
