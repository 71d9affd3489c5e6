/**
 * A file that describes an experiment, said beforehand: who is treated how, what is measured, for how long and with how
 * many persons. docs/experiments.md describes it.
 */
import { z } from 'zod';
import { CalendarDay } from './event.ts';

/** What is measured of a person within the horizon. */
export const METRICS = ['money', 'contacts', 'complaints'] as const;
/** One of METRICS. */
export type Metric = (typeof METRICS)[number];

/** Least persons of an arm. Below, a difference of means says little, whatever its sum. */
const LEAST_PERSONS = 50;
/** Shares are compared in millionths. */
const WHOLE = 1_000_000;

const Key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and hyphens, at most 40')
  .meta({ title: 'Key' });

/** Name and version of a strategy. */
const StrategyVersion = z
  .string()
  .max(80)
  .regex(/^[^\s@]+@[^\s@]+$/, 'name@version of a strategy');

const Arm = z.strictObject({
  name: Key,
  strategy: StrategyVersion.nullable()
    .optional()
    .describe('the version that accounts of the arm follow; null = the ladder of the code; needed on accounts only'),
  share: z.number().min(0.01).max(0.99).describe('share of the persons; the shares of all arms add up to 1'),
});

const isWhole = (arms: readonly { share: number }[]): boolean =>
  Math.round(arms.reduce((sum, { share }) => sum + share, 0) * WHOLE) === WHOLE;

/** An experiment as its file describes it. The first arm is the champion. */
export const Experiment = z
  .strictObject({
    v: z.literal(1),
    name: Key.describe('draws the arms: another name assigns all persons anew'),
    arms: z
      .array(Arm)
      .min(2)
      .max(5)
      .refine((arms) => new Set(arms.map(({ name }) => name)).size === arms.length, 'each arm needs its own name')
      .refine(isWhole, 'the shares must add up to 1')
      .describe('the first is the champion, the others are compared with it'),
    primary: z.enum(METRICS).describe('what decides; each of the others can only forbid a winner'),
    entersFrom: CalendarDay.describe('nobody who entered before counts'),
    entersUntil: CalendarDay.describe('the last day of entering; with horizonDays it fixes the day of the answer'),
    horizonDays: z.int().min(1).max(366).describe('days of each person that count, from the day they entered'),
    minimumPersons: z
      .int()
      .min(LEAST_PERSONS)
      .max(10_000_000)
      .describe('persons of each arm without whom nothing is compared'),
  })
  .refine(({ entersFrom, entersUntil }) => entersFrom <= entersUntil, {
    path: ['entersUntil'],
    message: 'must not be before entersFrom',
  });
/** An experiment as its file describes it. */
export type Experiment = z.infer<typeof Experiment>;

/** An experiment on accounts: each arm says which strategy its accounts follow. */
export const LiveExperiment = Experiment.refine(({ arms }) => arms.every(({ strategy }) => strategy !== undefined), {
  path: ['arms'],
  message: 'each arm needs its strategy: name@version, or null for the ladder of the code',
});
