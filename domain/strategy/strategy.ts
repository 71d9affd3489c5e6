/** Strategies as data: read and checked, and asked for segments, ladders and terms. */
import { ConditionFault } from '../contracts/condition.ts';
import { type Strategy, strategyFile, strategyKeys } from '../contracts/strategy-file.ts';
import { inOrder, parseStrictYaml, type TextFault, type YamlText } from '../contracts/strict-yaml.ts';
import { faultsOfText } from '../contracts/text-faults.ts';
import { fieldsRead } from './segments.ts';
import { type BaseRules, strategyFaults } from './strategy-faults.ts';

export { SegmentInput } from '../contracts/segment-input.ts';
export type { Strategy } from '../contracts/strategy-file.ts';
export { faultLine, type TextFault } from '../contracts/strict-yaml.ts';
export { type ScoreClasses, segmentInputOf, UNSCORED } from './segment-input.ts';
export { fieldsRead, type PreviousSegment, type SegmentAnswer, segmentOf } from './segments.ts';
export { ladderFor, termsFor } from './shaping.ts';
export type { BaseRules } from './strategy-faults.ts';

const PAGE = 'docs/strategies.md';

/** A text that has the form of a strategy. */
interface Formed {
  readonly strategy: Strategy;
  readonly yaml: YamlText;
}
interface Faulty {
  readonly faults: readonly TextFault[];
}

/**
 * Reads the text of a strategy file against the ladder and the terms of the code. A text with any fault is no strategy.
 * Throws nothing.
 */
export function readStrategy(text: string, base: BaseRules): { readonly strategy: Strategy } | Faulty {
  const formed = readForm(text, base);
  if ('faults' in formed) return formed;
  const { strategy, yaml } = formed;
  const found = strategyFaults(strategy, base).map(({ path, offset, ...fault }) => ({
    ...yaml.placeOf(path, offset),
    ...fault,
  }));
  return found.length > 0 ? { faults: inOrder(found) } : { strategy };
}

function readForm(text: string, base: BaseRules): Formed | Faulty {
  const yaml = parseStrictYaml(text);
  if (!('value' in yaml)) return { faults: yaml };
  const parsed = strategyFile(base.ladder).safeParse(yaml.value);
  if (parsed.success) return { strategy: parsed.data, yaml };
  return { faults: inOrder(faultsOfText(yaml, parsed.error, (path) => strategyKeys(base.ladder, path), PAGE)) };
}

/**
 * A strategy that was checked when it was published, by a release that may have checked less: no check of today stops
 * the accounts that follow it. null where it cannot be followed: its form is that of no strategy any more, a condition
 * cannot be read, or an account could come to no segment or a segment to no ladder.
 */
export function readPublishedStrategy(text: string, base: BaseRules): Strategy | null {
  const formed = readForm(text, base);
  return 'strategy' in formed && canBeFollowed(formed.strategy) ? formed.strategy : null;
}

function canBeFollowed(strategy: Strategy): boolean {
  const ladders = new Set(strategy.ladders.map(({ name }) => name));
  if (strategy.segments.at(-1)?.when !== undefined) return false;
  return strategy.segments.every(({ ladder }) => ladders.has(ladder)) && hasReadableConditions(strategy);
}

function hasReadableConditions(strategy: Strategy): boolean {
  try {
    fieldsRead(strategy);
    return true;
  } catch (error) {
    if (error instanceof ConditionFault) return false;
    throw error;
  }
}

/** The faults of a strategy file, in the order of the text; empty where it may be used. */
export function lintStrategy(text: string, base: BaseRules): readonly TextFault[] {
  const read = readStrategy(text, base);
  return 'faults' in read ? read.faults : [];
}
