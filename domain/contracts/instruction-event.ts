/**
 * An instruction as it leaves to the lender's book: one CloudEvents 1.0 envelope, a line of the day's file and an item
 * of the pull.
 */
import { z } from 'zod';
import { INSTRUCTION_KINDS, type InstructionKind } from '../instruction-facts.ts';
import { type Instant, showInstant, type Zone } from '../time.ts';
import { CalendarDay, Moment } from './fields.ts';
import { INSTRUCTION_CONTRACTS } from './instruction.ts';

const Envelope = {
  specversion: z.literal('1.0'),
  id: z.string().describe('names this telling: the same when it comes again'),
  source: z.literal('arrears'),
  subject: z.string().describe('creditor/number of the account'),
  time: Moment.describe('when it was decided'),
  datacontenttype: z.literal('application/json'),
};
const Named = {
  instruction: z.uuid().describe('id of the instruction; an answer names it'),
  no: z.int().describe('the number that people type'),
};

const instructed = <K extends InstructionKind>(kind: K) =>
  z.strictObject({
    ...Named,
    kind: z.literal(kind),
    effectiveOn: CalendarDay.describe('the day from which it counts'),
    deadline: CalendarDay.describe('the day by whose end the book answers'),
    key: z.string().describe('names the decision; of an account, each decision instructs once'),
    body: INSTRUCTION_CONTRACTS[kind],
  });
const [first, ...others] = INSTRUCTION_KINDS;

/** The types of these events. */
export const INSTRUCTED_TYPE = 'arrears.book-instruction.v1';
export const WITHDRAWN_TYPE = 'arrears.book-instruction-withdrawn.v1';

/** What a line says. */
export const InstructionEvent = z.discriminatedUnion('type', [
  z.strictObject({
    ...Envelope,
    type: z.literal(INSTRUCTED_TYPE),
    data: z.discriminatedUnion('kind', [instructed(first), ...others.map(instructed)]),
  }),
  z.strictObject({
    ...Envelope,
    type: z.literal(WITHDRAWN_TYPE),
    data: z.strictObject({ ...Named, reason: z.string() }),
  }),
]);
export type InstructionEvent = z.input<typeof InstructionEvent>;

/** A stored instruction, as far as it leaves. */
export interface ToldInstruction {
  id: string;
  no: bigint;
  /** `creditor/number`. */
  account: string;
  zone: Zone;
  kind: InstructionKind;
  /** As stored, with its version. */
  body: Readonly<Record<string, unknown>>;
  effectiveOn: string;
  deadline: string;
  key: string;
  at: Instant;
  reason: string | null;
  /** When a person took it back; of a telling of that. */
  withdrawnAt: Instant | null;
}

/** The event that tells of an instruction, or of its withdrawal. */
export function instructionEvent(told: ToldInstruction): InstructionEvent {
  const { id, no, account, zone, kind, effectiveOn, deadline, key, at, withdrawnAt } = told;
  const named = { instruction: id, no: Number(no) };
  const common = {
    specversion: '1.0',
    source: 'arrears',
    subject: account,
    datacontenttype: 'application/json',
  } as const;
  if (withdrawnAt !== null)
    return {
      ...common,
      ...{ id: `${id}/withdrawn`, type: WITHDRAWN_TYPE, time: showInstant(withdrawnAt, zone) },
      data: { ...named, reason: told.reason ?? '' },
    };
  const { v: _, ...body } = told.body;
  const data = { ...named, kind, effectiveOn, deadline, key, body } as Extract<
    InstructionEvent,
    { type: typeof INSTRUCTED_TYPE }
  >['data'];
  return { ...common, ...{ id, type: INSTRUCTED_TYPE, time: showInstant(at, zone) }, data };
}
