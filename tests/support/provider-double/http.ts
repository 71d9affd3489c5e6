/** The SMS gateway of docs/sms-gateway.md: accepts each key once, refuses unsigned or late calls, sends receipts. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { FAULTS, type Faults } from './faults.ts';
import type { ProviderLog } from './log.ts';
import type { Receipts } from './receipts.ts';

export interface GatewayParts {
  log: ProviderLog;
  faults: Faults;
  receipts: Receipts;
  secret: string;
}
interface Taken {
  key: string;
  covers: string[];
  notAfter: string;
}
const PAGE = 500;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function openGatewayServer(parts: GatewayParts): Server {
  return createServer((request, response) => {
    serve(parts, request, response).catch(() => response.destroy());
  });
}

async function serve(parts: GatewayParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const url = new URL(request.url ?? '/', 'http://gateway');
  if (!isSigned(parts.secret, request, body)) {
    parts.log.append({ protocol: 'http', event: 'refused', key: null, reason: 'wrong signature' });
    return answer(response, 401, { error: 'wrong signature' });
  }
  if (request.method === 'POST' && url.pathname === '/messages') return accept(parts, request, response, body);
  if (request.method === 'GET' && url.pathname === '/messages') return list(parts, url, response);
  const key = /^\/messages\/([\w-]+)$/.exec(url.pathname)?.[1];
  if (request.method !== 'GET' || key === undefined) return answer(response, 404, { error: 'no such thing' });
  parts.log.append({ protocol: 'http', event: 'asked', key });
  const found = parts.log.accepted('http', key);
  return found
    ? answer(response, 200, { state: 'accepted', at: found.at })
    : answer(response, 404, { state: 'unknown' });
}

function isSigned(secret: string, request: IncomingMessage, body: string): boolean {
  const named = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
    name,
    String(request.headers[name] ?? ''),
  ]);
  try {
    new Webhook(secret).verify(body, Object.fromEntries(named) as Record<string, string>, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function accept(
  parts: GatewayParts,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<void> {
  const { key, covers, notAfter } = JSON.parse(body) as Taken;
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  const line = { protocol: 'http', key, covers, notAfter, bodySha256 } as const;
  const refuse = (status: number, reason: string): void => {
    parts.log.append({ ...line, event: 'refused', reason });
    answer(response, status, { error: reason });
  };
  if (request.headers['idempotency-key'] !== key) return refuse(400, 'the key is not the idempotency key');
  const drawn = parts.faults.next(FAULTS, 'http');
  const fault = drawn?.fault;
  if (fault === 'hang') return;
  if (fault === 'reset') return void response.socket?.resetAndDestroy();
  if (fault === '500') return answer(response, 500, { error: 'broken' });
  if (fault === 'busy') {
    parts.log.append({ ...line, event: 'busy' });
    return answer(
      response,
      429,
      {},
      drawn?.retryAfterSeconds === undefined ? {} : { 'retry-after': String(drawn.retryAfterSeconds) },
    );
  }
  if (fault === 'slow') await pause(drawn?.ms ?? 1000);
  if (Date.parse(notAfter) < Date.now()) return refuse(410, 'too late');
  const known = parts.log.accepted('http', key);
  // Attempts at one message differ only in `notAfter`, because the key is made of what it covers.
  if (known && known.covers?.join() !== covers.join()) return refuse(409, 'the key was used for something else');
  parts.log.append({ ...line, event: known ? 'repeated' : 'accepted' });
  const receipt = parts.receipts.draw('http');
  if (known) return answer(response, 200, { reference: `sms-${key}` });
  const told = parts.receipts.emit('http', key, receipt);
  if (receipt?.fault === 'early') await told;
  if (fault === 'accept-hang') return;
  if (fault === 'accept-reset') return void response.socket?.resetAndDestroy();
  if (fault === 'accept-500') return answer(response, 500, { error: 'broken' });
  return answer(response, 202, { reference: `sms-${key}` });
}

function list({ log }: GatewayParts, url: URL, response: ServerResponse): void {
  const since = Date.parse(url.searchParams.get('since') ?? '');
  const all = log.all('http').filter((line) => Date.parse(line.at) >= since);
  const after = url.searchParams.get('after');
  const from = after === null ? 0 : all.findIndex((line) => line.key === after) + 1;
  const page = all.slice(from, from + PAGE);
  const messages = page.map(({ key, at, covers }) => ({ key, at, covers }));
  answer(response, 200, { messages, next: from + PAGE < all.length ? (page.at(-1)?.key ?? null) : null });
}
