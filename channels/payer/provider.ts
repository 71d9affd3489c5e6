/**
 * Contract of a payment provider: how its webhooks are proved and read. Each provider that speaks otherwise than the
 * built-in form is an adapter here and one line of providers.ts.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { PaymentNotice } from '../../domain/money/payment-notice.ts';

/** A webhook as it arrived. */
export interface InboundWebhook {
  readonly headers: IncomingHttpHeaders;
  /** The body, byte by byte: the signature covers it as it was sent. */
  readonly bytes: Buffer;
}

/** What each adapter implements; tests/conformance/payers.test.ts runs against every one. */
export interface PaymentProvider {
  readonly name: string;
  /**
   * Whether the webhook is signed with the secret, over a moment and the raw body, compared in constant time. Throws
   * `webhook-too-old` for a moment that lies more than five minutes of wall time away.
   */
  isSigned(webhook: InboundWebhook, secret: string): boolean;
  /** The notices of a webhook that was proved. Throws `webhook-invalid` with every fault. */
  readNotices(bytes: Buffer): readonly PaymentNotice[];
}
