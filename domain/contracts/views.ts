/**
 * What the API answers about each noun: one schema per noun. Routes answer with it, the command line uses its type.
 * answer.ts makes views from rows.
 */

import { z } from 'zod';
import { REPLY_SIGNS } from '../care/reply-lexicon.ts';
import { CHANNELS, WRITTEN_CHANNELS } from '../channels.ts';
import { EFFECT_STATES } from '../effects.ts';
import { INVARIANTS } from '../invariants.ts';
import { MAY_HEAR, SPOKEN_TO } from '../spoken-to.ts';
import { SCORE_CLASSES } from '../strategy/score/axes.ts';
import { STUCK_CODES } from '../stuck.ts';
import { TASK_STATES } from '../tasks.ts';
import { BUREAU_STATUSES } from './bureau-record.ts';
import { ComplaintView } from './complaint-view.ts';
import { Money } from './event.ts';
import { EvidenceView } from './evidence-view.ts';
import { ScoreView } from './score-view.ts';

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
  /** What the next step waits for, in words, and until when (null: until a fact lifts it); null unless `held`. */
  held: z.object({ because: z.string(), until: At.nullable() }).nullable(),
  /** Classes in force (docs/classes.md); null for an account that was never scored. */
  ability: z.enum(SCORE_CLASSES).nullable(),
  willingness: z.enum(SCORE_CLASSES).nullable(),
  /** `name@version` of the strategy that it follows; null = the ladder of the code. */
  strategy: z.string().nullable(),
  segment: z.string().nullable(),
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
  /** What answers it without a person, in words: a bulk restart. */
  coveredBy: z.string().nullable(),
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
/** What a bureau record says of the debt at the end of its month. */
const RecordSaid = z.object({
  status: z.enum(BUREAU_STATUSES),
  overdue: Money,
  balance: Money,
  dateOfFirstDelinquency: z.string().nullable(),
});
/** What weighs on the person of an account (domain/care/pressure.ts), newest contact first. */
export const PressureView = z.object({
  account: z.string(),
  budget: z.number(),
  /** Days in which a contact fades to nothing. */
  days: z.number(),
  now: z.number(),
  /** The first moment at which a demand fits into the budget, by channel. */
  demandsFrom: z.array(z.object({ channel: z.string(), at: At })),
  contacts: z.array(
    z.object({
      at: At,
      by: z.string(),
      channel: z.string(),
      purpose: z.string(),
      outcome: z.string().nullable(),
      steps: z.array(z.string()),
      /** What is left of its weight. */
      left: z.number(),
    }),
  ),
});
export type PressureView = z.infer<typeof PressureView>;

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
  /** Whom to call, and the help lines of where the person lives. */
  alarm: z
    .object({
      onCall: z.object({ name: z.string(), phone: z.string() }).nullable(),
      lines: z.array(z.object({ country: z.string(), name: z.string(), number: z.string(), hours: z.string() })),
    })
    .nullable(),
  /** What the person wrote back, the oldest first, and what it may be a sign of. */
  replies: z
    .array(
      z.object({ at: At, channel: z.enum(WRITTEN_CHANNELS), text: z.string(), signs: z.array(z.enum(REPLY_SIGNS)) }),
    )
    .nullable(),
  /** The open complaints of the person, the oldest first. */
  complaints: z.array(ComplaintView).nullable(),
  /** Files that came with the disputes or complaints that the task is about; null where it is about none. */
  evidence: z.array(EvidenceView).nullable(),
  /** The text of a letter on paper, while its task is open. */
  letter: z.string().nullable(),
  /** What happened in a time that was told late, and the facts that an `accept` records. */
  breaches: z
    .array(
      z.object({
        because: z.string(),
        from: At,
        until: At,
        found: z.array(z.object({ at: At, what: z.string(), advice: z.string() })),
        prepared: z.array(z.object({ fact: z.string(), data: z.record(z.string(), z.string()) })),
      }),
    )
    .nullable(),
  /** What the person said, which bounds it exceeds, and the last day without demands while nobody answers. */
  review: z.object({ said: z.string(), exceeds: z.string().nullable(), until: z.string().nullable() }).nullable(),
  checklist: z.array(z.object({ name: z.string(), passed: z.boolean(), words: z.string() })).nullable(),
  /** Why the account has the classes that the person wants a human decision on. */
  classes: ScoreView.nullable(),
  /** Records that a later fact made wrong: what each said of its month, and what would be right. */
  records: z.array(z.object({ month: z.string(), said: RecordSaid, right: RecordSaid })).nullable(),
  call: z
    .object({
      /** Who may answer, and what may be said to them: the parties by name, then those who are none. */
      spokenTo: z.array(
        z.object({
          role: z.enum(SPOKEN_TO),
          name: z.string().nullable(),
          mayHear: z.enum(MAY_HEAR),
          permission: z.string(),
        }),
      ),
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

/**
 * A version of the lender's own rules. `lapsed`: nobody approved it before its date. `replaced`: another was published
 * for its date or an earlier one.
 */
export const HouseVersionView = z.object({
  version: z.string(),
  state: z.enum(['proposed', 'lapsed', 'waits', 'holds', 'ended', 'replaced']),
  /** null for the rules before the first published version: those that ship, or of ARREARS_RULES. */
  holdsFrom: z.string().nullable(),
  digest: z.string(),
  rules: z.number(),
  madeBy: z.string().nullable(),
  madeAt: At.nullable(),
  approvedBy: z.string().nullable(),
  publishedAt: At.nullable(),
});
export type HouseVersionView = z.infer<typeof HouseVersionView>;

/** How a step changes. `step`: planned under one set of rules only. `hour`: another hour of the same day. */
export const CHANGE_KINDS = ['held-back', 'freed', 'step', 'channel', 'day', 'hour'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What other rules would change: a part of the open accounts, in the order of their ids. */
export const DryRunView = z.object({
  /** The version of the lender's own rules in force, and the one that was tried. */
  inForce: z.string(),
  tried: z.string(),
  accounts: z.number(),
  /** Accounts with any change. */
  different: z.number(),
  /** Accounts for which nothing could be decided. */
  failed: z.number(),
  /** Accounts by the rule that makes the difference (null: no rule holds the step; its hour moves) and its kind. */
  changes: z.array(z.object({ rule: z.string().nullable(), kind: z.enum(CHANGE_KINDS), accounts: z.number() })),
  /** Numbers of the first accounts with a change. */
  examples: z.array(z.string()),
  /** Sent as `after`, it gives the next part; null after the last. */
  next: z.uuid().nullable(),
});
export type DryRunView = z.infer<typeof DryRunView>;

/** What was checked: the number of things per invariant, every violation, and what cannot be proved. */
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
  notProvable: z.array(z.object({ invariant: z.enum(INVARIANTS), why: z.string(), count: z.number() })),
});
export type CheckView = z.infer<typeof CheckView>;
