/** Times without demands around a debit: while it is in flight, and nothing harsher after one that failed. */
import { isCollecting } from '../channels.ts';
import { showAmount } from '../money.ts';
import { COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT } from '../standing.ts';
import { addDays, localDate } from '../time.ts';
import { waitUntil } from './cooling-off.ts';
import type { Policy } from './policy.ts';

/** Waits until a debit is answered, or the days for an answer are over. */
export const debitInFlight: Policy = {
  name: 'debit',
  title: 'debit in flight',
  judge(situation, intent) {
    const { pending, quietUntil } = situation.standing.debits;
    const debit = pending.find(({ until }) => until === quietUntil);
    if (debit === undefined || !isCollecting(intent.purpose)) return null;
    const words = `a debit of ${showAmount(debit.minor, situation.facts.currency)} on ${debit.on} is pending`;
    return waitUntil(quietUntil, situation, intent, 'debit-pending', words);
  },
};

/** Keeps escalation steps waiting for some days after a debit that failed. */
export const coolingOffAfterFailedDebit: Policy = {
  name: 'gentle-after-failed-debit',
  title: 'debit failed',
  judge(situation, intent) {
    if (!intent.escalated || !isCollecting(intent.purpose)) return null;
    const { zone } = situation.facts.creditor;
    const failed = situation.standing.debits.all.filter(({ state }) => state === 'failed');
    const last = failed
      .map(({ endedAt }) => localDate(endedAt ?? 0, zone))
      .sort()
      .at(-1);
    const until = last === undefined ? null : addDays(last, COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT);
    return waitUntil(until, situation, intent, 'debit-failed', 'a debit failed, nothing harsher');
  },
};
