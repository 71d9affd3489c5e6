/** Shared by the stages: what was done in this episode, and notices, which try another channel after a bounce. */
import type { KnownEffect } from '../domain/facts.ts';
import type { Occurrence, Situation } from '../domain/stage.ts';
import { type CalendarDate, localDate } from '../domain/time.ts';

/** Effects of a step in this episode, first to last: tries of a notice, rounds of a task. */
export function effectsOf({ facts, episode }: Situation, stage: string, step: string): KnownEffect[] {
  return facts.effects
    .filter((effect) => effect.episode === episode?.no && effect.stage === stage && effect.step === step)
    .sort((a, b) => a.occurrence - b.occurrence);
}

/** The delivered notice. */
export function deliveredNotice(situation: Situation, stage: string, step: string): KnownEffect | undefined {
  return effectsOf(situation, stage, step).find((effect) => effect.deliveredAt !== null && effect.bouncedAt === null);
}

/** The notice that was sent and has not bounced. */
export function sentNotice(situation: Situation, stage: string, step: string): KnownEffect | undefined {
  return effectsOf(situation, stage, step).find((effect) => effect.state === 'sent' && effect.bouncedAt === null);
}

/** Whether this decision plans a try of the notice. */
export function isNoticeComing(situation: Situation, stage: string, step: string): boolean {
  return comingNotice(situation, stage, step) !== null;
}

/** The date in the creditor's zone for which this decision plans the notice; null when it plans none. */
export function comingNotice({ planned, facts }: Situation, stage: string, step: string): CalendarDate | null {
  const notice = planned.find((effect) => effect.stage === stage && effect.step === step);
  return notice ? localDate(notice.dueAt, facts.creditor.zone) : null;
}

/**
 * The escalation stages. Each follows a notice, so an import that names one of them proves a notice before the import.
 * tests/conformance/ladder.test.ts compares the list with the ladder.
 */
export const ESCALATION_STAGES: readonly string[] = ['agency', 'bureau', 'legal'];

/**
 * The day on which the notice was given before the import; null when none was, or it concerned an earlier delinquency.
 */
export function priorNotice({ facts, episode }: Situation): CalendarDate | null {
  if ((episode?.no ?? 1) > 1 || !ESCALATION_STAGES.includes(facts.reachedStage ?? '')) return null;
  return facts.notifiedOn;
}

/** Most tries of one notice. */
const MAX_TRIES = 6;

/**
 * One try now, and one more by the next channel after each bounce; the first try without a channel left ends as
 * impossible.
 */
export function noticeTries(stage: string, step: string): (situation: Situation) => Occurrence[] {
  return (situation) => {
    const bounced = effectsOf(situation, stage, step).filter((effect) => effect.bouncedAt !== null).length;
    return Array.from({ length: Math.min(bounced + 1, MAX_TRIES) }, (_, index) => ({
      occurrence: index + 1,
      on: situation.today,
    }));
  };
}
