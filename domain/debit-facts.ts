/** What may be told of debits. */

/** Why a debit was not collected. */
export const DEBIT_FAILURES = [
  'no-funds',
  'account-closed',
  'mandate-withdrawn',
  'disputed-by-payer',
  'technical',
] as const;
/** One of DEBIT_FAILURES. */
export type DebitFailure = (typeof DEBIT_FAILURES)[number];
