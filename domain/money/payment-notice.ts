/** What a payment provider tells of one payment: it came, it failed, or it went back. */
import type { DebitFailure } from '../debit-facts.ts';
import type { Instant } from '../time.ts';

/** What a notice may tell. */
export const NOTICE_KINDS = ['paid', 'failed', 'refunded', 'charged-back'] as const;
/** One of NOTICE_KINDS. */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** One notice of a provider. */
export interface PaymentNotice {
  /** The provider's id of the notice: the same one again changes nothing. */
  readonly event: string;
  readonly kind: NoticeKind;
  /** The provider's id of the payment. */
  readonly payment: string;
  /** Minor units, above 0: what was paid, was tried, or went back. */
  readonly minor: bigint;
  /** ISO 4217. */
  readonly currency: string;
  /** When it happened. */
  readonly at: Instant;
  /** What the payer was told to give, the number of the account; null when the provider has none. */
  readonly reference: string | null;
  /** Name of the payer, as the provider has it; personal. Null when it is not told. */
  readonly payer: string | null;
  /** The debit that was collected or failed; null for a payment that somebody made. */
  readonly debit: string | null;
  /** Why it failed; null unless it did. */
  readonly failure: DebitFailure | null;
  /** The provider's id of a refund or charge-back; null when the notice alone names it. */
  readonly back: string | null;
  /** The provider's code of the reason why money went back; null when it gives none. */
  readonly reason: string | null;
}

/** Whether a notice tells of money that moved. */
export const movesMoney = ({ kind }: Pick<PaymentNotice, 'kind'>): boolean => kind !== 'failed';

/**
 * Names what a notice tells among all of its provider, however often and by whichever notice: a payment is paid once;
 * each refund and charge-back is one of its own.
 */
export function keyOfNotice({ kind, payment, back, event }: PaymentNotice): string {
  return kind === 'paid' ? `paid/${payment}` : `${kind}/${payment}/${back ?? event}`;
}
