/** A repayment plan takes the place of the demands of its account; after a break the person is told first. */
import {
  BROKEN_WORDS,
  isSettled,
  PLAN_WORDS,
  planRunsUntil,
  quietAfterBreak,
  SETTLED_WORDS,
} from '../agreements/quiet.ts';
import { isCollecting } from '../channels.ts';
import { hasLeft } from '../effects.ts';
import type { AccountFacts } from '../facts.ts';
import { waitUntil } from './cooling-off.ts';
import type { Intent, Policy } from './policy.ts';

/** Whether a bureau has a record of the account: what is open there goes on and stays true. */
const isReported = ({ effects }: AccountFacts): boolean =>
  effects.some(({ stage, step, state }) => stage === 'bureau' && step === 'record' && hasLeft(state));

/** Whether the intent asks for money, acts against the person, or begins something at a bureau. */
const presses = ({ purpose }: Intent, facts: AccountFacts): boolean =>
  isCollecting(purpose) || (purpose === 'report' && !isReported(facts));

/**
 * Waits for the next part of a plan that runs, and for some days after a break, until the person has been told. A first
 * record at a bureau is refused meanwhile: its month does not move.
 */
export const plan: Policy = {
  name: 'plan',
  title: 'repayment plan',
  judge(situation, intent) {
    const { facts, standing } = situation;
    if (standing.agreement === null || intent.stage === 'plan' || !presses(intent, facts)) return null;
    if (isSettled(standing.agreement))
      return { kind: 'refuse', liftedBy: ['reversal'], reason: { code: 'plan-settled', words: SETTLED_WORDS } };
    const runs = planRunsUntil(situation);
    const [code, words, until] =
      runs === null
        ? (['plan-broken', BROKEN_WORDS, quietAfterBreak(situation)] as const)
        : (['plan-running', PLAN_WORDS, runs] as const);
    const waits = waitUntil(until, situation, intent, code, words);
    if (waits === null || intent.purpose !== 'report') return waits;
    return { kind: 'refuse', liftedBy: ['plan-ended'], reason: waits.reason };
  },
};
