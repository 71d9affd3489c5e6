/**
 * The gate asks every policy and every rule of law, and keeps every reason: when deciding, and again inside the claim.
 */
import type { FactKind } from './facts.ts';
import { caseOf } from './law/case-of.ts';
import { type Finding, findingsAt, RULE_FAILED } from './law/judge.ts';
import type { Severity } from './law/rule.ts';
import type { Intent } from './policies/policy.ts';
import type { Rules } from './rules.ts';
import type { Reason, Situation } from './stage.ts';
import { HOUR_MS, type Instant } from './time.ts';

/** A reason to hold back, with the policy that gave it. Rules of law speak as one of LAW_POLICIES. */
export interface Held extends Reason {
  policy: string;
  /** For a rule of law: its id ... */
  rule?: string;
  /** ... how hard it is ... */
  severity?: Severity;
  /** ... and whether its number is a default that nobody has compared with the text. */
  unverified?: true;
}

/** What held back, as the reports count it: the rule of law, or the policy of the product. */
export const holderOf = ({ rule, policy }: Held): string => rule ?? policy;

/** Names under which rules of law hold back, with their titles in `explain` and the demo. */
export const LAW_POLICIES = {
  'lawful-hours': 'night',
  'contact-caps': 'contact cap',
  law: 'law',
} as const;
type LawPolicy = keyof typeof LAW_POLICIES;

/** How a wait ends: with the opening of the lawful hours, with a day, or at a moment that a policy named. */
export type WaitEnd = 'opening' | 'day' | 'moment';
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

/** What the gate asks by; Rules has it. */
type Asked = Pick<Rules, 'policies' | 'packs' | 'ladder'>;

/**
 * Asks about one intent: blocked beats refuse beats the latest wait. `endOf` turns the end of a wait into the moment at
 * which the intent would happen.
 */
export function askGate(
  asked: Asked,
  situation: Situation,
  intent: Intent,
  endOf: (until: Instant, end: WaitEnd) => Instant = atOnce,
): GateAnswer {
  const held: Held[] = [];
  let at = intent.at;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const answer = askOnce(asked, situation, at === intent.at ? intent : { ...intent, at }, held, endOf);
    if (answer.verdict !== 'wait')
      return {
        verdict: answer.verdict === 'allow' && at > intent.at ? 'wait' : answer.verdict,
        at: answer.verdict === 'blocked' ? againAt(at, situation) : at,
        held: answer.held,
        liftedBy: answer.liftedBy,
      };
    at = answer.at;
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

function askOnce(
  { policies, packs, ladder }: Asked,
  situation: Situation,
  intent: Intent,
  held: Held[],
  endOf: (until: Instant, end: WaitEnd) => Instant,
): GateAnswer {
  let verdict: GateAnswer['verdict'] = 'allow';
  let at = intent.at;
  const liftedBy: FactKind[] = [];
  for (const policy of policies) {
    try {
      const answer = policy.judge(situation, intent);
      if (answer === null) continue;
      addReason(held, { policy: policy.name, ...answer.reason });
      if (answer.kind === 'refuse') {
        liftedBy.push(...answer.liftedBy);
        if (verdict !== 'blocked') verdict = 'refuse';
      } else if (verdict === 'allow' || verdict === 'wait') {
        verdict = 'wait';
        at = Math.max(at, endOf(answer.until, 'moment'));
      }
    } catch (error) {
      // A bug must neither send nor hide: the account shows as stuck with the policy's name.
      addReason(held, {
        policy: policy.name,
        code: 'policy-failed',
        words: `policy ${policy.name} failed: ${error instanceof Error ? error.name : 'error'}`,
      });
      verdict = 'blocked';
    }
  }
  const legalCase = caseOf(ladder, situation, intent);
  for (const finding of legalCase === null ? [] : findingsAt(packs, legalCase)) {
    addReason(held, heldBy(finding));
    if (finding.code === RULE_FAILED) verdict = 'blocked';
    else if (finding.until === null) verdict = verdict === 'blocked' ? verdict : 'refuse';
    else if (verdict === 'allow' || verdict === 'wait') {
      verdict = 'wait';
      at = Math.max(at, endOf(finding.until, endsWith(finding)));
    }
  }
  return { verdict, at: verdict === 'wait' ? at : intent.at, held, liftedBy };
}

function lawPolicy({ demand }: Finding): LawPolicy {
  if (demand === 'hours') return 'lawful-hours';
  return demand === 'cap' || demand === 'cool-down' || demand === 'gap' ? 'contact-caps' : 'law';
}

function endsWith({ demand }: Finding): WaitEnd {
  if (demand === 'hours') return 'opening';
  // Hours that a person asked for open for nobody else.
  return demand === 'gap' || demand === 'preferences' ? 'moment' : 'day';
}

/** The reason of a rule. Rules of the law are named in its words; those of the lender's own house are not. */
function heldBy(finding: Finding): Held {
  const { rule, severity, unverified, code, words } = finding;
  const named = finding.pack === 'house' ? words : `${words} (${rule}${unverified ? ', default, unverified' : ''})`;
  return { policy: lawPolicy(finding), code, words: named, rule, severity, ...(unverified ? { unverified } : {}) };
}

/** Adds the reason unless it has been given before. */
function addReason(held: Held[], reason: Held): void {
  const { policy, code, rule } = reason;
  if (!held.some((held) => held.policy === policy && held.code === code && held.rule === rule)) held.push(reason);
}
