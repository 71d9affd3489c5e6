/**
 * Times without demands that end by themselves: after a payment, an announced payment or a returned payment, while a
 * promise runs, during a hold.
 */
import type { Announcement } from '../announcements.ts';
import { answerRestUntil } from '../answers.ts';
import { AFTER_BREATHING_SPACE_DAYS, breathingSpaces } from '../care/need.ts';
import { isCollecting, isPersonChannel } from '../channels.ts';
import { dateOfContactDay } from '../contact-day.ts';
import { morningOf } from '../mornings.ts';
import type { Situation } from '../stage.ts';
import { COOLING_OFF_DAYS_AFTER_PAYMENT, COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT } from '../standing.ts';
import { addDays, type CalendarDate, instantAt, localDate } from '../time.ts';
import type { Intent, Policy } from './policy.ts';

/**
 * Waits until the morning after a day, in the person's calendar for what reaches the person, else in the creditor's.
 */
export function waitUntil(
  last: CalendarDate | null,
  situation: Situation,
  { channel, at }: Intent,
  code: string,
  words: string,
) {
  if (last === null) return null;
  const { facts } = situation;
  const next = addDays(last, 1);
  const until = isPersonChannel(channel)
    ? morningOf(dateOfContactDay(next, facts), situation)
    : instantAt(next, 0, facts.creditor.zone);
  return until > at
    ? ({
        kind: 'wait',
        until,
        reason: { code, words: `${words} until ${last}` },
      } as const)
    : null;
}

/** Last day without demands after an announced payment; null when none is awaited. */
export function announcedUntil({ standing: { announcement } }: Situation): CalendarDate | null {
  return announcement === null || announcement.state === 'over' ? null : announcement.until;
}

/** Last day of cooling off after the last payment, in the creditor's zone; null when it came back or there is none. */
export function coolingOffUntil({ standing, facts }: Situation): CalendarDate | null {
  if (standing.lastPaymentAt === null) return null;
  if (standing.lastReversalAt !== null && standing.lastReversalAt >= standing.lastPaymentAt) return null;
  return addDays(localDate(standing.lastPaymentAt, facts.creditor.zone), COOLING_OFF_DAYS_AFTER_PAYMENT);
}

/** Last day of cooling off after the last returned payment, in the creditor's zone; null when there is none. */
export function returnedPaymentCoolingOffUntil({ standing, facts }: Situation): CalendarDate | null {
  if (standing.lastReversalAt === null) return null;
  return addDays(localDate(standing.lastReversalAt, facts.creditor.zone), COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT);
}

/** Waits until the end of a hold. */
export const hold: Policy = {
  name: 'hold',
  title: 'hold',
  judge: (situation, intent) =>
    isCollecting(intent.purpose)
      ? waitUntil(situation.standing.heldUntil, situation, intent, 'hold', 'a hold is in force')
      : null,
};

/** Waits until a running promise is kept or broken, or a person has reviewed one that exceeds the bounds. */
export const runningPromise: Policy = {
  name: 'running-promise',
  title: 'promise',
  judge(situation, intent) {
    const promise = situation.standing.runningPromise;
    if (promise === null || !isCollecting(intent.purpose)) return null;
    return promise.state === 'in-review'
      ? waitUntil(promise.until, situation, intent, 'promise-in-review', 'a person reviews a promise')
      : waitUntil(promise.until, situation, intent, 'promise-running', 'a promise runs');
  },
};

/** Waits until the cooling off after a payment has ended. */
export const coolingOffAfterPayment: Policy = {
  name: 'quiet-after-payment',
  title: 'just paid',
  judge: (situation, intent) =>
    isCollecting(intent.purpose)
      ? waitUntil(coolingOffUntil(situation), situation, intent, 'just-paid', 'quiet after a payment')
      : null,
};

/** Waits until the person has had time to read why a dispute was not right, or not wholly. */
export const restAfterAnswer: Policy = {
  name: 'rest-after-answer',
  title: 'just answered',
  judge: (situation, intent) =>
    isCollecting(intent.purpose)
      ? waitUntil(answerRestUntil(situation), situation, intent, 'just-answered', 'quiet after the answer to a dispute')
      : null,
};

const ANNOUNCED: Readonly<Record<Exclude<Announcement['state'], 'over'>, { code: string; words: string }>> = {
  awaited: { code: 'payment-announced', words: 'a payment was announced' },
  'in-review': { code: 'announcement-in-review', words: 'a person reviews an announced payment' },
  proof: { code: 'proof-asked', words: 'proof of an announced payment is asked for' },
};

/** Waits until an announced payment is booked or overdue, a person has reviewed it, or its proof could be here. */
export const announcedPayment: Policy = {
  name: 'announced-payment',
  title: 'payment announced',
  judge(situation, intent) {
    const { announcement } = situation.standing;
    if (announcement === null || announcement.state === 'over' || !isCollecting(intent.purpose)) return null;
    const { code, words } = ANNOUNCED[announcement.state];
    return waitUntil(announcement.until, situation, intent, code, words);
  },
};

/** Keeps escalation steps waiting until the cooling off after a returned payment has ended. */
export const coolingOffAfterReturnedPayment: Policy = {
  name: 'gentle-after-reversal',
  title: 'payment returned',
  judge: (situation, intent) =>
    intent.escalated && isCollecting(intent.purpose)
      ? waitUntil(
          returnedPaymentCoolingOffUntil(situation),
          situation,
          intent,
          'payment-returned',
          'a payment came back, nothing harsher',
        )
      : null,
};

/** Last day without demands after the newest breathing space; null when none has a last day. */
export function breathingSpaceQuietUntil({ facts }: Situation): CalendarDate | null {
  const until = breathingSpaces(facts).at(-1)?.until ?? null;
  return until === null ? null : addDays(until, AFTER_BREATHING_SPACE_DAYS);
}

/** Waits for some days after a breathing space, so that the word about its end comes before any demand. */
export const afterBreathingSpace: Policy = {
  name: 'after-breathing-space',
  title: 'breathing space ended',
  judge(situation, intent) {
    if (!isCollecting(intent.purpose)) return null;
    const last = breathingSpaceQuietUntil(situation);
    return waitUntil(last, situation, intent, 'after-breathing-space', 'quiet after a breathing space');
  },
};
