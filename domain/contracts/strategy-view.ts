/** What the API answers about versions of strategies, and about those that new accounts begin with. */
import { z } from 'zod';

/** Id of a version, `name@version`. */
export const StrategyId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}@\d[\d-]{0,9}$/, 'needs a name and a version, such as gentle@1');

const At = z.string();

/** `retired`: no account begins with it or moves to it; those that follow it go on. */
export const STRATEGY_STATES = ['proposed', 'published', 'retired'] as const;

/** A version of a strategy. */
export const StrategyVersionView = z.object({
  id: StrategyId,
  name: z.string(),
  version: z.string(),
  state: z.enum(STRATEGY_STATES),
  /** SHA-256 of the text, as hex. */
  digest: z.string(),
  /** How many it has; null where it is unreadable. */
  segments: z.number().nullable(),
  ladders: z.number().nullable(),
  madeBy: z.string(),
  madeAt: At,
  approvedBy: z.string().nullable(),
  publishedAt: At.nullable(),
  retiredBy: z.string().nullable(),
  retiredAt: At.nullable(),
  /** Open accounts that follow it. */
  accounts: z.number(),
  /** This release cannot read the text: nothing is decided for accounts that follow it. */
  unreadable: z.boolean(),
});
export type StrategyVersionView = z.infer<typeof StrategyVersionView>;

/** A version with its text, and what this release finds wrong with it. */
export const ShownStrategyView = StrategyVersionView.extend({
  /** YAML, as proposed. */
  text: z.string(),
  faults: z.array(
    z.object({ line: z.number(), column: z.number(), rule: z.string(), what: z.string(), remedy: z.string() }),
  ),
});
export type ShownStrategyView = z.infer<typeof ShownStrategyView>;

/** The strategy that new accounts of a creditor begin with, as somebody chose it last. */
export const StrategyUseView = z.object({
  creditor: z.string(),
  /** Name; null for the ladder of the code. */
  strategy: z.string().nullable(),
  /** Id of its newest version that is not retired; null where there is none: then the ladder of the code. */
  newest: z.string().nullable(),
  madeBy: z.string(),
  madeAt: At,
});
export type StrategyUseView = z.infer<typeof StrategyUseView>;
