/**
 * Money on a bank account of the creditor that may be for an account, while nobody knows. It is not asked for, and it
 * is not believed: nothing is thanked for, and no delinquency ends by it.
 */
import type { AccountFact } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { showAmount } from './money.ts';

/** "NT$ 1,434 in suspense may be for the account". */
export const suspenseWords = (minor: bigint, currency: string): string =>
  `${showAmount(minor, currency)} in suspense may be for the account`;

/**
 * Minor units that wait in suspense and may be for the account. A function of the set of facts, whatever their order.
 */
export function suspenseOf(facts: readonly AccountFact[]): bigint {
  const waiting = factsOf(facts, 'suspense');
  if (waiting.length === 0) return 0n;
  const ended = new Set(factsOf(facts, 'suspense-ended').map(({ body }) => body.line));
  return waiting.reduce((sum, { body }) => (ended.has(body.line) ? sum : sum + body.minor), 0n);
}
