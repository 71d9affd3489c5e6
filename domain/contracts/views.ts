/**
 * What the API answers about each noun: one schema per noun. Routes answer with it, the command line uses its type.
 * answer.ts makes views from rows.
 */
import { z } from 'zod';
import { CHANNELS } from '../channels.ts';
import { EFFECT_STATES } from '../effects.ts';
import { INVARIANTS } from '../invariants.ts';
import { LIABILITIES, ROLES } from '../parties.ts';
import { STUCK_CODES } from '../stuck.ts';
import { TASK_STATES } from '../tasks.ts';
import { Money } from './event.ts';

/** RFC 3339. */
const At = z.string();

/** Where an account stands. `account` is `creditor/number`. */
export const AccountView = z.object({
  account: z.string(),
  person: z.string(),
  product: z.string(),
  stage: z.string(),
  health: z.string(),
  dpd: z.number(),
  /** Agency that has the account. */
  placedWith: z.string().nullable(),
  closed: z.string().nullable(),
  overdue: Money,
  balance: Money,
  nextEvaluationAt: At.nullable(),
});
export type AccountView = z.infer<typeof AccountView>;

/** A task in a list. A vulnerability task is about a person and has no account. */
export const TaskView = z.object({
  task: z.number(),
  kind: z.string(),
  state: z.enum(TASK_STATES),
  account: z.string().nullable(),
  person: z.string().nullable(),
  stage: z.string().nullable(),
  occurrence: z.number().nullable(),
  reason: z.string().nullable(),
  dpd: z.number().nullable(),
  overdue: Money.nullable(),
  askedBy: z.string().nullable(),
  openedAt: At,
  dueAt: At,
  endedAt: At.nullable(),
  endedBy: z.string().nullable(),
});
export type TaskView = z.infer<typeof TaskView>;

const Spoken = z.object({ when: z.string(), say: z.string() });
/** What may be recorded, and what must be given with it. */
const CallChoice = z.object({ name: z.string(), words: z.string(), needs: z.array(z.string()) });
const Part = z.object({ on: z.string(), amount: Money });
/** One task with what its doer must see. The only view that names a person and a phone number. */
export const ShownTaskView = TaskView.extend({
  who: z
    .object({
      name: z.string().nullable(),
      language: z.string().nullable(),
      zone: z.string().nullable(),
      phones: z.array(z.string()),
    })
    .nullable(),
  checklist: z.array(z.object({ name: z.string(), passed: z.boolean(), words: z.string() })).nullable(),
  call: z
    .object({
      script: z.object({ before: z.array(Spoken), after: z.array(Spoken), never: z.array(z.string()) }),
      /** In the form of an outcome's `parts`. */
      offers: z.object({ instalments: z.array(Part), deferral: z.array(Part) }).nullable(),
      outcomes: z.object({ contact: z.array(CallChoice), result: z.array(CallChoice) }),
    })
    .nullable(),
});
export type ShownTaskView = z.infer<typeof ShownTaskView>;

/** Something that is stuck. `account` is null where it concerns no single account. */
export const StuckView = z.object({
  account: z.string().nullable(),
  code: z.enum(STUCK_CODES),
  /** In words. */
  cause: z.string(),
  since: At,
  /** What is overdue on the account. */
  money: Money.nullable(),
  remedy: z.string(),
  effect: z.string().nullable(),
  task: z.number().nullable(),
  file: z.string().nullable(),
});
export type StuckView = z.infer<typeof StuckView>;

/** What was freed: effects by id, lanes by name. */
export const FreedView = z.object({ effects: z.array(z.uuid()), lanes: z.array(z.string()) });
export type FreedView = z.infer<typeof FreedView>;

/** A creditor, by the codes of the creditors file. */
export const CreditorView = z.object({
  creditor: z.string(),
  name: z.string(),
  zone: z.string(),
  currency: z.string(),
  agencies: z.array(z.string()),
  bureau: z.string().nullable(),
});
export type CreditorView = z.infer<typeof CreditorView>;

/** What became of a creditor that was sent. */
export const CreditorChangeView = z.object({
  creditor: z.string(),
  change: z.enum(['added', 'changed', 'unchanged']),
});
export type CreditorChangeView = z.infer<typeof CreditorChangeView>;

/** An effect by its business key. */
export const EffectView = z.object({
  effect: z.string(),
  account: z.string(),
  episode: z.number(),
  stage: z.string(),
  step: z.string(),
  occurrence: z.number(),
  channel: z.enum(CHANNELS),
  state: z.enum(EFFECT_STATES),
  attempt: z.number(),
  dueAt: At,
  sentAt: At.nullable(),
  reason: z.string().nullable(),
});
export type EffectView = z.infer<typeof EffectView>;

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
  /** `liftedBy`: facts that would lift it; empty when time does. */
  heldBack: z.array(
    z.object({
      what: z.string(),
      because: z.array(z.string()),
      liftedBy: z.array(z.string()),
      until: At.nullable(),
    }),
  ),
  promises: z.array(z.object({ state: z.string(), until: z.string(), parts: z.array(Part) })),
  /** Agency that has the account. */
  placedWith: z.string().nullable(),
  /** The debtor first. `share` is in percent, `cap` an amount: what the liability is limited to. */
  parties: z.array(
    z.object({
      person: z.string(),
      role: z.enum(ROLES),
      liability: z.enum(LIABILITIES),
      share: z.number().nullable(),
      cap: Money.nullable(),
    }),
  ),
  /** The newest value of each, by name. */
  features: z.array(z.object({ name: z.string(), value: z.union([z.number(), z.string()]), asOf: z.string() })),
  zone: z.string(),
});
export type StoryView = z.infer<typeof StoryView>;

/** What was checked: the number of things per invariant, and every violation. */
export const CheckView = z.object({
  checked: z.record(z.enum(INVARIANTS), z.number()),
  violations: z.array(
    z.object({
      invariant: z.enum(INVARIANTS),
      /** `creditor/number`, or `-`. */
      account: z.string(),
      /** What proves it, in words and ids. */
      evidence: z.string(),
      /** The lane by which it left or would have left; null where none is concerned. */
      lane: z.string().nullable(),
    }),
  ),
});
export type CheckView = z.infer<typeof CheckView>;
