import { planStops } from '../../domain/agreements/quiet.ts';
import { canReach, whyNoContact } from '../../domain/attention.ts';
import type { Occurrence, Situation, Stage } from '../../domain/stage.ts';
import { addDays } from '../../domain/time.ts';
import { LETTER_MENTIONS } from '../letter-parts.ts';
import { explainArrears } from './messages.ts';

/** Between the first reminder and the second. */
const FIRST_DAY = 2;
/** Later, other messages have said it. */
const LAST_DAY = 9;

/** Once in an episode, in its first days, while nothing keeps demands away. */
function once(situation: Situation): Occurrence[] {
  const { facts, standing, contactDay } = situation;
  if (facts.creditor.education !== true || facts.closed || standing.cured || standing.oldest === null) return [];
  if (standing.heldUntil !== null || standing.runningPromise !== null || standing.dpd > LAST_DAY) return [];
  if (planStops(situation) !== null) return [];
  if (whyNoContact(situation) !== null || !canReach(situation, 'email')) return [];
  const first = addDays(standing.oldest, FIRST_DAY);
  return [{ occurrence: 1, on: first > contactDay ? first : contactDay }];
}

/** Plain information by e-mail, only where the terms of the creditor say `education: true`. It asks for nothing. */
export const education: Stage = Object.freeze({
  name: 'education',
  title: { en: 'Information', 'zh-Hans': '知识说明' },
  opensAt: FIRST_DAY,
  kind: 'duties',
  exits: 'nothing: no account is in it',
  steps: [
    {
      name: 'information',
      channels: ['email'],
      purpose: 'information',
      duty: true,
      occurrences: once,
      mentions: { email: [...LETTER_MENTIONS, 'debt'] },
      message: explainArrears,
    },
  ],
} satisfies Stage);
