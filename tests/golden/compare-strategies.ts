/**
 * Compares what `decide` answers under the code's rules and under the strategy `standard`, for random accounts:
 * npx tsx tests/golden/compare-strategies.ts 10000
 */

import fc from 'fast-check';
import { type Decision, decide } from '../../domain/decide.ts';
import { HOUSE } from '../../domain/law/house.ts';
import { PACKS } from '../../domain/law/packs.ts';
import { JURISDICTIONS, type Pack } from '../../domain/law/rule.ts';
import { type Rules, rulesUnder } from '../../domain/rules.ts';
import { standingOf } from '../../domain/standing.ts';
import { SCORE_CLASSES } from '../../domain/strategy/score/axes.ts';
import { ladderFor, type Strategy, segmentInputOf, segmentOf, termsFor } from '../../domain/strategy/strategy.ts';
import { shippedStrategy } from '../../engine/strategy/shipped-strategies.ts';
import { LENDER } from '../../stages/rules.ts';
import { type Case, cases } from '../support/random-facts.ts';

const LAWS: readonly (readonly Pack[])[] = [[], ...JURISDICTIONS.map((name) => [PACKS[name]])];

/** The rules of a segment under packs of law. */
export function rulesOfSegment(strategy: Strategy, segment: string, packs: readonly Pack[]): Rules {
  const ladder = ladderFor(strategy, segment, LENDER.ladder);
  const terms = termsFor(strategy, segment, LENDER.terms);
  return rulesUnder(packs, { ...LENDER, house: HOUSE, ladder, terms });
}

const BEFORE = LAWS.map((packs) => rulesUnder(packs, { ...LENDER, house: HOUSE }));
const STANDARD = shippedStrategy('standard', LENDER);

/** Both answers to a case, under the `index`-th of the laws and for one of the scores. */
export function answers({ facts, now }: Case, index: number): { before: Decision; after: Decision } {
  const law = index % LAWS.length;
  const classes = {
    ability: SCORE_CLASSES[index % 4] ?? 'unknown',
    willingness: SCORE_CLASSES[(index >> 2) % 4] ?? 'unknown',
  };
  const input = segmentInputOf(facts, standingOf(facts, now), classes, now);
  const { segment } = segmentOf(STANDARD, input);
  return {
    before: decide(BEFORE[law] as Rules, facts, now),
    after: decide(rulesOfSegment(STANDARD, segment, LAWS[law] ?? []), facts, now),
  };
}

/** The same cases for a seed. */
export const sampleCases = (count: number, seed: number): Case[] => fc.sample(cases, { numRuns: count, seed });

if (process.argv[1] === import.meta.filename) {
  const count = Number(process.argv[2] ?? 10_000);
  let planned = 0;
  const others: number[] = [];
  for (const [index, item] of sampleCases(count, 7).entries()) {
    const { before, after } = answers(item, index);
    planned += before.planned.length;
    if (JSON.stringify(before) !== JSON.stringify(after)) others.push(index);
  }
  console.log(`${count} accounts, ${planned} planned effects, ${others.length} other answers: ${others.join(' ')}`);
  process.exitCode = others.length === 0 ? 0 : 1;
}
