/** The outcome of a task as it is sent: one shape per outcome. Which kind of task accepts which: domain/tasks.ts. */
import { z } from 'zod';
import { CALL_RESULT_NAMES, CONTACTS } from '../call-results.ts';
import { LADDER_ANSWERS, OFFERS, RESTART_ANSWERS } from '../fact-choices.ts';
import { REPLY_MEANINGS } from '../replies.ts';
import type { OutcomeName } from '../tasks.ts';
import { CalendarDay, DisputedPartWire, Moment, PromisePart, Words } from './event.ts';

/** What a person found out about an effect whose outcome is unknown. */
export const FOUND_VERDICTS = ['sent', 'unsent', 'give-up'] as const;

const CallOutcome = z.strictObject({
  contact: z.enum(CONTACTS),
  result: z.enum(CALL_RESULT_NAMES).optional().describe('with right-party only'),
  callBackAt: Moment.optional(),
  parts: z.array(PromisePart).min(1).max(24).optional().describe('what was promised'),
  offer: z.enum(OFFERS).optional(),
  disputed: DisputedPartWire.optional().describe('with disputes: the part; the whole debt when left out'),
});
const Filed = z.strictObject({ filed: z.strictObject({ court: Words, number: z.string().regex(/^[\w.:/-]{1,64}$/) }) });
const NotFiled = z.strictObject({ notFiled: z.strictObject({ reason: Words }) });
const LadderAnswer = z.strictObject({ answer: z.enum(LADDER_ANSWERS), until: CalendarDay.optional() });
const RestartReviewed = z
  .strictObject({ restart: z.enum(RESTART_ANSWERS), until: CalendarDay.optional() })
  .refine(({ restart, until }) => (restart === 'wait') === (until !== undefined), {
    path: ['until'],
    error: 'is needed to wait, and only then: the last day on which nothing is asked for',
  });
const Reviewed = z.strictObject({ reviewed: Words, hardshipEnded: z.boolean().default(false) });
const ReplyRead = z.strictObject({ means: z.enum(REPLY_MEANINGS), reason: Words.optional() });
const Lifted = z.strictObject({ lift: Words });
const Accepted = z.strictObject({ accept: z.literal(true) });
const Declined = z.strictObject({ decline: Words });
const Corrected = z.strictObject({ remedy: z.enum(['correct', 'delete']), reason: Words });
const Done = z.strictObject({ done: Words });
const FoundOut = z.strictObject({ found: z.enum(FOUND_VERDICTS) });

/** The outcome of a task of any kind. */
export const OutcomeWire = z.union([
  CallOutcome,
  Filed,
  NotFiled,
  LadderAnswer,
  RestartReviewed,
  Reviewed,
  ReplyRead,
  Lifted,
  FoundOut,
  Corrected,
  Accepted,
  Declined,
  Done,
]);
export type OutcomeWire = z.output<typeof OutcomeWire>;

/**
 * The contract of each outcome that is sent as one (the others are facts or approvals), with the field that identifies
 * it.
 */
const CONTRACTS = {
  filed: { field: 'filed', contract: Filed },
  'not-filed': { field: 'notFiled', contract: NotFiled },
  'ladder-answer': { field: 'answer', contract: LadderAnswer },
  'restart-reviewed': { field: 'restart', contract: RestartReviewed },
  'care-reviewed': { field: 'reviewed', contract: Reviewed },
  'distress-ended': { field: 'lift', contract: Lifted },
  'reply-read': { field: 'means', contract: ReplyRead },
  'found-out': { field: 'found', contract: FoundOut },
  accepted: { field: 'accept', contract: Accepted },
  declined: { field: 'decline', contract: Declined },
  'bureau-correction': { field: 'remedy', contract: Corrected },
  done: { field: 'done', contract: Done },
  call: { field: 'contact', contract: CallOutcome },
} as const satisfies Record<
  Exclude<
    OutcomeName,
    'approved' | 'approval-refused' | 'dispute-closed' | 'complaint-closed' | 'classes-reviewed' | 'bank-line-decided'
  >,
  { field: string; contract: z.ZodType<OutcomeWire> }
>;

/** The contract that the given fields identify, so that faults name the right one; the call's when none does. */
export function outcomeContract(value: unknown): z.ZodType<OutcomeWire> {
  const has = (key: string) => typeof value === 'object' && value !== null && key in value;
  return (Object.values(CONTRACTS).find(({ field }) => has(field)) ?? CONTRACTS.call).contract;
}
