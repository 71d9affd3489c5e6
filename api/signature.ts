/**
 * Standard Webhooks: checks the raw body with the secret of the source that it names, within 5 minutes of wall time.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { Problem } from '../domain/problems.ts';
import { parseJsonBody } from './limits.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as received, where its signature is checked. */
    bytes: Buffer | null;
  }
}

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

/** Reads JSON bodies and keeps their bytes: the signature covers them as received. */
export function keepBytes(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      request.bytes = body;
      return parseJsonBody(request, body);
    },
  );
}

/** preValidation: the body is signed by the source that it names as `holder`. Throws as `checkSignature` does. */
export function checkHolder({ body, bytes, headers }: FastifyRequest, secrets: ReadonlyMap<string, string>): void {
  const holder = typeof body === 'object' && body !== null && 'holder' in body ? body.holder : undefined;
  if (typeof holder !== 'string' || bytes === null)
    throw new Problem(
      'invalid-request',
      { faults: '/holder: is missing' },
      { cause: [{ pointer: '/holder', words: 'is missing' }] },
    );
  checkSignature(bytes, headers, holder, secrets);
}
