import { REMINDER_DAYS } from '../../domain/arrangements.ts';
import { whyNoContact } from '../../domain/attention.ts';
import { isHeldBack } from '../../domain/care/stops.ts';
import type { Feature } from '../../domain/law/content/features.ts';
import { limitationOf } from '../../domain/limitation.ts';
import { announcedUntil } from '../../domain/policies/cooling-off.ts';
import { reviewNo } from '../../domain/reviews.ts';
import type { Occurrence, Situation, Stage } from '../../domain/stage.ts';
import { addDays, localDate } from '../../domain/time.ts';
import { LETTER_MENTIONS } from '../letter-parts.ts';
import { SMS_MENTIONS } from '../sms-parts.ts';
import { askForProof } from './messages.ts';
import { askWhatHappened, remindOfPromise } from './promise-messages.ts';

const ABOUT_PROMISE: readonly Feature[] = [...LETTER_MENTIONS, 'debt', 'amount', 'how-to-dispute', 'plan-asked'];

/** Nothing is asked about the word of a person whom a dispute, care or a hold protects anyway. */
function isProtected({ facts, standing }: Situation): boolean {
  const { disputed, care, cured, heldUntil } = standing;
  return facts.closed || cured || disputed?.extent === 'whole' || heldUntil !== null || isHeldBack(care, 'demands');
}

/** One review for each day on which a promise was made that exceeds the bounds. */
function promiseToReview(situation: Situation): Occurrence[] {
  const promise = situation.standing.promises.at(-1);
  if (!promise?.asksReview || isProtected(situation)) return [];
  return [{ occurrence: reviewNo(localDate(promise.madeAt, situation.facts.creditor.zone)), on: situation.today }];
}

/** One review for each day on which a payment was announced that exceeds the bounds. */
function announcementToReview(situation: Situation): Occurrence[] {
  const { announcement } = situation.standing;
  if (!announcement?.asksReview || isProtected(situation)) return [];
  return [{ occurrence: reviewNo(announcement.on), on: situation.today }];
}

/** Once in a delinquency. */
function proof(situation: Situation): Occurrence[] {
  const { announcement } = situation.standing;
  if (announcement?.state !== 'proof' || isProtected(situation)) return [];
  return [{ occurrence: 1, on: situation.today }];
}

/**
 * Whether a word about a promise is in place: nobody else speaks for or to the person, nothing was announced, no money
 * waits, and the debt is not barred.
 */
function mayBeNamed(situation: Situation): boolean {
  const { facts, standing } = situation;
  if (isProtected(situation) || standing.represented !== null || standing.ceased) return false;
  if (facts.placements.some(({ state }) => state !== 'ended') || whyNoContact(situation) !== null) return false;
  if (standing.suspense > 0n || announcedUntil(situation) !== null) return false;
  return !limitationOf(facts, standing, situation.today).barred;
}

/** One word before each promised day that is not paid, unless it was named only then or the person wants none. */
function reminder(situation: Situation): Occurrence[] {
  const { facts, standing, today } = situation;
  const promise = standing.runningPromise;
  if (promise === null || promise.state !== 'running' || promise.open === null || !promise.reminds) return [];
  const days = facts.creditor.arrangements?.reminderDays ?? REMINDER_DAYS;
  const { on } = promise.open;
  const first = addDays(on, -days);
  if (days === 0 || first <= localDate(promise.madeAt, facts.creditor.zone) || today >= on) return [];
  if (!mayBeNamed(situation)) return [];
  return [{ occurrence: reviewNo(on), on: first, asked: true }];
}

/** Days after a broken promise within which the person is asked what happened; later, other messages have spoken. */
const ASK_WITHIN_DAYS = 5;

/** After the first promise of a delinquency that was broken, while no other was made. */
function missed(situation: Situation): Occurrence[] {
  const { facts, standing, episode, today } = situation;
  const promise = standing.promises.at(-1);
  if (promise?.state !== 'broken' || episode === null || !mayBeNamed(situation)) return [];
  const madeSince = standing.promises.filter(
    ({ madeAt }) => localDate(madeAt, facts.creditor.zone) >= episode.openedOn,
  );
  if (madeSince.filter(({ state }) => state === 'broken').length !== 1 || !madeSince.includes(promise)) return [];
  if (today > addDays(promise.until, ASK_WITHIN_DAYS)) return [];
  return [{ occurrence: 1, on: addDays(promise.until, 1) }];
}

/**
 * What a person's own word exceeds is reviewed by a person; then proof of payment is asked for, once. Each promised day
 * is told of beforehand, and the first that was missed is asked about.
 */
export const arrangement: Stage = Object.freeze({
  name: 'arrangement',
  title: { en: 'Arrangement', 'zh-Hans': '还款约定' },
  opensAt: 0,
  kind: 'duties',
  concerns: ({ standing }) => standing.promises.length > 0 || standing.announcement !== null,
  exits: 'nothing: no account is in it',
  steps: [
    {
      name: 'review-promise',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'review-promise',
      occurrences: promiseToReview,
    },
    {
      name: 'review-announcement',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'review-announcement',
      occurrences: announcementToReview,
    },
    {
      name: 'proof',
      channels: ['email', 'sms'],
      purpose: 'receipt',
      duty: true,
      occurrences: proof,
      mentions: { email: [...LETTER_MENTIONS, 'debt', 'how-to-dispute', 'plan-asked'], sms: SMS_MENTIONS },
      message: askForProof,
    },
    {
      name: 'reminder',
      channels: ['email', 'sms'],
      purpose: 'information',
      duty: true,
      occurrences: reminder,
      mentions: { email: ABOUT_PROMISE, sms: SMS_MENTIONS },
      message: remindOfPromise,
    },
    {
      name: 'missed',
      channels: ['email', 'sms'],
      purpose: 'information',
      duty: true,
      occurrences: missed,
      mentions: { email: ABOUT_PROMISE, sms: SMS_MENTIONS },
      message: askWhatHappened,
    },
  ],
} satisfies Stage);
