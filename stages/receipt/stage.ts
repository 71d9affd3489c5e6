import { isInForce } from '../../domain/agreements/agreements.ts';
import { factsOf } from '../../domain/facts-of.ts';
import type { Situation, Stage } from '../../domain/stage.ts';
import { LETTER_MENTIONS } from '../letter-parts.ts';
import { overpaidTasks } from '../review/stage.ts';
import { SMS_MENTIONS } from '../sms-parts.ts';
import { thanks } from './messages.ts';

/** Whether a payment that looks like a slip has left the balance below zero, and no person has confirmed it since. */
function awaitsConfirmation({ facts: { facts, effects }, standing: { balance } }: Situation): boolean {
  const doubtful = factsOf(facts, 'payment').findLast((fact) => fact.body.doubtful);
  if (balance >= 0n || doubtful === undefined) return false;
  return !overpaidTasks(effects).some((effect) => (effect.doneAt ?? 0) >= doubtful.occurredAt);
}

/** A plan that goes on says what is left of it, and one that was kept in this episode has thanks of its own. */
function isUnderPlan({ standing: { agreement }, facts: { episode } }: Situation): boolean {
  if (agreement === null) return false;
  return isInForce(agreement) || (agreement.state === 'kept' && (agreement.since ?? '') >= (episode?.openedOn ?? ''));
}

/** One thank-you when everything overdue is paid, if any message was sent or call made. */
export const receipt: Stage = Object.freeze({
  name: 'receipt',
  title: { en: 'Receipt', 'zh-Hans': '收讫致谢' },
  opensAt: 0,
  kind: 'after',
  exits: 'nothing: it is said once',
  steps: [
    {
      name: 'thanks',
      channels: ['email', 'sms'],
      purpose: 'receipt',
      mentions: { email: [...LETTER_MENTIONS, 'debt', 'overdue', 'how-to-dispute'], sms: SMS_MENTIONS },
      message: thanks,
      occurrences: (situation) => {
        const { facts, today } = situation;
        const { episode } = facts;
        if (!episode || episode.curedVersion === null || facts.closed || awaitsConfirmation(situation)) return [];
        if (isUnderPlan(situation)) return [];
        const spoken = facts.effects.some(
          (effect) => effect.episode === episode.no && effect.purpose !== 'receipt' && effect.state === 'sent',
        );
        return spoken ? [{ occurrence: 1, on: today }] : [];
      },
    },
  ],
} satisfies Stage);
