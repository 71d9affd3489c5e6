/**
 * SMS by an HTTP gateway: a small bridge to the lender's provider. Contract: docs/sms-gateway.md. Each call has its own
 * connection, so that we know how far it got: a failure before the first byte proves a non-send, a later one leaves the
 * outcome unknown.
 */
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Webhook } from 'standardwebhooks';
import type { Permit } from '../../domain/permit.ts';
import type { Instant } from '../../domain/time.ts';
import type { ChannelAdapter, Outgoing, SendResult, SentLogRow } from '../channel.ts';
import { holds, PERMIT_PASSED } from '../outbox/adapter.ts';
import { smsFault } from '../outbox/letter-file.ts';
import { errnoOf, isKey } from '../outbox/names.ts';
import { readAccepted, readLogPage, readRetryAfter } from './gateway-answers.ts';

/** Limit of a whole call in wall milliseconds, unless the configuration sets another. */
const SLOWEST_CALL_MS = 10_000;
const MAX_ANSWER_BYTES = 1_000_000;
/** Statuses that prove a non-send. 410: the call arrived after its `notAfter`. */
const REFUSALS = [400, 401, 403, 404, 405, 409, 410, 413, 415, 422];

/** Settings of the gateway. */
export interface GatewayConfig {
  url: string;
  /** Standard Webhooks, `whsec_...`. */
  secret: string;
  /** Limit of a whole call in wall milliseconds; default 10,000. */
  slowestCallMs?: number;
}
const slowestOf = ({ slowestCallMs = SLOWEST_CALL_MS }: GatewayConfig): number => slowestCallMs;
interface Call {
  method: 'GET' | 'POST';
  /** Below the configured URL. */
  path: string;
  /** `webhook-id` of the signature. */
  id: string;
  body: string;
  headers?: Readonly<Record<string, string>>;
  /** Called once connected, before the first byte; false cancels the call. */
  mayGo?(): boolean;
}
interface Answer {
  status: number;
  text: string;
  retryAfterMs: number | null;
}
class CallFailed extends Error {
  constructor(
    readonly code: string,
    /** The first byte may have left. */
    readonly begun: boolean,
    readonly late = false,
  ) {
    super(code);
  }
}

function headersOf({ secret }: GatewayConfig, { id, body, headers }: Call): Record<string, string | number> {
  const at = new Date();
  return {
    ...headers,
    'content-length': Buffer.byteLength(body),
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

/** Makes one call. Rejects with CallFailed if no complete answer arrives in time. */
function call(config: GatewayConfig, item: Call): Promise<Answer> {
  const url = new URL(`${config.url.replace(/\/$/, '')}${item.path}`);
  const open = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    let begun = false;
    let late = false;
    const asked = open(url, { method: item.method, agent: false, headers: headersOf(config, item) });
    const timer = setTimeout(() => asked.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })), slowestOf(config));
    asked.once('close', () => clearTimeout(timer));
    asked.once('error', (error) => reject(new CallFailed(errnoOf(error) ?? 'error', begun, late)));
    asked.once('response', (answer) =>
      readAnswer(answer, asked).then(resolve, () => reject(new CallFailed('the answer broke off', true))),
    );
    whenConnected(asked, url.protocol === 'https:', () => {
      late = item.mayGo?.() === false;
      begun = !late;
      if (late) asked.destroy(new Error());
      else asked.end(item.body);
    });
  });
}

/**
 * Calls `go` once connected. Nothing may be written earlier, because the head of a request leaves with its first bytes.
 */
function whenConnected(asked: ClientRequest, secure: boolean, go: () => void): void {
  asked.once('socket', (socket) => {
    if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', go);
    else go();
  });
}

async function readAnswer(answer: IncomingMessage, asked: ClientRequest): Promise<Answer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) asked.destroy();
    parts.push(part);
  }
  if (!answer.complete) throw new Error('cut');
  return {
    status: answer.statusCode ?? 0,
    text: Buffer.concat(parts).toString('utf8'),
    retryAfterMs: readRetryAfter(answer.headers['retry-after']),
  };
}

async function send(config: GatewayConfig, permit: Permit, { key, covers, message }: Outgoing): Promise<SendResult> {
  if (!holds(permit)) return { kind: 'not-sent', reason: PERMIT_PASSED };
  if (!message || !isKey(key)) return { kind: 'not-sent', reason: 'there is no message, or no plain key' };
  const fault = smsFault(message);
  if (fault !== null) return { kind: 'not-sent', reason: fault };
  const left = Math.min(permit.notAfterMonotonic - performance.now(), slowestOf(config));
  const { to, body: text, language, from } = message;
  const body = JSON.stringify({
    key,
    to,
    body: text,
    language,
    from,
    covers,
    notAfter: new Date(Date.now() + left).toISOString(),
  });
  try {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    const answer = await call(config, {
      method: 'POST',
      path: '/messages',
      id: key,
      body,
      headers,
      mayGo: () => holds(permit),
    });
    return resultOf(answer);
  } catch (error) {
    const failed = error as CallFailed;
    if (failed.late) return { kind: 'not-sent', reason: PERMIT_PASSED };
    if (!failed.begun) return { kind: 'not-sent', reason: `the SMS gateway could not be reached (${failed.code})` };
    return { kind: 'unknown', reason: `the call ended after the first byte (${failed.code})` };
  }
}

/** The gateway's own words are not repeated, because they may contain the number. */
function resultOf({ status, text, retryAfterMs }: Answer): SendResult {
  const reason = `the SMS gateway answered ${status}`;
  if (status === 429) return { kind: 'busy', reason, retryAfterMs };
  if (REFUSALS.includes(status)) return { kind: 'not-sent', reason };
  const reference = status >= 200 && status <= 202 ? readAccepted(text) : null;
  return reference === null ? { kind: 'unknown', reason } : { kind: 'sent', reference };
}

async function ask(config: GatewayConfig, key: string): Promise<'sent' | 'not-sent' | 'cannot-tell'> {
  if (!isKey(key)) return 'not-sent';
  const { status, text } = await call(config, { method: 'GET', path: `/messages/${key}`, id: key, body: '' });
  const state = (safeJson(text) as { state?: unknown } | null)?.state;
  if (status === 200 && state === 'accepted') return 'sent';
  // A 404 from a proxy in between proves nothing.
  return status === 404 && state === 'unknown' ? 'not-sent' : 'cannot-tell';
}

async function readLog(config: GatewayConfig, since: Instant): Promise<SentLogRow[]> {
  const rows: SentLogRow[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const query = new URLSearchParams({ since: new Date(since).toISOString(), ...(after === '' ? {} : { after }) });
    const { status, text } = await call(config, { method: 'GET', path: `/messages?${query}`, id: 'log', body: '' });
    const page = status === 200 ? readLogPage(safeJson(text)) : null;
    if (page === null || (page.next !== null && page.rows.length === 0)) throw new Error('the SMS gateway gave no log');
    rows.push(...page.rows);
    after = page.next;
  }
  return rows.sort((a, b) => a.at - b.at);
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Opens the gateway; nothing is connected before the first call. */
export function openGateway(config: GatewayConfig): ChannelAdapter {
  return {
    id: 'sms-gateway',
    slowestCallMs: slowestOf(config),
    policy: 'at-most-once',
    send: (permit, outgoing) => send(config, permit, outgoing),
    ask: (key) => ask(config, key),
    log: (since) => readLog(config, since),
  };
}
