/** Somebody who calls: what the API takes and answers until they are identified, and then. */
import { z } from 'zod';
import { MAY_HEAR } from '../spoken-to.ts';
import { FACTORS } from '../worklist/identity.ts';
import { line, Money } from './event.ts';
import { TaskView } from './views.ts';
import { CaseView } from './work.ts';

/** Who may call for the debtor and be told of the debt. */
export const CALLS_FOR = ['debtor', 'joint-debtor', 'guarantor', 'executor', 'attorney'] as const;

/** Who calls: a number, a reference or a name; exactly one of them. */
export const CallerWire = {
  number: line(40).optional().describe('the number that calls, with its country code'),
  reference: line(110).optional().describe('number of an account'),
  name: line(200).optional().describe('the full name of the debtor'),
  speaksAs: z.enum(CALLS_FOR).default('debtor').describe('whom the caller says to be'),
};

/** A caller who is not identified: nothing of a person or a debt. */
export const CallerView = z.object({
  caller: z.number(),
  /** How many persons it may be. */
  candidates: z.number(),
  /** To be answered: two at least. The right answers are shown to nobody. */
  ask: z.array(z.object({ factor: z.enum(FACTORS), question: z.string() })),
  triesLeft: z.number(),
});
export type CallerView = z.infer<typeof CallerView>;

export const AnswersWire = z
  .partialRecord(z.enum(FACTORS), line(300))
  .refine((answers) => Object.keys(answers).length >= 2, 'two answers at least');

const Part = z.object({ on: z.string(), amount: Money });
/** Whoever was identified, and what they may hear. */
export const IdentifiedView = z.object({
  caller: z.number(),
  person: z.object({ number: z.string(), name: z.string(), language: z.string() }),
  accounts: z.array(
    z.object({
      account: z.string(),
      mayHear: z.enum(MAY_HEAR),
      /** In one plain sentence. */
      permission: z.string(),
      /** null where the caller may not hear of the debt. */
      case: CaseView.nullable(),
      offers: z.object({ instalments: z.array(Part), deferral: z.array(Part) }).nullable(),
    }),
  ),
  /** Open tasks of the accounts. */
  tasks: z.array(TaskView),
});
export type IdentifiedView = z.infer<typeof IdentifiedView>;
