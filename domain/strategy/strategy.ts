/** Strategies as data: read and checked, and asked for segments, ladders and terms. */
import { type Strategy, strategyFile, strategyKeys } from '../contracts/strategy-file.ts';
import { inOrder, parseStrictYaml, type TextFault } from '../contracts/strict-yaml.ts';
import { faultsOfText } from '../contracts/text-faults.ts';
import { type BaseRules, strategyFaults } from './strategy-faults.ts';

export { SegmentInput } from '../contracts/segment-input.ts';
export type { Strategy } from '../contracts/strategy-file.ts';
export type { TextFault } from '../contracts/strict-yaml.ts';
export { segmentInputOf } from './segment-input.ts';
export { fieldsRead, type PreviousSegment, type SegmentAnswer, segmentOf } from './segments.ts';
export { ladderFor, termsFor } from './shaping.ts';
export type { BaseRules } from './strategy-faults.ts';

const PAGE = 'docs/strategies.md';

/**
 * Reads the text of a strategy file against the ladder and the terms of the code. A text with any fault is no strategy.
 * Throws nothing.
 */
export function readStrategy(
  text: string,
  base: BaseRules,
): { readonly strategy: Strategy } | { readonly faults: readonly TextFault[] } {
  const yaml = parseStrictYaml(text);
  if (!('value' in yaml)) return { faults: yaml };
  const parsed = strategyFile(base.ladder).safeParse(yaml.value);
  if (!parsed.success) {
    const faults = faultsOfText(yaml, parsed.error, (path) => strategyKeys(base.ladder, path), PAGE);
    return { faults: inOrder(faults) };
  }
  const strategy = parsed.data;
  const found = strategyFaults(strategy, base).map(({ path, offset, ...fault }) => ({
    ...yaml.placeOf(path, offset),
    ...fault,
  }));
  return found.length > 0 ? { faults: inOrder(found) } : { strategy };
}

/** The faults of a strategy file, in the order of the text; empty where it may be used. */
export function lintStrategy(text: string, base: BaseRules): readonly TextFault[] {
  const read = readStrategy(text, base);
  return 'faults' in read ? read.faults : [];
}
