/** Changes of the money received on an account. */
import type { CalendarDate, Instant } from '../time.ts';

/** One change of the money received, minor units; negative takes money back. */
export interface Entry {
  /**
   * `book`: known from the book alone. `returned`: the book did not have the payment. `redated`: money beyond the dues
   * that the book does not know.
   */
  readonly kind: 'payment' | 'reduction' | 'closing' | 'reversal' | 'book' | 'returned' | 'redated';
  /** Id of the fact; null for what only the book says. */
  readonly id: string | null;
  readonly at: Instant;
  readonly on: CalendarDate;
  readonly minor: bigint;
}

/** Whether it is money: no reduction, no closing. */
export const isMoney = ({ kind }: Entry): boolean =>
  kind === 'payment' || kind === 'reversal' || kind === 'returned' || kind === 'book';

/** The part of the money received that is money. Minor units. */
export function paidOf(entries: readonly Entry[]): bigint {
  let sum = 0n;
  for (const entry of entries) if (isMoney(entry)) sum += entry.minor;
  return sum;
}

/** Whether money came in: a payment, or one known from the book. */
export const isPayment = ({ kind, minor }: Entry): boolean => (kind === 'payment' || kind === 'book') && minor > 0n;
/** Whether money was taken back: told, also where no known payment had brought it, or by the book. */
export const isReversal = ({ kind, minor }: Entry): boolean =>
  kind === 'reversal' || (minor < 0n && (kind === 'returned' || kind === 'book'));
