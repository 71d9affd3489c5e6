/** The outcome of a task as it is sent: one shape per outcome. Which kind of task accepts which: domain/tasks.ts. */
import { z } from 'zod';
import { CALL_RESULT_NAMES, CONTACTS, LADDER_ANSWERS, OFFERS } from '../facts.ts';
import type { OutcomeName } from '../tasks.ts';
import { CalendarDay, Moment, PromisePart, Words } from './event.ts';

/** What a person found out about an effect whose outcome is unknown. */
export const FOUND_VERDICTS = ['sent', 'unsent', 'give-up'] as const;

const CallOutcome = z.strictObject({
  contact: z.enum(CONTACTS),
  result: z.enum(CALL_RESULT_NAMES).optional().describe('with right-party only'),
  callBackAt: Moment.optional(),
  parts: z.array(PromisePart).min(1).max(24).optional().describe('what was promised'),
  offer: z.enum(OFFERS).optional(),
});
const Filed = z.strictObject({ filed: z.strictObject({ court: Words, number: z.string().regex(/^[\w.:/-]{1,64}$/) }) });
const NotFiled = z.strictObject({ notFiled: z.strictObject({ reason: Words }) });
const LadderAnswer = z.strictObject({ answer: z.enum(LADDER_ANSWERS), until: CalendarDay.optional() });
const Reviewed = z.strictObject({ reviewed: Words, hardshipEnded: z.boolean().default(false) });
const Done = z.strictObject({ done: Words });
const FoundOut = z.strictObject({ found: z.enum(FOUND_VERDICTS) });

/** The outcome of a task of any kind. */
export const OutcomeWire = z.union([CallOutcome, Filed, NotFiled, LadderAnswer, Reviewed, FoundOut, Done]);
export type OutcomeWire = z.output<typeof OutcomeWire>;

/** The contract of each outcome that is sent as one (the others are facts or approvals), with the field that identifies it. */
const CONTRACTS = {
  filed: { field: 'filed', contract: Filed },
  'not-filed': { field: 'notFiled', contract: NotFiled },
  'ladder-answer': { field: 'answer', contract: LadderAnswer },
  'care-reviewed': { field: 'reviewed', contract: Reviewed },
  'found-out': { field: 'found', contract: FoundOut },
  done: { field: 'done', contract: Done },
  call: { field: 'contact', contract: CallOutcome },
} as const satisfies Record<
  Exclude<OutcomeName, 'approved' | 'approval-refused' | 'dispute-closed'>,
  { field: string; contract: z.ZodType<OutcomeWire> }
>;

/** The contract that the given fields identify, so that faults name the right one; the call's when none does. */
export function outcomeContract(value: unknown): z.ZodType<OutcomeWire> {
  const has = (key: string) => typeof value === 'object' && value !== null && key in value;
  return (Object.values(CONTRACTS).find(({ field }) => has(field)) ?? CONTRACTS.call).contract;
}
