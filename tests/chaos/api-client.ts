/** The API client of the outside world under chaos: every call is repeated until it is answered. */
import { randomBytes } from 'node:crypto';
import { signed } from '../../demo/outside/api-client.ts';

/** A fact to send. It has one event id, so sending it again changes nothing. */
export interface SentEvent {
  id: string;
  kind: string;
  /** `creditor/number` or `creditor/person:number`. */
  subject: string;
  data: Record<string, unknown>;
}
export type Outcome = 'recorded' | 'refused' | 'gave-up';

export interface ChaosApi {
  /** Sends one signed event. After `recorded` the fact must never be lost. */
  send(fact: SentEvent): Promise<Outcome>;
  get<T>(path: string): Promise<T>;
  /** The answer, or null if the call was refused. */
  post(path: string, body: unknown): Promise<unknown | null>;
  sendBook(csv: string): Promise<{ added: number; refused: number }>;
}

const CALL_MS = 10_000;
const AGAIN_MS = 200;
const TRIES = 300;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function openApiClient(apiUrl: string, source: string, secret: string): ChaosApi {
  /** Repeats while there is no answer, or the answer is 429 or 5xx. */
  const call = async (path: string, init: () => RequestInit): Promise<Response | null> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await fetch(apiUrl + path, { ...init(), signal: AbortSignal.timeout(CALL_MS) }).catch(() => null);
      if (answer !== null && answer.status < 500 && answer.status !== 429) return answer;
      await answer?.body?.cancel().catch(() => undefined);
      await pause(AGAIN_MS);
    }
    return null;
  };
  const post =
    (type: string, body: string, more: () => Record<string, string> = () => ({})) =>
    () => ({
      method: 'POST',
      body,
      headers: { 'content-type': type, ...more() },
    });
  const read = async <T>(answer: Response | null): Promise<T> => {
    if (answer === null) throw new Error('the API does not answer');
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the API refused: ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  };
  return {
    async send({ id, kind, subject, data }) {
      const body = JSON.stringify({ specversion: '1.0', id, source, type: `arrears.${kind}.v1`, subject, data });
      const answer = await call(
        '/v1/events',
        post('application/json', body, () => signed(secret, body)),
      );
      await answer?.body?.cancel().catch(() => undefined);
      return answer === null ? 'gave-up' : answer.ok ? 'recorded' : 'refused';
    },
    get: async (path) => read(await call(path, () => ({}))),
    async post(path, body) {
      const key = randomBytes(12).toString('hex');
      const answer = await call(
        path,
        post('application/json', JSON.stringify(body), () => ({ 'idempotency-key': key })),
      );
      if (answer?.ok) return answer.json().catch(() => null);
      await answer?.body?.cancel().catch(() => undefined);
      return null;
    },
    sendBook: async (csv) => read(await call('/v1/imports', post('text/csv', csv))),
  };
}
