/**
 * The contracts of instructions to the lender's book: what each kind says, and what the book answers. Amounts are wire
 * money in the currency of the account.
 */
import { z } from 'zod';
import type { InstructionKind } from '../instruction-facts.ts';
import { COMPONENTS } from '../money/components.ts';
import { CalendarDay, Money, Reference, Words } from './fields.ts';

const Positive = Money.refine(({ minor }) => !/^-|^0+$/.test(minor), 'an amount above 0 is needed');
const NotNegative = Money.refine(({ minor }) => !minor.startsWith('-'), 'must not be negative');
const Dues = z.array(CalendarDay).min(1).max(120).describe('dates of dues, as the book names them');
const Agreement = Reference.describe('names the agreement: the same in all instructions about it');
const Nothing = z.strictObject({});

/** What an instruction says, by its kind. */
export const INSTRUCTION_CONTRACTS = {
  plan: z.strictObject({
    agreement: Agreement,
    parts: z
      .array(z.strictObject({ on: CalendarDay, amount: Positive }))
      .min(1)
      .max(1000)
      .describe('what is paid on which day, in order'),
    waived: Positive.optional().describe('what is waived once all parts have come; its own instruction says so then'),
  }),
  'plan-cancelled': z.strictObject({ agreement: Agreement, reason: z.enum(['broken', 'ended', 'replaced']) }),
  deferral: z.strictObject({ dues: Dues, until: CalendarDay.describe('the day on which they are due instead') }),
  waiver: z.strictObject({
    components: z
      .array(z.strictObject({ component: z.enum(COMPONENTS), amount: Positive }))
      .min(1)
      .refine((parts) => new Set(parts.map(({ component }) => component)).size === parts.length, 'names one twice'),
  }),
  'interest-stop': Nothing,
  'interest-restart': Nothing,
  'fee-stop': Nothing,
  'fee-restart': Nothing,
  refund: z.strictObject({
    amount: Positive,
    payment: Reference.describe('the payment: id of its fact, its source’s id of it, or its transaction'),
  }),
  'corrected-due': z.strictObject({
    due: CalendarDay.describe('date of the due, as the book names it'),
    amount: NotNegative.describe('what is unpaid of it rightly'),
  }),
} as const satisfies Readonly<Record<InstructionKind, z.ZodType>>;

/** What an instruction of a kind says. */
export type InstructionBody<K extends InstructionKind = InstructionKind> = z.output<(typeof INSTRUCTION_CONTRACTS)[K]>;

const Instruction = z.uuid().describe('id of the instruction');

/** What the book answers. */
export const BOOK_ANSWER_CONTRACTS = {
  'book-confirmed': z.strictObject({
    instruction: Instruction,
    bookedOn: CalendarDay.optional().describe(
      'the day in the book from which it counts; the day it happened when left out',
    ),
  }),
  'book-rejected': z.strictObject({ instruction: Instruction, reason: Words }),
} as const;
