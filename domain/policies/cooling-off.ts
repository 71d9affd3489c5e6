/**
 * Times without demands that end by themselves: after a payment, an announced payment or a returned payment, while a
 * promise runs, during a hold.
 */
import { isCollecting, isPersonChannel } from '../channels.ts';
import { dateOfContactDay } from '../contact-day.ts';
import type { Situation } from '../stage.ts';
import {
  ANNOUNCED_WORKING_DAYS,
  COOLING_OFF_DAYS_AFTER_PAYMENT,
  COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT,
} from '../standing.ts';
import { addDays, addWorkingDays, type CalendarDate, instantAt, localDate } from '../time.ts';
import { morningOf } from './lawful-hours.ts';
import type { Intent, Policy } from './policy.ts';

/** Waits until the morning after a day, in the person's calendar for what reaches the person, else in the creditor's. */
function waitUntil(
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
export function announcedUntil({ standing, today, calendar }: Situation): CalendarDate | null {
  if (standing.announcedOn === null) return null;
  const until = addWorkingDays(standing.announcedOn, ANNOUNCED_WORKING_DAYS, calendar.isWorkingDay);
  return until >= today ? until : null;
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

/** Waits until a running promise is kept or broken. */
export const runningPromise: Policy = {
  name: 'running-promise',
  title: 'promise',
  judge: (situation, intent) =>
    isCollecting(intent.purpose)
      ? waitUntil(
          situation.standing.runningPromise?.until ?? null,
          situation,
          intent,
          'promise-running',
          'a promise runs',
        )
      : null,
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

/** Waits until an announced payment is booked or overdue. */
export const announcedPayment: Policy = {
  name: 'announced-payment',
  title: 'payment announced',
  judge: (situation, intent) =>
    isCollecting(intent.purpose)
      ? waitUntil(announcedUntil(situation), situation, intent, 'payment-announced', 'a payment was announced')
      : null,
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
