/** The built-in form of webhooks (docs/payments.md): notices as JSON, signed by Standard Webhooks. */
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { faultsOf, showFaults } from '../../domain/contracts/event.ts';
import { noticeOf, PaymentNoticesWire } from '../../domain/contracts/payment-notice.ts';
import { JsonFault, parseStrictBytes } from '../../domain/contracts/strict-json.ts';
import type { PaymentNotice } from '../../domain/money/payment-notice.ts';
import { Problem } from '../../domain/problems.ts';
import type { InboundWebhook, PaymentProvider } from './provider.ts';

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** A provider that speaks the built-in form. */
export const signedNotices = (name: string): PaymentProvider => ({ name, isSigned, readNotices });

function isSigned({ headers, bytes }: InboundWebhook, secret: string): boolean {
  const signed = Object.fromEntries(HEADERS.map((header) => [header, String(headers[header] ?? '')]));
  try {
    new Webhook(secret).verify(bytes, signed, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError && /timestamp too/.test(error.message))
      throw new Problem('webhook-too-old');
    return false;
  }
}

function readNotices(bytes: Buffer): readonly PaymentNotice[] {
  // One notice may stand by itself.
  const parsed = PaymentNoticesWire.safeParse([parseJson(bytes)].flat());
  if (parsed.success) return parsed.data.map(noticeOf);
  const faults = faultsOf(parsed.error);
  throw new Problem('webhook-invalid', { faults: showFaults(faults) }, { cause: faults });
}

function parseJson(bytes: Buffer): unknown {
  try {
    return parseStrictBytes(bytes);
  } catch (error) {
    if (error instanceof JsonFault) throw new Problem('webhook-invalid', { faults: `the body ${error.message}` });
    throw error;
  }
}
