import { isHeldBack } from '../../domain/care/stops.ts';
import { reviewNo } from '../../domain/reviews.ts';
import type { Occurrence, Situation, Stage } from '../../domain/stage.ts';
import { localDate } from '../../domain/time.ts';
import { LETTER_MENTIONS } from '../letter-parts.ts';
import { SMS_MENTIONS } from '../sms-parts.ts';
import { askForProof } from './messages.ts';

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

/** What a person's own word exceeds is reviewed by a person; then proof of payment is asked for, once. */
export const arrangement: Stage = Object.freeze({
  name: 'arrangement',
  title: { en: 'Arrangement', 'zh-Hans': '还款约定' },
  opensAt: 0,
  kind: 'duties',
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
  ],
} satisfies Stage);
