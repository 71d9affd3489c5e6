/** The team's worklist: what the API takes and answers. */
import { z } from 'zod';
import { Money } from './event.ts';
import { ShownTaskView } from './views.ts';

/** RFC 3339. */
const At = z.string();

/** Where the account of a task stands, recomputed from its facts. */
export const CaseView = z.object({
  account: z.string(),
  balance: Money,
  overdue: Money,
  /** What may be asked for: overdue, without what is disputed. */
  asked: Money,
  dpd: z.number(),
  /** The last contacts with the person, of all their accounts, the newest first. */
  contacts: z.array(
    z.object({
      at: At,
      channel: z.string(),
      purpose: z.string(),
      direction: z.string(),
      outcome: z.string().nullable(),
    }),
  ),
  /** Promises that run, wait for a review or broke, in words. */
  promises: z.array(z.string()),
  disputes: z.array(z.string()),
  complaints: z.array(z.string()),
  /** Holds of care in force, and who speaks for the person. */
  care: z.array(z.string()),
});
export type CaseView = z.infer<typeof CaseView>;

/** A task that somebody took. */
export const TakenView = z.object({
  task: ShownTaskView,
  /** Why it came, in words. */
  because: z.array(z.string()),
  /** Wall time until which nobody else may do it. */
  heldUntil: At,
  /** Business time until which the call may begin; null for what is no call. */
  callUntil: At.nullable(),
  /** null for a task that is about no account. */
  case: CaseView.nullable(),
});
export type TakenView = z.infer<typeof TakenView>;

/** What came of asking for work. `skipped`: tasks that came before and may not be done now, by the reason. */
export const NextView = z.object({
  taken: TakenView.nullable(),
  skipped: z.array(z.object({ because: z.string(), tasks: z.number() })),
});
export type NextView = z.infer<typeof NextView>;

/** Who has a case since when (business time), and until when (wall time). */
const HeldView = z.object({ holder: z.string(), since: At, until: At });

/** A task in its place. */
export const WorkView = z.object({
  task: z.number(),
  kind: z.string(),
  account: z.string().nullable(),
  person: z.string().nullable(),
  overdue: Money.nullable(),
  dueAt: At,
  because: z.array(z.string()),
  held: HeldView.nullable(),
});
export type WorkView = z.infer<typeof WorkView>;

/** What a supervisor sees. `today` is in the zone of each creditor. */
export const TeamView = z.object({
  kinds: z.array(z.object({ kind: z.string(), open: z.number(), dueToday: z.number(), late: z.number(), oldest: At })),
  held: z.array(HeldView.extend({ task: z.number(), kind: z.string(), account: z.string().nullable() })),
  doneToday: z.array(z.object({ name: z.string(), tasks: z.number() })),
  missedCallBacks: z.array(z.object({ task: z.number(), account: z.string().nullable(), wishedAt: At })),
});
export type TeamView = z.infer<typeof TeamView>;
