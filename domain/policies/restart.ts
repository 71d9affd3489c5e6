/**
 * Nobody hears from us by surprise after a long silence or for a new owner: the first contact needs a fresh book, a
 * debt that is not barred, no hold, and a person who has confirmed contact data and authority. It is a reminder.
 */
import { isCollecting } from '../channels.ts';
import type { FactKind } from '../facts.ts';
import { causeWords, restartChecks, restartOf } from '../restart.ts';
import { localDate } from '../time.ts';
import { waitUntil } from './cooling-off.ts';
import type { Policy, Verdict } from './policy.ts';

/** Facts that may make the conditions true. */
const LIFTED_BY: readonly FactKind[] = ['restart-reviewed', 'balance-update'];

const refuse = (code: string, words: string): Verdict => ({
  kind: 'refuse',
  liftedBy: LIFTED_BY,
  reason: { code, words },
});

/**
 * Holds back what collects or informs after a long silence, until all conditions hold; a reminder is the first contact.
 */
export const restart: Policy = {
  name: 'restart',
  title: 'long silence',
  judge(situation, intent) {
    const informs = intent.purpose === 'information';
    if (!isCollecting(intent.purpose) && !informs) return null;
    const restart = restartOf(situation);
    if (restart === null) return null;
    const { waitsUntil } = restart;
    if (waitsUntil !== null)
      return waitUntil(waitsUntil, situation, intent, 'restart-waits', 'a person lets the restart wait');
    const on = localDate(intent.at, situation.facts.creditor.zone);
    const missing = restartChecks(situation, restart, on).filter(({ passed }) => !passed);
    if (missing.length > 0) {
      const words = missing.map((check) => check.words).join('; ');
      return refuse('restart', `${causeWords(restart)}, not true yet: ${words}`);
    }
    // An agency that has the account acts by itself; all else of an escalation comes after the reminder.
    return informs || (intent.escalated && intent.actor === undefined)
      ? refuse('restart-reminder-first', `${causeWords(restart)}: a reminder comes first`)
      : null;
  },
};
