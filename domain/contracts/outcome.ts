/** What came of a task, as it is sent: one shape a kind of task. */
import { z } from 'zod';
import { CALL_RESULT_NAMES, CONTACTS } from '../facts.ts';
import { CalendarDay, Moment, PromisePart, Words } from './event.ts';

const CallOutcome = z.strictObject({
  contact: z.enum(CONTACTS),
  result: z.enum(CALL_RESULT_NAMES).optional().describe('with right-party only'),
  callBackAt: Moment.optional(),
  parts: z.array(PromisePart).min(1).max(24).optional().describe('what was promised'),
  offer: z.enum(['instalments', 'deferral']).optional(),
});
const Filed = z.strictObject({ filed: z.strictObject({ court: Words, number: z.string().regex(/^[\w.:/-]{1,64}$/) }) });
const NotFiled = z.strictObject({ notFiled: z.strictObject({ reason: Words }) });
const LadderAnswer = z.strictObject({ answer: z.enum(['write-off', 'sell', 'wait']), until: CalendarDay.optional() });
const Reviewed = z.strictObject({ reviewed: Words, hardshipEnded: z.boolean().default(false) });
const Done = z.strictObject({ done: Words });
/** What the provider says of a message of which nobody knows whether it left. */
const FoundOut = z.strictObject({ found: z.enum(['sent', 'unsent', 'give-up']) });

/** By kind of task: call; record-filing; ladder-end; hardship, death and bankruptcy reviews; settle-unknown; all others. */
export const OutcomeWire = z.union([CallOutcome, Filed, NotFiled, LadderAnswer, Reviewed, FoundOut, Done]);
/** The shape that the fields given ask for, so that faults name the right one. */
export function outcomeContract(value: unknown): z.ZodType<OutcomeWire> {
  const has = (key: string) => typeof value === 'object' && value !== null && key in value;
  if (has('filed')) return Filed;
  if (has('notFiled')) return NotFiled;
  if (has('answer')) return LadderAnswer;
  if (has('reviewed')) return Reviewed;
  if (has('found')) return FoundOut;
  return has('done') ? Done : CallOutcome;
}
export type OutcomeWire = z.output<typeof OutcomeWire>;
