/** What comes next for an account: the request and the answer. */
import { z } from 'zod';

/** Days ahead where a request names none, and at most. */
export const AHEAD_DAYS = 90;
export const MOST_AHEAD_DAYS = 366;

const At = z.iso.datetime();

/** What is assumed of the outside world; the rest of it does nothing. */
export const Assumptions = z.object({
  /**
   * `none`: no receipt comes, so only an address that took a message before proves a notice. `delivered`: each comes.
   */
  receipts: z.enum(['none', 'delivered']),
  /** `open`: call tasks wait for their outcome. `unanswered`: an hour later nobody has answered. */
  calls: z.enum(['open', 'unanswered']),
});

/** What is assumed of the outside world. */
export type Assumptions = z.infer<typeof Assumptions>;

/** A forecast that is asked for. */
export interface AheadRequest {
  days: number;
  assumes: Assumptions;
}

/** The forecast of an account if nothing new occurs. */
export const AheadView = z.object({
  until: At,
  assumes: Assumptions,
  /** In order of time. */
  items: z.array(
    z.object({
      at: At,
      /** `effect`: a message or file leaves. `end`: the last moment of a term, a promise or a hold. */
      of: z.enum(['effect', 'task', 'stage', 'end']),
      what: z.string(),
      /** Why not sooner. */
      because: z.array(z.string()),
      /** Facts that would cancel it or put it off by more than a day, if they came now. */
      cancelledBy: z.array(z.string()),
      /** Numbers of the person's other accounts that the same message is about. */
      together: z.array(z.string()),
    }),
  ),
  /** Where the account stands then, and why. */
  stage: z.string(),
  why: z.array(z.string()),
  /** Tasks that nobody has ended by then. */
  openTasks: z.array(z.object({ what: z.string(), since: At })),
});
export type AheadView = z.infer<typeof AheadView>;
