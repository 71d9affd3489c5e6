/** A movement on a bank account of a creditor and what became of it, as the API answers it. */
import { z } from 'zod';
import { Money } from './event.ts';

/**
 * `new`: not matched yet. `matched`: by a machine. `review`: waits for a person. `allocated`, `set-aside`: by a person.
 * `returned`: a later line took it back. `split`: its parts were told. `outgoing`: no money of persons.
 */
export const BANK_LINE_STATES = [
  'new',
  'matched',
  'review',
  'allocated',
  'set-aside',
  'returned',
  'split',
  'outgoing',
] as const;
/** One of BANK_LINE_STATES. */
export type BankLineState = (typeof BANK_LINE_STATES)[number];

/** A line in a list; without personal values. */
export const BankLineView = z.object({
  line: z.number(),
  creditor: z.string(),
  bankAccount: z.string(),
  bookedOn: z.string(),
  direction: z.enum(['in', 'out']),
  amount: Money,
  state: z.enum(BANK_LINE_STATES),
  /** How it was matched, or why a person must look, in words; null for `new` and `outgoing`. */
  why: z.string().nullable(),
  /** The accounts that have it, with what of it. */
  allocated: z.array(z.object({ account: z.string(), amount: Money })),
  /** Accounts that it may be for. */
  candidates: z.array(z.string()),
  /** The bank's reason of a return. */
  returnReason: z.string().nullable(),
  task: z.number().nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
});
export type BankLineView = z.infer<typeof BankLineView>;

/** A line as the person who decides about it sees it. */
export const ShownBankLineView = BankLineView.extend({
  counterparty: z.string().nullable(),
  text: z.string(),
  references: z.array(z.string()),
  /** What speaks for each account that may have it. `because`: named, the name of its person, the amount. */
  about: z.array(
    z.object({
      account: z.string(),
      person: z.string(),
      asked: Money,
      balance: Money,
      closed: z.string().nullable(),
      because: z.array(z.string()),
    }),
  ),
});
export type ShownBankLineView = z.infer<typeof ShownBankLineView>;

/** What became of the lines of a statement. */
export const BankStatementView = z.object({
  /** The same bytes were taken before. */
  before: z.boolean(),
  format: z.string(),
  lines: z.number(),
  /** Lines that another statement or advice told before. */
  repeated: z.number(),
  /** Entries that the bank has not booked yet. */
  unbooked: z.number(),
  matched: z.number(),
  review: z.number(),
  /** Payments that came back. */
  returned: z.number(),
  outgoing: z.number(),
  /** Lines that the workers match in the next seconds. */
  waiting: z.number(),
});
export type BankStatementView = z.infer<typeof BankStatementView>;
