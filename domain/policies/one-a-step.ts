/**
 * One message a person, step and day: an account that comes to a step on the day on which another account of the person
 * has had it keeps silent until the next day. Accounts that come to it together share one message.
 */
import { isWrittenChannel } from '../channels.ts';
import { morningOf } from '../mornings.ts';
import { addDays, localDate } from '../time.ts';
import type { Policy } from './policy.ts';

/** Waits until the next day when the step was said to the person today, for other accounts only. */
export const oneAStep: Policy = {
  name: 'one-a-step',
  title: 'said today',
  contactDays: 1,
  judge(situation, { stage, step, channel, at }) {
    const { contacts, person, accountId } = situation.facts;
    if (contacts.length === 0 || !isWrittenChannel(channel)) return null;
    const today = localDate(at, person.zone);
    const said = contacts.some(({ at, covers = [] }) => {
      const same = covers.filter((covered) => covered.stage === stage && covered.step === step);
      if (same.length === 0 || same.some((covered) => covered.accountId === accountId)) return false;
      return localDate(at, person.zone) === today;
    });
    if (!said) return null;
    const until = morningOf(addDays(today, 1), situation);
    const words = 'the person has had this message today, about another account';
    return { kind: 'wait', until, reason: { code: 'said-today', words } };
  },
};
