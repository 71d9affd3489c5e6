/**
 * A strategy as a simulation runs it: rules for each segment, and the segment of each account, chosen anew each week.
 */

import type { AccountFacts } from '../../domain/facts.ts';
import type { OwnRules } from '../../domain/law/own-rules.ts';
import { type LenderRules, lawfulRulebook, type Rulebook } from '../../domain/rules.ts';
import { isOfLadder } from '../../domain/stage.ts';
import { standingOf } from '../../domain/standing.ts';
import { SCORE_CLASSES, type ScoreClass } from '../../domain/strategy/score/axes.ts';
import { ladderFor, type Strategy, segmentInputOf, segmentOf, termsFor } from '../../domain/strategy/strategy.ts';
import type { Instant } from '../../domain/time.ts';
import type { PortfolioAccount } from './portfolio.ts';

/** Days after which the segments are chosen anew. */
export const SEGMENT_DAYS = 7;

/** A strategy as a run uses it. */
export interface SimulatedStrategy {
  name: string;
  /** Stages of its ladder, in order. */
  stages: readonly string[];
  openPerson(): StrategyOfPerson;
}
/** What one person's accounts are under. */
export interface StrategyOfPerson {
  rulebook: Rulebook;
  /** Chooses the segment of an account, on a day of the run. */
  choose(of: { facts(): AccountFacts; features: PortfolioAccount['features']; day: number; now: Instant }): void;
  /** The first segment of an account; null where the strategy has only one. */
  firstSegmentOf(accountId: string): string | null;
}

interface Chosen {
  segment: string;
  /** Day of the run on which it was entered. */
  since: number;
  first: string;
}

/** The strategy over the lender's rules and its own rules of contact. */
export function simulatedStrategy(
  strategy: Strategy,
  lender: Omit<LenderRules, 'house'>,
  own: OwnRules,
): SimulatedStrategy {
  const books = new Map<string, Rulebook>();
  const bookOf = (segment: string): Rulebook => {
    const known = books.get(segment);
    if (known !== undefined) return known;
    const ladder = ladderFor(strategy, segment, lender.ladder);
    const book = lawfulRulebook({ ...lender, ladder, terms: termsFor(strategy, segment, lender.terms) }, own);
    books.set(segment, book);
    return book;
  };
  const { name, segments } = strategy;
  const stages = lender.ladder.filter(isOfLadder);
  const rest = segments.at(-1)?.name ?? '';
  return {
    name,
    stages: stages.map((stage) => stage.name),
    openPerson: () =>
      segments.length === 1
        ? { rulebook: bookOf(rest), choose: () => {}, firstSegmentOf: () => null }
        : new SegmentedPerson(strategy, rest, bookOf),
  };
}

class SegmentedPerson implements StrategyOfPerson {
  readonly rulebook: Rulebook;
  private readonly chosen = new Map<string, Chosen>();

  constructor(
    private readonly strategy: Strategy,
    rest: string,
    bookOf: (segment: string) => Rulebook,
  ) {
    const bookOfAccount = (id: string): Rulebook => bookOf(this.chosen.get(id)?.segment ?? rest);
    const bookOfFirst = () => bookOf(this.chosen.values().next().value?.segment ?? rest);
    this.rulebook = {
      all: bookOf(rest).all,
      rulesFor: (account) => bookOfAccount(account.accountId).rulesFor(account),
      rulesNamed: (law, on) => bookOf(rest).rulesNamed(law, on),
      // The length of a placement: that of the person's first account.
      get terms() {
        return bookOfFirst().terms;
      },
    };
  }

  choose({ facts: read, features, day, now }: Parameters<StrategyOfPerson['choose']>[0]): void {
    const facts = read();
    const before = this.chosen.get(facts.accountId);
    const input = segmentInputOf(facts, standingOf(facts, now), classesOf(features), now);
    const previous = before === undefined ? null : { segment: before.segment, days: day - before.since };
    const { segment } = segmentOf(this.strategy, input, previous);
    if (before?.segment === segment) return;
    this.chosen.set(facts.accountId, { segment, since: day, first: before?.first ?? segment });
  }
  firstSegmentOf(accountId: string): string | null {
    return this.chosen.get(accountId)?.first ?? null;
  }
}

/** The classes that the features file names; unknown where it names none. */
function classesOf(features: PortfolioAccount['features']): { ability: ScoreClass; willingness: ScoreClass } {
  const classIn = (name: string) => SCORE_CLASSES.find((known) => known === features[name]) ?? 'unknown';
  return { ability: classIn('ability'), willingness: classIn('willingness') };
}
