/** A strategy as a simulation runs it. */

import type { AccountStrategy } from '../../domain/facts.ts';
import type { OwnRules } from '../../domain/law/own-rules.ts';
import { type LenderRules, lawfulRulebook, type Rulebook, strategyId } from '../../domain/rules.ts';
import { isOfLadder } from '../../domain/stage.ts';
import { SCORE_CLASSES } from '../../domain/strategy/score/axes.ts';
import type { ScoreClasses, Strategy } from '../../domain/strategy/strategy.ts';
import type { PortfolioAccount } from './portfolio.ts';

/** A strategy as a run uses it. */
export interface SimulatedStrategy {
  name: string;
  /** Stages of its ladder, in order. */
  stages: readonly string[];
  rulebook: Rulebook;
  /** Whether accounts are in one of several segments, or some are in a holdout. */
  hasSegments: boolean;
  /** What an account follows before its first evaluation. */
  first: AccountStrategy;
  /** The classes that the features file names; unknown where it names none. */
  classesOf(features: PortfolioAccount['features']): ScoreClasses;
}

/** The strategy over the lender's rules and its own rules of contact. */
export function simulatedStrategy(
  strategy: Strategy,
  lender: Omit<LenderRules, 'house'>,
  own: OwnRules,
): SimulatedStrategy {
  const rulebook = lawfulRulebook(lender, own);
  rulebook.strategies.renew(1, [strategy]);
  const { name, segments, holdout } = strategy;
  const hasSegments = segments.length > 1 || holdout !== undefined;
  return {
    ...{ name, rulebook, hasSegments },
    stages: lender.ladder.filter(isOfLadder).map((stage) => stage.name),
    first: { id: strategyId(strategy), segment: null, since: null, withheld: false },
    classesOf,
  };
}

function classesOf(features: PortfolioAccount['features']): ScoreClasses {
  const classIn = (name: string) => SCORE_CLASSES.find((known) => known === features[name]) ?? 'unknown';
  return { ability: classIn('ability'), willingness: classIn('willingness') };
}
