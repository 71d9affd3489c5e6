/** What agencies and diallers send to the ledger of contacts. */
import { type Answer, SOURCES, type Source, signed, type TestApi } from './api.ts';

let count = 0;
/** Sends a body signed by its holder, or with the secret given. */
export function sendSigned(
  api: TestApi,
  path: string,
  body: Readonly<Record<string, unknown>>,
  secret: string = SOURCES[body['holder'] as Source],
): Promise<Answer> {
  const raw = JSON.stringify(body);
  return api.send(path, raw, { 'content-type': 'application/json', ...signed(secret, raw) });
}

interface Asked {
  holder?: Source;
  reference?: string;
  channel?: string;
  [more: string]: unknown;
}
/** Asks for a call about an account, `creditor/number`, under a reference of its own. */
export function reserve(api: TestApi, account: string, asked: Asked = {}): Promise<Answer> {
  count += 1;
  const body = { holder: 'dialler', reference: `call-${count}`, channel: 'call', account, ...asked };
  return sendSigned(api, '/v1/contact-reservations', body);
}

/** Reports on what `reserve` answered. */
export function report(
  api: TestApi,
  { json }: Answer,
  what: 'confirm' | 'release',
  told: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const { reservation, holder, reference } = json;
  return sendSigned(api, `/v1/contact-reservations/${reservation}/${what}`, { holder, reference, ...told });
}
