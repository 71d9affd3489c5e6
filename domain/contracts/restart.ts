/** What the API answers about restarts of many accounts. */
import { z } from 'zod';
import { BULK_CHECKS } from '../bulk-restart.ts';

const At = z.string();

/** A part of the accounts that wait for a review of their restart, in the order of their tasks. */
export const RestartPlanView = z.object({
  /** Accounts with an open task `restart-review`. */
  waiting: z.number(),
  /** Of them, those that a bulk restart has. */
  covered: z.number(),
  /** Of the others, those that a bulk restart could take, and examples. */
  ready: z.number(),
  examples: z.array(z.string()),
  /** What keeps the rest out; an account may fail several checks. */
  failing: z.array(z.object({ check: z.enum(BULK_CHECKS), accounts: z.number(), examples: z.array(z.string()) })),
  /** Sent as `after`, it gives the next part; null after the last. */
  next: z.number().nullable(),
});
export type RestartPlanView = z.infer<typeof RestartPlanView>;

/**
 * `lapsed`: nobody approved it in time. `ended`: none of its accounts waits any more. `cancelled`: those that waited
 * then went back to their tasks.
 */
export const BATCH_STATES = ['proposed', 'lapsed', 'approved', 'ended', 'cancelled'] as const;

/** A bulk restart. */
export const RestartBatchView = z.object({
  batch: z.number(),
  creditor: z.string(),
  state: z.enum(BATCH_STATES),
  reason: z.string(),
  evidence: z.string(),
  proposedBy: z.string(),
  proposedAt: At,
  approvedBy: z.string().nullable(),
  approvedAt: At.nullable(),
  cancelledBy: z.string().nullable(),
  cancelReason: z.string().nullable(),
  /** Accounts of the creditor's bulk restarts that are released on a working day. */
  aDay: z.number(),
  accounts: z.object({ waiting: z.number(), released: z.number(), dropped: z.number(), cancelled: z.number() }),
});
export type RestartBatchView = z.infer<typeof RestartBatchView>;

/** A bulk restart with the first of its accounts that were dropped or put off, and why. */
export const ShownRestartView = RestartBatchView.extend({
  notReleased: z.array(z.object({ account: z.string(), state: z.string(), reason: z.string(), judgedOn: At })),
});
export type ShownRestartView = z.infer<typeof ShownRestartView>;
