/** Which segment of a strategy an account is in, and why. */
import { type Condition, readCondition } from '../contracts/condition.ts';
import type { SegmentField, SegmentInput } from '../contracts/segment-input.ts';
import type { Segment, Strategy } from '../contracts/strategy-file.ts';
import { count } from '../count.ts';
import type { Reason } from '../stage.ts';

/** The segment that an account was in until now. */
export interface PreviousSegment {
  readonly segment: string;
  /** Whole days since it entered it. */
  readonly days: number;
}
/** The segment of an account, and the reasons. */
export interface SegmentAnswer {
  readonly segment: string;
  readonly because: readonly Reason[];
}

interface Rule {
  readonly segment: Segment;
  /** null for a segment that takes all the rest. */
  readonly condition: Condition | null;
}

const rules = new WeakMap<Strategy, readonly Rule[]>();

/**
 * The segments of a checked strategy with their conditions. Throws ConditionFault for a strategy that was not checked.
 */
function rulesOf(strategy: Strategy): readonly Rule[] {
  const known = rules.get(strategy);
  if (known !== undefined) return known;
  const read = strategy.segments.map((segment) => ({
    segment,
    condition: segment.when === undefined ? null : readCondition(segment.when),
  }));
  rules.set(strategy, read);
  return read;
}

/** Fields that the conditions of a strategy read. */
export const fieldsRead = (strategy: Strategy): readonly SegmentField[] => [
  ...new Set(rulesOf(strategy).flatMap(({ condition }) => condition?.reads ?? [])),
];

/**
 * The segment of an account: the first whose condition holds. An account stays for the strategy's `keepDays` in a
 * segment that it entered, unless the ladder of the other is milder, so that it does not go to and fro.
 */
export function segmentOf(
  strategy: Strategy,
  input: SegmentInput,
  previous: PreviousSegment | null = null,
): SegmentAnswer {
  const found = rulesOf(strategy).find(({ condition }) => condition === null || condition.holds(input));
  // A checked strategy ends with a segment without a condition.
  if (found === undefined) throw new Error(`strategy ${strategy.name} has no segment that takes all the rest`);
  const matched = { segment: found.segment.name, because: [matchReason(found, input)] };
  if (previous === null || previous.segment === matched.segment) return matched;
  const before = strategy.segments.find(({ name }) => name === previous.segment);
  if (before === undefined || previous.days >= strategy.keepDays) return matched;
  if (firmness(strategy, found.segment) < firmness(strategy, before)) {
    const words = `leaves ${before.name} at once: ${matched.segment} is milder`;
    return { ...matched, because: [...matched.because, { code: 'segment-milder', words }] };
  }
  const left = count(strategy.keepDays - previous.days, 'day');
  const words = `stays in ${before.name} for ${left} more: entered ${count(previous.days, 'day')} ago, and ${matched.segment} is not milder`;
  return { segment: before.name, because: [{ code: 'segment-kept', words }, ...matched.because] };
}

/** Place of the segment's ladder among the ladders, mildest first. */
const firmness = ({ ladders }: Strategy, { ladder }: Segment): number =>
  ladders.findIndex(({ name }) => name === ladder);

function matchReason({ segment, condition }: Rule, input: SegmentInput): Reason {
  if (condition === null) return { code: 'segment-rest', words: `${segment.name}: no segment before it matches` };
  const values = condition.reads.map((field) => `${field} is ${input[field]}`);
  const seen = values.length === 0 ? '' : `; ${values.join(', ')}`;
  return { code: 'segment-matches', words: `${segment.name}: ${condition.text}${seen}` };
}
