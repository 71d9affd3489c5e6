/** What the built-in payer is told to do (channels/payer/test-payer.ts). */
import { z } from 'zod';
import { DEBIT_FAILURES } from '../debit-facts.ts';
import { Moment, Money } from './fields.ts';

/** How a webhook is sent. */
export const WAYS = ['signed', 'forged', 'late'] as const;
/** One of WAYS. */
export type Way = (typeof WAYS)[number];

const Common = {
  at: Moment.optional(),
  /** Only kept; POST /events/EVENT sends it. */
  hold: z.literal(true).optional(),
};
/** A payment that it makes, or one that fails. */
export const MadePayment = z.strictObject({
  ...Common,
  amount: Money,
  reference: z.string().optional(),
  payer: z.string().optional(),
  debit: z.string().optional(),
  failure: z.enum(DEBIT_FAILURES).optional(),
});
export type MadePayment = z.output<typeof MadePayment>;
/** A payment that it takes back. */
export const TakenBack = z.strictObject({ ...Common, amount: Money.optional(), reason: z.string().optional() });
export type TakenBack = z.output<typeof TakenBack>;
/** A notice that it sends, once more too. */
export const SentAgain = z.strictObject({ way: z.enum(WAYS).default('signed') });

/** A contract by which a text is read. */
export type Readable<T> = { safeParse(value: unknown): z.ZodSafeParseResult<T> };
