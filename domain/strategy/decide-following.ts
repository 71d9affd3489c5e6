/**
 * The decision about an account under the strategy that it follows: the segment is chosen by the facts of the moment,
 * and a move that is due is carried out.
 */

import { SELF_CURE } from '../attention.ts';
import type { Decision } from '../decide.ts';
import { decideToEnd } from '../decide-to-end.ts';
import type { AccountFacts } from '../facts.ts';
import { knownStrategy, type Rulebook } from '../rules.ts';
import type { Reason } from '../stage.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { follow } from './follow.ts';
import { strategyWords } from './move.ts';
import type { ScoreClasses, Strategy } from './strategy.ts';

/** Longest time until the segment of an account is chosen again, where its strategy has several. */
const CHOOSE_AFTER_MS = 7 * DAY_MS;

/** What is stored of an account that follows a strategy, or moves to one. */
export interface Follower {
  /** The stage that the last evaluation stored. */
  readonly stage: string;
  readonly classes: ScoreClasses;
  readonly move: StrategyMove | null;
}
/** A move that the account was told of: carried out at its next evaluation, or when it comes to its next stage. */
export interface StrategyMove {
  readonly id: string;
  readonly at: 'now' | 'next-stage';
  /** `name@version`; null = the ladder of the code. */
  readonly to: string | null;
}

/** A change of strategy or segment. */
export interface SegmentChange {
  readonly before: AccountFacts;
  readonly after: AccountFacts;
  readonly because: readonly Reason[];
  /** Id of the move that it carries out. */
  readonly move: string | null;
}

/** A decision under the strategy of the moment. */
export interface Decided {
  /** With the strategy and the segment of the moment. */
  readonly facts: AccountFacts;
  readonly decision: Decision;
  /** null where strategy and segment stay. */
  readonly change: SegmentChange | null;
}

/**
 * Decides about an account under the strategy and segment of the moment. Throws where its strategy is not known here,
 * and as `decide` does.
 */
export function decideFollowing(
  rulebook: Rulebook,
  facts: AccountFacts,
  follower: Follower | undefined,
  now: Instant,
): Decided {
  const decide = ({ after, change }: Followed): Decided => {
    const decision = decideToEnd(rulebook.rulesFor(after), after, now);
    return { facts: after, decision: chosenAgain(rulebook, after, decision, now), change };
  };
  if (follower === undefined || facts.closed) return decide({ after: facts, change: null });
  const { stage: before, classes, move } = follower;
  if (move?.at === 'now') return decide(moved(rulebook, facts, { classes, move }, now));
  const stays = decide(following(rulebook, facts, classes, now));
  const { stage } = stays.decision;
  if (move === null || (stage === before && !BEFORE_LADDER.has(stage))) return stays;
  return decide(moved(rulebook, facts, { classes, move }, now));
}

/** Stages in which none of the ladder is under way. */
const BEFORE_LADDER: ReadonlySet<string> = new Set(['clear', SELF_CURE]);

interface Followed {
  readonly after: AccountFacts;
  readonly change: SegmentChange | null;
}

/** The account in its segment of the moment, under the strategy that it follows. */
function following(rulebook: Rulebook, facts: AccountFacts, classes: ScoreClasses, now: Instant): Followed {
  if (facts.strategy === null) return { after: facts, change: null };
  const { strategy, because } = follow(versionOf(rulebook, facts.strategy.id), facts, classes, now);
  const after = { ...facts, strategy };
  const { segment, withheld } = facts.strategy;
  const isSame = strategy.segment === segment && strategy.withheld === withheld;
  return { after, change: isSame ? null : { before: facts, after, because, move: null } };
}

/** The account under the strategy to which it moves. */
function moved(
  rulebook: Rulebook,
  facts: AccountFacts,
  { classes, move: { to, id: move } }: { classes: ScoreClasses; move: StrategyMove },
  now: Instant,
): Followed {
  const reason = { code: 'strategy-moved', words: `moved to ${strategyWords(to)}` };
  if (to === null) {
    const after = { ...facts, strategy: null };
    return { after, change: { before: facts, after, because: [reason], move } };
  }
  const { strategy, because } = follow(versionOf(rulebook, to), facts, classes, now);
  const after = { ...facts, strategy };
  return { after, change: { before: facts, after, because: [reason, ...because], move } };
}

const versionOf = ({ strategies }: Rulebook, id: string): Strategy => knownStrategy(strategies?.named(id), id);

/** The decision, which is asked for again before its segment is a week old: days alone may change the segment. */
function chosenAgain({ strategies }: Rulebook, { strategy }: AccountFacts, decision: Decision, now: Instant): Decision {
  const { nextEvaluationAt } = decision;
  if (strategy === null || nextEvaluationAt === null) return decision;
  if (strategies?.named(strategy.id)?.segments.length === 1) return decision;
  return { ...decision, nextEvaluationAt: Math.min(nextEvaluationAt, now + CHOOSE_AFTER_MS) };
}
