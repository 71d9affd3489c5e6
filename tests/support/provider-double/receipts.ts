/** Receipts that the provider sends to the API for accepted messages: signed events, with every possible fault. */
import { Webhook } from 'standardwebhooks';
import { type Armed, type Faults, RECEIPT_FAULTS } from './faults.ts';
import type { LogLine, ProviderLog } from './log.ts';

export interface ReceiptTarget {
  /** URL of the API without a path. */
  url: string;
  /** `whsec_...` of the event source `source`. */
  secret: string;
  source: string;
  /** Business time of the receipts; default: the time of their arrival. */
  now?(): Promise<number>;
}

const AGAIN_MS = 200;
const LATE_MS = 500;
const FORGED = `whsec_${Buffer.from('not the secret of anybody').toString('base64')}`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class Receipts {
  private readonly going = new Set<Promise<void>>();
  private stopped = false;
  constructor(
    private readonly log: ProviderLog,
    private readonly faults: Faults,
    private readonly target: ReceiptTarget | null,
  ) {}

  /** Draws the fault of the receipt for a message that was just accepted. */
  draw(protocol: LogLine['protocol']): Armed | null {
    return this.target === null ? null : this.faults.next(RECEIPT_FAULTS, protocol);
  }

  /** Sends a receipt. Resolves when it was delivered or abandoned, so that the caller can wait for an early one. */
  emit(protocol: LogLine['protocol'], key: string, drawn: Armed | null): Promise<void> {
    if (this.target === null || drawn?.fault === 'lost') return Promise.resolve();
    const told = this.emitAs(this.target, protocol, key, drawn).catch(() => undefined);
    this.going.add(told);
    return told.finally(() => this.going.delete(told));
  }

  private async emitAs(
    target: ReceiptTarget,
    protocol: LogLine['protocol'],
    key: string,
    drawn: Armed | null,
  ): Promise<void> {
    if (drawn?.fault === 'late') await pause(drawn.ms ?? LATE_MS);
    if (drawn?.fault === 'forged') await this.post(target, key, FORGED);
    const times = drawn?.fault === 'twice' ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      // A provider repeats a receipt until the API accepts it.
      while (!this.stopped && !(await this.post(target, key, target.secret))) await pause(AGAIN_MS);
      this.log.append({ protocol, event: 'receipt', key });
    }
  }

  /** True if the API accepted the receipt or never will. */
  private async post({ url, source, now }: ReceiptTarget, key: string, secret: string): Promise<boolean> {
    const at = new Date();
    const id = `receipt-${key}`;
    const body = JSON.stringify({
      specversion: '1.0',
      id,
      source,
      type: 'arrears.delivered.v1',
      ...(now ? { time: new Date(await now()).toISOString() } : {}),
      data: { message: key },
    });
    const headers = {
      'content-type': 'application/cloudevents+json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    };
    const answer = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(5000),
    }).catch(() => null);
    await answer?.body?.cancel();
    return answer !== null && answer.status < 500;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.going);
  }
}
