/**
 * A strategy: what a lender tunes, as data. It chooses among stages, steps, channels and parameters that code defines;
 * its names are those of the ladder that it is read against. docs/strategies.md describes it.
 */
import { z } from 'zod';
import type { Channel } from '../channels.ts';
import { OFFERS, type OfferName } from '../fact-choices.ts';
import type { Language, Tone } from '../letter.ts';
import type { Terms } from '../limits.ts';
import { isOfLadder, type Ladder, type Stage, type Step } from '../stage.ts';
import { LONGEST_CONDITION } from './condition.ts';
import { Code, Share } from './creditor.ts';
import { CalendarDay } from './event.ts';

/** A step of a contact stage in a strategy; what is left out is as in the code, moved with its stage. */
export interface StepShape {
  /** Days past due. */
  readonly day?: number | undefined;
  /** Least days after the step before it. */
  readonly gap?: number | undefined;
  /** Channels in order of preference. */
  readonly channels?: readonly Channel[] | undefined;
  /** Time of day in the person's zone, `HH:MM`. */
  readonly at?: string | undefined;
}
/** A stage of a ladder in a strategy. */
export interface StageShape {
  /** Days past due from which it may open. */
  readonly opens: number;
  /** The steps that it keeps; all where left out. */
  readonly steps?: Readonly<Partial<Record<string, StepShape>>> | undefined;
}
/** A ladder of a strategy. Stages that it does not name do not open; their duties go on. */
export interface LadderShape {
  readonly name: string;
  readonly title: Readonly<Record<Language, string>>;
  readonly stages: Readonly<Partial<Record<string, StageShape>>>;
  /** Offers that messages and callers make; both where left out. */
  readonly offers?: readonly OfferName[] | undefined;
  /** The firmest tone in which messages speak; `firm` where left out. */
  readonly firmestTone?: Extract<Tone, 'repeat' | 'firm'> | undefined;
  readonly terms?: Readonly<{ [K in TermName]?: number | undefined }> | undefined;
  /** Shares of agencies by code; those of the creditor's terms where left out. */
  readonly agencies?: Readonly<Record<string, number>> | undefined;
  /** Percent of what is asked for that contacts of an episode may cost; no limit where left out. */
  readonly budgetPercent?: number | undefined;
}
/** Persons to whom nothing is sent at first, so that the effect of what is sent can be seen. */
export interface Holdout {
  /** Percent of persons. */
  readonly percent: number;
  /** Last day past due on which nothing is sent to them. */
  readonly untilDay: number;
}
/** Accounts that are treated alike. */
export interface Segment {
  readonly name: string;
  readonly title: Readonly<Record<Language, string>>;
  /** Condition in CEL; the last segment has none and takes all the rest. */
  readonly when?: string | undefined;
  /** Name of a ladder of the strategy. */
  readonly ladder: string;
  /** First days past due, in which nothing is sent: the whole ladder begins after them. */
  readonly selfCureDays: number;
}
/** A whole strategy. */
export interface Strategy {
  readonly v: 1;
  readonly name: string;
  readonly version: string | number;
  readonly title: Readonly<Record<Language, string>>;
  /** Days for which an account stays in a segment that it entered, unless a milder segment matches. */
  readonly keepDays: number;
  /** Nobody where left out. */
  readonly holdout?: Holdout | undefined;
  /** Mildest first. */
  readonly ladders: readonly LadderShape[];
  /** The first segment whose condition holds is that of an account. */
  readonly segments: readonly Segment[];
}

/** Terms that a strategy may set, with their bounds. `atLeast`: they protect the person and may only grow. */
export const TERM_BOUNDS = {
  placementNoticeDays: { least: 1, most: 90, atLeast: true, words: 'days between the notice and the handover' },
  bureauLeadDays: { least: 1, most: 180, atLeast: true, words: 'days between the notice and the first record' },
  noticeReturnDays: { least: 1, most: 60, atLeast: true, words: 'days within which a notice that comes back is void' },
  finalDemandDays: { least: 1, most: 180, atLeast: true, words: 'days to pay after the final demand' },
  placementDays: { least: 14, most: 365, atLeast: false, words: 'days of a placement with an agency' },
  callAttempts: { least: 1, most: 12, atLeast: false, words: 'calls in one round' },
  callAttemptsADay: { least: 1, most: 2, atLeast: false, words: 'calls of a day' },
} as const satisfies Partial<Record<keyof Terms, TermBounds>>;
/** Name of a term that a strategy may set. */
export type TermName = keyof typeof TERM_BOUNDS;
interface TermBounds {
  readonly least: number;
  readonly most: number;
  readonly atLeast: boolean;
  readonly words: string;
}

/** Latest day past due of a stage or step. */
const LAST_DAY = 1095;
/** Name of a strategy, ladder or segment. */
export const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'needs lower-case letters, digits and hyphens, a letter first, at most 40');
const Words = z.string().trim().min(1).max(80);
const Title = z.strictObject({ en: Words, 'zh-Hans': Words });
const Day = z.int().min(1).max(LAST_DAY);

/** A step says itself when it happens (calls, for example) where it has no day. */
function stepShape({ day, channels }: Step) {
  return z.strictObject({
    ...(day === undefined ? {} : { day: Day.optional().describe('days past due') }),
    gap: z.int().min(1).max(90).optional().describe('least days after the step before it'),
    ...(channels.length < 2
      ? {}
      : {
          channels: z
            .array(z.enum(channels as [Channel, ...Channel[]]))
            .min(1)
            .refine((given) => new Set(given).size === given.length, 'names a channel twice')
            .optional()
            .describe('in order of preference: each attempt uses the first that reaches the person'),
        }),
    ...(day === undefined
      ? {}
      : {
          at: z
            .string()
            .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'needs a time such as "09:30"')
            .optional()
            .describe('time of day in the person’s zone; a lawful time is taken where it is not'),
        }),
  });
}

function stageShape(stage: Stage) {
  const steps = stage.steps.filter(({ duty }) => duty !== true);
  const opens = Day.describe(`days past due from which it may open; ${stage.opensAt} in the code`);
  if (stage.kind === 'escalation') return z.strictObject({ opens });
  const shapes = Object.fromEntries(steps.map((step) => [step.name, stepShape(step).optional()]));
  return z.strictObject({
    opens,
    steps: z
      .strictObject(shapes)
      .refine((given) => Object.values(given).some((step) => step !== undefined), 'keeps no step')
      .optional()
      .describe('the steps that it keeps; all where left out'),
  });
}

const TermsText = z.strictObject(
  Object.fromEntries(
    Object.entries(TERM_BOUNDS).map(([name, { least, most, words }]) => [
      name,
      z.int().min(least).max(most).optional().describe(words),
    ]),
  ),
);

function ladderShape(ladder: Ladder) {
  const stages = ladder.filter(isOfLadder).map((stage) => [stage.name, stageShape(stage).optional()]);
  return z.strictObject({
    name: Slug,
    title: Title,
    stages: z
      .strictObject(Object.fromEntries(stages))
      .describe('stages that open; the duties of the others go on, such as recalls and records'),
    offers: z
      .array(z.enum(OFFERS))
      .max(OFFERS.length)
      .refine((given) => new Set(given).size === given.length, 'names an offer twice')
      .optional()
      .describe('offers that messages and callers make; both where left out, none for an empty list'),
    firmestTone: z.enum(['repeat', 'firm']).optional().describe('the firmest tone of messages; firm where left out'),
    terms: TermsText.optional(),
    agencies: Agencies.optional().describe('shares of agencies by code, in place of those of the creditor’s terms'),
    budgetPercent: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe('percent of what is asked for that contacts of an episode may cost'),
  });
}

const Agencies = z.record(Code, Share).refine((shares) => Object.keys(shares).length > 0, 'names no agency');

const HoldoutText = z.strictObject({
  percent: z.int().min(1).max(20).describe('percent of persons, by a stable hash'),
  untilDay: z.int().min(1).max(30).describe('last day past due on which nothing is sent to them'),
});

const SegmentText = z.strictObject({
  name: Slug,
  title: Title,
  when: z
    .string()
    .min(1)
    .max(LONGEST_CONDITION)
    .optional()
    .describe('condition in CEL; the last segment has none and takes all the rest'),
  ladder: Slug.describe('name of a ladder of this file'),
  selfCureDays: z
    .int()
    .min(0)
    .max(30)
    .default(0)
    .describe('first days past due, in which nothing is sent: the whole ladder begins after them'),
});

/** The contract of a file, with the names of a ladder. */
export function strategyFile(ladder: Ladder): z.ZodType<Strategy> {
  const known = contracts.get(ladder);
  if (known !== undefined) return known;
  const contract = z.strictObject({
    v: z.literal(1),
    name: Slug,
    version: z
      .union([CalendarDay, z.int().min(1).max(1_000_000)])
      .describe('raised with each change: a date or a number'),
    title: Title,
    keepDays: z
      .int()
      .min(0)
      .max(180)
      .default(0)
      .describe('days for which an account stays in a segment that it entered, unless a milder segment matches'),
    holdout: HoldoutText.optional().describe('persons to whom nothing is sent at first'),
    ladders: z.array(ladderShape(ladder)).min(1).max(20).describe('mildest first'),
    segments: z.array(SegmentText).min(1).max(50).describe('the first segment whose condition holds'),
  }) as unknown as z.ZodType<Strategy>;
  contracts.set(ladder, contract);
  return contract;
}
const contracts = new WeakMap<Ladder, z.ZodType<Strategy>>();

/** Names of the fields that may stand at a path of a file. */
export function strategyKeys(ladder: Ladder, path: readonly (string | number)[]): string[] {
  let schema: unknown = strategyFile(ladder);
  for (const part of path) {
    const inner = unwrapped(schema);
    if (inner instanceof z.ZodArray) schema = inner.element;
    else if (inner instanceof z.ZodObject) schema = inner.shape[part];
    else return [];
  }
  const last = unwrapped(schema);
  return last instanceof z.ZodObject ? Object.keys(last.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? unwrapped(schema.unwrap()) : schema;
}
