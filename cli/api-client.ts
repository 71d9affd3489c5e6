/** Connects to the running API: HTTP to the address in `.arrears/run.json`, else to HOST and PORT. */
import { randomUUID } from 'node:crypto';
import { Problem } from '../domain/problems.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { readRunFile } from '../platform/run-file.ts';
import { EXIT, Fault } from './fault.ts';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Answers have the shape of the routes' schemas; each command names the shape it reads. */
export interface ApiClient {
  get<T>(path: string, query?: Query): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  /** A file as it is. */
  send<T>(path: string, query: Query, bytes: Uint8Array<ArrayBuffer>): Promise<T>;
  /** A file of a person, whose name is in no address. */
  sendFile<T>(path: string, query: Query, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<T>;
  /** The bytes of a file. */
  download(path: string, query: Query): Promise<Uint8Array>;
}

/** Wall milliseconds to wait for one answer. */
const PATIENCE_MS = 120_000;
/** The connection broke during a request: the same key makes a retry safe. */
const BROKEN = new Set(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE']);
/** Nobody listens there. */
const ABSENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
  'ECONNRESET',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The API's address. A host that means "every address" is replaced by one that can be connected to. */
export function addressOf(config: Config): string {
  const running = readRunFile(config.home);
  if (running) return running.apiUrl;
  const host = config.HOST === '0.0.0.0' || config.HOST === '::' ? '127.0.0.1' : config.HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.PORT}`;
}

/** A client of the running API. Throws `configuration-invalid` with all faults together; sends no request yet. */
export function openApiClient(config: Config = readConfig()): ApiClient {
  const root = addressOf(config);
  const ask = asker(root, config.home);
  const post = <T>(
    path: string,
    query: Query,
    type: string | null,
    body: string | Uint8Array<ArrayBuffer> | null,
    more: Readonly<Record<string, string>> = {},
  ) =>
    ask<T>(path, query, {
      method: 'POST',
      headers: { 'idempotency-key': randomUUID(), ...(type === null ? {} : { 'content-type': type }), ...more },
      body,
    });
  return {
    get: (path, query = {}) => ask(path, query, { method: 'GET' }),
    post: (path, body) =>
      body === undefined ? post(path, {}, null, null) : post(path, {}, 'application/json', JSON.stringify(body)),
    send: (path, query, bytes) => post(path, query, 'text/csv', bytes),
    sendFile: (path, query, name, bytes) =>
      post(path, query, 'application/octet-stream', bytes, { 'x-file-name': encodeURIComponent(name) }),
    download: async (path, query) => {
      const response = await reach(addressWith(path, root, query), { method: 'GET' }, 2).catch((error: unknown) =>
        Promise.reject(hereOr(error, config.home)),
      );
      if (!response.ok) throw faultOf(await response.json(), root);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

function addressWith(path: string, root: string, query: Query): URL {
  const url = new URL(path, root);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

function asker(root: string, home: string) {
  return async <T>(path: string, query: Query, init: RequestInit): Promise<T> => {
    const response = await reach(addressWith(path, root, query), init, 2).catch((error: unknown) =>
      Promise.reject(hereOr(error, home)),
    );
    const type = response.headers.get('content-type') ?? '';
    if (!/json/.test(type)) throw otherFault(root);
    const value: unknown = await response.json();
    if (!response.ok) throw faultOf(value, root);
    return value as T;
  };
}

/** Nothing listens, although a stack runs in this folder. */
function hereOr(error: unknown, home: string): unknown {
  const running = readRunFile(home);
  if (running === null || !(error instanceof Problem) || error.code !== 'nothing-runs-here') return error;
  return new Fault(
    'no-answer',
    `The API of the stack in ${home} does not answer.`,
    `It may be starting again: try once more, or see what the stack says (process ${running.pid}).`,
  );
}

async function reach(url: URL, init: RequestInit, attempts: number): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const { code = '', message = '' } = causeOf(error);
    if (BROKEN.has(code) && attempts > 1) return reach(url, init, attempts - 1);
    if (ABSENT.has(code)) throw new Problem('nothing-runs-here', {}, { cause: error });
    throw noAnswer(url, message);
  }
}

/** Why fetch failed; for a timeout the error itself. */
function causeOf(error: unknown): { code?: string; message?: string } {
  if (typeof error !== 'object' || error === null) return {};
  return 'cause' in error && typeof error.cause === 'object' && error.cause !== null
    ? error.cause
    : { ...('message' in error ? { message: String(error.message) } : {}) };
}

function noAnswer(url: URL, why: string): Fault {
  return new Fault(
    'no-answer',
    `No answer came from ${url.origin}${why === '' ? '' : ` (${why})`}.`,
    'See that it is the API (HOST, PORT) and that npx arrears stuck answers; then try again.',
  );
}

function otherFault(root: string): Fault {
  return new Fault(
    'other-server',
    `What answers at ${root} is not Arrears.`,
    'Set PORT to the port of the API, or start a stack: npx arrears dev',
  );
}

/** The API's problem details as a Fault. */
function faultOf(value: unknown, root: string): Fault {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('detail' in value))
    return otherFault(root);
  const { code, detail, remedy, ...more } = value as { code: string; detail: string; remedy?: string };
  return new Fault(code, detail, remedy ?? '', EXIT.notDone, more);
}
