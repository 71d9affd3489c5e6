/** What is refused before any route sees it: bytes that are not HTTP, requests that never end or could be misread. */

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { JsonFault, parseStrictBytes } from '../domain/contracts/strict-json.ts';
import { Problem } from '../domain/problems.ts';
import { toDetails } from './problem-reply.ts';

/** Wall milliseconds. */
export interface Timeouts {
  /** For the head of a request. */
  headersMs: number;
  /** For a whole request: a book of 64 MiB over a slow line. */
  requestMs: number;
  /** Between two checks for late requests. */
  lookMs: number;
}
const TIMEOUTS: Timeouts = { headersMs: 15_000, requestMs: 180_000, lookMs: 5000 };

/** Options of the server. */
export const limits = ({ headersMs, requestMs, lookMs } = TIMEOUTS) => ({
  clientErrorHandler: refuseClient,
  // A missing Host is refused by refuseMisread, with a body like every refusal.
  http: { requireHostHeader: false, headersTimeout: headersMs, connectionsCheckingInterval: lookMs },
  requestTimeout: requestMs,
});

/** JSON is the only body that a route reads unless it says otherwise. */
export function readJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, parseJsonBody);
}

/** A refusal with its HTTP status. */
function refuseRequest(status: number, faults: string): Error {
  return Object.assign(new Error(faults), { statusCode: status });
}

/** Headers that are ambiguous when they appear twice. */
const SINGLE = ['content-type', 'content-encoding', 'idempotency-key', 'webhook-id', 'webhook-timestamp'];

/** onRequest: throws for a request that could be read otherwise than its sender means. */
export async function refuseMisread({ headers, raw }: FastifyRequest): Promise<void> {
  if (headers.host === undefined && raw.httpVersion === '1.1') throw refuseRequest(400, 'the header host is missing');
  const names = raw.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const twice = SINGLE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw refuseRequest(400, `the header ${twice} stands twice`);
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    throw refuseRequest(415, 'the body is compressed; send it as it is');
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw refuseRequest(415, 'the body must be UTF-8');
}

/** The parser of JSON bodies. */
export async function parseJsonBody(_request: FastifyRequest, body: Buffer): Promise<unknown> {
  try {
    return parseStrictBytes(body);
  } catch (error) {
    throw error instanceof JsonFault ? refuseRequest(400, `the body ${error.message}`) : error;
  }
}

const CLIENT_FAULTS: Readonly<Record<string, [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'the request did not end in time'],
  HPE_HEADER_OVERFLOW: [431, 'the headers are too large'],
};

/** Answers bytes that are not HTTP like every refusal, and closes the connection. */
function refuseClient(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, faults] = CLIENT_FAULTS[error.code ?? ''] ?? [400, 'it is not HTTP'];
  const body = JSON.stringify(toDetails(new Problem('invalid-request', { faults }), status));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}
