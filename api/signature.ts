/**
 * Standard Webhooks: checks the raw body with the secret of the source that it names, within 5 minutes of wall time.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { Problem } from '../domain/problems.ts';

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** Throws `unknown-source` or `bad-signature`. Until it has passed, the source's name is unproved. */
export function checkSignature(
  raw: Buffer,
  headers: IncomingHttpHeaders,
  source: string,
  secrets: ReadonlyMap<string, string>,
): void {
  const secret = secrets.get(source);
  if (secret === undefined)
    throw new Problem('unknown-source', { source: source.replace(/[^\w./:-]/g, '?').slice(0, 64) });
  const signed = Object.fromEntries(HEADERS.map((name) => [name, String(headers[name] ?? '')]));
  try {
    new Webhook(secret).verify(raw, signed, { jsonParse: false });
  } catch {
    throw new Problem('bad-signature');
  }
}
