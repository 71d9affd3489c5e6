/**
 * Service of notices. A measure needs a notice that was served: delivered, or sent to a verified address and not
 * returned within the days of the terms.
 */
import type { Channel } from './channels.ts';
import { hasBegun, isFinal } from './effects.ts';
import type { KnownEffect } from './facts.ts';
import { effectsOfStage } from './situation.ts';
import type { Situation } from './stage.ts';
import { addDays, type CalendarDate, localDate } from './time.ts';

/** A notice and what is known of its service. */
export type Service =
  /** `from`: the day from which its period counts. `provenOn`: no measure before it. */
  | { state: 'served'; from: CalendarDate; provenOn: CalendarDate }
  /** It may still be served; without proof it is void from `voidOn`. */
  | { state: 'open'; voidOn: CalendarDate }
  | { state: 'void' };

/** One try of a notice. */
export interface Try {
  effect: KnownEffect;
  service: Service;
}

/** What is known of the service of one try of a notice. */
export function serviceOf(effect: KnownEffect, { facts, today, terms }: Situation): Service {
  const { zone } = facts.creditor;
  if (effect.state !== 'sent' || effect.sentAt === null)
    return effect.state === 'impossible' || effect.state === 'given-up' || effect.bouncedAt !== null
      ? { state: 'void' }
      : { state: 'open', voidOn: addDays(today, terms.noticeReturnDays + 1) };
  const sentOn = localDate(effect.sentAt, zone);
  const provenOn = addDays(sentOn, terms.noticeReturnDays);
  if (effect.bouncedAt !== null && localDate(effect.bouncedAt, zone) <= provenOn) return { state: 'void' };
  if (effect.deliveredAt !== null) {
    const on = localDate(effect.deliveredAt, zone);
    return { state: 'served', from: on, provenOn: on };
  }
  const verified = facts.person.points.some(
    (point) => point.channel === effect.channel && point.valid && point.verified,
  );
  if (verified) return { state: 'served', from: sentOn, provenOn };
  return today > provenOn ? { state: 'void' } : { state: 'open', voidOn: addDays(provenOn, 1) };
}

/** The tries of a notice in this episode, first to last, with their service. What never left is no try, unless it cannot. */
export function triesOf(situation: Situation, stage: string, step: string): Try[] {
  const tries: Try[] = [];
  if (situation.episode === null) return tries;
  for (const effect of effectsOfStage(situation, stage))
    if (effect.step === step && (hasBegun(effect.state) || isFinal(effect.state)))
      tries.push({ effect, service: serviceOf(effect, situation) });
  return tries.length < 2 ? tries : tries.sort((a, b) => a.effect.occurrence - b.effect.occurrence);
}

/** Days on which tries that left are void unless they are proved by then. */
export function voidDates(situation: Situation, stage: string, step: string): CalendarDate[] {
  const dates: CalendarDate[] = [];
  for (const { effect, service } of triesOf(situation, stage, step))
    if (service.state === 'open' && effect.sentAt !== null) dates.push(service.voidOn);
  return dates;
}

/** Channels by which a try left and was never proved, since the last address was added: another one is tried first. */
export function unprovedChannels(situation: Situation, stage: string, step: string): Set<Channel> {
  const added = situation.facts.person.facts.findLast((fact) => fact.kind === 'address-added');
  const since = added?.occurredAt ?? Number.NEGATIVE_INFINITY;
  return new Set(
    triesOf(situation, stage, step)
      .filter(
        ({ effect: { sentAt, bouncedAt }, service }) =>
          service.state !== 'served' && bouncedAt === null && sentAt !== null && sentAt > since,
      )
      .map(({ effect }) => effect.channel),
  );
}
