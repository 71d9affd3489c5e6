/** A creditor and its terms, as the creditors file gives them and the column `creditor.terms` keeps them (`v` = 1). */
import { z } from 'zod';

const words = z.string().trim().min(1).max(300);
const code = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, 'must be 2 to 31 small letters, digits and dashes');
const minor = z.string().regex(/^\d{1,15}$/, 'must be whole minor units as text, e.g. "100000"');

/** What letters, allocation and floors need. Amounts are minor units in the creditor's currency. */
export const CreditorTerms = z.strictObject({
  v: z.literal(1).default(1),
  phone: words,
  email: z.email(),
  address: words,
  /** Where to pay: a web address or a bank in words. */
  payAt: words,
  /** The account to pay to. */
  payTo: words,
  complaints: words,
  freeHelp: words,
  agencies: z.array(z.strictObject({ code, name: words, phone: words, share: z.number().int().min(1).max(100), complaints: words })),
  bureau: z.strictObject({ code, name: words }).nullable(),
  floors: z.strictObject({ placement: minor, legal: minor, cost: minor }),
  limitationYears: z.number().int().min(1).max(30),
});
export type CreditorTerms = z.infer<typeof CreditorTerms>;

export const CreditorFile = z.array(
  z.strictObject({
    code,
    name: words,
    zone: words,
    currency: z.string().regex(/^[A-Z]{3}$/),
    terms: CreditorTerms,
  }),
);
export type CreditorFile = z.infer<typeof CreditorFile>;
