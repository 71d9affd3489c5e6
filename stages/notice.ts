/** Shared by the stages: what was done in this episode, and notices, which try another channel after a bounce. */
import { arrivalOf } from '../domain/arrival.ts';
import { canReach } from '../domain/attention.ts';
import { hasBegun } from '../domain/effects.ts';
import type { KnownEffect } from '../domain/facts.ts';
import { type Try, triesOf, unprovedChannels } from '../domain/served.ts';
import { effectsOfStage } from '../domain/situation.ts';
import type { Occurrence, Reason, Situation } from '../domain/stage.ts';
import { type CalendarDate, localDate } from '../domain/time.ts';

/** Effects of a step in this episode, first to last: tries of a notice, rounds of a task. */
export function effectsOf(situation: Situation, stage: string, step: string): KnownEffect[] {
  const effects: KnownEffect[] = [];
  if (situation.episode === null) return effects;
  for (const effect of effectsOfStage(situation, stage)) if (effect.step === step) effects.push(effect);
  return effects.length < 2 ? effects : effects.sort((a, b) => a.occurrence - b.occurrence);
}

/** The served notice: the day from which its period counts, and the first day of a measure; null when none is. */
export function servedNotice(
  situation: Situation,
  stage: string,
  step: string,
): { from: CalendarDate; provenOn: CalendarDate } | null {
  for (const { service } of triesOf(situation, stage, step)) if (service.state === 'served') return service;
  return null;
}

/** Whether a notice is served, or has left (or may have left) and may still be served. */
export function isNoticeAlive(situation: Situation, stage: string, step: string): boolean {
  return triesOf(situation, stage, step).some(
    ({ effect, service }) => service.state !== 'void' && (effect.sentAt !== null || effect.state === 'unknown'),
  );
}

/**
 * The first day of a measure that follows `days` after a notice: after that of a served one, else of one that is planned;
 * while one may still be served its day moves on with today.
 */
export function measureOn(
  situation: Situation,
  stage: string,
  step: string,
  onAfter: (noticed: CalendarDate) => CalendarDate,
): CalendarDate {
  const served = servedNotice(situation, stage, step);
  if (served === null) {
    const coming = isNoticeAlive(situation, stage, step) ? null : comingNotice(situation, stage, step);
    return onAfter(coming ?? situation.today);
  }
  const on = onAfter(served.from);
  return on > served.provenOn ? on : served.provenOn;
}

const NOT_SERVED: Reason = { code: 'not-served', words: 'the notice before it has not been served' };

/** What a measure waits for whose notice has left and may still be served. */
export function untilServed(situation: Situation, stage: string, step: string): Pick<Occurrence, 'waitsFor'> {
  const isOpen = servedNotice(situation, stage, step) === null && isNoticeAlive(situation, stage, step);
  return isOpen ? { waitsFor: NOT_SERVED } : {};
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

/** The day on which the notice of this delinquency was given before the import; null when none was. */
export function priorNotice(situation: Situation): CalendarDate | null {
  const arrival = arrivalOf(situation);
  return arrival !== null && ESCALATION_STAGES.includes(arrival.stage) ? arrival.notifiedOn : null;
}

/** Channels of a notice, in order of preference. */
export const NOTICE_CHANNELS = ['email', 'sms'] as const;
/** Most tries of one notice. */
const MAX_TRIES = 6;

/**
 * One try now, and one more by the next channel after each that came back, could not leave, or was void without proof.
 * The next try after one that may still be served is planned for the day on which that is void. The first try without
 * a channel ends as impossible; later ones wait for a channel. None follows once the measure has begun.
 */
export function noticeTries(stage: string, step: string, measure: string): (situation: Situation) => Occurrence[] {
  return (situation) => {
    const { today } = situation;
    const tries = triesOf(situation, stage, step);
    const planned = tries.map(({ effect }) => ({ occurrence: effect.occurrence, on: today }));
    if (tries.length === 0) return [{ occurrence: 1, on: today }];
    const last = tries.at(-1);
    if (last === undefined || tries.some(({ service }) => service.state === 'served')) return planned;
    if (effectsOf(situation, stage, measure).some((effect) => hasBegun(effect.state))) return planned;
    const next = nextTry(situation, last, stage, step);
    const occurrence = last.effect.occurrence + 1;
    return next === null || occurrence > MAX_TRIES ? planned : [...planned, { occurrence, on: next }];
  };
}

/** The day of the try after `last`; null when it must not follow, or no channel is left for it. */
function nextTry(situation: Situation, last: Try, stage: string, step: string): CalendarDate | null {
  const { effect, service } = last;
  const reachable = NOTICE_CHANNELS.filter((channel) => canReach(situation, channel));
  const cameBack = effect.bouncedAt !== null || effect.state === 'impossible';
  if (service.state === 'void' && cameBack) return reachable.length > 0 ? situation.today : null;
  if (effect.sentAt === null || service.state === 'served') return null;
  const unproved = unprovedChannels(situation, stage, step);
  if (reachable.every((channel) => unproved.has(channel))) return null;
  return service.state === 'open' ? service.voidOn : situation.today;
}

/** The notice of each escalation stage and the measure that follows it. */
const NOTICES = [
  { stage: 'agency', step: 'notice', measure: 'handover' },
  { stage: 'bureau', step: 'notice', measure: 'record' },
  { stage: 'legal', step: 'final-demand', measure: 'approval' },
] as const;

/**
 * Whether a notice of an escalation stage was tried, none is served or may still be, and no try follows: contact data
 * are needed.
 */
export function noNoticeReached(situation: Situation): boolean {
  if (!situation.facts.effects.some(({ purpose }) => purpose === 'notice')) return false;
  return NOTICES.some(({ stage, step, measure }) => {
    const tries = triesOf(situation, stage, step);
    return (
      tries.length > 0 &&
      !effectsOf(situation, stage, measure).some((effect) => hasBegun(effect.state)) &&
      tries.every(({ service }) => service.state === 'void') &&
      !isNoticeComing(situation, stage, step)
    );
  });
}
