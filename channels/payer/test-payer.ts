/**
 * The built-in payer: a payment provider on this machine that pays, fails and takes back what it is told to, signs its
 * webhooks, and on demand sends one again, forged, late or in another order. It keeps its own log. For tests and for
 * trying out; it moves no money.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { faultsOf, showFaults } from '../../domain/contracts/event.ts';
import { MadePayment, type Readable, SentAgain, TakenBack, type Way } from '../../domain/contracts/test-payer.ts';
import type { WireMoney } from '../../domain/money.ts';
import { TEST_PAYER } from './providers.ts';

/** Wall milliseconds by which a late webhook is signed before it is sent. */
const LATE_MS = 10 * 60_000;
/** A secret that nobody has. */
const FORGED = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

/** Where the payer tells what happens. */
export interface TestPayerOptions {
  /** Address of the API. */
  readonly api: string;
  /** Secret of `test-payer` and the creditor, `whsec_...`. */
  readonly secret: string;
  /** Begins every id: a payer that is started again must not use one twice. */
  readonly prefix: string;
  /** 0: any free port. */
  readonly port: number;
}

/** One webhook that was sent, and what was answered. */
export interface SentWebhook {
  readonly event: string;
  readonly way: Way;
  /** 0 when nobody answered. */
  readonly status: number;
  readonly answer: unknown;
}

export interface TestPayer {
  readonly url: string;
  /** Everything that was sent, oldest first. */
  readonly log: readonly SentWebhook[];
  close(): Promise<void>;
}

/** What cannot be done, with its HTTP status. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    words: string,
  ) {
    super(words);
  }
}

/** Starts the payer. The caller closes it. */
export async function startTestPayer(options: TestPayerOptions): Promise<TestPayer> {
  const payer = new Payer(options);
  const server = createServer((request, response) => {
    serve(payer, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, log: payer.log, close: () => closeServer(server) };
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** The payments and notices that the payer knows. */
class Payer {
  readonly log: SentWebhook[] = [];
  private readonly payments = new Map<string, WireMoney>();
  private readonly notices = new Map<string, string>();

  constructor(private readonly options: TestPayerOptions) {}

  async pay({ hold, at, failure, ...told }: MadePayment) {
    const payment = `${this.options.prefix}pay-${this.payments.size + 1}`;
    this.payments.set(payment, told.amount);
    const kind = failure === undefined ? { kind: 'paid' } : { kind: 'failed', failure };
    return this.tell({ ...kind, ...told, payment }, { hold, at });
  }

  async takeBack(kind: 'refunded' | 'charged-back', payment: string, { hold, at, amount, reason }: TakenBack) {
    const paid = this.payments.get(payment);
    if (paid === undefined) throw new Refusal(404, `There is no payment ${payment}.`);
    const told = { kind, payment, amount: amount ?? paid, ...(reason === undefined ? {} : { reason }) };
    return this.tell(told, { hold, at });
  }

  /** Makes a notice, and sends it unless it is held. */
  private async tell(notice: { payment: string }, { hold, at }: { hold?: true | undefined; at?: string | undefined }) {
    const event = `${this.options.prefix}evt-${this.notices.size + 1}`;
    this.notices.set(event, JSON.stringify({ ...notice, event, at: at ?? new Date().toISOString() }));
    return { payment: notice.payment, event, sent: hold ? null : await this.send(event, 'signed') };
  }

  /** Sends a notice, as often as it is asked for. */
  async send(event: string, way: Way): Promise<SentWebhook> {
    const body = this.notices.get(event);
    if (body === undefined) throw new Refusal(404, `There is no event ${event}.`);
    const at = new Date(Date.now() - (way === 'late' ? LATE_MS : 0));
    const id = `${event}-${this.log.length + 1}`;
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(way === 'forged' ? FORGED : this.options.secret).sign(id, at, body),
    };
    const url = new URL(`/v1/payment-webhooks/${TEST_PAYER}`, this.options.api);
    const sent = { event, way, ...(await post(url, headers, body)) };
    this.log.push(sent);
    return sent;
  }
}

async function post(url: URL, headers: Record<string, string>, body: string) {
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, answer: (await response.json()) as unknown };
  } catch {
    return { status: 0, answer: `nobody answers at ${url.origin}` };
  }
}

async function serve(payer: Payer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const reply = (status: number, value: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(value)}\n`);
  };
  try {
    const answer = await act(payer, `${request.method} ${request.url}`, Buffer.concat(chunks).toString('utf8'));
    reply(200, answer);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    reply(error.status, { error: error.message });
  }
}

const NAME = '([\\w.:-]{1,64})';
const BACK = new RegExp(`^POST /payments/${NAME}/(refund|charge-back)$`);
const SEND = new RegExp(`^POST /events/${NAME}$`);

async function act(payer: Payer, asked: string, body: string): Promise<unknown> {
  if (asked === 'GET /log') return payer.log;
  if (asked === 'POST /payments') return payer.pay(read(MadePayment, body));
  const [, payment = '', how] = BACK.exec(asked) ?? [];
  if (how !== undefined)
    return payer.takeBack(how === 'refund' ? 'refunded' : 'charged-back', payment, read(TakenBack, body));
  const [, event] = SEND.exec(asked) ?? [];
  if (event !== undefined) return payer.send(event, read(SentAgain, body).way);
  throw new Refusal(
    404,
    'POST /payments, /payments/PAYMENT/refund, /payments/PAYMENT/charge-back, /events/EVENT; GET /log',
  );
}

function read<T>(contract: Readable<T>, body: string): T {
  let value: unknown;
  try {
    value = body === '' ? {} : JSON.parse(body);
  } catch {
    throw new Refusal(400, 'The body is not JSON.');
  }
  const parsed = contract.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal(422, showFaults(faultsOf(parsed.error)));
}
