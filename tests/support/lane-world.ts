/** Lanes over a real queue in one process: the test says what the provider does. */
import type { ChannelAdapter, SendResult } from '../../channels/channel.ts';
import type { Channel } from '../../domain/channels.ts';
import { enqueueDue, type FillDeps } from '../../engine/effects/fill-queue.ts';
import { openLogger } from '../../platform/logger.ts';
import { type Lanes, openLanes } from '../../platform/queue.ts';
import { collectResults, laneDepsOf } from '../../workers/lane-deps.ts';
import { laneWorkers } from '../../workers/lanes.ts';
import type { TestEngine } from './test-engine.ts';

/** A provider of e-mail that takes its time. */
export class SlowProvider implements ChannelAdapter {
  readonly id = 'slow';
  readonly policy = 'at-most-once';
  slowestCallMs = 0;
  /** Effects called, with the wall moment. */
  readonly calls: { effect: string; at: number }[] = [];
  most = 0;
  #underWay = 0;
  constructor(
    /** Wall milliseconds until it answers the call of this number. */
    public waitMs: (call: number) => number,
    public answer: (call: number) => SendResult | Promise<SendResult> = () => ({ kind: 'sent', reference: 'ok' }),
  ) {}

  send: ChannelAdapter['send'] = async (permit) => {
    const call = this.calls.push({ effect: permit.effectId, at: performance.now() });
    this.#underWay += 1;
    this.most = Math.max(this.most, this.#underWay);
    await new Promise((resolve) => setTimeout(resolve, this.waitMs(call)));
    this.#underWay -= 1;
    return this.answer(call);
  };
  async ask(): Promise<'not-sent'> {
    return 'not-sent';
  }
}

export interface LaneWorld {
  /** Sizes of the jobs that this process added, by number of effects. */
  added: number[];
  /** Queues more due effects. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the lanes of one worker process on the engine's database. */
export async function startLanes(
  engine: TestEngine,
  channels: Partial<Record<Channel, ChannelAdapter>>,
  leaseSeconds = 60,
): Promise<LaneWorld> {
  engine.channels = { ...engine.channels, ...channels };
  const config = { DATABASE_URL: engine.database.url, ARREARS_TASK_QUEUE: 'test' };
  const lanes: Lanes = await openLanes(config, openLogger('silent'));
  const workers = laneWorkers(lanes, 100);
  const added: number[] = [];
  const queue: FillDeps = {
    db: engine.db,
    now: engine.clock,
    simulated: false,
    room: (lane) => workers.room(lane),
    enqueue: async (jobs) => {
      const refused = await lanes.add(jobs);
      added.push(...jobs.filter((job) => !refused.some(({ id }) => id === job.id)).map((job) => job.effectIds.length));
      return refused;
    },
  };
  const deps = { db: engine.db, now: engine.clock, nudge: async () => {} };
  workers.start(
    laneDepsOf({
      ...deps,
      channels: engine.channels,
      settle: collectResults({ ...deps, rulebook: engine.rulebook }),
      warn: () => {},
      claims: { ...engine.claimDeps(), leaseSeconds },
      queue,
    }),
  );
  return {
    added,
    sweep: async () => void (await enqueueDue(queue)),
    stop: () => workers.stop(),
  };
}
