/** The doors of the engine as the outside uses them: HTTP, events signed by their source, files sent as they are. */
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** Who may say what: one secret each. */
export const SOURCES = ['core-bank', 'customers', 'mail-provider', 'sms-provider'] as const;
export type Source = (typeof SOURCES)[number];

/** New secrets for a run, as ARREARS_EVENT_SECRETS takes them. */
export function makeSecrets(): Map<Source, string> {
  return new Map(SOURCES.map((source) => [source, `whsec_${randomBytes(24).toString('base64')}`]));
}
export function secretsSetting(secrets: ReadonlyMap<Source, string>): string {
  return [...secrets].map(([source, secret]) => `${source}=${secret}`).join(',');
}

/** One fact to be told. `id` is made from seed, account, day and question: the same event again is a no-op. */
export interface Told {
  id: string;
  kind: string;
  /** `creditor/number` or `creditor/person:number`; receipts have none. */
  subject?: string;
  data: Record<string, unknown>;
}
/** An answer that was no. `code` is the engine's word for it. */
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
  /** A file as it is. Throws Refused. */
  sendFile<T>(path: string, content: string): Promise<T>;
  /** Tells facts in one signed batch; the codes of those that were refused. `at` is the business moment. */
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

/** Events in one request; the API takes up to 1,000. */
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

/** Headers of Standard Webhooks over the body as it leaves, with the wall clock's time. */
export function signed(secret: string, body: string): Record<string, string> {
  const id = `msg_${randomBytes(12).toString('hex')}`;
  const now = new Date();
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  };
}
