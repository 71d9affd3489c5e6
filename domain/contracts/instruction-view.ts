/** An instruction to the lender's book as the API answers it. */
import { z } from 'zod';
import { INSTRUCTION_KINDS, INSTRUCTION_STATES } from '../instruction-facts.ts';

/** States as they are shown; `late`: open, and the day by whose end the book answers is over. */
export const INSTRUCTIONS_SHOWN = [...INSTRUCTION_STATES, 'late'] as const;
/** One of INSTRUCTIONS_SHOWN. */
export type InstructionShown = (typeof INSTRUCTIONS_SHOWN)[number];

export const InstructionView = z.object({
  instruction: z.string(),
  no: z.number(),
  account: z.string(),
  kind: z.enum(INSTRUCTION_KINDS),
  /** By the contract of its kind. */
  body: z.record(z.string(), z.unknown()),
  effectiveOn: z.string(),
  deadline: z.string(),
  state: z.enum(INSTRUCTIONS_SHOWN),
  key: z.string(),
  /** null: a system. */
  instructedBy: z.string().nullable(),
  instructedOn: z.string(),
  /** Day of the file in which it is; null while it is in none. */
  filedOn: z.string().nullable(),
  /** That file below the outbox; null until it has left. */
  file: z.string().nullable(),
  bookedOn: z.string().nullable(),
  /** When the book answered, or a person withdrew it. */
  answeredOn: z.string().nullable(),
  /** Of the book that rejected it, or of the person who withdrew it. */
  reason: z.string().nullable(),
});
export type InstructionView = z.infer<typeof InstructionView>;
