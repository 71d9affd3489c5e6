/**
 * What is wrong with the conditions of a strategy's segments. Conditions compare fields with fixed values only, so a
 * few values of each field stand for all: whether one can ever hold is decided, not guessed.
 */

import { type Condition, ConditionFault, type Literal, readCondition } from '../contracts/condition.ts';
import { BLANK_ACCOUNT, SEGMENT_FIELDS, type SegmentField, type SegmentInput } from '../contracts/segment-input.ts';
import type { Segment, Strategy } from '../contracts/strategy-file.ts';
import { AXES } from './score/axes.ts';
import type { StrategyFault } from './strategy-fault.ts';

/** Most accounts that are tried out; conditions that tell more apart are refused. */
const MOST_TRIED = 20_000;

/** A segment whose condition is read; null for the segment that takes all the rest. */
interface ReadSegment {
  readonly segment: Segment;
  readonly at: number;
  readonly condition: Condition | null;
}

/** All faults of the segments. */
export function segmentFaults(strategy: Strategy): StrategyFault[] {
  const faults: StrategyFault[] = [];
  const read: ReadSegment[] = [];
  for (const [at, segment] of strategy.segments.entries()) {
    try {
      read.push({ segment, at, condition: segment.when === undefined ? null : readCondition(segment.when) });
    } catch (error) {
      if (!(error instanceof ConditionFault)) throw error;
      const { message: what, remedy, start: offset } = error;
      faults.push({ rule: 'condition', path: ['segments', at, 'when'], offset, what: `the condition ${what}`, remedy });
    }
  }
  if (strategy.segments.at(-1)?.when !== undefined)
    faults.push({
      rule: 'no-rest',
      path: ['segments', strategy.segments.length - 1, 'when'],
      what: 'the last segment has a condition, so some accounts have no segment',
      remedy: 'Leave its "when" out, or add a last segment without one.',
    });
  if (faults.length > 0) return faults;
  const inputs = tried(read.flatMap(({ condition }) => condition ?? []));
  if (inputs === null)
    return [
      {
        rule: 'too-many-kinds',
        path: ['segments'],
        what: `the conditions tell more than ${MOST_TRIED} kinds of accounts apart`,
        remedy: 'Read fewer fields, or compare them with fewer values.',
      },
    ];
  const taken = inputs.map((input) => ({ input, by: firstOf(read, input) }));
  return [...unreachable(read, new Set(taken.map(({ by }) => by))), ...firmWithoutScore(strategy, read, taken)];
}

/** An account and the segment that takes it. */
interface Taken {
  readonly input: SegmentInput;
  readonly by: ReadSegment | undefined;
}

const firstOf = (read: readonly ReadSegment[], input: SegmentInput): ReadSegment | undefined =>
  read.find(({ condition }) => condition === null || condition.holds(input));

/** Segments whose condition never holds, or that those before them leave nothing. */
function unreachable(read: readonly ReadSegment[], reached: ReadonlySet<ReadSegment | undefined>): StrategyFault[] {
  return read.flatMap((own): StrategyFault[] => {
    if (reached.has(own)) return [];
    const { segment, at, condition } = own;
    const path = ['segments', at, condition === null ? 'name' : 'when'];
    if (condition !== null && !tried([condition])?.some((input) => condition.holds(input)))
      return [
        {
          rule: 'never-true',
          path,
          what: `the condition of ${segment.name} never holds`,
          remedy: 'Correct it, or leave the segment out.',
        },
      ];
    return [
      {
        rule: 'unreachable-segment',
        path,
        what: `no account comes to ${segment.name}: the segments before it take all that it would`,
        remedy: 'Put it before them, or leave it out.',
      },
    ];
  });
}

/** Accounts of which a score that the strategy reads is unknown, and that it treats as firmly as it treats anybody. */
function firmWithoutScore(
  { ladders }: Strategy,
  read: readonly ReadSegment[],
  taken: readonly Taken[],
): StrategyFault[] {
  const scores = AXES.filter((score) => read.some(({ condition }) => condition?.reads.includes(score)));
  const firmest = ladders.at(-1)?.name;
  const hit = taken.find(
    ({ input, by }) => by?.segment.ladder === firmest && scores.some((score) => input[score] === 'unknown'),
  )?.by;
  if (ladders.length < 2 || hit === undefined) return [];
  return [
    {
      rule: 'firm-without-score',
      path: ['segments', hit.at, 'ladder'],
      what: `${hit.segment.name} takes accounts with an unknown score to ${firmest}, the firmest ladder`,
      remedy: `Add ${scores.map((score) => `${score} != "unknown"`).join(' && ')} to its condition, or give it a milder ladder.`,
    },
  ];
}

/** Accounts that differ in every way that the conditions can tell; null where they are too many. */
function tried(conditions: readonly Condition[]): SegmentInput[] | null {
  const literals = new Map<SegmentField, Literal[]>();
  for (const condition of conditions)
    for (const [field, values] of condition.literals) literals.set(field, [...(literals.get(field) ?? []), ...values]);
  let inputs: SegmentInput[] = [BLANK_ACCOUNT];
  for (const [field, values] of literals) {
    const samples = samplesOf(field, values);
    if (inputs.length * samples.length > MOST_TRIED) return null;
    inputs = inputs.flatMap((input) => samples.map((sample) => ({ ...input, [field]: sample })));
  }
  return inputs;
}

/** Values of a field, at least one of each kind that comparisons with these can tell apart. */
function samplesOf(field: SegmentField, literals: readonly Literal[]): (string | number | boolean)[] {
  const { type, values } = SEGMENT_FIELDS[field];
  if (type === 'bool') return [false, true];
  if (type === 'string')
    return [...new Set([...(values ?? ['XXX']), ...(values === null ? literals.map(String) : [])])];
  const around = literals.map(Number).flatMap((number) => [number - 1, number, number + 1]);
  return [...new Set([0, ...around])].filter((number) => number >= 0);
}
