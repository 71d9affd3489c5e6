/** The engine's API as the outside world uses it: HTTP requests, events signed by their source, plain files. */
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** Event sources; each has its own secret. */
const SOURCES = ['core-bank', 'customers', 'mail-provider', 'sms-provider'] as const;
export type Source = (typeof SOURCES)[number];

/** New secrets for a run. */
export function makeSecrets(): Map<Source, string> {
  return new Map(SOURCES.map((source) => [source, `whsec_${randomBytes(24).toString('base64')}`]));
}
/** The secrets as the setting ARREARS_EVENT_SECRETS. */
export function secretsSetting(secrets: ReadonlyMap<Source, string>): string {
  return [...secrets].map(([source, secret]) => `${source}=${secret}`).join(',');
}

/**
 * A fact to send. `id` is built from seed, account, day and question, so that sending the event again changes nothing.
 */
export interface Told {
  id: string;
  kind: string;
  /** `creditor/number` or `creditor/person:number`; missing for receipts. */
  subject?: string;
  data: Record<string, unknown>;
}
/** A refusal by the engine. `code` is the problem code. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

export interface DemoApi {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Sends a file unchanged. Throws Refused. */
  sendFile<T>(path: string, content: string): Promise<T>;
  /** Sends facts in signed batches and returns the codes of refusals. `at` is the business moment. */
  sendFacts(source: Source, at: string, facts: readonly Told[]): Promise<string[]>;
}

interface Details {
  code?: string;
  detail?: string;
}

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  const body: unknown = text === '' ? null : JSON.parse(text);
  if (response.ok) return body as T;
  const { code = 'unexpected', detail = text } = (body ?? {}) as Details;
  throw new Refused(code, response.status, detail);
}

/** Events per request; the API accepts up to 1,000. */
const BATCH = 250;

export function openApiClient(apiUrl: string, secrets: ReadonlyMap<Source, string>): DemoApi {
  const call = async <T>(path: string, init?: RequestInit): Promise<T> =>
    answerOf<T>(await fetch(`${apiUrl}${path}`, init));
  const send = (type: string, body: string, more: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': type, ...more },
    body,
  });
  return {
    get: (path) => call(path),
    post: (path, body) => call(path, send('application/json', JSON.stringify(body))),
    sendFile: (path, content) => call(path, send('text/csv', content)),
    async sendFacts(source, at, facts) {
      const refused: string[] = [];
      for (let from = 0; from < facts.length; from += BATCH) {
        const body = JSON.stringify(facts.slice(from, from + BATCH).map((fact) => envelope(source, at, fact)));
        const items = await call<{ problem?: Details }[]>(
          '/v1/events',
          send('application/cloudevents-batch+json', body, signed(secrets.get(source) ?? '', body)),
        );
        refused.push(...items.flatMap(({ problem }) => (problem ? [problem.code ?? 'unexpected'] : [])));
      }
      return refused;
    },
  };
}

function envelope(source: Source, time: string, { id, kind, subject, data }: Told) {
  return {
    specversion: '1.0',
    id,
    source,
    type: `arrears.${kind}.v1`,
    time,
    ...(subject === undefined ? {} : { subject }),
    data,
  };
}

/** Standard Webhooks headers for the body, with wall time. */
export function signed(secret: string, body: string): Record<string, string> {
  const id = `msg_${randomBytes(12).toString('hex')}`;
  const now = new Date();
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  };
}
