import { whyNoContact } from '../../domain/attention.ts';
import type { Occurrence, Situation, Stage } from '../../domain/stage.ts';
import { ASKING_MENTIONS } from '../letter-parts.ts';
import { SMS_MENTIONS } from '../sms-parts.ts';
import { paymentReturned, reminderFirst, reminderSecond, reminderThird } from './messages.ts';

/**
 * A payment came back: the first contact says so, whatever the stage. Any e-mail says it (LetterFacts.paymentReturned);
 * an SMS may not.
 */
function returned(situation: Situation): Occurrence[] {
  const { facts, standing, episode, today } = situation;
  if (standing.cured || facts.closed || !episode || whyNoContact(situation) !== null) return [];
  const reversals = standing.reversals.filter(({ on }) => on >= episode.openedOn);
  const last = reversals.at(-1);
  if (!last) return [];
  const told = facts.effects.some(
    (effect) => effect.channel === 'email' && effect.sentAt !== null && effect.sentAt > last.at,
  );
  return told ? [] : [{ occurrence: reversals.length, on: today }];
}

const MENTIONS = { email: ASKING_MENTIONS, sms: SMS_MENTIONS };

/**
 * Three e-mails in the first days: what is due, how to pay, how to object, where to find free help, and an offer in
 * each.
 */
export const reminder: Stage = Object.freeze({
  name: 'reminder',
  title: { en: 'Reminder', 'zh-Hans': '提醒' },
  opensAt: 1,
  kind: 'contact',
  exits: 'payment of what is overdue; lapses when a later contact stage opens',
  steps: [
    {
      name: 'email-1',
      day: 1,
      channels: ['email', 'sms'],
      purpose: 'demand',
      mentions: MENTIONS,
      message: reminderFirst,
    },
    {
      name: 'email-4',
      day: 4,
      channels: ['email', 'sms'],
      purpose: 'demand',
      mentions: MENTIONS,
      message: reminderSecond,
    },
    {
      name: 'email-8',
      day: 8,
      channels: ['email', 'sms'],
      purpose: 'demand',
      mentions: MENTIONS,
      announces: ['sms', 'call'],
      message: reminderThird,
    },
    {
      name: 'payment-returned',
      channels: ['email'],
      purpose: 'demand',
      duty: true,
      occurrences: returned,
      mentions: MENTIONS,
      message: paymentReturned,
    },
  ],
} satisfies Stage);
