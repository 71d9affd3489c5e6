/** Shared by the measures: a notice that must be delivered, on another channel when it bounced. */
import type { KnownEffect } from '../domain/facts.ts';
import type { Occurrence, Situation } from '../domain/stage.ts';

/** All tries of a notice step in this episode, first to last. */
export function noticesOf({ facts }: Situation, stage: string, step: string): KnownEffect[] {
  return facts.effects
    .filter((one) => one.episode === (facts.episode?.no ?? 0) && one.stage === stage && one.step === step)
    .sort((a, b) => a.occurrence - b.occurrence);
}

/** The notice that was delivered, if one was. */
export function deliveredNotice(situation: Situation, stage: string, step: string): KnownEffect | undefined {
  return noticesOf(situation, stage, step).find((one) => one.deliveredAt !== null && one.bouncedAt === null);
}

/** A notice that left and did not bounce. */
export function sentNotice(situation: Situation, stage: string, step: string): KnownEffect | undefined {
  return noticesOf(situation, stage, step).find((one) => one.state === 'sent' && one.bouncedAt === null);
}

/** One try now, and after a bounce one more over the next way that is left; two at most. */
export function noticeTries(stage: string, step: string): (situation: Situation) => Occurrence[] {
  return (situation) => {
    const bounced = noticesOf(situation, stage, step).filter((one) => one.bouncedAt !== null).length;
    return Array.from({ length: Math.min(bounced + 1, 2) }, (_, index) => ({ occurrence: index + 1, on: situation.today }));
  };
}
