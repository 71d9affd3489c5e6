/** Misbehaviour of the provider: by seeded chance, or for the next few messages. */

export const FAULTS = ['accept-hang', 'accept-reset', 'accept-500', 'hang', 'reset', '500', 'busy', 'slow'] as const;
/**
 * `accept-...` accepts the message and then stays silent, breaks off or (HTTP only) answers 500. `hang`, `reset` and
 * `500` do the same without accepting it. `busy` is 429 (451 by SMTP). `slow` accepts and answers late.
 */
export type FaultName = (typeof FAULTS)[number];
export const RECEIPT_FAULTS = ['twice', 'late', 'lost', 'forged', 'early'] as const;
/** Faults of a receipt. `early`: before the answer to the call. `late`: after `ms`, so that others overtake it. */
export type ReceiptFault = (typeof RECEIPT_FAULTS)[number];

export interface Armed {
  fault: FaultName | ReceiptFault;
  /** Number of next messages that it hits; if missing, it strikes by chance. */
  times?: number;
  /** From 0 to 1. */
  chance?: number;
  /** Only this protocol; default both. */
  protocol?: 'http' | 'smtp';
  /** For `busy`; if missing, no Retry-After is sent. */
  retryAfterSeconds?: number;
  /** For `slow` and `late`; wall milliseconds. */
  ms?: number;
}

/** Mulberry32: the same seed misbehaves the same way. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Faults {
  private armed: Armed[] = [];
  private readonly draw: () => number;
  /** How often each fault occurred. */
  readonly met = new Map<string, number>();
  constructor(seed = 1) {
    this.draw = random(seed);
  }

  /** Adds a fault. */
  arm(armed: Armed): void {
    this.armed.push({ ...armed });
  }
  /** Ends all misbehaviour. */
  clear(): void {
    this.armed = [];
  }

  /** Fault for this message or receipt; null for none. */
  next(names: readonly string[], protocol: 'http' | 'smtp'): Armed | null {
    const fitting = this.armed.filter(
      (armed) => names.includes(armed.fault) && (armed.protocol ?? protocol) === protocol,
    );
    const found = fitting.find((armed) =>
      armed.times === undefined ? this.draw() < (armed.chance ?? 0) : armed.times > 0,
    );
    if (!found) return null;
    if (found.times !== undefined) found.times -= 1;
    this.met.set(found.fault, (this.met.get(found.fault) ?? 0) + 1);
    return found;
  }
}
