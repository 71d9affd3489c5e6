/**
 * The lanes, one BullMQ worker each. A job names due effects; a claim decides, the channel sends, the result is
 * recorded. A job ends when its effects are claimed or given back: a slow call holds up no other.
 */
import { CHANNELS, type Channel } from '../domain/channels.ts';
import type { HeldClaim } from '../engine/effects/claim.ts';
import type { QueueRoom } from '../engine/effects/fill-queue.ts';
import type { DueJob } from '../engine/effects/find-due.ts';
import { type Call, callClaimed, recordCall, type SendDeps } from '../engine/effects/send.ts';
import { crashPoint } from '../platform/crash-points.ts';
import type { Lanes } from '../platform/queue.ts';
import { Slots } from '../platform/slots.ts';
import { LanePace, type PaceBounds } from './lane-pace.ts';

/** Jobs that one process runs at once per lane. */
const JOBS_AT_ONCE = 3;
/** Wall milliseconds that a taken effect waits for its claim before it is given back to the sweep. */
const MOST_WAIT_MS = 5000;

/** Calls at once. Agency and bureau files are written one after another. */
const boundsOf = (channel: Channel, callsAtOnce: number): PaceBounds => {
  const fixed: Partial<Record<Channel, number>> = { desk: 5, agency: 1, bureau: 1, court: 2 };
  const calls = fixed[channel];
  if (calls !== undefined) return { floor: calls, ceiling: calls };
  return { floor: Math.min(20, callsAtOnce), ceiling: callsAtOnce };
};

export interface LaneDeps extends SendDeps {
  /** Claims requested while others are under way share a transaction. Each claim goes to exactly one effect. */
  claimFor(effectId: string): Promise<HeldClaim[]>;
  /** Takes the effects of a job that still wait under it. */
  take(job: Pick<DueJob, 'id' | 'effectIds'>): Promise<string[]>;
  /** Lets the sweep queue effects again. */
  giveBack(effectIds: readonly string[]): Promise<void>;
  /** Queues more effects of a lane. */
  fill(lane: Channel): Promise<void>;
}
export interface LaneWorkers {
  /** What the lane's queue takes now. */
  room(lane: Channel): Promise<QueueRoom>;
  /** Starts working on every lane. */
  start(deps: LaneDeps): void;
  /** Closes the queue, begins nothing more and waits for the calls under way. */
  stop(): Promise<void>;
}

/** The lanes of this process, over the queue. */
export function laneWorkers(lanes: Lanes, callsAtOnce: number): LaneWorkers {
  const paces = new Map(CHANNELS.map((channel) => [channel, new LanePace(boundsOf(channel, callsAtOnce))]));
  const paceOf = (lane: Channel) => paces.get(lane) as LanePace;
  const working: LaneWorker[] = [];
  return {
    async room(lane) {
      const { queued, aJob } = paceOf(lane);
      // A queue that does not answer takes nothing.
      const waiting = await lanes.countWaiting(lane).catch(() => Number.POSITIVE_INFINITY);
      const free = queued - waiting * aJob;
      // Many effects at once: a queue is filled when half of it is free.
      return { effects: free * 2 < queued ? 0 : free, aJob };
    },
    start(deps) {
      for (const channel of CHANNELS) {
        const worker = new LaneWorker(channel, paceOf(channel), deps);
        working.push(worker);
        lanes.work(channel, JOBS_AT_ONCE, (id, effectIds) => worker.run({ id, effectIds }));
      }
    },
    async stop() {
      const stopAll = () => working.map((worker) => worker.stop());
      await Promise.all([...stopAll(), lanes.close()]);
      // Jobs that were taken while the queue closed.
      await Promise.all(stopAll());
    },
  };
}

/** Works on one lane. */
class LaneWorker {
  /** Effects that are claimed, or being claimed, until their calls have ended. */
  readonly #claims: Slots;
  readonly #calls: Slots;
  readonly #underWay = new Set<Promise<void>>();
  #stopped = false;
  #filling = false;

  constructor(
    private readonly lane: Channel,
    private readonly pace: LanePace,
    private readonly deps: LaneDeps,
  ) {
    this.#claims = new Slots(pace.callsAtOnce + pace.ahead);
    this.#calls = new Slots(pace.callsAtOnce);
  }

  /** Runs a job until each of its effects is claimed or given back. */
  run(job: Pick<DueJob, 'id' | 'effectIds'>): Promise<void> {
    return this.#track(this.#claimAll(job));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  #track(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
    return tracked;
  }

  async #claimAll(job: Pick<DueJob, 'id' | 'effectIds'>): Promise<void> {
    await crashPoint('queued, not claimed');
    const takenAt = performance.now();
    const ids = await this.deps.take(job);
    this.#fillSoon();
    const left: string[] = [];
    const claims = ids.map(async (id) => {
      await this.#claims.acquire();
      if (!this.#stopped && performance.now() < takenAt + MOST_WAIT_MS) return this.#claim(id);
      this.#claims.release();
      left.push(id);
    });
    const failed = (await Promise.allSettled(claims)).find((claim) => claim.status === 'rejected');
    if (left.length > 0) await this.deps.giveBack(left);
    if (failed) throw failed.reason;
  }

  /** Claims what belongs to the effect. The calls go on after the claim. */
  async #claim(effectId: string): Promise<void> {
    let calls: Promise<void>[] = [];
    try {
      calls = (await this.deps.claimFor(effectId)).map((claimed) => this.#call(claimed));
    } finally {
      const ended = Promise.allSettled(calls).then(() => this.#claims.release());
      void this.#track(ended);
    }
  }

  async #call(claimed: HeldClaim): Promise<void> {
    await this.#calls.acquire();
    const call = await callClaimed(this.deps, claimed).finally(() => this.#calls.release());
    if (call !== null) this.#learn(call);
    await recordCall(this.deps, claimed, call).catch((error: unknown) =>
      this.deps.warn('a result could not be recorded', {
        lane: this.lane,
        reason: error instanceof Error ? error.message : 'error',
      }),
    );
  }

  #learn({ result, ms }: Call): void {
    this.pace.ended({ ms, busy: result.kind === 'busy', waiting: this.#calls.scarce, at: Date.now() });
    this.#calls.resize(this.pace.callsAtOnce);
    this.#claims.resize(this.pace.callsAtOnce + this.pace.ahead);
  }

  /** The queue is filled before it runs dry; the sweep would be too late. */
  #fillSoon(): void {
    if (this.#filling || this.#stopped) return;
    this.#filling = true;
    void this.deps.fill(this.lane).finally(() => {
      this.#filling = false;
    });
  }
}
