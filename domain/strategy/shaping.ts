/**
 * A segment of a strategy as rules: its ladder and its terms. Both are made once for each strategy and segment. Names
 * of stages and steps stay, so that the keys of effects never change; duties, notices and the conditions of escalation
 * stages are those of the code, and no protection is shorter than there.
 */

import { minuteOf } from '../contracts/hours.ts';
import {
  type LadderShape,
  type Segment,
  type StageShape,
  type StepShape,
  type Strategy,
  TERM_BOUNDS,
  type TermName,
} from '../contracts/strategy-file.ts';
import type { Terms } from '../limits.ts';
import type { Ladder, Reason, Stage, Step } from '../stage.ts';
import { addDays } from '../time.ts';
import { withinBudget } from './budget.ts';

interface Shaped<T> {
  readonly from: T;
  readonly shaped: T;
}
const ladders = new WeakMap<Strategy, Map<string, Shaped<Ladder>>>();
const terms = new WeakMap<Strategy, Map<string, Shaped<Terms>>>();

/**
 * The ladder of a segment, shaped from the code's; `withheld`: of a person in the holdout. Throws for a segment that
 * the strategy does not have.
 */
export function ladderFor(strategy: Strategy, segment: string, ladder: Ladder, withheld = false): Ladder {
  return keptIn(ladders, strategy, withheld ? `${segment} withheld` : segment, ladder, () => {
    const { found, shape } = segmentNamed(strategy, segment);
    const held = withheld ? (strategy.holdout?.untilDay ?? 0) : 0;
    return shapedLadder(shape, ladder, Math.max(found.selfCureDays, held));
  });
}

/** The ladder that a shape makes of the code's. */
export function shapedLadder(shape: LadderShape, ladder: Ladder, selfCureDays = 0): Ladder {
  const later = daysLater(selfCureDays, shape);
  const { budgetPercent } = shape;
  return Object.freeze(
    ladder.map((code) => {
      const stage = shapedStage(code, shape.stages[code.name], later, selfCureDays);
      return budgetPercent === undefined || stage.kind !== 'contact'
        ? stage
        : Object.freeze(withinBudget(stage, budgetPercent));
    }),
  );
}

/** The terms of a segment, shaped from the code's. Throws for a segment that the strategy does not have. */
export function termsFor(strategy: Strategy, segment: string, base: Terms): Terms {
  return keptIn(terms, strategy, segment, base, () => shapedTerms(segmentNamed(strategy, segment).shape, base));
}

/** The terms that a shape makes of the code's. */
export function shapedTerms(shape: LadderShape, base: Terms): Terms {
  const own = Object.fromEntries(
    Object.entries(shape.terms ?? {}).flatMap(([name, days]) => {
      if (days === undefined) return [];
      const least = TERM_BOUNDS[name as TermName].atLeast ? base[name as TermName] : 0;
      return [[name, Math.max(least, days)]];
    }),
  );
  const { offers = base.offers, firmestTone = base.firmestTone, agencies = base.agencies } = shape;
  return Object.freeze({ ...base, ...own, offers, firmestTone, agencies });
}

function keptIn<T>(
  kept: WeakMap<Strategy, Map<string, Shaped<T>>>,
  strategy: Strategy,
  segment: string,
  from: T,
  shape: () => T,
): T {
  const ofStrategy = kept.get(strategy) ?? new Map<string, Shaped<T>>();
  const known = ofStrategy.get(segment);
  if (known?.from === from) return known.shaped;
  const shaped = shape();
  ofStrategy.set(segment, { from, shaped });
  kept.set(strategy, ofStrategy);
  return shaped;
}

/** A segment with the mildest ladder: of an account whose segment is not chosen yet. */
export function mildestSegment({ ladders, segments }: Strategy): string {
  const [mildest] = ladders;
  const found = segments.findLast(({ ladder }) => ladder === mildest?.name) ?? segments.at(-1);
  return found?.name ?? '';
}

/** A segment and its ladder. */
function segmentNamed(strategy: Strategy, segment: string): { found: Segment; shape: LadderShape } {
  const found = strategy.segments.find(({ name }) => name === segment);
  const shape = strategy.ladders.find(({ name }) => name === found?.ladder);
  if (found === undefined || shape === undefined)
    throw new Error(`strategy ${strategy.name} has no segment ${segment}`);
  return { found, shape };
}

/** The day past due on which the ladder begins; infinite where it has no stage. */
export const firstDay = ({ stages }: LadderShape): number =>
  Math.min(...Object.values(stages).map((stage) => stage?.opens ?? Number.POSITIVE_INFINITY));

/** Days by which the ladder moves, so that it begins after the days for self-cure. */
function daysLater(selfCureDays: number, shape: LadderShape): number {
  const first = firstDay(shape);
  return Number.isFinite(first) ? Math.max(0, selfCureDays + 1 - first) : 0;
}

const LEFT_OUT: Reason = { code: 'not-in-strategy', words: 'the strategy has no such stage for the segment' };

function shapedStage(stage: Stage, shape: StageShape | undefined, later: number, selfCureDays: number): Stage {
  if (stage.kind === 'after' || stage.kind === 'duties') return withoutInformation(stage, selfCureDays);
  // What is under way goes on to its end, and its duties with it.
  if (shape === undefined) return Object.freeze({ ...stage, opens: () => LEFT_OUT });
  const opensAt = later + (stage.kind === 'escalation' ? Math.max(stage.opensAt, shape.opens) : shape.opens);
  const moved = stage.openingAt?.(opensAt) ?? { ...stage, opensAt };
  if (stage.kind === 'escalation') return Object.freeze(moved);
  const steps = moved.steps.flatMap((step) =>
    step.duty ? [step] : shapedStep(step, shape, opensAt - stage.opensAt, later),
  );
  return Object.freeze({ ...moved, steps });
}

/** The step as the stage keeps it; empty when it does not. */
function shapedStep(step: Step, { steps }: StageShape, moved: number, later: number): Step[] {
  const shape: StepShape | undefined = steps === undefined ? {} : steps[step.name];
  if (shape === undefined) return [];
  const { day, gap = step.gapDays, channels = step.channels, at } = shape;
  return [
    {
      ...step,
      channels,
      ...(step.day === undefined ? {} : { day: day === undefined ? step.day + moved : day + later }),
      ...(gap === undefined ? {} : { gapDays: gap }),
      ...(at === undefined ? {} : { minute: minuteOf(at) }),
    },
  ];
}

/** The stage without plain information in the days for self-cure, unless the person asked for it. */
function withoutInformation(stage: Stage, days: number): Stage {
  if (days === 0 || !stage.steps.some(({ purpose }) => purpose === 'information')) return stage;
  const steps = stage.steps.map((step): Step => {
    const { occurrences } = step;
    if (step.purpose !== 'information' || occurrences === undefined) return step;
    return {
      ...step,
      occurrences(situation) {
        const { oldest } = situation.standing;
        const first = oldest === null ? '' : addDays(oldest, days + 1);
        return occurrences(situation).map((occurrence) =>
          occurrence.on < first && !occurrence.asked ? { ...occurrence, on: first } : occurrence,
        );
      },
    };
  });
  return Object.freeze({ ...stage, steps });
}
