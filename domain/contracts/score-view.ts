/** What the API answers about the score and the classes of an account. */
import { z } from 'zod';
import { AXES, SCORE_CLASSES } from '../strategy/score/axes.ts';

const At = z.string();
const Class = z.enum(SCORE_CLASSES);
const Words = z.object({ en: z.string(), 'zh-Hans': z.string() });
const Because = z.array(z.object({ code: z.string(), axis: z.enum(AXES), words: Words }));
/** What the model says of an axis, and the class in force. */
const AxisView = z.object({ class: Class, points: z.number().nullable() });

/** The score and the classes of an account, with the reasons in words. */
export const ScoreView = z.object({
  account: z.string(),
  ability: AxisView,
  willingness: AxisView,
  /** That the account defaults, by the model; null without a score. */
  probability: z.number().nullable(),
  /** Parts of the score, the worst first. */
  reasons: z.array(z.object({ feature: z.string(), axis: z.enum(AXES), points: z.number(), words: Words })),
  /** Features that the model needs and the account lacks. */
  missing: z.array(z.string()),
  /** Why the classes in force are what they are. */
  because: Because,
  /** null while no model has scored the account. `caution`: what the model must not be used for. */
  model: z.object({ name: z.string(), digest: z.string(), caution: Words }).nullable(),
  featuresAsOf: z.string().nullable(),
  scoredAt: At.nullable(),
  /** A fact or feature is not scored yet. */
  isDue: z.boolean(),
  /** The person waits for a human decision. */
  contested: z.boolean(),
  closed: z.boolean().describe('the account is closed: its last classes stay'),
  /** Oldest first; `before` is null for the first classes. */
  changes: z.array(
    z.object({
      at: At,
      before: z.object({ ability: Class, willingness: Class }).nullable(),
      after: z.object({ ability: Class, willingness: Class }),
      because: Because,
    }),
  ),
  /** The creditor's. */
  zone: z.string(),
});
export type ScoreView = z.infer<typeof ScoreView>;
