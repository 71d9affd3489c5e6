/**
 * How fast one lane of this process goes: calls at once, effects claimed ahead of them, and work that stands in the
 * queue. Calls at once grow while effects wait for one, and are halved when the provider is busy.
 */

/** Bounds of the calls at once. */
export interface PaceBounds {
  floor: number;
  ceiling: number;
}

/** Calls at once grow no further than this rate needs at the latency measured. */
const ENOUGH_A_SECOND = 1000;
/** Claimed effects wait no longer than about this for their call. */
const AHEAD_MS = 100;
const MOST_AHEAD = 200;
/** Seconds of work that stand in the queue. */
const QUEUED_SECONDS = 5;
const MOST_QUEUED = 2000;
/** Effects a second, before any has been measured. */
const FIRST_RATE = 20;
const FIRST_LATENCY_MS = 100;
const MOST_A_JOB = 100;
/** Weight of the newest call in the mean latency. */
const WEIGHT = 0.1;
/** Seconds of which the best is the measured rate. */
const SECONDS = 5;

export class LanePace {
  #calls: number;
  #latencyMs = FIRST_LATENCY_MS;
  #measured = false;
  /** Calls that ended in each of the last seconds, by the second. */
  readonly #ended = new Map<number, number>();
  #busyAt: number | null = null;

  constructor(private readonly bounds: PaceBounds) {
    this.#calls = bounds.floor;
  }

  get callsAtOnce(): number {
    return Math.floor(this.#calls);
  }

  /** Effects that may be claimed while all calls are under way. */
  get ahead(): number {
    return Math.min(Math.max(1, Math.ceil((this.callsAtOnce * AHEAD_MS) / this.#latencyMs)), MOST_AHEAD);
  }

  /** Effects that may stand in the queue. */
  get queued(): number {
    const best = Math.max(FIRST_RATE, ...this.#ended.values());
    const possible = (this.callsAtOnce * 1000) / this.#latencyMs;
    return Math.min(Math.max(1, Math.ceil(QUEUED_SECONDS * Math.min(best, possible))), MOST_QUEUED);
  }

  /** Effects a job. */
  get aJob(): number {
    return Math.min(Math.ceil(this.queued / 10), MOST_A_JOB);
  }

  /** A call has ended. `waiting`: effects wait for a call. `at`: wall milliseconds. */
  ended(call: { ms: number; busy: boolean; waiting: boolean; at: number }): void {
    this.#latencyMs = this.#measured ? this.#latencyMs + WEIGHT * (call.ms - this.#latencyMs) : call.ms;
    this.#latencyMs = Math.max(this.#latencyMs, 1);
    this.#measured = true;
    this.#count(Math.floor(call.at / 1000));
    if (call.busy) this.#halve(call.at);
    else if (call.waiting) this.#grow();
  }

  #count(second: number): void {
    this.#ended.set(second, (this.#ended.get(second) ?? 0) + 1);
    for (const earlier of this.#ended.keys()) if (earlier <= second - SECONDS) this.#ended.delete(earlier);
  }

  /** Calls that were under way together tell of the same trouble. */
  #halve(at: number): void {
    if (this.#busyAt !== null && at < this.#busyAt + this.#latencyMs) return;
    this.#busyAt = at;
    this.#calls = Math.max(1, this.#calls / 2);
  }

  /** One more a call until the provider was busy once, then one more for all calls at once. */
  #grow(): void {
    const enough = Math.max(this.bounds.floor, (ENOUGH_A_SECOND * this.#latencyMs) / 1000);
    const most = Math.min(this.bounds.ceiling, enough);
    if (this.#calls < most) this.#calls = Math.min(most, this.#calls + (this.#busyAt === null ? 1 : 1 / this.#calls));
  }
}
