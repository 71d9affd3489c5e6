/** The contracts of debits and mandates, and the views of debits. */
import { z } from 'zod';
import { DEBIT_FAILURES, DEBIT_STATES, type Debit, MOST_TRIES } from '../debit-facts.ts';
import { toWire } from '../money.ts';
import { CalendarDay, Money, Reference, Words } from './fields.ts';

const Named = Reference.describe('the id of the debit, one among all of the creditor');
const Mandate = Reference.describe('the reference of the mandate');

/** Facts about the debits of an account. */
export const DEBIT_CONTRACTS = {
  'debit-scheduled': z.strictObject({
    debit: Named,
    amount: Money,
    on: CalendarDay.describe('the day on which the money is drawn'),
    mandate: Mandate.optional().describe('the mandate; the only one in force when left out'),
    dues: z
      .array(CalendarDay)
      .min(1)
      .max(120)
      .optional()
      .describe('dates of the dues that it is for; all that are due by its day when left out'),
  }),
  'debit-collected': z.strictObject({ debit: Named, amount: Money }),
  'debit-failed': z.strictObject({ debit: Named, reason: z.enum(DEBIT_FAILURES) }),
  'debit-cancelled': z.strictObject({ debit: Named, reason: Words }),
  'mandate-given': z.strictObject({ mandate: Mandate }),
  'mandate-withdrawn': z.strictObject({ mandate: Mandate.optional().describe('the mandate; all when left out') }),
} as const;

/** What a creditor's terms may say of debits. */
export const DebitTerms = z
  .strictObject({ tries: z.number().int().min(1).max(MOST_TRIES), spacingDays: z.number().int().min(1).max(60) })
  .partial();

/** A debit of an account. */
export const DebitView = z.object({
  debit: z.string(),
  amount: Money,
  on: z.string(),
  mandate: z.string(),
  dues: z.array(z.string()),
  state: z.enum(DEBIT_STATES),
  failure: z.enum(DEBIT_FAILURES).nullable(),
  scheduledAt: z.string(),
  endedAt: z.string().nullable(),
});
export type DebitView = z.infer<typeof DebitView>;

/** A debit in a list of all accounts. */
export const ListedDebitView = DebitView.extend({
  /** Number of the debit, in the order of scheduling. */
  no: z.number(),
  account: z.string(),
});
export type ListedDebitView = z.infer<typeof ListedDebitView>;

/** The view of a debit. */
export function debitView({ minor, scheduledAt, endedAt, dues, ...debit }: Debit, currency: string): DebitView {
  return {
    ...{ ...debit, amount: toWire({ currency, minor }), dues: [...dues] },
    scheduledAt: new Date(scheduledAt).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
  };
}
