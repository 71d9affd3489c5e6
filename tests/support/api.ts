/** The API over a database of its own, called over HTTP. It records nudges and log lines. */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { Webhook } from 'standardwebhooks';
import { buildApi } from '../../api/build.ts';
import type { ApiDeps } from '../../api/deps.ts';
import type { Timeouts } from '../../api/limits.ts';
import type { Database } from '../../db/schema.ts';
import type { Instant } from '../../domain/time.ts';
import { openLogger } from '../../platform/logger.ts';
import { RULEBOOK } from '../../stages/rules.ts';

export const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;
/** Event sources that the API under test knows. */
export const SOURCES = {
  bank: newSecret(),
  portal: newSecret(),
  dialler: newSecret(),
  'agency:north': newSecret(),
  'agency:south': newSecret(),
} as const;
export type Source = keyof typeof SOURCES;
/** Payment providers that the API under test knows, by creditor. */
export const PAYERS = { 'test-payer/harbour': newSecret(), 'other-payer/harbour': newSecret() } as const;

export interface Answer {
  status: number;
  headers: Headers;
  body: string;
  /** The parsed body; each test knows its fields. */
  json: Json;
}
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
export type Json = any;

export interface TestApi {
  /** http://127.0.0.1:port */
  root: string;
  /** Ids of nudged accounts, in order. */
  nudged: string[];
  /** Log lines as written. */
  log: string[];
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Sends bytes unchanged; the default content type is that of a file. */
  send(path: string, content: string | Buffer, headers?: Record<string, string>): Promise<Answer>;
  /** Sends an event signed by its source. */
  sendEvent(value: unknown, options?: SendOptions): Promise<Answer>;
  close(): Promise<void>;
}
export interface SendOptions {
  secret?: string;
  /** Wall time of the signature. */
  at?: Date;
  headers?: Record<string, string>;
  /** Sent instead of the value as JSON. */
  raw?: string | Buffer;
}

export interface ApiGround {
  db: Kysely<Database>;
  pool: Pool;
  now(): Promise<Instant>;
  temporal?(): Promise<string | null>;
  channels?: ApiDeps['channels'];
  patience?: Timeouts;
}

export async function openApi({ db, pool, now, temporal, channels, patience }: ApiGround): Promise<TestApi> {
  const nudged: string[] = [];
  const log: string[] = [];
  const app = await buildApi({
    db,
    pool,
    rulebook: RULEBOOK,
    now,
    nudge: async (ids) => void nudged.push(...ids),
    eventSecrets: new Map(Object.entries(SOURCES)),
    paymentSecrets: new Map(Object.entries(PAYERS)),
    ...(temporal ? { temporal } : {}),
    ...(channels ? { channels } : {}),
    ...(patience ? { patience } : {}),
    logger: openLogger('debug', {}, { write: (line) => void log.push(line) }),
  });
  const root = await app.listen({ host: '127.0.0.1', port: 0 });
  const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(root + path, init);
    const body = await response.text();
    const json: unknown = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(body) : null;
    return { status: response.status, headers: response.headers, body, json };
  };
  const send = (path: string, content: string | Buffer, headers: Record<string, string> = {}) =>
    ask(path, { method: 'POST', body: content, headers: { 'content-type': 'text/csv', ...headers } });
  return {
    root,
    nudged,
    log,
    get: (path) => ask(path),
    post: (path, body, headers = {}) =>
      body === undefined
        ? ask(path, { method: 'POST', headers })
        : send(path, JSON.stringify(body), { 'content-type': 'application/json', ...headers }),
    send,
    sendEvent: (value, { secret = SOURCES.bank, at = new Date(), headers = {}, raw = JSON.stringify(value) } = {}) =>
      send('/v1/events', raw, {
        'content-type': 'application/cloudevents+json',
        ...signed(secret, raw, at),
        ...headers,
      }),
    close: () => app.close(),
  };
}

/** Standard Webhooks headers. */
export function signed(secret: string, body: string | Buffer, at = new Date()): Record<string, string> {
  const id = `msg_${randomBytes(8).toString('hex')}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

let count = 0;
/** A CloudEvent. */
export function event(kind: string, subject: string | undefined, data: unknown, more: Record<string, unknown> = {}) {
  count += 1;
  const base = { specversion: '1.0', id: `event-${count}`, source: 'bank', type: `arrears.${kind}.v1`, data };
  return { ...base, ...(subject === undefined ? {} : { subject }), ...more };
}
