/** Bodies of the facts of an account that lines of a bank tell. Never from outside. Amounts are minor units. */
export interface BankFactBodies {
  /**
   * Money on the creditor's bank account that may be for this account; nobody knows yet. `line` is the id of the bank
   * line, `minor` what of it is not allocated.
   */
  suspense: { line: string; minor: bigint };
  /** The line was allocated, here or elsewhere, or is none of this account. */
  'suspense-ended': { line: string };
  /** The payment, by the id of its fact, was another's money: it never counted. */
  'payment-misallocated': { payment: string };
}
