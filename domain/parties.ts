/** Parties of an account: who has which role in it and what they are liable for. Nobody but the debtor is contacted. */

/** The debtor is the person whom the book names; all others come from the parties file. */
export const ROLES = ['debtor', 'joint-debtor', 'guarantor', 'executor'] as const;
/** One of ROLES. */
export type Role = (typeof ROLES)[number];

/** Kinds of liability. */
export const LIABILITIES = ['full', 'none', 'share', 'cap'] as const;
/**
 * For the whole debt, a share of it (hundredths of a percent, 1 to 10,000), at most an amount (minor units of the
 * account's currency), or not with their own means, as an executor.
 */
export type Liability =
  | { kind: 'full' }
  | { kind: 'none' }
  | { kind: 'share'; hundredths: number }
  | { kind: 'cap'; minor: bigint };
