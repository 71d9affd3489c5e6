/** The story of an account, as the API answers it. */

import { z } from 'zod';
import { LIABILITIES, ROLES } from '../parties.ts';
import { MAY_HEAR } from '../spoken-to.ts';
import { SCORE_CLASSES } from '../strategy/score/axes.ts';
import { AgreementView } from './agreement.ts';
import { AheadView } from './ahead.ts';
import { ComplaintView } from './complaint-view.ts';
import { DebitView } from './debit.ts';
import { Money } from './event.ts';

/** RFC 3339. */
const At = z.string();

/** The story of one account; gains fields only. `zone` is the creditor's. */
export const StoryView = z.object({
  account: z.string(),
  stage: z.string(),
  /** Escalation stages that run parallel to it. */
  parallel: z.array(z.string()),
  health: z.string(),
  overdue: Money,
  balance: Money,
  dpd: z.number(),
  why: z.array(z.string()),
  done: z.array(z.object({ at: At, what: z.string(), outcome: z.string() })),
  /** `cancelledBy`: facts that would cancel it, found by running `decide` with each. */
  next: z.array(z.object({ at: At, what: z.string(), cancelledBy: z.array(z.string()) })),
  /** What comes if nothing new occurs; only where it was asked for. */
  ahead: AheadView.optional(),
  /** What the next step waits for, and until when (null: until a fact lifts it); null when it goes ahead. */
  waits: z.object({ step: z.string().nullable(), because: z.array(z.string()), until: At.nullable() }).nullable(),
  /** `liftedBy`: facts that would lift it; empty when time does. */
  heldBack: z.array(
    z.object({
      what: z.string(),
      because: z.array(z.string()),
      liftedBy: z.array(z.string()),
      until: At.nullable(),
    }),
  ),
  /** The open ones: `what` is disputed, the whole debt or a part of it, and not asked for since then. */
  disputes: z.array(
    z.object({
      dispute: z.string(),
      what: z.string(),
      about: z.string(),
      since: At,
      /** The last day on which a rule of law wants an answer. */
      answerBy: z.object({ on: z.string(), rule: z.string(), unverified: z.boolean() }).nullable(),
    }),
  ),
  /** The open complaints of the person. */
  complaints: z.array(ComplaintView),
  /** Repayment plans, in the order in which they were proposed. */
  plans: z.array(AgreementView.omit({ text: true })),
  /** What is to be drawn from the person's bank account, and what was. */
  debits: z.array(DebitView),
  promises: z.array(
    z.object({ state: z.string(), until: z.string(), parts: z.array(z.object({ on: z.string(), amount: Money })) }),
  ),
  /** The packs that judge it now, with their versions: `TW@2026-11-29`. */
  law: z.array(z.string()),
  /** Agency that has the account. */
  placedWith: z.string().nullable(),
  /**
   * Until when the debt may be sued for: the earliest last day of all that bind, by which law (`creditor`: its own
   * bound), and which laws cannot say. null when nothing is owed.
   */
  limitation: z
    .object({
      lastDay: z.string(),
      law: z.string(),
      barred: z.boolean(),
      basis: z.string(),
      unknown: z.array(z.object({ law: z.string(), words: z.string() })),
    })
    .nullable(),
  /** The debtor first. `share` is in percent, `cap` an amount: what the liability is limited to. */
  parties: z.array(
    z.object({
      person: z.string(),
      role: z.enum(ROLES),
      liability: z.enum(LIABILITIES),
      share: z.number().nullable(),
      cap: Money.nullable(),
      /** What may be said to them, and whether the engine contacts them, in words. */
      mayHear: z.enum(MAY_HEAR),
      permission: z.string(),
    }),
  ),
  /** The newest value of each, by name. */
  features: z.array(z.object({ name: z.string(), value: z.union([z.number(), z.string()]), asOf: z.string() })),
  /** Where it stands in a bulk restart, in words; null when none has it. */
  restart: z.string().nullable(),
  /** Classes in force; null for an account that was never scored. */
  classes: z.object({ ability: z.enum(SCORE_CLASSES), willingness: z.enum(SCORE_CLASSES) }).nullable(),
  /**
   * The strategy that it follows; null when it never followed any and is in no experiment. `version` and `strategy`
   * null: the ladder of the code.
   */
  strategy: z
    .object({
      version: z.string().nullable(),
      /** null until the next evaluation. */
      segment: z.string().nullable(),
      since: z.string().nullable(),
      /** Whether the person is in the holdout of the strategy. */
      withheld: z.boolean(),
      /** The move that it waits for. */
      moving: z.object({ to: z.string().nullable(), at: z.enum(['now', 'next-stage']) }).nullable(),
      /** The experiment that the person entered, with the arm; null when none. */
      experiment: z.object({ name: z.string(), arm: z.string(), since: z.string() }).nullable(),
      /** Changes of strategy and segment, the newest first, with the move that made them. */
      changes: z.array(
        z.object({
          at: At,
          strategy: z.string().nullable(),
          segment: z.string().nullable(),
          move: z.uuid().nullable(),
          because: z.array(z.string()),
        }),
      ),
    })
    .nullable(),
  zone: z.string(),
});
export type StoryView = z.infer<typeof StoryView>;
