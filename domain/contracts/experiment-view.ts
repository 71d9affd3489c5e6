/** Experiments on accounts, as the API and the command line show them. */
import { z } from 'zod';
import { Experiment } from './experiment.ts';

/**
 * `waits`: nobody enters yet. `enters`: new persons enter. `measures`: days of persons who entered are not over. `over`:
 * the day of the answer has come. `stopped`: a person stopped it.
 */
export const EXPERIMENT_STATES = ['waits', 'enters', 'measures', 'over', 'stopped'] as const;
/** One of EXPERIMENT_STATES. */
export type ExperimentState = (typeof EXPERIMENT_STATES)[number];

const At = z.iso.datetime();

/** An experiment on the accounts of a creditor. Dates are in the zone of the creditor. */
export const ExperimentView = z.object({
  name: z.string(),
  creditor: z.string(),
  state: z.enum(EXPERIMENT_STATES),
  /** As it was started. */
  plan: Experiment,
  answerOn: z.string(),
  today: z.string(),
  startedBy: z.string(),
  startedAt: At,
  stoppedBy: z.string().nullable(),
  stoppedAt: At.nullable(),
  /** The day on which it was stopped. */
  stoppedOn: z.string().nullable(),
  /** `measured`: persons whose days are over. `retired`: its strategy was retired, so nobody enters any more. */
  arms: z.array(z.object({ arm: z.string(), persons: z.number(), measured: z.number(), retired: z.boolean() })),
});
export type ExperimentView = z.infer<typeof ExperimentView>;

/** What happened to a person within their days: a row of the file of outcomes. Money is a plain decimal. */
export const ExperimentOutcomeView = z.object({
  creditor: z.string(),
  person: z.string(),
  entered: z.string(),
  segment: z.string(),
  money: z.string(),
  contacts: z.number(),
  complaints: z.number(),
});
export type ExperimentOutcomeView = z.infer<typeof ExperimentOutcomeView>;
