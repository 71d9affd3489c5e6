/** The gate asks every policy and keeps every reason: when deciding, and again inside the claim. */
import type { FactKind } from './facts.ts';
import type { Intent, Policy } from './policies/policy.ts';
import type { Reason, Situation } from './stage.ts';
import { HOUR_MS, type Instant } from './time.ts';

/** A reason to hold back, with the policy that gave it. */
export interface Held extends Reason {
  policy: string;
}
/** The verdict of all policies on one intent. */
export interface GateAnswer {
  /** `blocked`: a policy threw or lacks what it needs; asked again in an hour, and the account shows as stuck. */
  verdict: 'allow' | 'wait' | 'refuse' | 'blocked';
  /**
   * `allow`: the intent's own moment. `wait`: the earliest moment that every policy allows. `blocked`: when to ask
   * again.
   */
  at: Instant;
  held: Held[];
  liftedBy: FactKind[];
}

/**
 * Most rounds: a wait may end inside another (a hold that ends at night), so policies are asked again at the later
 * moment.
 */
const MAX_ROUNDS = 12;

const atOnce = (until: Instant): Instant => until;

/**
 * Asks all policies about one intent: blocked beats refuse beats the latest wait. `endOf` turns the end of a wait into
 * the moment at which the intent would happen.
 */
export function askGate(
  policies: readonly Policy[],
  situation: Situation,
  intent: Intent,
  endOf: (until: Instant) => Instant = atOnce,
): GateAnswer {
  const held: Held[] = [];
  let at = intent.at;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const answer = askOnce(policies, situation, at === intent.at ? intent : { ...intent, at }, held);
    if (answer.verdict !== 'wait')
      return {
        ...answer,
        verdict: answer.verdict === 'allow' && at > intent.at ? 'wait' : answer.verdict,
        at: answer.verdict === 'blocked' ? againAt(at, situation) : at,
      };
    at = endOf(answer.at);
  }
  return {
    verdict: 'blocked',
    at: againAt(intent.at, situation),
    held: [
      ...held,
      {
        policy: 'gate',
        code: 'never-allowed',
        words: 'the policies never agree on a time',
      },
    ],
    liftedBy: [],
  };
}

/** A blocked intent waits at least an hour before it is asked again. */
function againAt(at: Instant, { now }: Situation): Instant {
  return Math.max(at, now + HOUR_MS);
}

function askOnce(policies: readonly Policy[], situation: Situation, intent: Intent, held: Held[]): GateAnswer {
  let verdict: GateAnswer['verdict'] = 'allow';
  let at = intent.at;
  const liftedBy: FactKind[] = [];
  for (const policy of policies) {
    try {
      const answer = policy.judge(situation, intent);
      if (answer === null) continue;
      addReason(held, policy.name, answer.reason);
      if (answer.kind === 'refuse') {
        liftedBy.push(...answer.liftedBy);
        if (verdict !== 'blocked') verdict = 'refuse';
      } else if (verdict === 'allow' || verdict === 'wait') {
        verdict = 'wait';
        at = Math.max(at, answer.until);
      }
    } catch (error) {
      // A bug must neither send nor hide: the account shows as stuck with the policy's name.
      addReason(held, policy.name, {
        code: 'policy-failed',
        words: `policy ${policy.name} failed: ${error instanceof Error ? error.name : 'error'}`,
      });
      verdict = 'blocked';
    }
  }
  return { verdict, at: verdict === 'wait' ? at : intent.at, held, liftedBy };
}

/** Adds the reason unless the policy has given it before. */
function addReason(held: Held[], policy: string, reason: Reason): void {
  if (!held.some((held) => held.policy === policy && held.code === reason.code))
    held.push({ policy, code: reason.code, words: reason.words });
}
