/** Times of quiet that end by themselves: after a payment, an announced payment, while a promise runs, during a hold, after a returned payment. */
import { isCollecting } from '../channels.ts';
import type { Situation } from '../stage.ts';
import {
  ANNOUNCED_WORKING_DAYS,
  COOLING_OFF_DAYS_AFTER_PAYMENT,
  COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT,
} from '../standing.ts';
import { addDays, addWorkingDays, type CalendarDate, type Instant, localDate } from '../time.ts';
import { morningOf } from './lawful-hours.ts';
import type { Policy } from './policy.ts';

function waitUntil(last: CalendarDate | null, situation: Situation, at: Instant, code: string, words: string) {
  if (last === null) return null;
  const until = morningOf(addDays(last, 1), situation);
  return until > at
    ? ({
        kind: 'wait',
        until,
        reason: { code, words: `${words} until ${last}` },
      } as const)
    : null;
}

/** Last quiet day after an announced payment; null when none is awaited any more. */
export function announcedUntil({ standing, today, calendar }: Situation): CalendarDate | null {
  if (standing.announcedOn === null) return null;
  const until = addWorkingDays(standing.announcedOn, ANNOUNCED_WORKING_DAYS, calendar.isWorkingDay);
  return until >= today ? until : null;
}

/** Last quiet day after the last payment, in the creditor's zone. */
export function coolingOffUntil({ standing, facts }: Situation): CalendarDate | null {
  if (standing.lastPaymentAt === null) return null;
  if (standing.lastReversalAt !== null && standing.lastReversalAt >= standing.lastPaymentAt) return null;
  return addDays(localDate(standing.lastPaymentAt, facts.creditor.zone), COOLING_OFF_DAYS_AFTER_PAYMENT);
}

/** Last day on which nothing harsher than a message may happen after a payment came back. */
export function returnedPaymentCoolingOffUntil({ standing, facts }: Situation): CalendarDate | null {
  if (standing.lastReversalAt === null) return null;
  return addDays(localDate(standing.lastReversalAt, facts.creditor.zone), COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT);
}

export const hold: Policy = {
  name: 'hold',
  title: 'hold',
  judge: (situation, { purpose, at }) =>
    isCollecting(purpose) ? waitUntil(situation.standing.heldUntil, situation, at, 'hold', 'a hold is in force') : null,
};

export const runningPromise: Policy = {
  name: 'running-promise',
  title: 'promise',
  judge: (situation, { purpose, at }) =>
    isCollecting(purpose)
      ? waitUntil(situation.standing.runningPromise?.until ?? null, situation, at, 'promise-running', 'a promise runs')
      : null,
};

export const coolingOffAfterPayment: Policy = {
  name: 'quiet-after-payment',
  title: 'just paid',
  judge: (situation, { purpose, at }) =>
    isCollecting(purpose)
      ? waitUntil(coolingOffUntil(situation), situation, at, 'just-paid', 'quiet after a payment')
      : null,
};

export const announcedPayment: Policy = {
  name: 'announced-payment',
  title: 'payment announced',
  judge: (situation, { purpose, at }) =>
    isCollecting(purpose)
      ? waitUntil(announcedUntil(situation), situation, at, 'payment-announced', 'a payment was announced')
      : null,
};

export const coolingOffAfterReturnedPayment: Policy = {
  name: 'gentle-after-reversal',
  title: 'payment returned',
  judge: (situation, { purpose, escalated, at }) =>
    escalated && isCollecting(purpose)
      ? waitUntil(
          returnedPaymentCoolingOffUntil(situation),
          situation,
          at,
          'payment-returned',
          'a payment came back, nothing harsher',
        )
      : null,
};
