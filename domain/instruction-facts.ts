/** What Arrears may instruct the lender's book to do, and the bodies of the facts about it. Amounts are minor units. */
import type { CalendarDate } from './time.ts';

/** What the book, which stays the book of record, is instructed to do. */
export const INSTRUCTION_KINDS = [
  'plan',
  'plan-cancelled',
  'deferral',
  'waiver',
  'interest-stop',
  'interest-restart',
  'fee-stop',
  'fee-restart',
  'refund',
  'corrected-due',
] as const;
/** One of INSTRUCTION_KINDS. */
export type InstructionKind = (typeof INSTRUCTION_KINDS)[number];

/** Kinds that change what the person is asked for: until the book has answered, nothing is demanded. */
const ASKING_KINDS: readonly InstructionKind[] = ['plan', 'deferral', 'waiver', 'corrected-due'];
/** Whether an instruction of this kind changes what the person is asked for. */
export const changesAsked = (kind: InstructionKind): boolean => ASKING_KINDS.includes(kind);

/** Whether less is owed once the book has booked an instruction of this kind. */
export const lowersDebt = (kind: InstructionKind): boolean => kind === 'waiver' || kind === 'corrected-due';

/** An instruction in words. */
export const INSTRUCTION_WORDS: Readonly<Record<InstructionKind, string>> = {
  plan: 'a repayment plan',
  'plan-cancelled': 'the end of a repayment plan',
  deferral: 'a deferral',
  waiver: 'a waiver',
  'interest-stop': 'a stop of interest',
  'interest-restart': 'interest again',
  'fee-stop': 'a stop of fees',
  'fee-restart': 'fees again',
  refund: 'a refund',
  'corrected-due': 'a corrected due',
};

/** States of an instruction. `open`: the book has not answered. `withdrawn`: a person gave it up. */
export const INSTRUCTION_STATES = ['open', 'confirmed', 'rejected', 'withdrawn'] as const;
/** One of INSTRUCTION_STATES. */
export type InstructionState = (typeof INSTRUCTION_STATES)[number];

/** Bodies of the facts of an account about its instructions. `instruction` is the id of one. */
export interface InstructionFactBodies {
  /**
   * Never from outside. `minor`: what it is about; where that lowers the debt, so much less is owed once it is booked,
   * first of the `dues` where it is about some. `deadline`: the day by whose end the book answers.
   */
  'book-instructed': {
    instruction: string;
    kind: InstructionKind;
    effectiveOn: CalendarDate;
    deadline: CalendarDate;
    minor?: bigint;
    dues?: CalendarDate[];
  };
  /** `bookedOn`: the day in the book from which it counts. */
  'book-confirmed': { instruction: string; bookedOn: CalendarDate };
  'book-rejected': { instruction: string; reason: string };
  /** A person took it back before it left, or gave it up after the book had rejected it. Never from outside. */
  'book-withdrawn': { instruction: string; reason: string; by: string };
}
